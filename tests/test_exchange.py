"""Working copies: what goes out comes back by message, three ways, and nothing is approved on the way."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from textwrap import wrap

import pytest
from working_copies import (
    FALLS,
    FASTER,
    KEY_MESSAGES,
    MT,
    NAME,
    TEXTS,
    brought,
    bytes_of,
    decided,
    draft_all,
    edited,
    texts,
    with_texts,
)

from pipeline.catalog.remarks import Origin
from pipeline.catalog.working_copy import read_copy
from pipeline.config import Workspace
from pipeline.errors import UsageError
from pipeline.model.decision import Mode, Outcome, Verdict
from pipeline.model.document import Key
from pipeline.stages.adopt import adoptable
from pipeline.stages.extract import extract
from pipeline.stages.gate import refusals
from pipeline.stages.hand_out import hand_out, working_copy
from pipeline.stages.review import Desk
from pipeline.stages.take_in import TakenIn, keep_aside

Open = Callable[..., Desk]


@pytest.fixture
def here(normal: Workspace, desk: Open) -> Desk:
    """The desk of a document in machine drafts."""
    draft_all(normal)
    return desk(normal)


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


def test_a_draft_is_finished_where_its_person_clears_the_flag_in_their_copy(here: Desk) -> None:
    copy = working_copy(here)
    draft, done = (with_texts(copy, {FALLS: "No provoca más caídas."}, fuzzy=fuzzy) for fuzzy in (True, False))
    brought(here, draft)
    assert brought(here, done, "luis") == TakenIn("stroke", "es", unchanged=9)
    assert [one.key for one in brought(here, done).taken] == [FALLS]
    assert (here.segment(FALLS).need, here.segment(FALLS).entry.signatures) == ("signature", ())
    assert [one.entry.key for one in adoptable(here)[0]] == [FALLS]
    once, log = bytes_of(here), here.queue.log()
    assert brought(here, done) == TakenIn("stroke", "es", unchanged=9)
    assert (bytes_of(here), here.queue.log()) == (once, log)


def test_a_draft_that_was_rejected_or_handed_out_anew_is_not_finished_by_a_flag(here: Desk) -> None:
    copy = working_copy(here)
    brought(here, with_texts(copy, {FALLS: "No provoca más caídas."}, fuzzy=True))
    cleared = edited(working_copy(here), lambda entry: replace(entry, fuzzy=False))
    assert brought(here, cleared) == TakenIn("stroke", "es", unchanged=9)
    here.decide(decided(here, FALLS, Verdict.REJECT, reason="too blunt"))
    done = with_texts(copy, {FALLS: "No provoca más caídas."})
    assert brought(here, done) == TakenIn("stroke", "es", unchanged=9)
    assert here.segment(FALLS).need == "another text"


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
    assert b"#. Signed here by eva\n" in kept.read_bytes()
    before, log = bytes_of(here), here.queue.log()
    assert [one.there for one in brought(here, kept.read_bytes()).waiting] == ["No provoca más caídas."]
    assert (bytes_of(here), here.queue.log()) == (before, log)
    settled = with_texts(kept.read_bytes(), {FALLS: "No provoca ni produce más caídas."})
    assert [one.there for one in brought(here, settled).taken] == ["No provoca ni produce más caídas."]


def test_a_text_kept_aside_is_taken_as_it_is_where_somebody_clears_its_flag(here: Desk, tmp_path: Path) -> None:
    data = with_texts(working_copy(here), {FALLS: "No provoca más caídas."})
    here.decide(decided(here, FALLS, Verdict.EDIT, target="No produce más caídas."))
    kept = keep_aside(here, brought(here, data), tmp_path / "kept.po")
    assert kept is not None
    cleared = edited(kept.read_bytes(), lambda entry: replace(entry, fuzzy=False))
    (taken,) = brought(here, cleared).taken
    assert (taken.there, taken.approved) == ("No provoca más caídas.", True)
    assert here.segment(FALLS).need == "signature"


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
    report = brought(here, with_texts(working_copy(here), dict.fromkeys(TEXTS, "")))
    assert ([(one.key, one.here) for one in report.emptied], report.unchanged) == (list(TEXTS.items()), 0)
    assert bytes_of(here) == before


def test_a_text_that_was_empty_when_handed_out_was_not_emptied(here: Desk) -> None:
    data = with_texts(working_copy(here), {FALLS: ""}).replace(
        f'as exported: "{TEXTS[FALLS]}"'.encode(), b'as exported: ""'
    )
    assert brought(here, data) == TakenIn("stroke", "es", unchanged=9)


def test_comments_are_kept_and_signatures_among_them_are_not(here: Desk) -> None:
    signature = "reviewed: 2026-11-22 eva read ~0123456789"
    data = edited(working_copy(here), lambda e: replace(e, notes=(*e.notes, "ask Eva")) if e.key == FALLS else e)
    data = data.replace(b"# ask Eva\n", f"# ask Eva\n# {signature}\n".encode())
    assert brought(here, data).comments == 1
    assert here.segment(FALLS).entry.notes == ("ask Eva",)
    assert brought(here, data).comments == 0
    assert len(here.queue.log()) == 1
    thread = here.talk.threads()[FALLS]
    assert [(turn.person, turn.text, turn.spoken) for turn in thread.turns] == [("ana", "ask Eva", "")]
    assert here.talk.open_comments(here.document.keys) == [FALLS]


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


def test_a_program_that_wraps_comments_changes_nothing(here: Desk) -> None:
    long = "Practicar la marcha probablemente ayuda a caminar más rápido, y eso se ha visto en muchos estudios."
    here.decide(decided(here, FASTER, Verdict.SAVE, target=long))
    here.decide(decided(here, FASTER, Verdict.COMMENT, reason=f"as the guideline has it, and at some length: {long}"))
    wrapped = "\n".join(
        "\n".join(wrap(line, 76, subsequent_indent="# ")) if line.startswith("# ") else line
        for line in working_copy(here).decode().split("\n")
    )
    assert wrapped.count("\n") > working_copy(here).decode().count("\n")
    assert brought(here, wrapped.encode()) == TakenIn("stroke", "es", unchanged=9)
    report = brought(here, with_texts(wrapped.encode(), {FASTER: "Ayuda a andar."}))
    assert ([one.there for one in report.taken], report.comments) == (["Ayuda a andar."], 0)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(here: Desk) -> None:
    data = with_texts(working_copy(here), {FALLS: "No provoca más caídas."})
    assert [one.there for one in brought(here, b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")).taken] == [
        "No provoca más caídas."
    ]
