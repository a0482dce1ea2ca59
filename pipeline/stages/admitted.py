"""Remembers what the gate said of each document, so that a run with nothing to do reads no text.

What was said holds while not a byte has changed of all that the gate and the record are made from: the code, the
language data, the settings, the register, the source, its sidecar and pictures, the catalog, the record itself.
Nothing is shown because of this memory: readers see the records. It is a file in `build/`; without it, or with a broken
one, the gate looks anew.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from pipeline import files
from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.stages.inputs import digests, surroundings
from pipeline.stages.pictures import own_files

_NAME = "gate.json"


class Admitted:
    """What the gate said in a workspace, as far as anybody remembers."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._path = workspace.root / "build" / _NAME
        self._known = _read(self._path)
        self._new: dict[str, tuple[str, list[str]]] = {}

    def reasons(self, source: Path, tag: str) -> list[str] | None:
        """Why the document of this source is refused in a language, empty where it is not; None where it must be asked
        anew.
        """
        known = self._known.get(_name(source, tag))
        if known is None or known[0] != self._digest(source, tag):
            return None
        compiled = self._workspace.catalog(tag, source.stem.lower()).with_suffix(".mo")
        return None if not known[1] and not compiled.is_file() else list(known[1])

    def asked_about(self, source: Path, tag: str) -> bytes:
        """What the gate is about to read: to be taken before it does."""
        return digests((*own_files(source), self._workspace.catalog(tag, source.stem.lower())))

    def note(self, source: Path, tag: str, reasons: Iterable[str], asked_about: bytes) -> None:
        """Remember what the gate has just said, unless somebody changed meanwhile what it was asked about."""
        made = self._digest(source, tag)
        if self.asked_about(source, tag) == asked_about:
            self._new[_name(source, tag)] = (made, list(reasons))

    def save(self) -> None:
        """Write down what is new. A disk that is full costs the next run a second look, nothing else."""
        if self._new:
            with suppress(PipelineError):
                rows = {**self._known, **self._new}
                data = json.dumps(rows, ensure_ascii=False, indent=0, sort_keys=True)
                files.write_atomic(self._path, data.encode("utf-8", "surrogatepass"), expected=files.UNCHECKED)

    def _digest(self, source: Path, tag: str) -> str:
        slug = source.stem.lower()
        own = own_files(source)
        made = (self._workspace.catalog(tag, slug), self._workspace.record(tag, slug))
        return sha256(self._common + digests((*own, *made))).hexdigest()[:24]

    @cached_property
    def _common(self) -> bytes:
        """What every document depends on."""
        return surroundings(self._workspace)


def _name(source: Path, tag: str) -> str:
    return f"{tag} {source.name}"


def _read(path: Path) -> Mapping[str, tuple[str, list[str]]]:
    try:
        rows = json.loads(path.read_bytes())
        known = {name: (str(digest), [str(why) for why in reasons]) for name, (digest, reasons) in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return known
