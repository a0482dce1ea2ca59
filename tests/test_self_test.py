"""The self-test of the checks: what it counts, what it prints, when it fails."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline import faults, shipped
from pipeline.cli.self_test import print_report, run_self_test
from pipeline.config import Workspace
from pipeline.errors import UsageError
from pipeline.faults import Fault, Pair, Words
from pipeline.languages import Languages
from pipeline.model.finding import Finding, Severity, Subject, TermUse
from pipeline.stages import packs
from pipeline.stages.self_test import FalseAlarms, Recall, SelfTestReport, read_pairs, run, self_test

PAIRS = [("Take 10 mg.", "Tome 10 mg."), ("It is safe.", "Es seguro."), ("Take 20 mg daily.", "Tome 20 mg al día.")]
WORDS = faults.load(Languages((shipped.language_data(),)), "es")
REFERENCES = """\
Take 500 mg of the medicine twice a day.\tTome 500 mg del medicamento dos veces al día.

Do not take it with alcohol.\tNo lo tome con alcohol.
The vaccine may reduce the risk of infection.\tLa vacuna puede reducir el riesgo de infección.
"""


def shout(pair: Pair, words: Words) -> Iterable[str]:
    return [pair.target.upper()] if "Tome" in pair.target else []


def find(subject: Subject) -> Iterable[Finding]:
    """Knows texts in capitals by 10 as an error, by 20 as a note, and complains about what is safe."""
    if subject.target.isupper():
        return [Finding("loud", Severity.ERROR if "10" in subject.target else Severity.NOTE, "Why so loud?")]
    return [Finding("safe", Severity.WARNING, "Is it?")] if "seguro" in subject.target else []


def test_what_is_new_is_found() -> None:
    fault = Fault("loud", "number", "Loud.", shout)
    report = self_test(PAIRS, WORDS, find, kinds=[fault])
    assert report.kinds == (Recall("loud", "number", 2, 1, 1, (("Take 20 mg daily.", "TOME 20 MG AL DÍA."),)),)
    assert report.alarms == FalseAlarms(3, 0, 1, (("safe", 0, 1),))
    assert not report.passed


def test_what_was_said_before_is_not_found() -> None:
    fault = Fault("loud", "number", "Loud.", shout)
    report = self_test(PAIRS, WORDS, lambda _: [Finding("all", Severity.ERROR, "Always.")], kinds=[fault])
    assert report.kinds[0].found == 0
    assert report.alarms == FalseAlarms(3, 3, 0, (("all", 3, 0),))


def test_a_note_will_do_for_typography() -> None:
    report = self_test(PAIRS, WORDS, find, kinds=[Fault("loud", "typography", "Loud.", shout)])
    assert (report.kinds[0].found, report.kinds[0].errors) == (2, 1)


def test_a_term_that_nobody_knows_is_no_place() -> None:
    term = TermUse("mg", (0, 2), "Tome", ("Tome 10 mg",), (), signed=False)
    changed = Fault("term", "term", "Wrong.", lambda pair, _: [pair.target.replace("10", "eleven")])

    def subject(pair: tuple[str, str]) -> Subject:
        return Subject(None, *pair, terms=(term,) if "10" in pair[0] else ())

    report = self_test(PAIRS, WORDS, find, subject=subject, kinds=[changed])
    assert report.kinds[0].places == 1


def test_a_kind_without_places_passes() -> None:
    report = self_test(PAIRS, WORDS, find, kinds=[Fault("none", "unit", "None.", lambda *_: ())])
    assert report.kinds[0].passed
    assert report.as_json()["kinds"][0]["recall"] is None


def test_too_many_false_alarms_fail() -> None:
    assert FalseAlarms(100, 1, 6).passed
    assert not FalseAlarms(100, 2, 0).passed
    assert not FalseAlarms(100, 0, 7).passed


def test_families_are_taken_together() -> None:
    kinds = (Recall("a", "number", 10, 9, 5), Recall("b", "number", 10, 10, 1), Recall("c", "half", 4, 4, 0))
    report = SelfTestReport("es", kinds, FalseAlarms(1, 0, 0), 2000)
    assert report.families == (Recall("number", "number", 20, 19, 6), Recall("half", "half", 4, 4, 0))


def test_a_real_run(sandbox: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "references.tsv"
    file.write_text(REFERENCES, "utf-8")
    report = run(file, packs.load(sandbox, "es"))
    counted = {kind.kind: (kind.places, kind.found) for kind in report.kinds}
    assert report.alarms == FalseAlarms(3, 0, 0)
    assert counted["digit-changed"] == (1, 1)
    assert counted["unit-replaced"] == (1, 1)
    assert counted["negation-removed"] == (1, 1)
    assert counted["certainty-raised"] == (1, 1)
    assert len(counted) == len(faults.all_faults())
    assert [kind.kind for kind in run(file, packs.load(sandbox, "es")).kinds if kind.missed] == [
        kind.kind for kind in report.kinds if kind.missed
    ]


def test_the_exit_code_tells(sandbox: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "references.tsv"
    file.write_text("Yes.\tSí.\n", "utf-8")
    assert run_self_test(sandbox, ["es"], file, as_json=True) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["passed"] is True
    assert [(one["language"], one["references"]) for one in answer["languages"]] == [("es", 1)]
    assert {*answer["languages"][0]["kinds"][0]} == {
        *("kind", "family", "places", "found", "found_as_error", "recall", "aim", "passed", "missed")
    }
    file.write_text("Take 10 mg.\tTome 1000 g y nada más, ¿vale?\n", "utf-8")
    assert run_self_test(sandbox, ["es", "fr"], file) == 1
    printed = capsys.readouterr().out
    assert "es: 1 reference" in printed
    assert "fr: 1 reference" in printed
    assert "missed: " in printed


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    kinds = (Recall("a", "number", 10, 9, 5), Recall("b", "number", 10, 10, 1), Recall("c", "half", 0, 0, 0))
    print_report(SelfTestReport("es", kinds, FalseAlarms(200, 1, 4, (("terms", 1, 4),)), 2000))
    assert capsys.readouterr().out.splitlines() == [
        "es: 200 references, 2000 segments/s",
        "fault   family  places  found  recall  as error  aim",
        "a       number      10      9  90.0%          5  99%  FAIL",
        "b       number      10     10  100.0%         1  99%  pass",
        "number  all         20     19  95.0%          6  99%",
        "no place in these texts for: c",
        "false alarms of  errors  warnings",
        "terms                 1         4",
        "references with an error 0.5% (at most 1%), with a warning 2.0% (at most 6%): pass",
        "missed: a",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Take 10 mg.\n", r"references\.tsv:1: write the English, one tab"),
        ("a\tb\n\nc\t\n", r"references\.tsv:3: "),
        ("a\tb\tc\n", r"references\.tsv:1: "),
        ("\n", "there is no line"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "references.tsv"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=why):
        read_pairs(file)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "references.tsv"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="UTF-8"):
        read_pairs(file)
    with pytest.raises(UsageError, match="cannot be read"):
        read_pairs(tmp_path / "missing.tsv")


def test_comments_are_no_pairs(tmp_path: Path) -> None:
    file = tmp_path / "references.tsv"
    file.write_text("# by Ana\nTake it.\tTómelo.\n#1 is best.\tEl n.º 1 es el mejor.\n", "utf-8")
    assert read_pairs(file) == [("Take it.", "Tómelo."), ("#1 is best.", "El n.º 1 es el mejor.")]
