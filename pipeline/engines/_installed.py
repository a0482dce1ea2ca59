"""Where the models that we install lie, and how a new one takes the place of an old one in one step."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def data_home() -> Path:
    """The user's data folder of the XDG base directory specification; a relative value is ignored, as it demands."""
    stated = Path(os.environ.get("XDG_DATA_HOME", ""))
    return stated if stated.is_absolute() else Path.home() / ".local" / "share"


def models(engine: str) -> Path:
    """The folder that holds one folder for each model we installed for `engine`. It need not exist."""
    return data_home() / "plain-language-pipeline" / engine


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
