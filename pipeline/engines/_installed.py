"""Which folders hold models, and how a new one takes the place of an old one in one step."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline import files

_PREFIX = ".installing-"
_LOCK_SECONDS = 120.0


def folders(parent: Path) -> list[Path]:
    """The folders in `parent`, sorted by name, without the hidden ones: those are half installed."""
    if not parent.is_dir():
        return []
    return sorted(path for path in parent.iterdir() if path.is_dir() and not path.name.startswith("."))


@contextmanager
def installing(final: Path) -> Iterator[Path]:
    """An empty folder that becomes `final` when the block ends well, and vanishes when it does not.

    One at a time for each engine; what an installation left that was killed is removed first. Raises StoreError where
    another one is under way for long.
    """
    with files.locked(final.parent, final.parent.parent, timeout=_LOCK_SECONDS):
        final.parent.mkdir(exist_ok=True)
        for left in final.parent.glob(f"{_PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)
        workshop = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=final.parent))
        try:
            new = workshop / final.name
            new.mkdir()
            yield new
            if final.exists():
                final.rename(workshop / "replaced")
            new.rename(final)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
