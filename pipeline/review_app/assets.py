"""Where our styles and scripts are fetched from: the address changes with the file, so that browsers may keep it."""

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "static"


@cache
def version(name: str) -> str:
    """What tells one state of a file from others, in eight letters."""
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:8]


def asset(name: str) -> str:
    """The address of one of our files as it is now."""
    return f"/static/{name}?{version(name)}"
