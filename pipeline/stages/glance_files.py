"""The files behind each document in each language, and whether they look as they did: asked of thousands at a time."""

import hashlib
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import looks
from pipeline.config import Workspace
from pipeline.stages.pictures import own_files

Place = tuple[str, str]  # a language and a document in it
_SETTLED_NS = 2_000_000_000  # what changed so short a time ago may change again without a sign of it
_LEAST = 1_000  # places that are looked at each time, however long it takes
_APART = 7919  # processes that start together begin at other places: what one has counted, the other takes over
_NAMES: dict[str, tuple[looks.Look, frozenset[str]]] = {}


@dataclass(frozen=True, slots=True)
class Files:
    """What a document's figures depend on: its source with its sidecar, its catalog and what was published of it."""

    place: Place
    source: Path
    paths: tuple[str, ...]
    catalog: str

    def look(self, held: bytes) -> tuple[bytes, bool]:
        """How the files look, with what stands for the sentences that are `held`; and whether that can be relied on."""
        seen = [_look(path) for path in self.paths]
        latest = max((look[1] for look in seen if look), default=0)
        stands_for = hashlib.blake2b(repr(seen).encode() + held, digest_size=16).digest()
        return stands_for, time.time_ns() - latest > _SETTLED_NS

    def digest(self, held: bytes, decided: int) -> bytes:
        """Of the files' bytes, of what is held, and of the number of the last decision on the document."""
        found = hashlib.sha256(held + decided.to_bytes(8))
        for path in self.paths:
            try:
                found.update(looks.digest(Path(path)))
            except OSError:
                found.update(b"-")
        return found.digest()


def _look(path: str) -> tuple[int, int, int, int] | None:
    try:
        seen = os.stat(path)  # noqa: PTH116  twice as fast, and asked for every file of a workspace
    except OSError:
        return None
    return seen.st_mtime_ns, max(seen.st_mtime_ns, seen.st_ctime_ns), seen.st_size, seen.st_ino


@dataclass(slots=True)
class Round:
    """Goes round all places, some at a time: where there are very many, a list does not wait for the last of them."""

    workspace: Workspace
    _paths: tuple[Path, ...] = ()
    _files: dict[str, dict[Place, Files]] = field(default_factory=dict)
    _next: int = field(default_factory=lambda: os.getpid() * _APART)

    def there(self, tags: Sequence[str], sources: tuple[Path, ...]) -> dict[Place, Files]:
        """The documents that have a catalog, by language and document."""
        if sources != self._paths:
            self._paths, self._files = sources, {}
        found: dict[Place, Files] = {}
        for tag in tags:
            if tag not in self._files:
                self._files[tag] = {(tag, path.stem.lower()): self._of(tag, path) for path in sources}
            names = _names(self.workspace.catalog(tag, "x").parent)
            found |= {place: files for place, files in self._files[tag].items() if files.catalog in names}
        return found

    def some(self, there: Mapping[Place, Files], first: Sequence[Place], seconds: float) -> Iterator[Files]:
        """Those of `first`, and as many others as can be looked at in so many seconds, each time where it stopped."""
        early = {place: there[place] for place in first if place in there}
        yield from early.values()
        until, places = time.monotonic() + seconds, list(there)
        for number in range(len(places)):
            if number >= _LEAST and time.monotonic() > until:
                return
            place = places[self._next % len(places)]
            self._next = (self._next + 1) % len(places)
            if place not in early:
                yield there[place]

    def _of(self, tag: str, source: Path) -> Files:
        slug = source.stem.lower()
        catalog = self.workspace.catalog(tag, slug)
        paths = (*own_files(source), catalog, self.workspace.record(tag, slug))
        return Files((tag, slug), source, tuple(map(os.fspath, paths)), catalog.name)


def _names(folder: Path) -> frozenset[str]:
    """The names of the files in a folder; none where there is no folder."""
    try:
        return looks.remembered(_NAMES, folder, lambda _: frozenset(os.listdir(folder)))  # noqa: PTH208  names alone
    except OSError:
        return frozenset()
