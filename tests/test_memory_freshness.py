"""How often the memory looks at its files."""

import pytest

from pipeline.config import Workspace
from pipeline.memory.index import Index
from pipeline.stages import memory
from pipeline.stages.memory import Recollection


def test_the_memory_of_very_many_files_may_be_a_moment_behind(
    sandbox: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    many, look = memory._MANY, memory._bring_up_to_date  # noqa: SLF001

    def counted(workspace: Workspace, tag: str, index: Index) -> int:
        looked.append(tag)
        look(workspace, tag, index)
        return many

    monkeypatch.setattr(memory, "_bring_up_to_date", counted)
    for files, within, looks in ((many, 60, 1), (many, 60, 2), (many + 1, 60, 3), (many + 1, 60, 3), (many + 1, 0, 4)):
        many = files
        with Recollection(sandbox, "es", within=within):
            assert len(looked) == looks
