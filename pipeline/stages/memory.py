"""What the memory of a language holds: approved segments of this workspace, and the TMX files it was given.

The truth is in the catalogs and in `i18n/memory/<language>/*.tmx`, both under version control. The index in
`var/memory/` is brought up to date before it is asked: a catalog or file whose bytes have changed is read again, one
that is gone is forgotten. So an approval that is taken back is out of the memory at the next look.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pipeline
from pipeline.config import Workspace
from pipeline.errors import StoreError, UsageError
from pipeline.files import copy_atomic
from pipeline.memory import tmx
from pipeline.memory.adapt import adapt
from pipeline.memory.index import Similar, Unit
from pipeline.model.document import Key
from pipeline.stages.memory_upkeep import TMX, Opened, file_digest, files, index_path, take_in


@dataclass(frozen=True, slots=True)
class Found:
    """A translation that may serve as a draft, where it comes from, and the key it was approved for.

    `changed` are the figures that were replaced.
    """

    target: str
    origin: str
    score: float
    key: Key
    changed: tuple[tuple[str, str], ...] = ()


class Recollection:
    """The memory of a language, and of the one it comes from. Belongs to the thread that opened it."""

    def __init__(self, workspace: Workspace, tag: str, *, within: float = 0) -> None:
        """Open the index and bring it up to date.

        Where it is made of very many files, it may be as it was `within` the last seconds, and what has changed since
        is taken in over several openings.
        """
        self._workspace, self._language = workspace, workspace.languages.get(tag)
        self._least = workspace.settings.memory_threshold
        self._stack = ExitStack()
        tags = [t for t in (tag, self._language.base) if t]
        self._indexes = [self._stack.enter_context(Opened(workspace, t, within)) for t in tags]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def find(self, key: Key) -> Found | None:
        """The best translation for a segment: exact before similar, this workspace's before another's."""
        exact = [unit for index in self._indexes for unit in index.exact(key)]
        if exact:
            unit = _most_shared(exact)
            return Found(unit.target, unit.origin, 1.0, key)
        similar = (one for index in self._indexes for one in index.similar(key, least=self._least))
        best = sorted(similar, key=lambda one: (-one.score, one.unit.origin.startswith(TMX), one.unit.origin))
        return next((found for one in best if (found := self._serving(one, key))), None)

    def similar(self, text: str, *, least: float, limit: int) -> list[Similar]:
        """What is like a text, whether it would serve or not."""
        found = [one for index in self._indexes for one in index.similar(Key(None, text), least=least, limit=limit)]
        return sorted(found, key=lambda one: -one.score)[:limit]

    def matches(self, key: Key, *, least: float, limit: int, document: str) -> list[Similar]:
        """What is like a segment of a document, for a person to choose from; the segment itself is not."""
        found = [one for index in self._indexes for one in index.similar(key, least=least, limit=limit + 1)]
        others = (one for one in found if (one.unit.origin, one.unit.key) != (document, key))
        return sorted(others, key=lambda one: -one.score)[:limit]

    def _serving(self, one: Similar, key: Key) -> Found | None:
        unit = one.unit
        made = adapt(unit.key.source, key.source, unit.target, self._workspace.source_language, self._language)
        return Found(made.target, unit.origin, one.score, unit.key, made.changed) if made else None


def _most_shared(units: list[Unit]) -> Unit:
    """The unit whose translation most documents share; between equals the first by name; TMX files come last."""
    own = [unit for unit in units if not unit.origin.startswith(TMX)] or units
    counts = Counter(unit.target for unit in own)
    return min(own, key=lambda unit: (-counts[unit.target], unit.origin, unit.target))


def rebuild(workspace: Workspace, tag: str) -> None:
    """Make the index of a language anew from catalogs and TMX files."""
    path = index_path(workspace, tag)
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink(missing_ok=True)
    with Opened(workspace, tag):
        pass


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import took in: units, those without both languages, and other tools' inline codes that were left out."""

    name: str
    units: int
    skipped: int
    codes: int


def import_tmx(workspace: Workspace, tag: str, file: Path, name: str = "") -> Imported:
    """Copy a TMX file to `i18n/memory/<tag>/` and take it into the index. Raises StoreError for one that is unsound.

    A file of the same name is replaced. Nothing is kept of a file that cannot be read to its end.
    """
    workspace.languages.get(tag)
    name = tmx.name_of(Path(name or file.name))
    try:
        digest = file_digest(file)
    except OSError as error:
        raise StoreError(f"{file}: {error.strerror or error}") from error
    final = workspace.root / "i18n" / "memory" / tag / f"{name}.tmx"
    with Opened(workspace, tag) as index:
        before = index.origins.get(TMX + name)
        units, report = take_in(workspace, tag, index, file, TMX + name, digest)
        try:
            copy_atomic(file, final)
        except BaseException:
            if before is None:
                index.forget(TMX + name)
            raise
    return Imported(name, units, report.skipped, report.codes)


def remove(workspace: Workspace, tag: str, name: str) -> None:
    """Delete an imported memory. Raises UsageError naming those there are."""
    path = workspace.root / "i18n" / "memory" / tag / f"{tmx.name_of(Path(name))}.tmx"
    if not path.is_file():
        there = ", ".join(one.stem for one in files(workspace, tag)) or "none"
        raise UsageError(f"no imported memory {name!r} for {tag}: there is {there}")
    path.unlink()
    with Opened(workspace, tag):
        pass


def export_tmx(workspace: Workspace, tag: str, write_out: Callable[[str], object]) -> int:
    """Write the approved segments of this workspace as TMX; what was imported stays out. Returns how many."""
    workspace.languages.get(tag)
    with Opened(workspace, tag) as index:
        own = ((unit.key, unit.target) for unit in index.units() if not unit.origin.startswith(TMX))
        return tmx.write(write_out, own, workspace.settings.source_language, tag, pipeline.__version__)


def contents(workspace: Workspace, tag: str) -> dict[str, int]:
    """How many units each origin lends."""
    with Opened(workspace, tag) as index:
        counts = Counter(unit.origin for unit in index.units())
        return {name: counts[name] for name in sorted(index.origins)}
