"""Where this user's models lie, and what is on its way to becoming one."""

import os
from pathlib import Path


def base() -> Path:
    """The user's data folder of the XDG base directory specification; a relative value is ignored, as it demands."""
    stated = Path(os.environ.get("XDG_DATA_HOME", ""))
    return stated if stated.is_absolute() else Path.home() / ".local" / "share"


def models(engine: str) -> Path:
    """The folder that holds one folder for each model we installed for `engine`. It need not exist."""
    return base() / "plain-language-pipeline" / engine


def downloads() -> Path:
    """The folder of what is being downloaded. It need not exist; nothing in it counts as a model."""
    return base() / "plain-language-pipeline" / ".downloads"
