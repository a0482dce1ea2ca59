"""Traps for routes: the shipped ones are sound, the real engines step into known ones, drafts do not."""

import json
import tomllib
from pathlib import Path

import pytest
from test_cli import Capture, Run

from pipeline import shipped
from pipeline.config import Workspace
from pipeline.errors import LanguageError
from pipeline.stages.drafting import Draft, Drafter
from pipeline.stages.probe import probe

FILES = sorted((shipped.language_data() / "probes").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_traps_are_sound(path: Path) -> None:
    traps = tomllib.loads(path.read_text("utf-8"))["trap"]
    names = [trap["name"] for trap in traps]
    assert len(set(names)) == len(names)
    for trap in traps:
        assert set(trap) <= {"name", "source", "any", "never"}
        assert not set(trap.get("any", ())) & set(trap.get("never", ()))
        assert path.stem == "und" or trap.get("any") or trap.get("never")


def test_the_bare_model_steps_into_traps_that_drafts_avoid(sandbox: Workspace) -> None:
    report = probe(sandbox, "pt")
    found = {one.name: one for one in report.trapped}
    assert report.route == "firefox en>pt 2.0"
    assert len(found) > 40
    assert "alters units" in report.altered
    for name in ("micrograms", "at least", "power", "half"):
        assert found[name].engine_fails != ()
        assert found[name].draft_fails == ()
    assert found["micrograms"].draft.count("µg") == 2
    assert sum(not one.draft_fails for one in report.trapped) > sum(not one.engine_fails for one in report.trapped)


def test_probe_reports_in_json_and_in_words(sandbox: Workspace, capsys: Capture) -> None:
    run = Run(sandbox, ["engines", "probe", "pt", "--json"], capsys)
    report = json.loads(run.out)
    assert set(report) == {"route", "traps"}
    assert set(report["traps"][0]) == {"trap", "source", "engine", "draft", "engine_fails", "draft_fails"}
    assert run.code == int(any(trap["draft_fails"] for trap in report["traps"]))
    shown = Run(sandbox, ["engines", "probe", "pt"], capsys)
    assert "The engine alone passes" in shown.out
    assert "Beware: the engine alone alters" in shown.out


def test_a_workspace_sets_traps_of_its_own(sandbox: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = sandbox.root / "i18n" / "probes"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pt.toml").write_text(
        '[[trap]]\nname = "dose"\nsource = "Take 10 mg."\nany = ["20 mg"]\nnever = ["Tome"]\n', "utf-8"
    )
    monkeypatch.setattr(Drafter, "draft", lambda _self, texts: [Draft("", problem="tired") for _ in texts])
    (trapped,) = [one for one in probe(sandbox, "pt").trapped if one.name == "dose"]
    assert trapped.engine == "Tome 10 mg."
    assert trapped.engine_fails == ("none of “20 mg”", "“Tome”")
    assert trapped.draft_fails[0] == "tired"


def test_a_broken_file_of_traps_says_where(sandbox: Workspace) -> None:
    folder = sandbox.root / "i18n" / "probes"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pt.toml").write_text("[[trap]]\nname = 'x'\n", "utf-8")
    with pytest.raises(LanguageError, match=r"probes.pt\.toml: 'source'; write"):
        probe(sandbox, "pt")
