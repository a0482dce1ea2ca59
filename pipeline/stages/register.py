"""The register of suspensions, `i18n/register.toml`: which pages were taken down, by whom and why, and which came back.

Lines are only ever added. A suspension holds until as many people as the policy asks for have reinstated the page.
"""

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import files
from pipeline.catalog.remarks import HANDLE
from pipeline.config import Workspace
from pipeline.errors import UsageError, WorkspaceError

_HEADING = (
    b"# Pages that were taken down, and those that came back. `pipeline suspend` and `pipeline reinstate` write here;\n"
    b"# commit it: a page stays down wherever this workspace is published.\n"
)
_SLUG = re.compile("[a-z0-9]+(?:-+[a-z0-9]+)*")
_TAG = re.compile("[a-z]{2,3}(?:-(?:[A-Z]{2}|[0-9]{3}|[A-Z][a-z]{3}|[a-z0-9]{5,8}))*")
_KINDS = ("suspension", "reinstatement")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the register: a suspension or, with `lifts`, a reinstatement. No `language` stands for all of them."""

    document: str
    language: str
    day: date
    person: str
    reason: str
    lifts: bool = False

    def concerns(self, document: str, language: str) -> bool:
        """Whether the line is about this page."""
        return self.document == document and self.language in ("", language)


@dataclass(frozen=True, slots=True)
class Register:
    """All lines, oldest first; `needed` is how many people it takes to reinstate a page."""

    lines: tuple[Line, ...]
    needed: int = 1

    def suspension(self, document: str, language: str) -> Line | None:
        """The suspension that keeps the page down, or None where it may be up."""
        down: Line | None = None
        lifted_by: set[str] = set()
        for line in self.lines:
            if not line.concerns(document, language):
                continue
            if not line.lifts:
                down, lifted_by = line, set()
            elif down:
                lifted_by.add(line.person)
                down = None if len(lifted_by) >= self.needed else down
        return down


def read(workspace: Workspace) -> Register:
    """The register. Raises WorkspaceError for one that cannot be read: nothing is published past it."""
    path = _path(workspace)
    return Register(from_toml(files.read(path) or b"", path), workspace.settings.policy.signatures)


def add(workspace: Workspace, new: Iterable[Line]) -> None:
    """Add lines at the end. Raises UsageError for a bad handle or a missing reason."""
    written = []
    for line in new:
        if not HANDLE.fullmatch(line.person):
            raise UsageError(f"{line.person!r} is no handle: small letters, digits, dots, hyphens (--as ana)")
        if not line.reason.strip():
            raise UsageError("give a reason: it stays on the record (--why TEXT)")
        written.append(to_toml(line))
    path = _path(workspace)

    def change(data: bytes | None) -> bytes:
        after = (data or _HEADING) + "".join(written).encode("utf-8")
        from_toml(after, path)
        return after

    files.update(path, workspace.locks, change)


def _path(workspace: Workspace) -> Path:
    return workspace.root / "i18n" / "register.toml"


def to_toml(line: Line) -> str:
    """The line as a table of the register, which `from_toml` reads back."""
    rows = [f"\n[[line]]\nkind = {_quote(_KINDS[line.lifts])}", f"document = {_quote(line.document)}"]
    if line.language:
        rows.append(f"language = {_quote(line.language)}")
    rows += [f"day = {line.day.isoformat()}", f"person = {_quote(line.person)}", f"reason = {_quote(line.reason)}"]
    return "\n".join(rows) + "\n"


def _quote(text: str) -> str:
    """The text in TOML's quotes: JSON's, with DEL and lone surrogates escaped or replaced as TOML wants it."""
    quoted = json.dumps(re.sub("[\ud800-\udfff]", "\ufffd", text), ensure_ascii=False)
    return quoted.replace("\x7f", "\\u007f")


def from_toml(data: bytes, path: Path) -> tuple[Line, ...]:
    """The lines of a register's bytes; `path` is named in the WorkspaceError for what cannot be read."""
    try:
        table = tomllib.loads(data.decode("utf-8"))
        if set(table) - {"line"}:
            raise ValueError(f"unknown key {', '.join(sorted(set(table) - {'line'}))}: write [[line]]")  # noqa: TRY301
        return tuple(_line(row) for row in table.get("line", []))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(f"{path}: {error}; mend it, or take it from version control") from error


def _line(row: dict[str, Any]) -> Line:
    if row["kind"] not in _KINDS:
        raise ValueError(f"kind = {row['kind']!r}: choose from {', '.join(_KINDS)}")
    if unknown := set(row) - {"kind", "document", "language", "day", "person", "reason"}:
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")
    texts = [row.get(key, "") for key in ("document", "language", "person", "reason")]
    if type(row["day"]) is not date or not all(isinstance(text, str) for text in texts):
        raise ValueError("write the day as 2026-11-22 without quotes, and the rest as texts in quotes")
    if not _SLUG.fullmatch(row["document"]) or not _TAG.fullmatch(row.get("language", "") or "en"):
        raise ValueError(
            f"{row['document']!r} {row.get('language', '')!r}: write the document as its file is called, in small"
            " letters without what follows the dot, and the language as in i18n/languages.toml"
        )
    fields = {key: row[key] for key in ("document", "day", "person", "reason")}
    return Line(language=row.get("language", ""), lifts=row["kind"] == _KINDS[1], **fields)
