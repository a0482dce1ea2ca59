"""Reports of readers: registered without a name, found again at their sentence, answered truthfully and in time."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import DAY
from hypothesis import given
from hypothesis import strategies as st
from issued import FALLS, issue, sign

from pipeline.cli.main import main
from pipeline.config import FILE, Workspace
from pipeline.errors import UsageError, WorkspaceError
from pipeline.model.document import Key
from pipeline.model.report import Answer, Outcome, Report, Reports, Way
from pipeline.stages import reports
from pipeline.stages.publish import publish
from pipeline.stages.report_file import from_toml, to_toml
from pipeline.stages.suspend import suspend

KEY = Key(None, "It does not cause more falls.")
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
words = st.text(max_size=40)
keys = st.none() | st.builds(Key, st.sampled_from([None, "title"]), st.text(min_size=1, max_size=20))


def said(workspace: Workspace, text: str = "my mother fell", day: date = DAY, **more: Any) -> Report:
    fields: dict[str, Any] = {"way": Way.PHONE, "person": "eva", "day": day, **more}
    return reports.add(workspace, "stroke", "es", text, **fields)


def command(workspace: Workspace, *arguments: str) -> int | str | None:
    with pytest.raises(SystemExit) as end:
        main(["-C", str(workspace.root), *arguments])
    return end.value.code


@given(words, words, keys, days, st.booleans(), st.sampled_from(Way))
def test_what_is_written_into_the_file_reads_back(
    text: str,
    read: str,
    key: Key | None,
    day: date,
    hurts: bool,  # noqa: FBT001
    way: Way,
) -> None:
    text, read = (one.encode("utf-8", "replace").decode() for one in (text, read))
    report = Report("1a2b3c4d", "stroke", "es", day, "eva", way, text, hurts, key, read if key else "")
    answer = Answer("1a2b3c4d", day, "ana", Outcome.NO_CHANGE, text)
    data = (to_toml(report) + to_toml(answer)).encode()
    assert from_toml(data, Path("reports.toml")) == ((report,), (answer,))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'[[report]]\nid = "1"\n', "document"),
        (b"[[reprot]]\n", "unknown key reprot"),
        (
            b'[[answer]]\nreport = "1"\nday = "2026-11-22"\nperson = "a"\noutcome = "mended"\ntext = ""\n',
            "write days as",
        ),
        (b'[[answer]]\nreport = "1"\nday = 2026-11-22\nperson = "a"\noutcome = "gone"\ntext = ""\n', "gone"),
    ],
)
def test_a_broken_file_is_an_error_that_names_it(data: bytes, why: str) -> None:
    with pytest.raises(WorkspaceError, match=rf"reports\.toml: .*{why}.*; mend it, or take it from version control"):
        from_toml(data, Path("reports.toml"))


def test_a_report_finds_its_sentence_and_outlives_var(sandbox: Workspace) -> None:
    issue(sandbox)
    by_spanish, by_english = said(sandbox, sentence="más caídas"), said(sandbox, "again", sentence="MORE FALLS")
    by_key, whole = said(sandbox, "and again", key=KEY), said(sandbox, "all of it")
    assert [(one.key, one.read) for one in (by_spanish, by_english, by_key)] == [(KEY, FALLS)] * 3
    assert (whole.key, whole.read) == (None, "")
    shutil.rmtree(sandbox.var)
    assert reports.read(sandbox).reports == (by_spanish, by_english, by_key, whole)


@pytest.mark.parametrize(
    ("text", "more", "why"),
    [
        ("call me: +34 600 123 456", {}, r"'\+34 600 123 456' looks like an address or a number of a person"),
        ("call 06.12.34.56.78", {}, r"'06\.12\.34\.56\.78' looks like"),
        ("call 06–12\u00a034‑56 78", {}, "looks like an address or a number of a person"),
        ("call (0)171 / 123 45 67", {}, "looks like an address or a number of a person"),
        ("rosa@example.org asks", {}, r"'rosa@example\.org' looks like"),
        (" ", {}, "write what is to be kept"),
        ("x", {"person": "Eva M"}, "is no handle"),
        ("x", {"sentence": "no such words"}, "has no such sentence"),
        ("x", {"sentence": "a"}, r"sentences of stroke \(es\) hold that: give more of it"),
        ("x", {"key": Key("title", KEY.source)}, "has no such sentence"),
    ],
)
def test_what_cannot_be_registered_is_refused(sandbox: Workspace, text: str, more: dict[str, Any], why: str) -> None:
    sign(sandbox)
    with pytest.raises(UsageError, match=why):
        said(sandbox, text, **more)
    assert not (sandbox.root / "i18n" / "reports.toml").exists()


def test_doses_and_studies_are_no_telephone_numbers(sandbox: Workspace) -> None:
    said(sandbox, "Is it 10 mg or 1,000.5 mg? You found 62 studies with 2440 people in 2025.")
    said(
        sandbox, "Since 2026-11-24 12:30 it is worse; in 1990-2000 it was 12.345.678 (10.1002/14651858.CD001431.pub5)."
    )


def test_the_same_report_is_registered_once(sandbox: Workspace) -> None:
    first = said(sandbox)
    with pytest.raises(UsageError, match=f"registered already, as {first.id}"):
        said(sandbox)


def test_an_answer_has_to_be_true(sandbox: Workspace) -> None:
    issue(sandbox)
    one = said(sandbox, sentence=FALLS)
    with pytest.raises(UsageError, match="the sentence still reads 'No causa más caídas"):
        reports.answer(sandbox, one.id, Outcome.MENDED, "mended", person="ana", day=DAY)
    with pytest.raises(UsageError, match="it is not taken down: `pipeline suspend stroke --lang es"):
        reports.answer(sandbox, one.id, Outcome.TAKEN_DOWN, "down", person="ana", day=DAY)
    sign(sandbox, changed={FALLS: "No hace que las personas se caigan más."})
    reports.answer(sandbox, one.id, Outcome.MENDED, "said more clearly", person="ana", day=DAY)
    with pytest.raises(UsageError, match="was answered by ana on 2026-11-22: mended"):
        reports.answer(sandbox, one.id, Outcome.NO_CHANGE, "no", person="ana", day=DAY)
    with pytest.raises(UsageError, match="no report 'none'"):
        reports.answer(sandbox, "none", Outcome.NO_CHANGE, "no", person="ana", day=DAY)
    two = said(sandbox, "it hurt")
    suspend(sandbox, ["stroke"], ["es"], "ana", DAY, "it hurt")
    reports.answer(sandbox, two.id, Outcome.TAKEN_DOWN, "down", person="ana", day=DAY)
    assert reports.read(sandbox).open_ones() == ()


def test_no_new_issue_while_a_report_of_harm_is_open(sandbox: Workspace) -> None:
    issue(sandbox)
    one = said(sandbox, sentence=FALLS, hurts=True)
    sign(sandbox, changed={FALLS: "No hace que las personas se caigan más."})
    (refused,) = publish(sandbox, ["es"]).refused
    assert refused.why.startswith(
        "a reader reported on 2026-11-22 what could hurt somebody: 'my mother fell': answer it"
    )
    assert FALLS in (sandbox.site / "es" / "stroke.html").read_text()
    reports.answer(sandbox, one.id, Outcome.MENDED, "said more clearly", person="ana", day=DAY)
    assert publish(sandbox, ["es"]).clean


def test_what_is_open_too_long_is_the_coordinators() -> None:
    plain = Report("1", "a", "es", DAY, "eva", Way.MAIL, "x")
    grave = Report("2", "a", "pt", DAY + timedelta(days=1), "eva", Way.MAIL, "x", hurts=True)
    known = Reports((plain, grave), (), days=14)
    assert known.open_ones() == (grave, plain)
    assert known.open_ones("a", "es") == (plain,)
    assert known.overdue(DAY + timedelta(days=1)) == ()
    assert known.overdue(DAY + timedelta(days=2)) == (grave,)
    assert known.overdue(DAY + timedelta(days=14)) == (grave,)
    assert known.overdue(DAY + timedelta(days=15)) == (grave, plain)
    answer = Answer("1", DAY, "ana", Outcome.NO_CHANGE, "no")
    assert Reports((plain,), (answer,), days=14).overdue(DAY + timedelta(days=99)) == ()


@pytest.mark.parametrize("days", ['"14"', "0", "400", "true"])
def test_the_days_are_a_number(sandbox: Workspace, days: str) -> None:
    with (sandbox.root / FILE).open("a") as settings:
        settings.write(f"\n[reports]\ndays = {days}\n")
    with pytest.raises(WorkspaceError, match=r"\[reports\] days = .*: write a number from 1 to 365"):
        reports.read(Workspace(sandbox.root))


def test_the_commands_say_what_to_do_next(sandbox: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    issue(sandbox)
    with (sandbox.root / FILE).open("a") as settings:
        settings.write("\n[reports]\ndays = 3\n")
    place = ("report", "add", "stroke", "--lang", "es", "--how", "e-mail", "--as", "eva", "--day", "2020-01-01")
    assert command(sandbox, *place, "--words", "I fell", "--sentence", "más caídas", "--hurts") == 0
    shown = capsys.readouterr()
    (one,) = reports.read(sandbox).reports
    assert f"`pipeline report answer {one.id} --as NAME" in shown.out
    assert "`pipeline suspend stroke --lang es --as eva --why REASON`" in shown.err
    assert command(sandbox, "report", "list", "--json") == 1
    (row,) = json.loads(capsys.readouterr().out)["reports"]
    assert (row["id"], row["due"], row["overdue"], row["answer"]) == (one.id, "2020-01-01", True, None)
    assert command(sandbox, "status", "--json") == 0
    assert [late["id"] for late in json.loads(capsys.readouterr().out)["overdue_reports"]] == [one.id]
    assert command(sandbox, "review", "list", "--lang", "es", "--json") == 0
    assert [row["reports"] for row in json.loads(capsys.readouterr().out)["documents"]] == [1]
    answer = ("report", "answer", one.id, "--as", "ana", "--text", "the sentence is right")
    assert command(sandbox, *answer, "--outcome", "no change") == 0
    assert command(sandbox, "report", "list", "--all") == 0
    assert "no change, ana on" in capsys.readouterr().out
