"""The formats of a site are a committed choice: a clone, and a workspace without `build/`, have the same files."""

import shutil
from pathlib import Path

import pytest
from published_site import make_site
from test_cli import Capture, Run
from test_site import changed, tree

from pipeline.config import Workspace
from pipeline.errors import UsageError
from pipeline.stages.formats import PLACE
from pipeline.stages.publish import publish
from pipeline.stages.site import How
from pipeline.stages.verify import verify

_ALL = ["html", "txt", "docx"]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A leaflet in two languages, ready to be published."""
    return make_site(tmp_path / "w", 1, ["es", "pt"], sentences=2)


def suffixes(workspace: Workspace) -> set[str]:
    return {Path(name).suffix for name in tree(workspace) if "doc-" in name}


def test_the_same_bytes_without_build_and_var_and_in_a_clone(workspace: Workspace, tmp_path: Path) -> None:
    publish(workspace, ["es", "pt"], formats=_ALL)
    before = tree(workspace)
    assert {"es/doc-0000.html", "es/doc-0000.txt", "es/doc-0000.docx", "pt/doc-0000.docx"} <= set(before)
    shutil.copytree(workspace.root, tmp_path / "clone", ignore=shutil.ignore_patterns("build", "var"))
    clone = Workspace(tmp_path / "clone")
    publish(clone, ())
    assert tree(clone) == before
    shutil.rmtree(workspace.root / "build")
    shutil.rmtree(workspace.var)
    publish(workspace, ["es", "pt"])
    assert tree(workspace) == before


def test_the_choice_is_one_line_that_only_a_final_publish_of_other_formats_writes(workspace: Workspace) -> None:
    kept = workspace.root / PLACE
    publish(workspace, ["es"], formats=["docx"], draft=True)
    publish(workspace, ())
    publish(workspace, (), formats=["html"])
    assert not kept.exists()
    assert publish(workspace, (), formats=_ALL).formats == ("docx", "txt")
    assert kept.read_text().splitlines()[-1] == 'formats = ["docx", "txt"]'
    written = kept.stat()
    assert publish(workspace, (), formats=["docx", "txt"]).formats is None
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (written.st_ino, written.st_mtime_ns)
    assert publish(workspace, (), formats=["html"]).formats == ()
    assert (kept.read_text().splitlines()[-1], suffixes(workspace)) == ("formats = []", {".html"})


def test_a_choice_that_comes_from_version_control_is_followed(workspace: Workspace) -> None:
    publish(workspace, ())
    (workspace.root / PLACE).write_text('formats = ["txt", "html"]\n')
    found = verify(workspace, None, How()).differences
    assert {"es/doc-0000.txt", "pt/doc-0000.txt"} <= {one.path for one in found}
    assert "es/doc-0000.txt" in changed(publish(workspace, ()))
    assert not verify(workspace, None, How()).differences
    assert changed(publish(workspace, ())) == []


@pytest.mark.parametrize("text", ["formats = 'txt'", "formats = [1]", "format = []", "nothing", 'formats = ["no"]'])
def test_a_choice_that_cannot_be_read_is_named_and_the_site_stays(workspace: Workspace, text: str) -> None:
    publish(workspace, (), formats=["txt"])
    before = tree(workspace)
    (workspace.root / PLACE).write_text(text)
    with pytest.raises(UsageError, match=r"locales/formats\.toml"):
        publish(workspace, ())
    assert tree(workspace) == before
    publish(workspace, (), formats=["txt"])
    assert tree(workspace) == before


def test_the_command_says_what_to_commit(workspace: Workspace, capsys: Capture) -> None:
    told = "Commit locales/formats.toml: formats beside pipeline.toml: "
    assert Run(workspace, ["publish", "--site", "--format", "txt"], capsys).out.endswith(f"{told}txt.\n")
    assert told not in Run(workspace, ["publish", "--site"], capsys).out
    assert Run(workspace, ["publish", "--site", "--format", "html"], capsys).out.endswith(f"{told}none.\n")
