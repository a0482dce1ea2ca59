"""Keeps glances between two runs of the program, in `var/`; without a sound file there all is looked at anew.

They are those of the code, the language data and the settings that they were made with, and of no other.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline import files
from pipeline.config import FILE, Workspace
from pipeline.errors import PipelineError
from pipeline.model.finding import Problem
from pipeline.stages.glance import Glance, Known, Waiting

_NAME = "glances.json"
_CODE = Path(__file__).resolve().parents[1]


def recall(workspace: Workspace, made: str) -> Known:
    """What was kept that was made with the same (`made_with`); empty where there is nothing, or nothing sound."""
    try:
        data = json.loads((workspace.var / _NAME).read_bytes())
        if data["made_with"] != made:
            return {}
        rows = ((row["place"], bytes.fromhex(row["stamp"]), _glance(row)) for row in data["glances"])
        return {(tag, slug): (stamp, glance) for (tag, slug), stamp, glance in rows}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def keep(workspace: Workspace, made: str, known: Known) -> None:
    """Write the glances down. A disk that is full costs the next start a second look, nothing else."""
    rows = [
        {"place": place, "stamp": stamp.hex(), "title": one.title, "total": one.total, "signed": one.signed_off_by}
        | {"target_title": one.target_title}
        | {"published": one.published.isoformat() if one.published else None}
        | {"waiting": [[w.risky, w.errors, w.words, sorted(w.not_for), w.held] for w in one.waiting]}
        for place, (stamp, one) in known.items()
        if not isinstance(one, Problem)
    ]
    data = json.dumps({"made_with": made, "glances": rows}, ensure_ascii=False)
    with suppress(PipelineError):
        files.write_atomic(workspace.var / _NAME, data.encode("utf-8", "surrogatepass"), expected=files.UNCHECKED)


def _glance(row: Mapping[str, Any]) -> Glance:
    tag, slug = row["place"]
    waiting = (
        Waiting(bool(risky), int(errors), int(words), frozenset(who), bool(held))
        for risky, errors, words, who, held in row["waiting"]
    )
    published = date.fromisoformat(row["published"]) if row["published"] else None
    numbers = int(row["total"]), tuple(waiting)
    names = str(row["signed"]), str(row["target_title"])
    return Glance(str(slug), str(tag), str(row["title"]), published, *numbers, *names)


def made_with(workspace: Workspace) -> str:
    """What every glance depends on beside its own files, as it is now."""
    data = [path for folder in workspace.languages.folders for path in sorted(folder.rglob("*")) if path.is_file()]
    code = sorted(_CODE.rglob("*.py"))
    found = sha256()
    for path in (*code, *data, workspace.root / FILE):
        found.update(sha256(path.read_bytes()).digest())
    return found.hexdigest()
