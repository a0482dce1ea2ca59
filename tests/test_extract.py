"""Extraction on disk: nothing changes without need, and a new segmenter loses no text and keeps no approval."""

from collections.abc import Callable

import pytest
from conftest import DAY, STROKE

from pipeline import segmentation
from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.model.document import Key
from pipeline.stages.bulk import approve_all
from pipeline.stages.extract import extract
from pipeline.stages.publish import publish
from pipeline.stages.review import Desk
from pipeline.stages.translate import translate


def state(workspace: Workspace) -> dict[str, bytes]:
    folders = (workspace.root / "locales", workspace.templates)
    return {str(p): p.read_bytes() for folder in folders for p in folder.rglob("*.po*")}


def test_extracting_twice_changes_no_byte(sandbox: Workspace) -> None:
    assert sorted(path.name for path in extract(sandbox).written) == ["stroke.po", "stroke.pot"]
    before = state(sandbox)
    assert extract(sandbox).written == ()
    assert state(sandbox) == before


def test_a_moved_line_changes_the_template_and_no_catalog(sandbox: Workspace) -> None:
    extract(sandbox)
    (sandbox.seeds / "stroke.txt").write_text(STROKE.replace("Key messages", "\n\nKey messages"))
    assert [path.name for path in extract(sandbox).written] == ["stroke.pot"]


def test_another_segmenter_stops_extraction_until_it_is_told_to_migrate(
    sandbox: Workspace, desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    translate(sandbox, ["es"])
    approve_all(desk(sandbox), "ana", DAY, despite="a trial")
    desk(sandbox).sign_off("ana", DAY)
    assert publish(sandbox, ["es"]).clean
    texts = targets(sandbox)
    before = state(sandbox)
    monkeypatch.setattr(segmentation, "identity", lambda: "another segmenter 2")
    (problem,) = extract(sandbox).problems
    assert "Run `pipeline extract --resegment`" in problem.why
    assert state(sandbox) == before
    assert extract(sandbox, new_segmentation=True).problems == ()
    assert targets(sandbox) == texts
    assert {segment.need for segment in desk(sandbox).segments()} == {"approval"}
    assert extract(sandbox).written == ()
    assert approve_all(desk(sandbox), "ana", DAY, despite="a trial").approved == len(texts)
    assert not publish(sandbox, ["es"]).clean
    desk(sandbox).sign_off("ana", DAY)
    assert publish(sandbox, ["es"]).clean


def targets(workspace: Workspace) -> dict[Key, str]:
    catalog = store.read(workspace.catalog("es", "stroke"))
    assert catalog is not None
    return {key: entry.target for key, entry in catalog.active.items()}
