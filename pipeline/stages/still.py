"""Remembers from what the site was made, so that a run with nothing to do reads no record.

The memory is a file in `build/`. It is believed where all that the site is made from is to the byte what it was, and
every byte of the site is that of its manifest; without it the records are read.
"""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path

from pipeline import files
from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.stages.edition import Before
from pipeline.stages.manifest import NAME
from pipeline.stages.publication import Refused

_NAME = "site.json"


def refused(workspace: Workspace, before: Before, inputs: str) -> list[Refused] | None:
    """What is not shown of the records, where the site is what these inputs gave; else None."""
    try:
        known = json.loads(_path(workspace).read_bytes())
        manifest = hashlib.sha256((before.site / NAME).read_bytes()).hexdigest()
        same = (known["inputs"], known["manifest"]) == (inputs, manifest)
        reasons = [Refused(*map(str, row)) for row in known["refused"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    rows = {row.path for row in before.manifest.files}
    whole = before.files == {*rows, NAME} and set(before.rows) == rows and before.site.is_symlink()
    return reasons if same and whole else None


def note(workspace: Workspace, inputs: str, reasons: Iterable[Refused]) -> None:
    """Remember what the site was made from. A disk that is full costs the next run a second look, nothing else."""
    with suppress(PipelineError, OSError):
        manifest = hashlib.sha256((workspace.site / NAME).read_bytes()).hexdigest()
        known = {"inputs": inputs, "manifest": manifest, "refused": [astuple(one) for one in reasons]}
        data = json.dumps(known, indent=1).encode()
        if files.read(_path(workspace)) != data:
            files.write_atomic(_path(workspace), data, expected=files.UNCHECKED)


def _path(workspace: Workspace) -> Path:
    return workspace.root / "build" / _NAME
