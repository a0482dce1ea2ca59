"""Keeps the index of a language's memory in step with the catalogs and TMX files that it is made of.

A catalog or file whose bytes have changed is read again, one that is gone is forgotten. Of very many files a page that
only offers what is found looks at some at a time.
"""

import hashlib
import math
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from pipeline import looks
from pipeline.catalog import store
from pipeline.catalog.signoff import is_trial
from pipeline.config import Workspace
from pipeline.errors import CatalogError, StoreError
from pipeline.memory import tmx
from pipeline.memory.index import Index
from pipeline.model.document import Key
from pipeline.stages import register
from pipeline.wording import NOTHING

TMX = "tmx:"
_MANY = 1_000  # files from which looking at each of them takes longer than a page may
_SIGNED = re.compile(rb"(?:reviewed|second review): ")
_GLANCE = 0.02  # seconds for looking at some of very many files, while a page is made
_CHECKED: dict[Path, float] = {}  # by index: when this process had last looked at all its files
_ROUNDS: dict[Path, "_Round"] = {}  # by index: how far this process has come with looking at very many files


class Opened:
    """The index of one language, up to date, closed with the block; of very many files as it was `within` seconds."""

    def __init__(self, workspace: Workspace, tag: str, within: float = 0) -> None:
        self._workspace, self._tag, self._within = workspace, tag, within

    def __enter__(self) -> Index:
        path = index_path(self._workspace, self._tag)
        patient = self._within > 0 and len(names(self._workspace, self._tag, _MANY + 1)) > _MANY
        lately = patient and path.is_file() and time.monotonic() - _CHECKED.get(path, -math.inf) < self._within
        self._index = Index(path)
        try:
            if not lately:
                seconds = _GLANCE if patient else math.inf
                if _bring_up_to_date(self._workspace, self._tag, self._index, seconds=seconds):
                    _CHECKED[path] = time.monotonic()
        except BaseException:
            self._index.close()
            raise
        return self._index

    def __exit__(self, *_error: object) -> None:
        self._index.close()


def index_path(workspace: Workspace, tag: str) -> Path:
    """Where the index of a language is."""
    return workspace.var / "memory" / f"{tag}.sqlite"


@dataclass(slots=True)
class _Round:
    """One look at each file that an index is made of: those that are left, and of the origins those not met yet."""

    left: Iterator[Path]
    known: dict[str, str]
    gone: set[str]


def _bring_up_to_date(workspace: Workspace, tag: str, index: Index, *, seconds: float = math.inf) -> bool:
    """Read what changed, forget what is gone; True where all files were looked at.

    After so many seconds it stops, and the next call goes on from there.
    """
    path, until = index_path(workspace, tag), time.monotonic() + seconds
    begun = _ROUNDS.pop(path, None) if seconds < math.inf else None
    this = begun or _begin(workspace, tag, index)
    for one in this.left:
        _take(workspace, tag, index, one, this)
        if time.monotonic() > until:
            _ROUNDS[path] = this
            return False
    for gone in this.gone:
        index.forget(gone)
    return True


def _begin(workspace: Workspace, tag: str, index: Index) -> _Round:
    known = index.origins
    return _Round(chain(_catalogs(workspace, tag), files(workspace, tag)), known, set(known))


def _take(workspace: Workspace, tag: str, index: Index, path: Path, this: _Round) -> None:
    """Read one file where it has changed."""
    if path.suffix == ".po":
        this.gone.discard(path.stem)
        digest = _catalog_digest(workspace, path)
        if this.known.get(path.stem) != digest:
            index.replace(path.stem, digest, lent(workspace, path))
        return
    name = TMX + path.stem
    this.gone.discard(name)
    digest = file_digest(path)
    if this.known.get(name) != digest:
        take_in(workspace, tag, index, path, name, digest)


def catalogs(workspace: Workspace, tag: str) -> list[Path]:
    """The catalogs of the documents that there are; one that is suspended lends nothing until it is back."""
    return list(_catalogs(workspace, tag))


def _catalogs(workspace: Workspace, tag: str) -> Iterator[Path]:
    known = register.read(workspace)
    for name in sorted(names(workspace, tag)):
        path = workspace.catalog(tag, name.removesuffix(".po"))
        if workspace.template(path.stem).is_file() and known.suspension(path.stem, tag) is None:
            yield path


def names(workspace: Workspace, tag: str, most: int | None = None) -> list[str]:
    """The names of the files of a language's catalogs, in no order; of so many at `most`, without reading the rest."""
    try:
        with os.scandir(workspace.catalog(tag, "x").parent) as found:  # a Path would read all names first
            return list(islice((one.name for one in found if one.name.endswith(".po")), most))
    except OSError:
        return []


def files(workspace: Workspace, tag: str) -> list[Path]:
    """The TMX files of a language."""
    return sorted((workspace.root / "i18n" / "memory" / tag).glob("*.tmx"))


def _catalog_digest(workspace: Workspace, path: Path) -> str:
    """Changes with the catalog's bytes and with what counts as approved."""
    policy = workspace.settings.policy
    with suppress(OSError):
        return _digest(path, f"{policy.signatures} {policy.sandbox}")
    return ""


def file_digest(path: Path) -> str:
    """Changes with the file's bytes."""
    return _digest(path, "")


def _digest(path: Path, more: str) -> str:
    """The start of SHA-256 over a file's digest and `more`."""
    return hashlib.sha256(looks.digest(path) + more.encode()).hexdigest()[:24]


def lent(workspace: Workspace, path: Path) -> Iterator[tuple[Key, str]]:
    """The approved segments of a catalog. One that cannot be read lends nothing; its own document reports it.

    Trials in a sandbox lend to sandboxes alone.
    """
    policy = workspace.settings.policy
    with suppress(CatalogError):
        catalog = store.read(path) if _is_signed(path) else None
        if catalog is not None and (policy.sandbox or not is_trial(catalog)):
            for key, entry in catalog.active.items():
                if entry.approved(policy.signatures) and entry.target != NOTHING:
                    yield key, entry.target


def _is_signed(path: Path) -> bool:
    """Whether there is a signature in the file: to look for its words is much quicker than to read all messages."""
    with suppress(OSError):
        return _SIGNED.search(path.read_bytes()) is not None
    return True


def take_in(
    workspace: Workspace, tag: str, index: Index, path: Path, name: str, digest: str
) -> tuple[int, tmx.Reading]:
    """Put the units of a TMX file under a name into the index: all, or none where it is unsound."""
    report = tmx.Reading()
    with path.open("rb") as file:
        try:
            units = tmx.read(file, workspace.settings.source_language, tag, report)
            return index.replace(name, digest, units), report
        except StoreError as error:
            raise StoreError(f"{path}: {error}; nothing was taken in") from error
