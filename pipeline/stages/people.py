"""Who is behind a handle: `i18n/people.toml` says under which name a person wishes to be thanked, or under none."""

import json
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from pipeline import files
from pipeline.catalog.remarks import HANDLE
from pipeline.config import Workspace
from pipeline.errors import UsageError, WorkspaceError

LONGEST_NAME = 100
_NO_NAME = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # would turn what follows the name
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def credit_names(workspace: Workspace) -> dict[str, str]:
    """Credit names by handle; an empty name means that the person wishes not to be named."""
    path = workspace.root / "i18n" / "people.toml"
    try:
        rows = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"{path}: {error}") from error
    wrong = [handle for handle, name in rows.items() if not isinstance(name, str)]
    if wrong:
        raise WorkspaceError(f'{path}: {wrong[0]}: write `handle = "Name to be shown"`, or "" for no name')
    return rows


def set_credit_name(workspace: Workspace, handle: str, name: str) -> bool:
    """Write under which name a person wishes to be thanked ("": under none); True where the file changed.

    The other lines stay as they are. Raises UsageError for what is no handle or no name, WorkspaceError for a file in
    which the line cannot be written.
    """
    if not HANDLE.fullmatch(handle):
        raise UsageError(f"{handle!r} is no handle: small letters, digits, dots, hyphens")
    if not is_name(name):
        raise UsageError(f"a name has at most {LONGEST_NAME} characters, all of them visible, on one line")
    path = workspace.root / "i18n" / "people.toml"
    value = json.dumps(name, ensure_ascii=False)

    def change(data: bytes | None) -> bytes:
        text = _read(data or b"", path)
        key = handle if _BARE.fullmatch(handle) else f'"{handle}"'
        one = re.escape(handle)
        line = re.compile(rf"""^[ \t]*(?:{one}|"{one}"|'{one}')[ \t]*=[^\n]*$""", re.MULTILINE)
        start, after = (found.start(), found.end()) if (found := line.search(text)) else (len(text), len(text))
        before = text[:start] if found or not text or text.endswith("\n") else f"{text}\n"
        changed = f"{before}{key} = {value}{text[after:] or chr(10)}"
        if _rows(changed) != (_rows(text) or {}) | {handle: name}:
            raise WorkspaceError(f"{path}: the line of {handle} cannot be written; write it by hand: {key} = {value}")
        return changed.encode("utf-8")

    return files.update(path, workspace.locks, change)


def is_name(name: str) -> bool:
    """Whether it can stand on a leaflet: one line, nothing that is invisible or turns the text after it."""
    return len(name) <= LONGEST_NAME and not any(
        letter in _TURNING or unicodedata.category(letter) in _NO_NAME for letter in name
    )


def _read(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WorkspaceError(f"{path}: {error}") from error


def _rows(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
