"""The life of a leaflet: for every state of source, record and register, what a reader finds at its address."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.document import Block, BlockKind, Document, Link, SourceClass, SourceRecord
from pipeline.stages.freeze import recorded_source
from pipeline.stages.life import Cause, Place, Shown, View, is_same, judge, settled
from pipeline.stages.record import Record, RecordedBlock, RecordedSentence
from pipeline.stages.register import Line

FIRST, SECOND, DOWN = date(2026, 1, 1), date(2026, 6, 1), date(2026, 7, 1)
FACTS = SourceRecord(version="1", published=FIRST, rights_holder="Trust", licence="CC BY", translation_permission="yes")
BLOCKS = (
    Block(BlockKind.TITLE, ("Is it safe?",), level=1),
    Block(BlockKind.PARAGRAPH, ("It is safe.", "Take 10 mg."), links=(Link(1, "https://example.org"),)),
)
SUSPENSION = Line("doc", "es", DOWN, "luis", "a doubt")


def source(sha: str = "new", blocks: tuple[Block, ...] = BLOCKS, **facts: Any) -> Document:
    return Document("doc", "seeds/doc.txt", sha, "en", blocks, replace(FACTS, **facts))


def record(**changes: Any) -> Record:
    """The record of the first version, of the class `content`."""
    blocks = tuple(
        RecordedBlock(
            block.kind,
            tuple(RecordedSentence(*key, f"es: {key.source}", "final") for key in block.keys),
            level=block.level,
            links=block.links,
        )
        for block in BLOCKS
    )
    made = Record(
        "doc",
        "es",
        recorded_source(source("old")),
        blocks,
        machine_drafted=True,
        checkers=1,
        credits=(),
        signed_off="2026-01-02 ana",
        sandbox=False,
        catalog_sha256="c",
        code_version="0.1",
    )
    return replace(made, **changes)


OTHER_TEXT = (BLOCKS[0], replace(BLOCKS[1], segments=("It is not safe.", "Take 10 mg.")))
NEWER: dict[str, Any] = {"version": "2", "published": SECOND}
SOURCES = {
    "as it was": source("old"),
    "same text, newer version": source(**NEWER),
    "another text": source(blocks=OTHER_TEXT, **NEWER),
    "another text, editorial": source(blocks=OTHER_TEXT, source_class=SourceClass.EDITORIAL, **NEWER),
    "another text, safety": source(blocks=OTHER_TEXT, source_class=SourceClass.SAFETY, **NEWER),
    "same text, safety": source(source_class=SourceClass.SAFETY, **NEWER),
    "other rights": source(licence="all rights reserved"),
    "withdrawn": source(withdrawn=True),
    "withdrawn on a day": source(withdrawn=SECOND),
    "cannot be read": None,
    "gone": None,
}
RECORDS = {
    "up": record(),
    "withdrawn": record(withdrawn=True),
    "down for safety": record(withdrawn=True, withdrawn_for="safety", withdrawn_on="2026-06-01"),
}
LEAFLET, NOTICE, TOMBSTONE = View.LEAFLET, View.NOTICE, View.TOMBSTONE
# What a reader finds where the record is up and nobody has suspended it.
PLAIN = {
    "as it was": (LEAFLET, None, ""),
    "same text, newer version": (LEAFLET, None, ""),
    "another text": (NOTICE, None, "2026-06-01"),
    "another text, editorial": (NOTICE, None, "2026-06-01"),
    "another text, safety": (TOMBSTONE, Cause.SAFETY, ""),
    "same text, safety": (TOMBSTONE, Cause.SAFETY, ""),
    "other rights": (NOTICE, None, "2026-01-01"),
    "withdrawn": (TOMBSTONE, Cause.WITHDRAWN, ""),
    "withdrawn on a day": (TOMBSTONE, Cause.WITHDRAWN, "2026-06-01"),
    "cannot be read": (LEAFLET, None, ""),
    "gone": (TOMBSTONE, Cause.GONE, ""),
}


def place(name: str, suspension: Line | None = None) -> Place:
    return Place(there=name != "gone", document=SOURCES[name], suspension=suspension)


def found(shown: Shown) -> tuple[View, Cause | None, str]:
    return shown.view, shown.cause, shown.day


@pytest.mark.parametrize("name", SOURCES)
def test_what_a_reader_finds_where_the_text_was_up(name: str) -> None:
    assert found(judge(record(), place(name))) == PLAIN[name]


@pytest.mark.parametrize(("of_record", "name"), list(product(["withdrawn", "down for safety"], SOURCES)))
def test_what_came_down_for_good_stays_down_whatever_its_source_says_next(of_record: str, name: str) -> None:
    shown = judge(RECORDS[of_record], place(name))
    withdrawn = of_record == "withdrawn" or name.startswith("withdrawn")
    assert (shown.view, shown.cause) == (TOMBSTONE, Cause.WITHDRAWN if withdrawn else Cause.SAFETY)
    assert shown.day == ("2026-06-01" if name == "withdrawn on a day" else "")


@pytest.mark.parametrize("name", SOURCES)
def test_a_suspension_takes_down_what_is_up_and_hides_no_graver_cause(name: str) -> None:
    graver = (Cause.WITHDRAWN, Cause.SAFETY)
    expected = PLAIN[name] if PLAIN[name][1] in graver else (TOMBSTONE, Cause.SUSPENDED, "2026-07-01")
    assert found(judge(record(), place(name, SUSPENSION))) == expected


@given(st.sampled_from(sorted(RECORDS)), st.sampled_from(sorted(SOURCES)), st.booleans())
def test_settling_changes_nothing_that_is_seen_and_settles_at_once(of_record: str, name: str, down: bool) -> None:  # noqa: FBT001
    around = place(name, SUSPENSION if down else None)
    once = settled(RECORDS[of_record], around)
    assert found(judge(once, around)) == found(judge(RECORDS[of_record], around))
    assert settled(once, around) == once
    assert once.texts == RECORDS[of_record].texts


@given(st.lists(st.sampled_from(sorted(SOURCES)), max_size=5), st.sampled_from(sorted(SOURCES)))
def test_a_text_that_came_down_for_good_never_comes_back_by_itself(before: list[str], last: str) -> None:
    kept, was_down = record(), False
    for name in [*before, last]:
        was_down = was_down or judge(kept, place(name)).cause in (Cause.WITHDRAWN, Cause.SAFETY)
        kept = settled(kept, place(name))
        assert not was_down or judge(kept, place(name)).view is TOMBSTONE


def test_an_unchanged_text_is_issued_with_the_newer_version_and_nothing_else() -> None:
    again = settled(record(), place("same text, newer version"))
    assert (again.source.version, again.source.published, again.source.sha256) == ("2", "2026-06-01", "new")
    assert replace(again, source=record().source) == record()


def test_a_suspension_is_not_written_into_the_record() -> None:
    assert settled(record(), place("as it was", SUSPENSION)) == record()
    assert settled(record(), place("another text", SUSPENSION)) == record()


def test_what_is_fixed_beside_a_safety_version_that_was_published_is_no_newer_one() -> None:
    safe = recorded_source(source("old", source_class=SourceClass.SAFETY))
    mended = source(source_class=SourceClass.SAFETY, doi="10.1/x")
    assert judge(record(source=safe), Place(there=True, document=mended)).view is LEAFLET
    other = replace(mended, blocks=OTHER_TEXT)
    assert judge(record(source=safe), Place(there=True, document=other)).cause is Cause.SAFETY


def test_a_trial_is_not_shown_outside_a_sandbox() -> None:
    trial = record(sandbox=True)
    assert judge(trial, place("as it was")).view is View.NOTHING
    assert judge(trial, replace(place("as it was"), sandbox=True)).view is LEAFLET


@pytest.mark.parametrize(
    "blocks",
    [
        BLOCKS[:1],
        BLOCKS[::-1],
        (BLOCKS[0], replace(BLOCKS[1], segments=BLOCKS[1].segments[::-1])),
        (replace(BLOCKS[0], segments=("Is this safe?",)), BLOCKS[1]),
        (BLOCKS[0], replace(BLOCKS[1], links=(Link(1, "https://example.org/other"),))),
        (BLOCKS[0], replace(BLOCKS[1], kind=BlockKind.ITEM, level=1)),
    ],
    ids=["a sentence less", "another order", "sentences swapped", "another title", "another link", "a list now"],
)
def test_a_text_is_the_same_only_to_the_letter_in_order_and_shape(blocks: tuple[Block, ...]) -> None:
    assert is_same(record(), source())
    assert not is_same(record(), source(blocks=blocks))


@pytest.mark.parametrize(
    ("facts", "url"),
    [
        ({}, ""),
        ({"doi": "10.1/x"}, "https://doi.org/10.1/x"),
        ({"doi": "10.1/x", "source_url": "https://example.org/new"}, "https://example.org/new"),
    ],
    ids=["neither", "DOI", "address"],
)
def test_the_reader_is_led_to_the_newest_english(facts: dict[str, str], url: str) -> None:
    assert judge(record(), Place(there=True, document=source(blocks=OTHER_TEXT, **facts))).url == url
