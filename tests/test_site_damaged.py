"""A record that was damaged is never shown: a page without a word of it stands in all its places."""

from pathlib import Path

import pytest
from conftest import is_tombstone
from published_site import make_site
from test_site import tree

from pipeline.config import Workspace
from pipeline.stages.publish import publish
from pipeline.stages.site import How
from pipeline.stages.verify import verify


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two leaflets in two languages, published as pages and as text."""
    made = make_site(tmp_path / "w", 2, ["es", "pt"], sentences=2)
    publish(made, (), formats=["txt"])
    return made


def test_a_tombstone_stands_in_the_place_of_a_damaged_record_until_it_is_mended(workspace: Workspace) -> None:
    before, record = tree(workspace), workspace.record("es", "doc-0000")
    whole = record.read_text()
    record.write_text(whole.replace("estudios", "estudias", 1))
    report = publish(workspace, ())
    assert [one.document for one in report.problems] == ["doc-0000 (es)"]
    after = tree(workspace)
    assert set(after) == set(before)
    assert is_tombstone(workspace.site / "es" / "doc-0000.html")
    for name in ("es/doc-0000.html", "es/doc-0000.txt"):
        words = ("estudias", "estudios", "sientan mejor", "studies", "treatment 0")
        assert not [word for word in words if word in after[name].decode()]
    assert after["es/doc-0001.txt"] == before["es/doc-0001.txt"]
    assert "doc-0001" in after["es/index.html"].decode()
    assert "doc-0000" not in after["es/index.html"].decode()
    assert {one.path for one in verify(workspace, None, How()).differences} >= {"locales/es/published/doc-0000.json"}
    record.write_text(whole)
    assert publish(workspace, ()).clean
    assert tree(workspace) == before
