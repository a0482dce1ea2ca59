"""A catalog follows its source: what did not change keeps its bytes, what did is a draft, what vanished is kept."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.merge import merge, messages, resegment
from pipeline.catalog.po import serialise
from pipeline.catalog.remarks import Origin, Signature, sealed
from pipeline.catalog.template import new_catalog
from pipeline.model.decision import Mode
from pipeline.model.document import Block, BlockKind, Document, Key

DAY = date(2026, 11, 22)
EMPTY = new_catalog("es", "x", "nplurals=2; plural=(n != 1);")


def same_figures(old: str, new: str) -> bool:
    return [c for c in old if c.isdigit()] == [c for c in new if c.isdigit()]


def document(*sentences: str) -> Document:
    title = Block(BlockKind.TITLE, ("What helps?",), level=1, line=1)
    heading = Block(BlockKind.HEADING, ("Key messages",), level=2, line=2)
    return Document("x", "seeds/x.txt", "0", "en", (title, heading, Block(BlockKind.PARAGRAPH, sentences, line=3)))


def merged(catalog: Catalog, *sentences: str) -> Catalog:
    return merge(catalog, messages(document(*sentences), lines=False), same_figures)


def approved(key: Key, target: str) -> Entry:
    statement = Signature(DAY, "ana", Mode.READ)
    return Entry(key, target, remarks=(sealed(statement, key, target),))


def drafted(key: Key, target: str) -> Entry:
    return Entry(key, target, fuzzy=True, remarks=(sealed(Origin("mt", "x en>es 1"), key, target),))


def fill(catalog: Catalog, make: object = approved) -> Catalog:
    assert callable(make)
    return replace(
        catalog,
        entries=tuple(
            replace(make(e.key, e.key.source.upper()), section=e.section, places=e.places) for e in catalog.entries
        ),
    )


def test_messages_carry_context_section_and_every_position() -> None:
    doc = document("Walking helps.", "Rest.", "Walking helps.")
    second = replace(doc, blocks=(*doc.blocks, Block(BlockKind.PARAGRAPH, ("Rest.",), line=9)))
    assert messages(second, lines=True) == (
        Entry(Key("title", "What helps?"), places=("seeds/x.txt:1",)),
        Entry(Key("heading", "Key messages"), places=("seeds/x.txt:2",)),
        Entry(Key(None, "Walking helps."), section=("Key messages",), places=("seeds/x.txt:3",)),
        Entry(Key(None, "Rest."), section=("Key messages",), places=("seeds/x.txt:3", "seeds/x.txt:9")),
    )
    assert {entry.places for entry in messages(second, lines=False)} == {("seeds/x.txt",)}


def test_merging_twice_is_merging_once() -> None:
    once = fill(merged(EMPTY, "Walking helps.", "Rest."))
    assert serialise(merged(once, "Walking helps.", "Rest.")) == serialise(once)


def test_inserting_a_sentence_changes_that_message_alone() -> None:
    before = fill(merged(EMPTY, "Walking helps.", "Rest."))
    after = merged(before, "Walking helps.", "Something else entirely.", "Rest.")
    new = after.active[Key(None, "Something else entirely.")]
    assert (new.target, new.fuzzy) == ("", False)
    assert replace(after, entries=tuple(e for e in after.entries if e is not new)) == before


def test_a_vanished_message_stays_obsolete_and_comes_back_with_its_state() -> None:
    before = fill(merged(EMPTY, "Walking helps.", "Rest."))
    without = merged(before, "Walking helps.")
    assert [entry.key.source for entry in without.entries if entry.obsolete] == ["Rest."]
    assert merged(without, "Walking helps.", "Rest.") == before


def test_a_near_match_of_a_persons_text_is_a_draft_without_remarks() -> None:
    before = fill(merged(EMPTY, "Walking every day helps most people."))
    after = merged(before, "Walking every day helps many people.")
    assert after.active[Key(None, "Walking every day helps many people.")] == Entry(
        Key(None, "Walking every day helps many people."),
        "WALKING EVERY DAY HELPS MOST PEOPLE.",
        fuzzy=True,
        section=("Key messages",),
        places=("seeds/x.txt",),
        previous=Key(None, "Walking every day helps most people."),
    )
    assert (
        merged(after, "Walking every day helps most people.")
        .active[Key(None, "Walking every day helps most people.")]
        .approved(1)
    )


def test_a_near_match_with_other_figures_is_left_to_the_engine() -> None:
    before = fill(merged(EMPTY, "Take 10 mg of it every day."))
    after = merged(before, "Take 100 mg of it every day.")
    assert after.active[Key(None, "Take 100 mg of it every day.")].target == ""


def test_a_near_match_of_a_machine_draft_is_left_to_the_engine() -> None:
    before = fill(merged(EMPTY, "Walking every day helps most people."), drafted)
    after = merged(before, "Walking every day helps many people.")
    assert after.active[Key(None, "Walking every day helps many people.")].target == ""


def test_a_near_match_keeps_to_its_context() -> None:
    before = fill(merged(EMPTY, "What helps them?"))
    retitled = replace(document(), blocks=(Block(BlockKind.TITLE, ("What helps then?",), level=1, line=1),))
    after = merge(before, messages(retitled, lines=False), same_figures)
    assert after.active[Key("title", "What helps then?")].previous == Key("title", "What helps?")


def test_resegmenting_keeps_every_text_and_approves_none() -> None:
    before = fill(merged(EMPTY, "Take it, e.g. at night. It helps.", "Rest.", "Walk.", "Eat."))
    recut = document("Take it, e.g. at night.", "It helps.", "Rest. Walk.", "Eat.")
    after = resegment(before, messages(recut, lines=False))
    texts = {entry.key.source: (entry.target, entry.fuzzy) for entry in after.active.values()}
    assert texts == {
        "What helps?": ("WHAT HELPS?", True),
        "Key messages": ("KEY MESSAGES", True),
        "Take it, e.g. at night.": ("TAKE IT, E.G. AT NIGHT. IT HELPS.", True),
        "It helps.": ("TAKE IT, E.G. AT NIGHT. IT HELPS.", True),
        "Rest. Walk.": ("REST. WALK.", True),
        "Eat.": ("EAT.", True),
    }
    assert not any(entry.signatures for entry in after.active.values())
    ana = [entry for entry in after.active.values() if entry.target == "EAT."]
    assert not replace(ana[0], fuzzy=False).approved(1)


sentences = st.lists(st.sampled_from(["Walk a lot.", "Walk a lot!", "Rest now.", "Eat 5 fruits.", "Eat 6 fruits."]))


@given(sentences, sentences)
def test_no_text_is_lost_on_any_path(first: list[str], second: list[str]) -> None:
    before = fill(merged(EMPTY, *first))
    after = merged(merged(before, *second), *first)
    assert {key: after.active[key] for key in before.active} == before.active
