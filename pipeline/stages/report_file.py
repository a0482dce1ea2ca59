"""The file of readers' reports, `i18n/reports.toml`: reports and answers, a table each. Lines are only ever added."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.errors import WorkspaceError
from pipeline.model.document import Key
from pipeline.model.report import Answer, Outcome, Report, Way

HEADING = (
    b"# What readers reported and what became of it. `pipeline report` writes here; commit it.\n"
    b"# It names no reader: keep addresses and names elsewhere.\n"
)
_REPORT = {"id", "document", "language", "day", "person", "way", "words", "hurts", "context", "source", "read"}
_ANSWER = {"report", "day", "person", "outcome", "text"}


def to_toml(one: Report | Answer) -> str:
    """The report or answer as a table of the file, which `from_toml` reads back."""
    if isinstance(one, Answer):
        rows: dict[str, object] = {"report": one.report, "day": one.day, "person": one.person}
        rows |= {"outcome": one.outcome.value, "text": one.text}
    else:
        rows = {"id": one.id, "document": one.document, "language": one.language, "day": one.day}
        rows |= {"person": one.person, "way": one.way.value, "words": one.words}
        rows |= {"hurts": True} if one.hurts else {}
        if one.key:
            rows |= {"context": one.key.context or "", "source": one.key.source, "read": one.read}
    name = "answer" if isinstance(one, Answer) else "report"
    return f"\n[[{name}]]\n" + "".join(f"{key} = {_value(value)}\n" for key, value in rows.items())


def from_toml(data: bytes, path: Path) -> tuple[tuple[Report, ...], tuple[Answer, ...]]:
    """The reports and answers of the file's bytes; `path` is named in the WorkspaceError for what cannot be read."""
    try:
        table = tomllib.loads(data.decode("utf-8"))
        if unknown := set(table) - {"report", "answer"}:
            raise ValueError(f"unknown key {', '.join(sorted(unknown))}: write [[report]] or [[answer]]")  # noqa: TRY301
        reports = tuple(_report(_texts(row, _REPORT)) for row in table.get("report", []))
        return reports, tuple(_answer(_texts(row, _ANSWER)) for row in table.get("answer", []))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(f"{path}: {error}; mend it, or take it from version control") from error


def _report(row: dict[str, Any]) -> Report:
    fields = {name: row[name] for name in ("id", "document", "language", "day", "person", "words")}
    key = Key(row.get("context") or None, row["source"]) if "source" in row else None
    return Report(way=Way(row["way"]), hurts=row.get("hurts", False), key=key, read=row.get("read", ""), **fields)


def _answer(row: dict[str, Any]) -> Answer:
    return Answer(**{**row, "outcome": Outcome(row["outcome"])})


def _texts(row: dict[str, Any], known: set[str]) -> dict[str, Any]:
    """The row, where each of its keys is known and of its kind."""
    if unknown := set(row) - known:
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")
    kinds = {"day": date, "hurts": bool}
    if wrong := [name for name, value in row.items() if type(value) is not kinds.get(name, str)]:
        raise ValueError(f"{wrong[0]}: write days as 2026-11-22 and yes as true, without quotes, the rest in quotes")
    return row


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    quoted = json.dumps(re.sub("[\ud800-\udfff]", "\ufffd", str(value)), ensure_ascii=False)
    return quoted.replace("\x7f", "\\u007f")
