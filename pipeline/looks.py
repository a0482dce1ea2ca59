"""What files hold, as long as they look the same: asked a thousand times, read once.

A file looks the same while its times, size and inode are those that were seen. What changed just now is not believed:
clocks of file systems are coarse, and it may change again without a sign of it.
"""

import hashlib
import os
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)
Made = TypeVar("Made")
Look = tuple[int, int, int, int]
_SETTLED_NS = 2_000_000_000
_DIGESTS: dict[str, tuple[Look, bytes]] = {}


def digest(path: Path) -> bytes:
    """The SHA-256 of a file's bytes, 32 bytes. Raises OSError where it cannot be read."""
    return remembered(_DIGESTS, path, _digest)


def remembered(known: dict[str, tuple[Look, Made]], path: Path, make: Callable[[Path], Made]) -> Made:
    """What `make` says of a file or a folder's list of names, from `known` where it looks as it did then."""
    name = os.fspath(path)
    seen = os.stat(name)  # noqa: PTH116  twice as fast, and asked for every file of a workspace
    look = (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino)
    if (before := known.get(name)) and before[0] == look:
        return before[1]
    made = make(path)
    if time.time_ns() - max(seen.st_mtime_ns, seen.st_ctime_ns) > _SETTLED_NS:
        known[name] = look, made
    return made


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


class Recent(Generic[Name, Made]):
    """What was made last under a name, so many at most: what was not asked for longest goes."""

    def __init__(self, most: int) -> None:
        self._most, self._kept = most, dict[Name, Made]()

    def get(self, name: Name, make: Callable[[], Made]) -> Made:
        """What is kept under the name, made where there is nothing. What `make` raises is not kept."""
        try:
            made = self._kept.pop(name)
        except KeyError:
            made = make()
        self._kept[name] = made
        if len(self._kept) > self._most:
            self._kept.pop(next(iter(self._kept)), None)
        return made

    def forget(self, name: Name) -> None:
        """Keep nothing under this name."""
        self._kept.pop(name, None)
