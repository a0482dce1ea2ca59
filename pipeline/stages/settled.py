"""Remembers which documents had nothing left to draft, so that a run with nothing to do reads no text.

A document is settled in a language while not a byte has changed of all that extraction and drafting look at: the code,
the language data that tell headings, the settings, the source, its sidecar, its template, its catalog. The memory is a
file in `var/`: without it, or with a broken one, everything is looked at anew.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from pipeline import files
from pipeline.catalog import store
from pipeline.config import FILE, Workspace
from pipeline.errors import PipelineError
from pipeline.stages.pictures import own_files

_NAME = "settled.json"
_CODE = Path(__file__).resolve().parents[1]


class Settled:
    """What is settled in a workspace, as far as anybody remembers."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._path = workspace.var / _NAME
        self._known = _read(self._path)
        self._new: dict[str, list[str | int]] = {}

    def segments(self, source: Path, tag: str) -> int | None:
        """How many segments the settled document of this source has in a language; None where it is not settled."""
        known = self._known.get(_name(source, tag))
        return int(known[1]) if known and known[0] == self._digest(source, tag) else None

    def note(self, source: Path, tag: str) -> None:
        """Remember the document as settled, where its catalog has a text for every segment."""
        digest, path = self._digest(source, tag), self._workspace.catalog(tag, source.stem.lower())
        with suppress(PipelineError):
            catalog = store.read(path)
            done = catalog is not None and all(entry.target for entry in catalog.active.values())
            if catalog and done and digest == self._digest(source, tag):
                self._new[_name(source, tag)] = [digest, len(catalog.active)]

    def save(self) -> None:
        """Write down what is new. A disk that is full costs the next run a second look, nothing else."""
        if self._new:
            with suppress(PipelineError):
                data = json.dumps({**self._known, **self._new}, indent=0, sort_keys=True).encode()
                files.write_atomic(self._path, data, expected=files.UNCHECKED)

    def _digest(self, source: Path, tag: str) -> str:
        slug = source.stem.lower()
        own = (*own_files(source), self._workspace.template(slug), self._workspace.catalog(tag, slug))
        return sha256(self._common + _bytes(own)).hexdigest()[:24]

    @cached_property
    def _common(self) -> bytes:
        """What every document depends on."""
        folders = self._workspace.languages.folders
        data = [path for folder in folders for path in (folder / "languages.toml", *sorted(folder.glob("phrases/*")))]
        code = sorted(path for path in _CODE.rglob("*.py"))
        return sha256(_bytes((*code, *data, self._workspace.root / FILE))).digest()


def forget(workspace: Workspace) -> None:
    """Look at every document anew at the next run."""
    (workspace.var / _NAME).unlink(missing_ok=True)


def _name(source: Path, tag: str) -> str:
    return f"{tag} {source.name}"


def _bytes(paths: Iterable[Path]) -> bytes:
    """A digest of each file, of nothing where there is none."""
    digests = []
    for path in paths:
        try:
            digests.append(sha256(path.read_bytes()).digest())
        except OSError:
            digests.append(bytes(32))
    return b"".join(digests)


def _read(path: Path) -> Mapping[str, list[str | int]]:
    try:
        known = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    sound = isinstance(known, dict) and all(
        isinstance(row, list) and list(map(type, row)) == [str, int] for row in known.values()
    )
    return known if sound else {}
