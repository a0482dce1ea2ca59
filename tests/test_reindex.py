"""The queue comes from the catalogs alone, and the log has to agree with them."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import DAY
from programs import drafted

from pipeline.catalog import store
from pipeline.cli.main import main
from pipeline.config import Workspace
from pipeline.model.decision import Decision, Verdict
from pipeline.model.document import Key
from pipeline.queue import open_queue
from pipeline.stages.review import Desk, ReviewSegment

Open = Callable[..., Desk]


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drafted(tmp_path_factory)


@pytest.fixture
def workspace(drafts: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(drafts, tmp_path / "w")
    return Workspace(tmp_path / "w")


def run(capsys: pytest.CaptureFixture[str], workspace: Workspace, *words: str) -> tuple[int, Any]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(workspace.root), "review", *words, "--json"])
    return int(ended.value.code or 0), json.loads(capsys.readouterr().out)


def made(segment: ReviewSegment, verdict: Verdict, person: str = "ana", **more: str) -> Decision:
    text = segment.entry.target
    return replace(Decision("stroke", "es", segment.entry.key, verdict, person, DAY, text, text), **more)  # type: ignore[arg-type]


def decide_some(desk: Desk) -> list[ReviewSegment]:
    """An approval, a rejection and a draft of a person's, so that the queue has something to show."""
    sound = [segment for segment in desk.segments() if not segment.errors]
    desk.decide(made(sound[0], Verdict.APPROVE))
    desk.decide(made(sound[1], Verdict.REJECT, reason="term"))
    desk.decide(made(sound[2], Verdict.SAVE, target="Una frase."))
    return sound


def test_with_var_deleted_the_queue_is_the_same(
    workspace: Workspace, desk: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    decide_some(desk(workspace))
    looks = [("list",), ("show", "stroke", "--lang", "es")]
    before = [run(capsys, workspace, *look) for look in looks]
    shutil.rmtree(workspace.var)
    status, report = run(capsys, workspace, "reindex")
    assert (status, report["signatures"], report["logged"], report["waiting"]) == (0, 1, 0, 8)
    assert [run(capsys, workspace, *look) for look in looks] == before
    assert (workspace.var / "memory" / "es.sqlite").is_file()


def test_what_a_crash_left_is_applied_and_the_log_agrees(
    workspace: Workspace, desk: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = desk(workspace)
    sound = decide_some(mine)
    mine.queue.record(made(sound[3], Verdict.APPROVE, "luis"), "left")
    status, report = run(capsys, workspace, "reindex")
    assert (status, report["healed"], report["signatures"], report["logged"]) == (0, 1, 2, 2)
    assert mine.segment(sound[3].entry.key).entry.signatures[0].person == "luis"


def test_a_signature_of_which_the_log_says_otherwise_is_named(
    workspace: Workspace, desk: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = desk(workspace)
    segment = decide_some(mine)[0]
    path = workspace.catalog("es", "stroke")
    catalog = store.read(path)
    assert catalog is not None
    entry = catalog.active[segment.entry.key].retouched("Otro texto.")
    store.update(path, workspace.locks, lambda _: catalog.with_entries({entry.key: entry}))
    status, report = run(capsys, workspace, "reindex")
    (problem,) = report["problems"]
    assert (status, report["signatures"], report["logged"]) == (1, 1, 0)
    assert "ana signs a text that they decided otherwise on" in problem["why"]


def test_what_leads_nowhere_is_forgotten_or_named(
    workspace: Workspace, desk: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = desk(workspace).segments()[:2]
    with open_queue(workspace.var) as queue:
        queue.set_bookmark("ana", "stroke", "es", Key(None, "This sentence is gone."))
        queue.set_bookmark("luis", "stroke", "es", second.entry.key)
        queue.record(replace(made(first, Verdict.APPROVE), document="gone"), "lost")
    status, report = run(capsys, workspace, "reindex")
    assert (status, report["bookmarks"], report["healed"]) == (1, 1, 0)
    assert [one["document"] for one in report["problems"]] == ["gone (es)"]
    with open_queue(workspace.var) as queue:
        assert queue.bookmarks("stroke", "es") == {"luis": second.entry.key}
