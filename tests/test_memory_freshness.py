"""How often the memory looks at its files, and at how many of them."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import DAY, make_workspace

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog
from pipeline.catalog.remarks import Signature
from pipeline.config import Workspace
from pipeline.memory.index import Index
from pipeline.model.decision import Mode
from pipeline.model.document import Key
from pipeline.stages import memory_upkeep
from pipeline.stages.extract import extract
from pipeline.stages.memory import Recollection, contents


@pytest.fixture
def several(tmp_path: Path) -> Workspace:
    """Three documents, approved."""
    workspace = make_workspace(tmp_path / "w", sandbox=True)
    for name in ("one", "two"):
        (workspace.seeds / f"{name}.txt").write_text(f"Does {name} help?\n\nIt may help {name} people.\n", "utf-8")
    extract(workspace, tags=["es"])
    for name in ("one", "two", "stroke"):
        store.update(workspace.catalog("es", name), workspace.locks, _approved)
    return workspace


def _approved(catalog: Catalog | None) -> Catalog:
    assert catalog
    signed = [Signature(DAY, "ana", Mode.READ)]
    made = {key: entry.drafted(f"{key.source} Sí.", signed) for key, entry in catalog.active.items()}
    return catalog.with_entries({key: replace(entry, fuzzy=False) for key, entry in made.items()})


def looked_at(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, within: float) -> int:
    """How many files an opening of the memory looks at."""
    seen: list[Path] = []
    look = memory_upkeep._catalog_digest  # noqa: SLF001

    def counted(place: Workspace, path: Path) -> str:
        seen.append(path)
        return look(place, path)

    with monkeypatch.context() as watched:
        watched.setattr(memory_upkeep, "_catalog_digest", counted)
        with Recollection(workspace, "es", within=within):
            return len(seen)


def test_few_files_are_all_looked_at_each_time(several: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [looked_at(several, monkeypatch, within) for within in (60, 60, 0)] == [3, 3, 3]


def test_of_very_many_files_a_page_looks_at_some_and_then_not_for_a_while(
    several: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_upkeep, "_MANY", 2)
    monkeypatch.setattr(memory_upkeep, "_GLANCE", -1.0)
    assert [looked_at(several, monkeypatch, 60) for _ in range(6)] == [1, 1, 1, 0, 0, 0]
    assert looked_at(several, monkeypatch, 0) == 3


def test_what_has_changed_or_is_gone_is_told_when_the_round_is_done(
    several: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(contents(several, "es")) == 3
    monkeypatch.setattr(memory_upkeep, "_MANY", 1)
    monkeypatch.setattr(memory_upkeep, "_GLANCE", -1.0)
    several.catalog("es", "one").unlink()
    for _ in range(4):
        with Recollection(several, "es", within=0.001):
            pass
    monkeypatch.setattr(memory_upkeep, "_catalog_digest", lambda *_: pytest.fail("looked again"))
    with memory_upkeep.Opened(several, "es", 60) as index:
        assert sorted(index.origins) == ["stroke", "two"]


def test_what_an_origin_has_already_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "es.sqlite"
    kept, gone, new = (
        (Key(None, "One walk."), "Un paseo."),
        (Key(None, "Two walks."), "Dos."),
        (Key(None, "Rest."), "P."),
    )
    with closing(Index(path)) as index:
        index.replace("doc", "1", [kept, gone])
        for number in range(5):
            assert index.replace("doc", f"a{number}", [kept, new]) == 2
        assert ([one.target for one in index.exact(gone[0])], index.origins) == ([], {"doc": "a4"})
        assert [one.unit.target for one in index.similar(kept[0], least=0.9)] == ["Un paseo."]
    with closing(sqlite3.connect(path)) as data:
        assert data.execute("SELECT id, target FROM unit ORDER BY id").fetchall() == [(1, "Un paseo."), (3, "P.")]
