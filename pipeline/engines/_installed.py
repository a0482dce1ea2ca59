"""Which folders hold models, and how a new one takes the place of an old one in one step."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def folders(parent: Path) -> list[Path]:
    """The folders in `parent`, sorted by name, without the hidden ones: those are half installed."""
    if not parent.is_dir():
        return []
    return sorted(path for path in parent.iterdir() if path.is_dir() and not path.name.startswith("."))


@contextmanager
def installing(final: Path) -> Iterator[Path]:
    """An empty folder that becomes `final` when the block ends well, and vanishes when it does not."""
    final.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=".installing-", dir=final.parent))
    try:
        new = workshop / final.name
        new.mkdir()
        yield new
        if final.exists():
            final.rename(workshop / "replaced")
        new.rename(final)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
