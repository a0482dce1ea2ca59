"""What becomes of findings: severities, dismissals one by one, what blocks, what is mended, what is said."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import DAY, make_workspace

from pipeline import registry
from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import Origin
from pipeline.cli.main import main
from pipeline.config import FILE, Workspace
from pipeline.errors import UsageError, WorkspaceError
from pipeline.model.decision import Decision, Outcome, Verdict
from pipeline.model.document import Key
from pipeline.model.finding import LocatedFinding, Severity
from pipeline.stages import packs
from pipeline.stages.check import ANSWERED, NEVER_LOWERED, check, check_entry, not_checked
from pipeline.stages.extract import read_all
from pipeline.stages.fix import fix
from pipeline.stages.gate import refusals
from pipeline.stages.review import Desk
from pipeline.stages.translate import translate

Open = Callable[..., Desk]
PEOPLE = Key(None, "We found 62 studies with 2440 people.")
DOSE = Key(None, "People took 10 mg of the medicine.")
FALLS = Key(None, "It does not cause more falls.")


def rewrite(workspace: Workspace, texts: dict[Key, str], slug: str = "stroke") -> None:
    """Put these texts into the catalog as machine drafts."""

    def drafted(entry: Entry) -> Entry:
        text = texts.get(entry.key)
        return entry.drafted(text, [Origin("mt", "test")]) if text is not None else entry

    def change(catalog: Catalog | None) -> Catalog:
        assert catalog is not None
        return replace(catalog, entries=tuple(map(drafted, catalog.entries)))

    store.update(workspace.catalog("es", slug), workspace.locks, change)


def configure(workspace: Workspace, text: str) -> Workspace:
    with (workspace.root / FILE).open("a") as settings:
        settings.write(text)
    return Workspace(workspace.root)


def findings(workspace: Workspace, key: Key) -> list[LocatedFinding]:
    return [one for one in check(workspace, ["es"]).findings if one.subject.source == key.source]


def decision(desk: Desk, key: Key, verdict: Verdict, person: str = "ana", **changes: str) -> Decision:
    text = desk.segment(key).entry.target
    return replace(Decision("stroke", "es", key, verdict, person, DAY, text, text), **changes)  # type: ignore[arg-type]


@pytest.fixture
def two_errors(sandbox: Workspace) -> Workspace:
    """A sandbox in which one sentence has two wrong figures."""
    translate(sandbox, ["es"])
    rewrite(sandbox, {PEOPLE: "Encontramos 63 estudios con 2540 personas."})
    return sandbox


def test_a_severity_can_be_set_for_a_language(two_errors: Workspace) -> None:
    rewrite(two_errors, {DOSE: "Las personas tomaron 10 mg del del medicamento."})
    before = {one.finding.check: one.finding.severity for one in findings(two_errors, DOSE)}
    assert before["typography"] is Severity.WARNING
    strict = configure(two_errors, '\n[checks.es]\ntypography = "error"\nnumbers = "error"\n')
    after = {one.finding.check: (one.finding.severity, one.blocks) for one in findings(strict, DOSE)}
    assert after["typography"] == (Severity.ERROR, True)


@pytest.mark.parametrize("name", NEVER_LOWERED)
def test_what_protects_patients_is_never_lowered(sandbox: Workspace, name: str) -> None:
    translate(sandbox, ["es"])
    lax = configure(sandbox, f'\n[checks.es]\n{name} = "warning"\n')
    with pytest.raises(WorkspaceError, match="errors of numbers, units, negation, certainty cannot be lowered"):
        check(lax, ["es"])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('[checks.es]\nnumbrs = "error"\n', "there is no such check; there are .*numbers"),
        ('[checks.es]\nregister = "eror"\n', "choose from error, warning, note"),
        ('[checks]\nes = "error"\n', "write a table for each language"),
    ],
)
def test_a_typo_in_the_settings_is_an_error(sandbox: Workspace, line: str, message: str) -> None:
    translate(sandbox, ["es"])
    with pytest.raises(WorkspaceError, match=message):
        check(configure(sandbox, "\n" + line), ["es"])


def test_every_check_says_where_it_has_no_data(sandbox: Workspace) -> None:
    thai = not_checked(sandbox.languages.get("th"))
    assert {"numbers", "negation", "certainty", "direction", "omission", "register"} <= set(thai)
    assert {"markup", "terms"}.isdisjoint(thai)
    assert not {"numbers", "negation", "certainty", "direction"} & set(not_checked(sandbox.languages.get("es")))
    assert set(check(sandbox, ["es", "th"]).not_checked) == {"es", "th"}


def test_findings_are_dismissed_one_at_a_time(two_errors: Workspace, desk: Open) -> None:
    here = desk(two_errors)
    codes = [one.finding.code for one in here.segment(PEOPLE).errors]
    assert len(set(codes)) == 2
    with pytest.raises(UsageError, match="'numbers' has 2 findings on this text, dismiss them one by one: numbers/"):
        here.decide(decision(here, PEOPLE, Verdict.DISMISS, check="numbers", reason="counted"))
    here.decide(decision(here, PEOPLE, Verdict.DISMISS, check=codes[0], reason="counted anew"))
    assert [one.finding.code for one in here.segment(PEOPLE).errors] == codes[1:]
    with pytest.raises(UsageError, match="open findings block approval"):
        here.decide(decision(here, PEOPLE, Verdict.APPROVE))
    here.decide(decision(here, PEOPLE, Verdict.DISMISS, check=codes[1], reason="counted anew"))
    assert here.decide(decision(here, PEOPLE, Verdict.APPROVE))[0].outcome is Outcome.APPLIED


def test_a_dismissal_ends_when_the_text_changes(two_errors: Workspace, desk: Open) -> None:
    rewrite(two_errors, {PEOPLE: "Encontramos 62 estudios con 2540 personas."})
    here = desk(two_errors)
    here.decide(decision(here, PEOPLE, Verdict.DISMISS, check="numbers", reason="counted anew"))
    assert here.segment(PEOPLE).errors == []
    here.decide(decision(here, PEOPLE, Verdict.SAVE, target="Encontramos 62 estudios con 2540 pacientes."))
    assert [one.finding.check for one in here.segment(PEOPLE).errors] == ["numbers"]


def test_under_two_person_a_second_person_confirms_a_dismissal(tmp_path: Path, desk: Open) -> None:
    workspace = make_workspace(tmp_path / "w", sandbox=False, review="two-person")
    translate(workspace, ["es"])
    rewrite(workspace, {PEOPLE: "Encontramos 62 estudios con 2540 personas."})
    here = desk(workspace)
    dismissed = {"check": "numbers", "reason": "counted anew"}
    here.decide(decision(here, PEOPLE, Verdict.DISMISS, **dismissed))
    (found,) = [one for one in here.segment(PEOPLE).findings if one.finding.check == "numbers"]
    assert (found.dismissed, found.dismissed_by, found.blocks) == (False, ("ana",), True)
    assert here.decide(decision(here, PEOPLE, Verdict.DISMISS, **dismissed))[0].outcome is Outcome.ALREADY
    here.decide(decision(here, PEOPLE, Verdict.DISMISS, "luis", **dismissed))
    (found,) = [one for one in here.segment(PEOPLE).findings if one.finding.check == "numbers"]
    assert (found.dismissed, found.dismissed_by, found.blocks) == (True, ("ana", "luis"), False)


def test_a_warning_of_what_can_hurt_has_to_be_answered(normal: Workspace) -> None:
    translate(normal, ["es"])
    pack = packs.load(normal, "es")
    entry = Entry(Key(None, "Ten of the 12 people walked for thirty minutes."), "Diez personas caminaron.", fuzzy=True)
    found = [one for one in check_entry("stroke", entry, pack) if one.finding.check in ANSWERED]
    assert found
    assert all(one.blocks for one in found if one.finding.severity is not Severity.NOTE)


def test_in_a_sandbox_only_errors_block(sandbox: Workspace) -> None:
    pack = packs.load(sandbox, "es")
    entry = Entry(Key(None, "Ten of the 12 people walked for thirty minutes."), "Diez personas caminaron.", fuzzy=True)
    found = check_entry("stroke", entry, pack)
    assert {one.blocks for one in found if one.finding.severity is Severity.WARNING} == {False}


def test_what_blocks_is_refused_by_the_gate(two_errors: Workspace) -> None:
    pack = packs.load(two_errors, "es")
    catalog = store.read(two_errors.catalog("es", "stroke"))
    (document,) = read_all(two_errors, ["stroke"]).documents
    reasons = refusals(two_errors, document, catalog, pack)
    assert len([why for why in reasons if why.startswith("open error (numbers)")]) == 2


def test_fix_mends_typography_in_drafts_and_nothing_else(normal: Workspace, desk: Open) -> None:
    translate(normal, ["es"])
    title = Key("title", "Does walking practice help after a stroke?")
    rewrite(normal, {title: "Ayuda caminar  después de un accidente cerebrovascular?", DOSE: "Tomaron 10 mg ,  y ya."})
    here = desk(normal)
    here.decide(decision(here, FALLS, Verdict.SAVE, target="No causa  más caídas ."))
    before = {key: here.segment(key).entry for key in (title, DOSE, FALLS, PEOPLE)}
    report = fix(normal, ["es"])
    after = {key: desk(normal).segment(key).entry for key in before}
    assert after[title].target == "¿Ayuda caminar después de un accidente cerebrovascular?"
    assert after[FALLS].target == "No causa más caídas."
    assert after[PEOPLE] == before[PEOPLE]
    assert {one.source for one in report.fixed} == {title.source, FALLS.source, DOSE.source}
    assert [after[key].origin for key in after] == [before[key].origin for key in after]
    assert all(entry.fuzzy for entry in after.values())
    assert fix(normal, ["es"]).fixed == ()


def test_fix_leaves_what_a_person_has_spoken_on(normal: Workspace, desk: Open) -> None:
    translate(normal, ["es"])
    rewrite(normal, {FALLS: "No causa  más caídas.", DOSE: "Tomaron  10 mg del medicamento."})
    here = desk(normal)
    here.decide(decision(here, FALLS, Verdict.REJECT, reason="not plain"))
    here.decide(decision(here, DOSE, Verdict.APPROVE))
    assert fix(normal, ["es"]).fixed == ()


def run(workspace: Workspace, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(workspace.root), "check", *arguments])
    return ended.value.code, capsys.readouterr().out


def test_every_check_is_explained(sandbox: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(sandbox, capsys, "--explain", "all")
    assert code == 0
    assert all(name in out for name in registry.every_check())
    for name, one in registry.every_check().items():
        code, out = run(sandbox, capsys, "--explain", name)
        assert (code, one.explanation in out) == (0, True)
        assert "Rule" in out, name


def test_the_command_groups_underlines_and_counts(two_errors: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(two_errors, capsys, "--lang", "es", "--only", "numbers")
    assert code == 1
    assert out.count("error [numbers]") == 2
    assert "stroke (es): 2 errors" in out
    assert "2 errors, 0 warnings, 0 notes." in out


def test_the_rows_for_programs(two_errors: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(two_errors, capsys, "--lang", "es", "--only", "numbers", "--json")
    report = json.loads(out)
    assert set(report) == {"findings", "segments", "seconds", "problems", "not_checked"}
    assert {
        (row["check"], row["severity"], row["blocks"], row["dismissed_by"] == []) for row in report["findings"]
    } == {("numbers", "error", True, True)}
    assert all(row["code"].startswith("numbers/") and row["fix"] is None for row in report["findings"])


def test_one_job_at_a_time(sandbox: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(sandbox, capsys, "--fix", "--published")[0] == 2
