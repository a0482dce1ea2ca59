"""`pipeline review practice` as a learner meets it: line by line, with stops, and the results at the end."""

import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.cli.main import main
from pipeline.config import Workspace
from pipeline.stages.lessons import lesson
from pipeline.stages.practice import start

ANA = ("--as", "ana", "--seed", "7")


class Said(NamedTuple):
    """What a command said and how it ended."""

    code: object
    out: str
    err: str


class Learner:
    """Runs the command with lines typed to it."""

    def __init__(
        self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        self.workspace, self._patch, self._capture = workspace, monkeypatch, capture
        self.state = workspace.var / "practice" / "ana.json"

    def types(self, *lines: str, options: tuple[str, ...] = ANA) -> Said:
        self._capture.readouterr()
        self._patch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        with pytest.raises(SystemExit) as ended:
            main(["-C", str(self.workspace.root), "review", "practice", "--lang", "es", *options])
        return Said(ended.value.code, *self._capture.readouterr())

    def answers(self) -> dict[str, str]:
        kept: dict[str, str] = json.loads(self.state.read_text("utf-8"))["es"]["current"]["answers"]
        return kept


@pytest.fixture
def ana(sandbox: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Learner:
    return Learner(sandbox, monkeypatch, capsys)


@pytest.fixture
def best(sandbox: Workspace) -> list[str]:
    """The answers of somebody who overlooks nothing."""
    sentences = start(sandbox, "es", 7).sentences
    return [f"w {lesson(one.fault).kinds[0].value}" if one.fault else "ok" for one in sentences]


def files_of(workspace: Workspace) -> set[str]:
    return {path.relative_to(workspace.root).as_posix() for path in workspace.root.rglob("*") if path.is_file()}


def test_who_overlooks_nothing(ana: Learner, best: list[str]) -> None:
    before = files_of(ana.workspace)
    said = ana.types(*best)
    assert said.code == 0
    assert "Exercise 7 (es): 12 of 28 sentences have a fault." in said.out
    assert "Sentence 28 of 28" in said.out
    assert said.out.splitlines()[-1] == "found 12 of 12, 0 false alarms; 12 called by their kind"
    new = {name for name in files_of(ana.workspace) - before if not name.startswith("var/locks/")}
    assert new == {"var/practice/ana.json"}


def test_what_was_missed_and_accused_is_explained(ana: Learner, best: list[str]) -> None:
    missed = next(i for i, line in enumerate(best) if line != "ok")
    accused = best.index("ok")
    wrong = best.copy()
    wrong[missed], wrong[accused] = "ok", "9"
    said = ana.types(*wrong)
    sentence = start(ana.workspace, "es", 7).sentences[missed]
    results = said.out[said.out.index(f"Sentence {missed + 1}: missed; this is ") :]
    for line in (f"English: {sentence.source}", f"Faulty:  {sentence.shown}", f"Sound:   {sentence.sound}"):
        assert f"  {line}\n" in results
    assert lesson(sentence.fault).why in results
    assert f"Sentence {accused + 1}: a false alarm, you said grammar" in results
    assert results.splitlines()[-1] == "found 11 of 12, 1 false alarm; 11 called by their kind"
    again = ana.types(options=("--as", "ana", "--report"))
    assert (again.code, again.out.splitlines()) == (0, ["", *results.splitlines()])


def test_stopping_and_going_on(ana: Learner, best: list[str]) -> None:
    said = ana.types(*best[:5], "q")
    assert (said.code, said.out.splitlines()[-1][-34:]) == (0, "Kept. Go on with the same command.")
    assert len(ana.answers()) == 5
    said = ana.types(*best[5:], options=("--as", "ana"))
    assert "Sentence 5 of 28" not in said.out
    assert said.out.splitlines()[-1].startswith("found 12 of 12")


def test_the_end_of_the_input_keeps_the_answers(ana: Learner) -> None:
    said = ana.types("ok", "w 2")
    assert said.code == 1
    assert "What was written so far is kept" in said.err
    assert ana.answers() == {"1": "ok", "2": "number or dose"}


def test_an_interrupt_keeps_the_answers(ana: Learner) -> None:
    command = (sys.executable, "-m", "pipeline", "review", "practice", "--lang", "es", *ANA)
    learner = subprocess.Popen(
        command, cwd=ana.workspace.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env={"PYTHONPATH": str(Path(__file__).parent.parent), "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert learner.stdin is not None
    learner.stdin.write("ok\nw certainty\n")
    learner.stdin.flush()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (ana.state.is_file() and len(ana.answers()) == 2):
        time.sleep(0.05)
    time.sleep(0.2)
    learner.send_signal(signal.SIGINT)
    _, err = learner.communicate(timeout=60)
    assert (learner.returncode, "Stopped." in err) == (1, True)
    assert ana.answers() == {"1": "ok", "2": "certainty"}


def test_going_back_changes_an_answer_or_keeps_it(ana: Learner) -> None:
    said = ana.types("ok", "ok", "b", "b", "dose", "", "q")
    assert ana.answers() == {"1": "number or dose", "2": "ok"}
    assert "Your answer [ok]" in said.out
    assert said.out.count("Sentence 3 of 28") == 2


def test_kinds_by_number_and_name_and_what_is_no_answer(ana: Learner) -> None:
    lines = ("maybe", "n", "w", "5", "wrong meaning", "w term", "not plain", "11", "w 99", "format", "q")
    said = ana.types(*lines)
    assert list(ana.answers().values()) == ["omission", "wrong meaning", "term", "not plain", "format"]
    assert "[1] wrong meaning  [2] number or dose  [3] negation or direction" in said.out
    assert said.out.count("Answer ok, w and a kind") == 4


def test_findings_only_when_asked_for(ana: Learner) -> None:
    lines = ["ok"] * 27 + ["q"]
    assert "[numbers]" not in ana.types(*lines).out
    ana.state.unlink()
    assert "[numbers]" in ana.types(*lines, options=(*ANA, "--with-findings")).out


def test_the_report_in_json(ana: Learner, best: list[str]) -> None:
    said = ana.types("ok", "q", options=(*ANA, "--json"))
    assert json.loads(said.out) == {"finished": False, "answered": 1, "sentences": 28}
    ana.state.unlink()
    report: dict[str, Any] = json.loads(ana.types(*best, options=(*ANA, "--json")).out)
    assert {name: report[name] for name in report if name != "results"} == {
        "finished": True, "name": "ana", "language": "es", "seed": 7, "sentences": 28, "faulty": 12, "found": 12,
        "named": 12, "missed": 0, "false_alarms": 0,
    }  # fmt: skip
    assert set(report["results"][0]) == {
        "number", "source", "shown", "sound", "fault", "explanation", "kinds", "answer", "grade", "named", "why"
    }  # fmt: skip
    assert json.loads(ana.types(options=("--as", "ana", "--report", "--json")).out) == report


def test_after_the_end_comes_another_exercise(ana: Learner, best: list[str]) -> None:
    ana.types(*best)
    said = ana.types("q", options=("--as", "ana"))
    assert "Exercise 7 " not in said.out
    assert "found 12 of 12" in ana.types(options=("--as", "ana", "--report")).out
    assert "is put aside for exercise 8." in ana.types("q", options=("--as", "ana", "--seed", "8")).out


def test_errors_name_the_next_step(ana: Learner) -> None:
    said = ana.types(options=("--as", "ana", "--report"))
    assert (said.code, said.err) == (
        2, "pipeline: no results in es yet: finish `pipeline review practice --lang es --as ana`\n"
    )  # fmt: skip
    ana.state.parent.mkdir(parents=True, exist_ok=True)
    ana.state.write_text('{"es": ', "utf-8")
    said = ana.types("ok")
    assert said.code == 1
    assert "delete the file and begin anew: nothing but practice is lost" in said.err
    assert ana.state.read_text("utf-8") == '{"es": '
