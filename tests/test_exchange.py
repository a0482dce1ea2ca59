"""Working copies: what goes out comes back by message, three ways, and nothing is approved on the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import DAY, make_workspace
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from working_copies import FALLS, FASTER, KEY_MESSAGES, MT, TEXTS, decided, draft_all, edited, with_texts

from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import Origin
from pipeline.catalog.template import new_catalog
from pipeline.catalog.working_copy import Sheet, read_copy, write_copy
from pipeline.config import Workspace
from pipeline.errors import UsageError
from pipeline.model.decision import Mode, Outcome, Verdict
from pipeline.model.document import Key
from pipeline.queue import open_queue
from pipeline.stages import packs
from pipeline.stages.adopt import adoptable
from pipeline.stages.extract import extract, read_all
from pipeline.stages.gate import refusals
from pipeline.stages.hand_out import hand_out, working_copy
from pipeline.stages.review import Desk
from pipeline.stages.take_in import TakenIn, keep_aside, take_in

Open = Callable[..., Desk]
NAME = "stroke.es.po"
words = st.sampled_from(["Una.", "Dos.", "Tres.", "Cuatro cosas."])
editing = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def here(normal: Workspace, desk: Open) -> Desk:
    """The desk of a document in machine drafts."""
    draft_all(normal)
    return desk(normal)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, bytes]:
    """A workspace in drafts with the bytes of its catalog, for tests that begin anew many times."""
    workspace = make_workspace(tmp_path_factory.mktemp("start") / "w", sandbox=False)
    draft_all(workspace)
    return workspace, with_texts(workspace.catalog("es", "stroke").read_bytes(), {EMPTY: ""})


@contextmanager
def anew(start: tuple[Workspace, bytes]) -> Iterator[Desk]:
    workspace, data = start
    workspace.catalog("es", "stroke").write_bytes(data)
    (workspace.var / "queue.sqlite3").unlink(missing_ok=True)
    with open_queue(workspace.var) as queue:
        (document,) = read_all(workspace).documents
        yield Desk(workspace, document, packs.load(workspace, "es"), queue)


def brought(desk: Desk, data: bytes, person: str = "ana") -> TakenIn:
    return take_in(desk, read_copy(data, NAME), person, DAY)


def texts(desk: Desk) -> dict[Key, str]:
    return {segment.entry.key: segment.entry.target for segment in desk.segments()}


def bytes_of(desk: Desk) -> bytes:
    return desk.workspace.catalog("es", "stroke").read_bytes()


def test_a_copy_tells_what_a_reviewer_wants_to_know(here: Desk) -> None:
    here.decide(decided(here, FALLS, Verdict.REJECT, reason="too blunt"))
    here.decide(decided(here, FASTER, Verdict.COMMENT, reason="as the guideline has it"))
    message = working_copy(here).decode().split("\n\n")[3].split("\n")
    assert message[:3] == [
        "# as the guideline has it",
        f'# as exported: "{TEXTS[FASTER]}"',
        "#. Section: Key messages",
    ]
    assert message[3] == "#. Sentence 3 of 9, waits for approval"
    term = "#. Term: probably = probablemente; also: es probable que, es probable, probable; never: "
    assert any(line.startswith(term) for line in message)
    assert message[-4:] == [
        "#: seeds/stroke.txt",
        "#, fuzzy",
        f'msgid "{FASTER.source}"',
        f'msgstr "{TEXTS[FASTER]}"',
    ]
    assert "#. Rejected by eva: too blunt\n" in working_copy(here).decode()
    assert working_copy(here).decode().count("address the reader as usted") == 1


def test_a_finding_stands_beside_its_sentence_in_words(here: Desk) -> None:
    here.decide(decided(here, FALLS, Verdict.SAVE, target="Causa más caídas."))
    (line,) = [line for line in working_copy(here).decode().split("\n") if line.startswith("#. Error (negation")]
    assert line.startswith("#. Error (negation): ")


def test_a_copy_is_in_reading_order_and_carries_no_signature(here: Desk) -> None:
    here.decide(decided(here, FASTER, Verdict.APPROVE))
    data = working_copy(here)
    assert [message.key for message in read_copy(data, NAME).messages] == list(TEXTS)
    assert b"reviewed:" not in data
    assert b"#. Sentence 3 of 9, approved by eva\n" in data


def test_an_unchanged_file_decides_nothing(here: Desk) -> None:
    before = bytes_of(here)
    for data in (working_copy(here), edited(working_copy(here), lambda entry: replace(entry, fuzzy=False))):
        assert brought(here, data) == TakenIn("stroke", "es", unchanged=9)
    assert (bytes_of(here), here.queue.log()) == (before, [])


def test_a_changed_text_is_its_persons_work_and_waits_for_a_signature(here: Desk) -> None:
    report = brought(here, with_texts(working_copy(here), {FALLS: "No provoca más caídas."}))
    assert [(one.key, one.exported, one.there) for one in report.taken] == [
        (FALLS, TEXTS[FALLS], "No provoca más caídas.")
    ]
    segment = here.segment(FALLS)
    assert (segment.need, segment.entry.signatures) == ("signature", ())
    assert segment.entry.origin == Origin("person", f"ana, from mt {MT.detail}")
    assert [one.entry.key for one in adoptable(here)[0]] == [FALLS]
    here.decide(replace(decided(here, FALLS, Verdict.APPROVE, "ana"), mode=Mode.ADOPTED))
    assert here.segment(FALLS).need == ""


def test_an_open_error_comes_in_and_is_adopted_by_nobody(here: Desk) -> None:
    brought(here, with_texts(working_copy(here), {FALLS: "Causa más caídas."}))
    assert here.segment(FALLS).need == "signature"
    with pytest.raises(UsageError, match="open findings block approval: negation"):
        here.decide(decided(here, FALLS, Verdict.APPROVE, "ana"))


def test_what_needs_work_stays_a_draft(here: Desk) -> None:
    brought(here, with_texts(working_copy(here), {FALLS: "No provoca más caídas."}, fuzzy=True))
    assert (here.segment(FALLS).need, texts(here)[FALLS]) == ("approval", "No provoca más caídas.")
    assert adoptable(here) == ([], [])


def test_an_approved_text_that_changed_there_is_unsigned_and_not_published(here: Desk) -> None:
    here.decide(decided(here, FALLS, Verdict.APPROVE))
    (taken,) = brought(here, with_texts(working_copy(here), {FALLS: "No provoca más caídas."})).taken
    assert taken.approved
    assert here.segment(FALLS).need == "signature"
    why = refusals(here.workspace, here.document, here.catalog(), here.pack)
    assert any(FALLS.source[:20] in reason and "unsigned" in reason for reason in why), why


def test_a_flag_that_was_set_unapproves_nothing(here: Desk) -> None:
    here.decide(decided(here, FALLS, Verdict.APPROVE))
    assert brought(here, edited(working_copy(here), lambda entry: replace(entry, fuzzy=True))).unchanged == 9
    assert here.segment(FALLS).need == ""


def test_the_catalog_wins_a_conflict_and_the_other_text_is_kept(here: Desk, tmp_path: Path) -> None:
    data = with_texts(working_copy(here), {FALLS: "No provoca más caídas."})
    here.decide(decided(here, FALLS, Verdict.EDIT, target="No produce más caídas."))
    report = brought(here, data)
    (conflict,) = report.conflicts
    assert (conflict.exported, conflict.here, conflict.there) == (
        TEXTS[FALLS], "No produce más caídas.", "No provoca más caídas."
    )  # fmt: skip
    assert (texts(here)[FALLS], here.segment(FALLS).need) == ("No produce más caídas.", "")
    assert [(one.found, one.decision.target) for one in here.queue.log()[1:]] == [
        ("No produce más caídas.", "No provoca más caídas.")
    ]
    kept = keep_aside(here, report, tmp_path / "kept.po")
    assert kept == keep_aside(here, report, tmp_path / "kept.po")
    assert kept is not None
    settled = with_texts(kept.read_bytes(), {FALLS: "No provoca ni produce más caídas."})
    assert [one.there for one in brought(here, settled).taken] == ["No provoca ni produce más caídas."]


def test_an_editor_that_goes_on_with_its_copy_brings_it_again(here: Desk, desk: Open) -> None:
    copy = working_copy(here)
    for text in ("Una.", "Dos.", "Tres."):
        assert [one.there for one in brought(here, with_texts(copy, {FALLS: text}, fuzzy=text == "Dos.")).taken] == [
            text
        ]
    assert texts(here)[FALLS] == "Tres."
    four = with_texts(copy, {FALLS: "Cuatro."})
    assert [one.here for one in brought(here, four, "luis").conflicts] == ["Tres."]
    here.decide(decided(here, FALLS, Verdict.REJECT, reason="three what?"))
    assert [one.there for one in brought(here, four).taken] == ["Cuatro."]


@pytest.mark.parametrize("person", ["ana", "eva"])
@pytest.mark.parametrize("verdict", [Verdict.SAVE, Verdict.EDIT])
def test_what_was_changed_or_signed_here_since_is_a_conflict(here: Desk, person: str, verdict: Verdict) -> None:
    copy = working_copy(here)
    brought(
        here, with_texts(copy, {FALLS: "No provoca más caídas.", FASTER: "Probablemente ayuda a andar más rápido."})
    )
    here.decide(decided(here, FASTER, Verdict.APPROVE, person))
    here.decide(decided(here, FALLS, verdict, person, target="No produce más caídas."))
    again = with_texts(copy, {FALLS: "No ocasiona más caídas.", FASTER: "Probablemente se anda más rápido."})
    assert [one.key for one in brought(here, again).conflicts] == [FASTER, FALLS]


def test_what_is_kept_aside_overwrites_nothing(here: Desk, tmp_path: Path) -> None:
    data = with_texts(working_copy(here), {Key(None, "Gone."): "", FALLS: "Otra."})
    here.decide(decided(here, FALLS, Verdict.EDIT, target="No produce más caídas."))
    (tmp_path / "kept.po").write_text("somebody's work")
    kept = keep_aside(here, brought(here, data), tmp_path / "kept.po")
    assert kept == tmp_path / "kept-2.po"
    assert (tmp_path / "kept.po").read_text() == "somebody's work"


def test_a_sentence_that_is_gone_is_stale_only_if_somebody_worked_on_it(here: Desk, desk: Open, tmp_path: Path) -> None:
    data = working_copy(here)
    source = here.workspace.seeds / "stroke.txt"
    source.write_text(source.read_text().replace("It does not cause more falls.", "It prevents falls."))
    extract(here.workspace)
    there = desk(here.workspace)
    assert brought(there, data) == TakenIn("stroke", "es", unchanged=9)
    data = edited(data, lambda entry: replace(entry, notes=(*entry.notes, "ask Eva")) if entry.key == FALLS else entry)
    report = brought(there, with_texts(data, {FALLS: "No provoca más caídas."}))
    assert [one.key for one in report.stale] == [FALLS]
    assert FALLS not in texts(there)
    kept = keep_aside(there, report, tmp_path / "kept.po")
    assert kept is not None
    assert "# ask Eva\n" in kept.read_text()
    assert 'msgstr "No provoca más caídas."' in kept.read_text()


def test_a_text_that_a_tool_carried_to_another_sentence_is_not_taken(here: Desk, desk: Open) -> None:
    """As msgmerge does: the old text, with its comments, beside a sentence with another dose."""
    data = working_copy(here).replace(b'msgid "People took 10 mg of', b'msgid "People took 100 mg of')
    source = here.workspace.seeds / "stroke.txt"
    source.write_text(source.read_text().replace("10 mg", "100 mg"))
    extract(here.workspace)
    there = desk(here.workspace)
    key = Key(None, "People took 100 mg of the medicine.")
    assert brought(there, data) == TakenIn("stroke", "es", unchanged=9)
    report = brought(there, with_texts(data, {key: "Tomaron 100 mg."}))
    assert [one.key for one in report.conflicts] == [key]
    assert texts(there)[key] == ""


def test_an_emptied_text_empties_nothing(here: Desk) -> None:
    before = bytes_of(here)
    assert brought(here, with_texts(working_copy(here), dict.fromkeys(TEXTS, ""))).unchanged == 9
    assert bytes_of(here) == before


def test_comments_are_kept_and_signatures_among_them_are_not(here: Desk) -> None:
    signature = "reviewed: 2026-11-22 eva read ~0123456789"
    data = edited(working_copy(here), lambda e: replace(e, notes=(*e.notes, "ask Eva")) if e.key == FALLS else e)
    data = data.replace(b"# ask Eva\n", f"# ask Eva\n# {signature}\n".encode())
    assert brought(here, data).comments == 1
    assert here.segment(FALLS).entry.notes == ("ask Eva",)
    assert brought(here, data).comments == 0
    assert len(here.queue.log()) == 1


def test_a_program_that_drops_comments_is_understood_while_nothing_changed_here(here: Desk) -> None:
    data = edited(working_copy(here), lambda entry: replace(entry, notes=()))
    data = with_texts(data, {FALLS: "No provoca más caídas."})
    here.decide(decided(here, KEY_MESSAGES, Verdict.EDIT, target="Lo esencial"))
    report = brought(here, data)
    assert ([one.key for one in report.conflicts], report.taken) == ([KEY_MESSAGES, FALLS], ())
    here.decide(decided(here, KEY_MESSAGES, Verdict.EDIT, target=TEXTS[KEY_MESSAGES]))
    assert [one.key for one in brought(here, data).taken] == [FALLS]


def test_a_sentence_longer_than_any_is_refused_and_the_others_are_not(here: Desk) -> None:
    report = brought(here, with_texts(working_copy(here), {FALLS: "a" * 20_001, FASTER: "Ayuda a andar."}))
    assert ([one.key for one in report.refused], [one.key for one in report.taken]) == ([FALLS], [FASTER])


def test_an_export_writes_over_nobodys_work(here: Desk, tmp_path: Path) -> None:
    path = hand_out(here, "po", tmp_path).path
    assert hand_out(here, "po", tmp_path).path == path == tmp_path / "stroke.es.po"
    path.write_bytes(with_texts(path.read_bytes(), {FALLS: "Mío."}))
    with pytest.raises(UsageError, match="which may hold somebody's work: import it first"):
        hand_out(here, "po", tmp_path)
    hand_out(here, "po", tmp_path, anew=True)
    assert path.read_bytes() == working_copy(here)


EMPTY = KEY_MESSAGES  # no draft of it has been made
BASE = TEXTS | {EMPTY: ""}
sides = st.fixed_dictionaries({key: st.tuples(words | st.none(), words | st.just("") | st.none()) for key in BASE})
Sides = dict[Key, tuple[str | None, str | None]]


def edited_on_both_sides(desk: Desk, both: Sides, *, fuzzy: bool) -> bytes:
    """Edits here are in the catalog; the file holds those of the other side, with every flag set or cleared."""
    data = working_copy(desk)
    for key, (mine, _) in both.items():
        if mine is not None:
            desk.decide(decided(desk, key, Verdict.SAVE, target=mine))
    yours = {key: BASE[key] if yours is None else yours for key, (_, yours) in both.items()}
    return with_texts(data, yours, fuzzy=fuzzy)


def outcome(base: str, mine: str | None, yours: str | None) -> str:
    """The table: what a message becomes, by what each side did with it (None: nothing)."""
    here = base if mine is None else mine
    if not yours or yours in (base, here):
        return "unchanged"
    return "taken" if here == base else "conflict"


@editing
@given(sides, st.booleans())
def test_edits_on_both_sides_end_as_the_table_says(start: tuple[Workspace, bytes], both: Sides, fuzzy: bool) -> None:  # noqa: FBT001  # hypothesis hands it over
    with anew(start) as desk:
        report = brought(desk, edited_on_both_sides(desk, both, fuzzy=fuzzy))
        table = {key: outcome(BASE[key], *sides) for key, sides in both.items()}
        for kind, rows in {"taken": report.taken, "conflict": report.conflicts}.items():
            assert {one.key for one in rows} == {key for key, what in table.items() if what == kind}
        assert (report.stale, report.refused) == ((), ())
        assert report.unchanged == list(table.values()).count("unchanged")
        expected = {}
        for key, (mine, yours) in both.items():
            text = yours if table[key] == "taken" else BASE[key] if mine is None else mine
            need = "signature" if table[key] == "taken" and not fuzzy else "approval" if text else "translation"
            expected[key] = (text, need)
        assert {one.entry.key: (one.entry.target, one.need) for one in desk.segments()} == expected
        exported = {message.key: message.text for message in read_copy(working_copy(desk), NAME).messages}
        assert exported == texts(desk)


@editing
@given(sides, st.booleans())
def test_importing_twice_is_importing_once(start: tuple[Workspace, bytes], both: Sides, fuzzy: bool) -> None:  # noqa: FBT001  # hypothesis hands it over
    with anew(start) as desk:
        data = edited_on_both_sides(desk, both, fuzzy=fuzzy)
        first = brought(desk, data)
        once, log = bytes_of(desk), desk.queue.log()
        second = brought(desk, data)
        assert (bytes_of(desk), desk.queue.log()) == (once, log)
        assert (second.taken, second.comments) == ((), 0)
        assert second.conflicts == first.conflicts


anything = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n\t"\\'), max_size=40)
notes = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip), max_size=3)


@given(st.dictionaries(anything.filter(bool), st.tuples(anything, anything, st.booleans(), notes), max_size=4))
def test_whatever_the_texts_are_a_copy_gives_them_back(rows: dict[str, tuple[str, str, bool, list[str]]]) -> None:
    header = new_catalog("es", "stroke", "nplurals=2; plural=(n != 1);").header
    sheets = [
        Sheet(Entry(Key(None, source), text, fuzzy, notes=tuple(said)), exported, ("Section: x", exported))
        for source, (text, exported, fuzzy, said) in rows.items()
    ]
    copy = read_copy(write_copy(Catalog("es", "stroke", (), header), sheets, "es"), NAME)
    got = {m.key.source: (m.text, m.exported, m.fuzzy, list(m.comments)) for m in copy.messages}
    assert got == {source: (*row, list(filter(None, said))) for source, (*row, said) in rows.items()}
    assert (copy.document, copy.language) == ("stroke", "es")


def test_what_editors_add_is_passed_over(here: Desk) -> None:
    """Poedit's header fields, and vanished messages with the line that polib does not know."""
    poedit = b'"X-Generator: Poedit 3.2.2\\n"\n"PO-Revision-Date: 2026-11-22 10:00+0100\\n"\n"X-Export'
    gone = b'\n# mine\n#, fuzzy\n#~| msgid "Old."\n#~ msgid "Gone."\n#~ msgstr "Ida."\n'
    data = with_texts(working_copy(here), {FALLS: "No provoca más caídas."}).replace(b'"X-Export', poedit)
    report = brought(here, data + gone)
    assert ([one.key for one in report.taken], report.unchanged, report.left) == ([FALLS], 8, ())


def test_what_a_crash_left_half_done_is_done_by_the_next_run(
    here: Desk, desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = with_texts(working_copy(here), {FALLS: "No provoca más caídas.", FASTER: "Ayuda a andar más deprisa."})
    with monkeypatch.context() as patched:
        patched.setattr(Desk, "_update", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            brought(here, data)
    assert texts(here)[FALLS] == TEXTS[FALLS]
    assert brought(desk(here.workspace), data) == TakenIn("stroke", "es", unchanged=9)
    assert (texts(here)[FALLS], texts(here)[FASTER]) == ("No provoca más caídas.", "Ayuda a andar más deprisa.")
    assert [one.outcome for one in here.queue.log()] == [Outcome.APPLIED, Outcome.APPLIED]


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(here: Desk) -> None:
    data = with_texts(working_copy(here), {FALLS: "No provoca más caídas."})
    assert [one.there for one in brought(here, b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")).taken] == [
        "No provoca más caídas."
    ]
