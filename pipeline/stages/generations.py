"""Replaces a whole site in one step: a reader sees the old one or the new one, and never a part of either.

The site is a link to a folder beside it. A new folder is filled, written through to the disk, and the link is replaced
by a rename; whoever is killed before that has changed nothing. A file that stays the same is the same file in both.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline import files
from pipeline.errors import PublishError

_NEW, _LINK = ".new-", ".site-"


class Generation:
    """A site that is being filled; `current` is the one that readers see meanwhile."""

    def __init__(self, folder: Path, current: Path) -> None:
        self.folder = folder
        self._current = current
        self._written: list[Path] = []

    def write(self, path: str, data: bytes) -> None:
        """Add a file. Raises PublishError for a path that is there already, StoreError where it cannot be written."""
        target = self._place(path)
        with files.storing(self._current / path), target.open("xb") as file:
            file.write(data)
        self._written.append(target)

    def take(self, path: str, spooled: Path) -> None:
        """Add a file that was written beside the site before."""
        target = self._place(path)
        with files.storing(self._current / path):
            spooled.rename(target)
        self._written.append(target)

    def keep(self, path: str) -> None:
        """Take a file over from the current site, byte by byte the same."""
        target = self._place(path)
        source = self._current.resolve() / path
        with files.storing(self._current / path):
            try:
                os.link(source, target, follow_symlinks=False)
            except OSError:  # a file system without links, or a file with too many of them
                shutil.copyfile(source, target)
                self._written.append(target)

    def sync(self) -> None:
        """Write all of it through to the disk."""
        with files.storing(self._current):
            folders = [Path(found) for found, _, _ in os.walk(self.folder)]
            for path in (*self._written, *folders):
                files.sync(path)

    def _place(self, path: str) -> Path:
        parts = PurePosixPath(path).parts
        if not parts or parts[0] == "/" or ".." in parts:
            raise PublishError(f"{path}: no place in a site")
        target = self.folder.joinpath(*parts)
        with files.storing(self._current / path):
            target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise PublishError(f"{path}: two files of the site have this name")
        return target


@dataclass(frozen=True, slots=True)
class Spool:
    """Where rendered files wait until all of them are there, so that they need no memory."""

    folder: Path

    def write(self, name: str, data: bytes) -> Path:
        """Write a file and return where it is. Raises StoreError where that fails."""
        path = self.folder / name
        with files.storing(path):
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return path


@contextmanager
def spool(generations: Path) -> Iterator[Spool]:
    """A spool beside the generations; gone after the block, and after a kill with the next generation."""
    made = Spool(generations / f"{_NEW}spool-{secrets.token_hex(6)}")
    try:
        yield made
    finally:
        shutil.rmtree(made.folder, ignore_errors=True)


@contextmanager
def new_generation(site: Path, generations: Path) -> Iterator[Generation]:
    """A generation to be filled; gone after the block, unless `publish` was called in it. One at a time."""
    with files.storing(site):
        generations.mkdir(parents=True, exist_ok=True)
        folder = generations / f"{_NEW}{secrets.token_hex(6)}"
        folder.mkdir()
    try:
        yield Generation(folder, site)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(generation: Generation, site: Path, generations: Path, name: str) -> None:
    """Show readers the generation from now on; the one before is removed.

    `name` says what is in it. Raises StoreError where that fails; the old site then stands.
    """
    generation.sync()
    current = _target(site)
    named = generations / (name if current != generations / name else f"{name}-2")
    with files.storing(site):
        shutil.rmtree(named, ignore_errors=True)
        generation.folder.rename(named)
        files.sync(generations)
        if site.is_dir() and not site.is_symlink():  # a site from before it was a link
            site.rename(generations / f"{_NEW}before")
        link = site.parent / f"{_LINK}{secrets.token_hex(6)}"
        link.symlink_to(named.relative_to(site.parent))
        link.replace(site)
        files.sync(site.parent)
        clean(site, generations)


def clean(site: Path, generations: Path) -> None:
    """Remove what killed runs left, and every generation but the current one."""
    for link in site.parent.glob(f"{_LINK}*"):
        link.unlink(missing_ok=True)
    current = _target(site)
    with suppress(FileNotFoundError):
        for folder in list(generations.iterdir()):
            if folder != current:
                shutil.rmtree(folder, ignore_errors=True)


def _target(site: Path) -> Path | None:
    """The generation that the site leads to."""
    return site.parent / site.readlink() if site.is_symlink() else None
