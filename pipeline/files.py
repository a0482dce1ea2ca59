"""Writes files so that a crash, a full disk or another program never costs a person's work: whole or not at all."""

import fcntl
import math
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from errno import EACCES, EDQUOT, EFBIG, EINVAL, ENOSPC, EPERM, EROFS
from hashlib import sha256
from pathlib import Path

from pipeline.errors import FileChanged, StoreError

_COPIED = 1 << 20  # bytes at a time
_SELDOM = 60.0  # seconds
_CLEARED: dict[Path, float] = {}  # by folder: when this process last removed what dead writers left
_PREFIX, _SUFFIX = ".pipeline-", ".tmp"
_HINTS = {
    **dict.fromkeys((ENOSPC, EDQUOT, EFBIG), "free some space and try again"),
    **dict.fromkeys((EACCES, EPERM, EROFS), "allow this account to write there and try again"),
}


class Unchecked(Enum):
    """Says that a file may be replaced whatever it holds: for files that nobody but us writes."""

    UNCHECKED = auto()


UNCHECKED = Unchecked.UNCHECKED


def read(path: Path) -> bytes | None:
    """The content of a file, None where there is none. Raises StoreError where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _store_error(path, "cannot be read", error) from error


def write_atomic(path: Path, data: bytes, *, expected: bytes | Unchecked | None) -> None:
    """Replace the whole file, or make it with its folders; a reader sees the old content or the new, never a part.

    `expected` is what was read before (None: there was no file). Where the file holds something else by now, nothing is
    written and FileChanged is raised. Only in the instant between this comparison and the replacement can a program
    that takes no lock still lose its change. A link is followed, permissions are kept. Raises StoreError where the file
    cannot be written; the old content then stands.
    """
    target = Path(os.path.realpath(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(target.parent)
        with _temporary(target.parent) as (temporary, descriptor):
            _fill(descriptor, data, target)
            if not isinstance(expected, Unchecked) and read(target) != expected:
                raise FileChanged(f"{path}: someone else changed this file meanwhile; nothing was written, try again")
            temporary.replace(target)
        sync(target.parent)
    except OSError as error:
        raise _store_error(path, "cannot be written", error) from error


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Turns what goes wrong with `path` inside the block into StoreError; what else goes wrong passes as it is."""
    try:
        yield
    except OSError as error:
        raise _store_error(path, "cannot be written", error) from error


def copy_atomic(source: Path, path: Path) -> None:
    """Put a copy of the file `source` in the place of `path`, whole or not at all, however large it is.

    Raises StoreError where either file fails; what was at `path` then stands.
    """
    target = Path(os.path.realpath(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(target.parent)
        with source.open("rb") as original, _temporary(target.parent) as (temporary, descriptor):
            with open(descriptor, "wb", closefd=False) as copy:
                shutil.copyfileobj(original, copy, _COPIED)
            os.fsync(descriptor)
            temporary.replace(target)
        sync(target.parent)
    except OSError as error:
        raise _store_error(path, "cannot be written", error) from error


@contextmanager
def locked(path: Path, locks: Path, *, timeout: float = 30.0) -> Iterator[None]:
    """Hold the lock that stands for `path` among all processes and threads that name the same folder of locks.

    The kernel frees the lock when its holder ends, however it ends. Not for nesting: who asks for a lock they hold
    waits for themselves. Raises StoreError naming the holder when `timeout` seconds have passed.
    """
    lock = lock_file(path, locks)
    try:
        locks.mkdir(parents=True, exist_ok=True)
        descriptor = _acquire(lock, path, timeout)
    except OSError as error:
        raise _store_error(lock, "cannot be locked", error) from error
    try:
        with suppress(OSError):  # the number is for people; a full disk must not stop who holds the lock
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
        fcntl.flock(descriptor, fcntl.LOCK_UN)  # by name, so that a forked child's copy does not keep it
        os.close(descriptor)


def lock_file(path: Path, locks: Path) -> Path:
    """The lock that stands for `path`: readable, valid as a name, the same wherever the workspace is mounted."""
    relative = os.path.relpath(os.path.realpath(path), os.path.realpath(locks))
    name = re.sub(r"[^A-Za-z0-9.-]", "_", path.name)[:80]
    return locks / f"{name}-{sha256(os.fsencode(relative)).hexdigest()[:16]}.lock"


def update(path: Path, locks: Path, change: Callable[[bytes | None], bytes | None], *, attempts: int = 20) -> bool:
    """Read, change and write a file under its lock; True where something was written.

    `change` gets the content (None: no file) and returns the new content, or None to leave the file as it is. Equal
    content is not written. Where a program without a lock comes in between, all is done again from the new content, so
    `change` must be free of effects. Raises FileChanged after so many `attempts`, StoreError where the file fails.
    """
    with locked(path, locks):
        for _ in range(attempts):
            before = read(path)
            after = change(before)
            if after is None or after == before:
                return False
            with suppress(FileChanged):
                write_atomic(path, after, expected=before)
                return True
    raise FileChanged(f"{path}: another program keeps changing this file; close it there and try again")


def _fill(descriptor: int, data: bytes, target: Path) -> None:
    with suppress(FileNotFoundError):
        os.fchmod(descriptor, stat.S_IMODE(target.stat().st_mode))
    with open(descriptor, "wb", closefd=False) as file:
        file.write(data)
    os.fsync(descriptor)


@contextmanager
def _temporary(folder: Path) -> Iterator[tuple[Path, int]]:
    """A new file that its writer keeps locked, so that nobody takes it for the remains of a dead process."""
    path, descriptor = _claim(folder)
    try:
        yield path, descriptor
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _claim(folder: Path) -> tuple[Path, int]:
    while True:
        path = folder / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o666)
        if _taken(descriptor) and os.fstat(descriptor).st_nlink:
            return path, descriptor
        os.close(descriptor)  # another process has just cleaned it away


def _remove_stale(folder: Path) -> None:
    """Remove the temporary files of writers that died: those that nobody holds a lock on.

    A folder may hold thousands of files: this process looks through it now and then, not each time.
    """
    if time.monotonic() - _CLEARED.get(folder, -math.inf) < _SELDOM:
        return
    _CLEARED[folder] = time.monotonic()
    with os.scandir(folder) as entries:
        stale = [Path(entry) for entry in entries if entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX)]
    for path in stale:
        with suppress(OSError):  # someone else's to clean up, or gone
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                if _taken(descriptor):
                    path.unlink()
            finally:
                os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _acquire(lock: Path, path: Path, timeout: float) -> int:
    deadline, pause = time.monotonic() + timeout, 0.001
    while True:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        if _taken(descriptor) and _still_there(descriptor, lock):
            return descriptor
        holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
        os.close(descriptor)
        if time.monotonic() >= deadline:
            raise StoreError(f"{path}: in use by process {holder}; wait for it to end, or end it, and try again")
        time.sleep(pause)
        pause = min(pause * 2, 0.05)


def _still_there(descriptor: int, lock: Path) -> bool:
    """Whether the file that we locked is the one that others would open: `var` may be deleted at any moment."""
    try:
        return os.path.samestat(os.fstat(descriptor), lock.stat())
    except FileNotFoundError:
        return False


def sync(path: Path) -> None:
    """Write a file or the list of names in a folder through to the disk. Raises OSError where that fails."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != EINVAL:  # some file systems cannot; the file itself is written
            raise
    finally:
        os.close(descriptor)


def _store_error(path: Path, what: str, error: OSError) -> StoreError:
    hint = _HINTS.get(error.errno or 0, "put that right and try again")
    return StoreError(f"{path}: {what}: {error.strerror or error}; {hint}")
