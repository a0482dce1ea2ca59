"""The formats of the site beside those of `pipeline.toml`, a committed choice: `locales/formats.toml`.

`--format` changes it, so that a fresh clone, or one without `build/`, renders the same files.
"""

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path

from pipeline import files, registry
from pipeline.config import Workspace
from pipeline.errors import WorkspaceError

PLACE = "locales/formats.toml"
_HEADING = (
    "# Formats of the site beside those in pipeline.toml: `pipeline publish --format all` writes here,\n"
    "# or with names of formats. Commit it: the site has them wherever this workspace is published.\n"
)


def chosen(workspace: Workspace) -> tuple[str, ...]:
    """The formats that were named last. Raises WorkspaceError for a file that cannot be read or names unknown ones."""
    path = _path(workspace)
    try:
        table = tomllib.loads((files.read(path) or b"formats = []").decode("utf-8"))
        names = table.pop("formats")
        if table or not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise ValueError('write one line, like formats = ["docx", "txt"]')  # noqa: TRY301
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, KeyError) as error:
        raise WorkspaceError(f"{path}: {error}; mend it, or name the formats anew (--format)") from error
    known = registry.renderers()
    if unknown := [name for name in names if name not in known]:
        raise WorkspaceError(f"{path}: unknown format {unknown[0]!r}: choose from {', '.join(known)}")
    return beside(workspace, names)


def beside(workspace: Workspace, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the formats that `pipeline.toml` does not have already, in a stable order."""
    return tuple(sorted({name for name in names if name not in workspace.settings.formats}))


def choose(workspace: Workspace, names: tuple[str, ...]) -> bool:
    """Write the choice, where it is another one than before; whether it was."""
    path = _path(workspace)
    before, data = files.read(path), f"{_HEADING}formats = {json.dumps(names)}\n".encode()
    if before == data or (before is None and not names):
        return False
    files.write_atomic(path, data, expected=files.UNCHECKED)
    return True


def _path(workspace: Workspace) -> Path:
    return workspace.root / PLACE
