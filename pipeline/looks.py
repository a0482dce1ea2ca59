"""What files hold, as long as they look the same: asked a thousand times, read once.

A file looks the same while its times, size and inode are those that were seen. What changed just now is not believed:
clocks of file systems are coarse, and it may change again without a sign of it.
"""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

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
