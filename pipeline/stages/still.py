"""Remembers from what the site was made, so that a run with nothing to do reads no record.

The memory is a file in `build/`. It is believed where all that the site is made from is to the byte what it was, and
every byte of the site is that of its manifest; without it the records are read.
"""

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from pipeline import files
from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.stages.edition import Before
from pipeline.stages.manifest import NAME

_NAME = "site.json"


def is_still(workspace: Workspace, before: Before, inputs: str) -> bool:
    """Whether the site is what these inputs gave."""
    try:
        known = json.loads(_path(workspace).read_bytes())
        same = known == {"inputs": inputs, "manifest": hashlib.sha256((before.site / NAME).read_bytes()).hexdigest()}
    except (OSError, ValueError):
        return False
    rows = {row.path for row in before.manifest.files}
    return same and before.files == {*rows, NAME} and set(before.rows) == rows and before.site.is_symlink()


def note(workspace: Workspace, inputs: str) -> None:
    """Remember what the site was made from. A disk that is full costs the next run a second look, nothing else."""
    with suppress(PipelineError, OSError):
        manifest = hashlib.sha256((workspace.site / NAME).read_bytes()).hexdigest()
        data = json.dumps({"inputs": inputs, "manifest": manifest}, indent=1).encode()
        if files.read(_path(workspace)) != data:
            files.write_atomic(_path(workspace), data, expected=files.UNCHECKED)


def _path(workspace: Workspace) -> Path:
    return workspace.root / "build" / _NAME
