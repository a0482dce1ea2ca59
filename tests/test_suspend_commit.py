"""Who takes a page down is told every file that has to be committed, for the page to be down elsewhere too."""

import json
from pathlib import Path

from published_site import make_site
from test_cli import Capture, Run

from pipeline.stages.publish import publish


def test_all_files_that_changed_are_named(tmp_path: Path, capsys: Capture) -> None:
    workspace = make_site(tmp_path / "w", 2, ["es"], sentences=2)
    publish(workspace, ())
    run = Run(workspace, ["suspend", "doc-0000", "--as", "ana", "--why", "the dose is wrong"], capsys)
    assert run.out.endswith("Put the site online, and commit:\n  i18n/register.toml\n")
    source = workspace.seeds / "doc-0001.txt"
    source.with_suffix(".toml").write_text("withdrawn = 2026-11-22\n")
    run = Run(workspace, ["suspend", "doc-0000", "--as", "ana", "--why", "again", "--json"], capsys)
    assert json.loads(run.out)["commit"] == ["i18n/register.toml", "locales/es/published/doc-0001.json"]
