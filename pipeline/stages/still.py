"""Remembers from what the site was made, so that a run with nothing to do reads no record.

The memory is a file in `build/`. It is believed where all that the site is made from is to the byte what it was, and
every byte of the site is that of its manifest; without it the records are read.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path

from pipeline import files
from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.stages.edition import Before
from pipeline.stages.manifest import NAME
from pipeline.stages.publication import Publication, Refused

_NAME = "site.json"


def known(workspace: Workspace, before: Before, inputs: str) -> Publication | None:
    """What is not shown of the records and what is asked about them, where the site is what these inputs gave."""
    try:
        noted = json.loads(_path(workspace).read_bytes())
        manifest = hashlib.sha256((before.site / NAME).read_bytes()).hexdigest()
        same = (noted["inputs"], noted["manifest"]) == (inputs, manifest)
        reasons = [Refused(*map(str, row)) for row in noted["refused"]]
        figures = {str(document): tuple(map(str, row)) for document, row in noted["figures"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    rows = {row.path for row in before.manifest.files}
    whole = before.files == {*rows, NAME} and set(before.rows) == rows and before.site.is_symlink()
    return Publication(refused=reasons, figures=figures) if same and whole else None


def note(workspace: Workspace, inputs: str, report: Publication) -> None:
    """Remember what the site was made from. A disk that is full costs the next run a second look, nothing else."""
    with suppress(PipelineError, OSError):
        manifest = hashlib.sha256((workspace.site / NAME).read_bytes()).hexdigest()
        refused = [astuple(one) for one in report.refused]
        noted = {"inputs": inputs, "manifest": manifest, "refused": refused, "figures": report.figures}
        data = json.dumps(noted, indent=1).encode()
        if files.read(_path(workspace)) != data:
            files.write_atomic(_path(workspace), data, expected=files.UNCHECKED)


def _path(workspace: Workspace) -> Path:
    return workspace.root / "build" / _NAME
