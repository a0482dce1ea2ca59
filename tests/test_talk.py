"""What people say of a sentence: open comments stop the sign-off, doubt about the English stops every language."""

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import DAY, STROKE, make_workspace
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.main import cli
from pipeline.config import Workspace
from pipeline.errors import UsageError
from pipeline.model.decision import Decision, Outcome, Verdict
from pipeline.model.document import Key
from pipeline.model.talk import ANSWER, ENGLISH, Kind, Turn, holds
from pipeline.stages.bulk import approve_all
from pipeline.stages.review import Desk, waits_for
from pipeline.stages.talk import answer
from pipeline.stages.translate import translate

Open = Callable[..., Desk]
STROKE_IS = Key(None, "A stroke happens when the blood supply to part of the brain is cut off.")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sandbox with drafts in two languages, made once and copied for each test."""
    workspace = make_workspace(tmp_path_factory.mktemp("drafted") / "sandbox")
    translate(workspace, ["es", "pt"])
    return workspace.root


@pytest.fixture
def sandbox(drafted: Path, tmp_path: Path) -> Workspace:
    """A copy of the drafts."""
    return Workspace(shutil.copytree(drafted, tmp_path / "sandbox"))


@pytest.fixture
def two(sandbox: Workspace, desk: Open) -> tuple[Desk, Desk]:
    """The document in Spanish and in Portuguese."""
    return desk(sandbox, tag="es"), desk(sandbox, tag="pt")


def made(desk: Desk, verdict: Verdict, person: str = "ana", **changes: Any) -> Decision:
    text = desk.segment(STROKE_IS).entry.target
    fields = {"replaces": text, "target": text} | changes
    return Decision(desk.document.slug, desk.pack.language.tag, STROKE_IS, verdict, person, DAY, **fields)


def doubt(desk: Desk, person: str = "ana") -> None:
    desk.decide(made(desk, Verdict.REJECT, person, reason=f"{ENGLISH}: which part?"))


def run(workspace: Workspace, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["-C", str(workspace.root), *arguments])
    return done.exit_code, done.output + str(done.exception or "")


def test_the_command_line_refuses_to_sign_off_with_open_comments(sandbox: Workspace, desk: Open) -> None:
    mine = desk(sandbox)
    approve_all(mine, "ana", DAY, despite="a trial")
    mine.talk.comment(STROKE_IS, "luis", "¿Se entiende?", "es")
    command = ("review", "signoff", "stroke", "--lang", "es", "--as", "ana", "--yes")
    code, said = run(sandbox, *command)
    assert (code != 0, "comments that are not resolved" in said, "A stroke happens" in said) == (True, True, True)
    mine.talk.resolve(STROKE_IS, "luis")
    assert run(sandbox, *command)[0] == 0
    mine.talk.reopen(STROKE_IS, "ana")
    with pytest.raises(UsageError, match="not resolved"):
        mine.sign_off("ana", DAY)


def test_comments_of_another_language_stop_nobody_those_on_an_earlier_sentence_do(two: tuple[Desk, Desk]) -> None:
    spanish, portuguese = two
    gone = Key(None, "It was here once.")
    approve_all(spanish, "ana", DAY, despite="a trial")
    portuguese.talk.comment(STROKE_IS, "rui", "Cortado?", "pt")
    spanish.talk.comment(gone, "luis", "¿Y esto?", "es")
    assert spanish.talk.open_comments(spanish.document.keys) == [gone]
    assert (spanish.talk.is_open(STROKE_IS), portuguese.talk.is_open(STROKE_IS)) == (False, True)
    with pytest.raises(UsageError, match="It was here once"):
        spanish.sign_off("ana", DAY)
    spanish.talk.resolve(gone, "ana")
    assert spanish.talk.open_comments(spanish.document.keys) == []
    assert portuguese.talk.open_comments(portuguese.document.keys) == [STROKE_IS]
    spanish.sign_off("ana", DAY)


def test_a_comment_that_comes_in_with_a_file_is_resolved_in_the_terminal_too(sandbox: Workspace, desk: Open) -> None:
    mine = desk(sandbox)
    approve_all(mine, "ana", DAY, despite="a trial")
    mine.decide(made(mine, Verdict.COMMENT, "tom", reason="La dosis\nestá mal"))
    with pytest.raises(UsageError, match="not resolved"):
        mine.sign_off("ana", DAY)
    command = ("review", "resolve", "stroke", "--lang", "es", "--as", "ana")
    code, said = run(sandbox, *command)
    assert (code, said.splitlines()[0], "La dosis\n    está mal" in said) == (1, f"open: {STROKE_IS.source}", True)
    assert run(sandbox, *command, "--key", "", "Another sentence.")[0] != 0
    code, said = run(sandbox, *command, "--key", "", STROKE_IS.source, "--json")
    assert (code, [one["person"] for one in json.loads(said)["resolved"][0]["said"]]) == (0, ["tom"])
    assert run(sandbox, *command) == (0, "No comment is open.\n")
    mine.sign_off("ana", DAY)


def test_a_thread_keeps_who_said_what_and_takes_a_comment_sent_twice_once(two: tuple[Desk, Desk]) -> None:
    talk = two[0].talk
    for _ in range(2):
        talk.comment(STROKE_IS, "luis", " ¿Se entiende? ", "es")
    talk.comment(STROKE_IS, "ana", "Yes", "en")
    talk.resolve(STROKE_IS, "ana")
    talk.resolve(STROKE_IS, "ana")
    thread = talk.threads()[STROKE_IS]
    assert [(turn.kind, turn.person, turn.text, turn.spoken) for turn in thread.turns] == [
        (Kind.COMMENT, "luis", "¿Se entiende?", "es"),
        (Kind.COMMENT, "ana", "Yes", "en"),
        (Kind.RESOLVE, "ana", "", ""),
    ]
    assert (thread.open, thread.comments) == (False, 2)
    for words in (" . ", "x" * 5001):
        with pytest.raises(UsageError):
            talk.comment(STROKE_IS, "ana", words, "es")


def test_one_report_holds_the_sentence_in_every_language_until_it_is_answered(two: tuple[Desk, Desk]) -> None:
    spanish, portuguese = two
    doubt(spanish)
    doubt(portuguese, "rui")
    for desk, person in ((spanish, "luis"), (portuguese, "eva")):
        segment = desk.segment(STROKE_IS)
        assert (segment.need, waits_for(segment, person)) == (ANSWER, False)
        seen = segment.entry.objections
        for verdict in (Verdict.APPROVE, Verdict.EDIT):
            with pytest.raises(UsageError, match=r"ana \(es\): which part\?; rui \(pt\)"):
                desk.decide(made(desk, verdict, person, reason=seen, target="Otro texto."))
    (hold,) = holds(spanish.queue.talk.of_the_english())
    answer(spanish.queue, hold, "coordinator", "Any part of it.", "en")
    segment = spanish.segment(STROKE_IS)
    assert (segment.hold, segment.need, waits_for(segment, "ana")) == (None, "another text", True)
    assert portuguese.talk.threads()[STROKE_IS].turns[-1].text == "Any part of it."
    released = made(portuguese, Verdict.APPROVE, "eva", reason=portuguese.segment(STROKE_IS).entry.objections)
    assert portuguese.decide(released)[0].outcome is Outcome.APPLIED


def test_an_approved_sentence_that_is_held_stops_the_sign_off_in_the_other_language(two: tuple[Desk, Desk]) -> None:
    spanish, portuguese = two
    approve_all(portuguese, "rui", DAY, despite="a trial")
    doubt(spanish)
    with pytest.raises(UsageError, match="waits for an answer about the English"):
        portuguese.sign_off("rui", DAY)
    spanish.talk.withdraw(STROKE_IS, "luis")
    assert portuguese.segment(STROKE_IS).hold is not None
    spanish.talk.withdraw(STROKE_IS, "ana")
    portuguese.sign_off("rui", DAY)


def test_bulk_approval_and_the_terminal_leave_a_held_sentence_and_say_why(
    sandbox: Workspace, two: tuple[Desk, Desk]
) -> None:
    doubt(two[1], "rui")
    report = approve_all(two[0], "ana", DAY, despite="a trial")
    assert [(left.key, "rui (pt): which part?" in left.why) for left in report.left] == [(STROKE_IS, True)]
    shown = run(sandbox, "review", "show", "stroke", "--lang", "es")[1]
    assert "held: the English is in doubt" in shown
    assert "which part? (rui, pt)" in shown
    walked = run(sandbox, "review", "start", "stroke", "--lang", "es", "--as", "ana")[1]
    assert "6: held in every language, since the English is wrong or unclear: rui (pt): which part?" in walked
    code, said = run(
        sandbox, "review", "approve", "stroke", "--lang", "es", "--as", "ana", "--key", "", STROKE_IS.source
    )
    assert (code != 0, "The coordinator answers it" in said) == (True, True)


def test_taking_the_rejection_back_takes_the_report_back(two: tuple[Desk, Desk]) -> None:
    spanish, portuguese = two
    doubt(spanish)
    last = spanish.queue.log()[-1]
    spanish.decide(made(spanish, Verdict.UNDO, restores=last.before))
    assert portuguese.segment(STROKE_IS).hold is None
    with pytest.raises(UsageError, match="say what is wrong with the English"):
        spanish.decide(made(spanish, Verdict.REJECT, reason=ENGLISH))


def test_taking_a_rejection_back_leaves_what_was_reported_after_it_was_answered(two: tuple[Desk, Desk]) -> None:
    spanish, portuguese = two
    doubt(spanish)
    first = spanish.queue.log()[-1]
    answer(spanish.queue, portuguese.talk.holds()[STROKE_IS], "carla", "Any part of it.", "en")
    spanish.talk.report(STROKE_IS, "ana", "But how long?", "en")
    spanish.decide(made(spanish, Verdict.UNDO, restores=first.before))
    hold = portuguese.segment(STROKE_IS).hold
    assert hold is not None
    assert [one.text for one in hold.reports] == ["But how long?"]


def test_when_the_source_changes_the_hold_is_over(sandbox: Workspace, two: tuple[Desk, Desk], desk: Open) -> None:
    doubt(two[0])
    seed: Path = sandbox.seeds / "stroke.txt"
    seed.write_text(STROKE.replace("is cut off", "is blocked"), "utf-8")
    translate(sandbox, ["es", "pt"])
    assert [s.hold for tag in ("es", "pt") for s in desk(sandbox, tag=tag).segments() if s.hold] == []


SAID = st.tuples(st.sampled_from(["es", "pt"]), st.sampled_from(["ana", "rui"]), st.sampled_from(Kind))


@given(st.lists(SAID))
def test_a_hold_is_what_was_reported_and_neither_withdrawn_nor_answered(said: list[tuple[str, str, Kind]]) -> None:
    start = datetime(2026, 11, 22, tzinfo=UTC)
    turns = [
        Turn("stroke", language, STROKE_IS, kind, person, "x", "en", start + timedelta(seconds=number))
        for number, (language, person, kind) in enumerate(said)
    ]
    expected = [turn for turn in turns if turn.kind in (Kind.REPORT, Kind.REJECTION) and not _over(turn, turns)]
    assert [one for hold in holds(turns) for one in hold.reports] == expected


def _over(report: Turn, turns: list[Turn]) -> bool:
    later = [turn for turn in turns if turn.at > report.at]
    mine = [turn for turn in later if (turn.language, turn.person) == (report.language, report.person)]
    if any(turn.kind is Kind.ANSWER for turn in later) or any(turn.kind is Kind.WITHDRAW for turn in mine):
        return True
    kinds = [turn.kind for turn in mine if turn.kind in (Kind.REJECTION, Kind.UNDO)]
    return report.kind is Kind.REJECTION and _undone(kinds)


def _undone(kinds: Sequence[Kind]) -> bool:
    """Whether among what came after a rejection more was undone than rejected: then so was this one."""
    depth = 0
    for kind in kinds:
        depth += 1 if kind is Kind.REJECTION else -1
        if depth < 0:
            return True
    return False


def test_publishing_a_text_whose_english_is_doubted_since_warns_and_writes_the_same(
    sandbox: Workspace, desk: Open
) -> None:
    mine = desk(sandbox)
    approve_all(mine, "ana", DAY, despite="a trial")
    mine.sign_off("ana", DAY)

    def published() -> tuple[int, str, bytes]:
        run = CliRunner().invoke(cli, ["-C", str(sandbox.root), "publish", "--lang", "es"])
        return run.exit_code, run.stderr, (sandbox.root / "build" / "site" / "es" / "stroke.html").read_bytes()

    before = published()
    assert before[:2] == (0, "")
    mine.talk.report(STROKE_IS, "ana", "Which part?", "en")
    code, said, page = published()
    assert (code, page) == (0, before[2])
    assert (
        "stroke: somebody doubts its English since it was signed off. To take it down: pipeline suspend stroke" in said
    )
