"""Confidence in a workspace: stored facts, derived bands, the switches, and what a reviewer sees."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from click.testing import CliRunner
from conftest import DAY

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import Measured, Origin, Signature, sealed
from pipeline.cli.main import cli
from pipeline.cli.session import walk
from pipeline.confidence import Band
from pipeline.config import FILE, Workspace
from pipeline.errors import WorkspaceError
from pipeline.model.decision import Mode
from pipeline.model.document import Key
from pipeline.stages import packs
from pipeline.stages.confidence import judge_entry
from pipeline.stages.extract import extract
from pipeline.stages.review import Desk, desks
from pipeline.stages.status import status
from pipeline.stages.translate import How, translate

GOOD = "A stroke happens when the blood supply to part of the brain is cut off."
POOR = "It does not cause more falls."


def drafted(workspace: Workspace) -> None:
    """The catalog with a likely good and a likely poor machine draft."""
    extract(workspace, tags=["es"])

    def change(catalog: Catalog | None) -> Catalog:
        assert catalog is not None
        mine = {
            GOOD: (
                "Un derrame cerebral ocurre cuando se corta el suministro de sangre a parte del cerebro.",
                Measured(98, 0),
            ),
            POOR: ("Ello no cxxa mas xaidas.", Measured(12, 3, -1.5)),
        }
        made = {
            key: entry.drafted(mine[key.source][0], (Origin("mt", "firefox en>pt 2.0"), mine[key.source][1]))
            for key, entry in catalog.active.items()
            if key.source in mine
        }
        return catalog.with_entries(made)

    store.update(workspace.catalog("es", "stroke"), workspace.locks, change)


def judged(desk: Desk) -> dict[str, Band]:
    return {s.entry.key.source: s.confidence.band for s in desk.segments() if s.confidence}


def test_bands_are_derived_from_what_the_catalog_keeps(sandbox: Workspace, desk: Callable[..., Desk]) -> None:
    drafted(sandbox)
    assert "# measured: back 12, lost 3, score -1.50 ~" in sandbox.catalog("es", "stroke").read_text("utf-8")
    found = judged(desk(sandbox))
    assert set(found) == {GOOD, POOR}
    assert found[POOR] is Band.D
    assert found[GOOD] < Band.D
    row = status(sandbox, ["es"]).documents[0]
    assert (row.band_d, row.band_a + row.band_b + row.band_c) == (1, 1)
    assert row.risky == 6


def test_a_text_of_a_persons_has_no_band(sandbox: Workspace) -> None:
    pack, key = packs.load(sandbox, "es"), Key(None, POOR)
    draft = Entry(key).drafted("No causa más caídas.", (Origin("mt", "firefox en>pt 2.0"), Measured(60, 1)))
    assert judge_entry(draft, (), pack) is not None
    assert judge_entry(replace(draft, target="No provoca más caídas."), (), pack) is None
    assert judge_entry(Entry(key), (), pack) is None
    signature = sealed(Signature(DAY, "ana", Mode.READ), key, draft.target)
    assert judge_entry(replace(draft, remarks=(*draft.remarks, signature)), (), pack) is None


def test_the_documents_that_can_hurt_most_come_first(sandbox: Workspace, desk: Callable[..., Desk]) -> None:
    (sandbox.seeds / "a-walk.txt").write_text("Walking is pleasant\nPeople like the park.\n", "utf-8")
    drafted(sandbox)
    queue = desk(sandbox).queue
    found, problems = desks(sandbox, [packs.load(sandbox, "es")], queue)
    assert problems == []
    assert [one.document.slug for one in found] == ["stroke", "a-walk"]
    assert [row.document for row in status(sandbox, ["es"]).documents] == ["stroke", "a-walk"]


def test_show_and_json_name_band_and_reasons(sandbox: Workspace) -> None:
    drafted(sandbox)
    arguments = ["-C", str(sandbox.root), "review", "show", "stroke", "--lang", "es"]
    shown = CliRunner().invoke(cli, arguments).output
    assert "Confidence D: " in shown
    assert "the way back reads differently" in shown
    asked = CliRunner().invoke(cli, [*arguments, "--json"]).output
    assert '"band": "D"' in asked
    assert '"band": ""' in asked
    listed = CliRunner().invoke(cli, ["-C", str(sandbox.root), "review", "list", "--lang", "es"]).output
    assert listed.splitlines()[0].split()[-4:] == ["A", "B", "C", "D"]


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    left = iter(answers)
    monkeypatch.setattr("click.prompt", lambda *_args, **_named: next(left))


def test_a_poor_draft_is_folded_away_until_it_is_asked_for(
    sandbox: Workspace, desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drafted(sandbox)
    here = desk(sandbox)
    number = next(s.number for s in here.segments() if s.entry.key.source == POOR)
    here.queue.set_bookmark("ana", "stroke", "es", here.segments()[number - 2].entry.key)
    typed(monkeypatch, "v", "q")
    assert walk(here, "ana", DAY) is False
    folded, unfolded = capsys.readouterr().out.split("[q] Quit", 1)
    assert "folded away" in folded
    assert "xaidas" not in folded
    assert "[a]" not in folded
    assert "[v] Show the draft" in folded
    assert "xaidas" in unfolded
    assert "[a]" in unfolded


def test_a_folded_draft_can_be_translated_afresh(
    sandbox: Workspace, desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(sandbox)
    here = desk(sandbox)
    before = next(s for s in here.segments() if s.entry.key.source == POOR)
    here.queue.set_bookmark("ana", "stroke", "es", here.segments()[before.number - 2].entry.key)
    typed(monkeypatch, "e", "No provoca más caídas.", "q")
    walk(here, "ana", DAY)
    after = here.segment(before.entry.key)
    assert (after.entry.target, after.confidence, after.need) == ("No provoca más caídas.", None, "")


def test_machine_drafts_can_be_switched_off_by_language(sandbox: Workspace) -> None:
    path = sandbox.root / FILE
    path.write_text(
        path.read_text("utf-8") + "\n[drafts]\nsecond_look = false\n[drafts.es]\nmachine = false\n", "utf-8"
    )
    said: list[str] = []
    workspace = Workspace(sandbox.root)
    assert not workspace.settings.drafts.second_look
    report = translate(workspace, ["es"], how=How(warn=said.append))
    assert report.problems == []
    assert sum(tally.engine for tally in report.documents) == 0
    assert sum(tally.phrase for tally in report.documents) > 0
    assert said == ["machine drafts are switched off for es (pipeline.toml): 5 sentences are left to people"]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("[drafts]\nsecond_looks = true", "unknown key second_looks"),
        ("[drafts.es]\nengine = true", "unknown key engine"),
        ('[drafts.es]\nmachine = "no"', "write true or false"),
        ("[drafts]\nsecond_look = 1", "write true or false"),
    ],
)
def test_a_wrong_switch_is_named(sandbox: Workspace, lines: str, why: str) -> None:
    path = sandbox.root / FILE
    path.write_text(f"{path.read_text('utf-8')}\n{lines}\n", "utf-8")
    with pytest.raises(WorkspaceError, match=why):
        _ = Workspace(sandbox.root).settings


@pytest.mark.parametrize("second_look", [True, False])
def test_drafting_keeps_what_the_second_look_measured(sandbox: Workspace, *, second_look: bool) -> None:
    report = translate(sandbox, ["pt"], how=How(second_look=second_look))
    if report.problems:
        pytest.skip("no engine leads to Portuguese")
    catalog = store.read(sandbox.catalog("pt", "stroke"))
    assert catalog is not None
    made = [entry for entry in catalog.active.values() if entry.origin and entry.origin.kind == "mt"]
    assert made
    assert all((entry.measured is not None) == second_look for entry in made)
