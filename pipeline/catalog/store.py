"""Catalogs on disk: read whole, changed under a lock, checked before a person's file is replaced."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from pipeline import files
from pipeline.catalog.entry import Catalog
from pipeline.catalog.po import parse, serialise
from pipeline.errors import CatalogError

_parsed = lru_cache(maxsize=128)(parse)  # by the bytes themselves: between two looks at a document they are the same


def read(path: Path) -> Catalog | None:
    """The catalog at `path`, or None where there is none. Raises CatalogError for a broken one."""
    try:
        return _parsed(path.read_bytes(), shown(path))
    except FileNotFoundError:
        return None


def update(path: Path, locks: Path, change: Callable[[Catalog | None], Catalog]) -> Catalog:
    """Read, change and write the catalog at `path` under its lock in the folder `locks`; return what now stands there.

    `change` may run more than once (another program may write in between) and must be quick: no engine runs under a
    lock. The file is left alone when its bytes would not change.
    """
    result: Catalog | None = None

    def change_bytes(data: bytes | None) -> bytes:
        nonlocal result
        before = None if data is None else _parsed(data, shown(path))
        result = change(before)
        if data is not None and result == before:
            return data
        written = serialise(result)
        if _parsed(written, shown(path)).entries != result.entries:
            raise CatalogError(f"{path}: what would be written reads back differently; nothing was changed")
        return written

    files.update(path, locks, change_bytes)
    assert result is not None  # noqa: S101  # update calls change at least once
    return result


def shown(path: Path) -> str:
    """The path as messages show it: from `locales/` or `i18n/` on where it lies in a workspace."""
    for folder in ("locales", "i18n"):
        if folder in path.parts:
            return str(Path(*path.parts[path.parts.index(folder) :]))
    return str(path)
