"""Refuses a broken PO file before polib sees it: polib and Babel both read `msgstr "Take 10 mg` as `Take 10 m`.

The grammar is that of GNU gettext's manual, "The Format of PO Files", narrowed to what a document catalog holds: UTF-8,
no plural forms, and of the escapes only the five that every tool reads alike.
"""

import re

from pipeline.errors import CatalogError

_STRING = r'"(?P<body>(?:[^"\\\x00-\x08\x0a-\x1f\x7f]|\\[ntr"\\])*)"[ \t]*'
_LINE = re.compile(
    r"(?P<mark>#~\||#\||#~)?[ \t]*(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)[ \t]*)?" + _STRING
)
_FOLLOWS: dict[str, tuple[str | None, ...]] = {"msgctxt": (None,), "msgid": (None, "msgctxt"), "msgstr": ("msgid",)}


def lines_of(data: bytes, name: str) -> list[str]:
    """The lines of a PO file, without byte order mark and with any line ends.

    Raises CatalogError, with `name` and line, for bytes that are not UTF-8, a NUL or control character, a string that
    is not closed, a plural form, an escape that tools read differently, or a message without its msgid or msgstr.
    """
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CatalogError(
            f"{name}:{line}: byte {data[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        ) from error
    lines = re.split(r"\r\n|\r|\n", text)
    problem = _problem(lines)
    if problem:
        raise CatalogError(f"{name}:{problem[0]}: {problem[1]}; mend the line, or take the file from version control")
    return lines


def _problem(lines: list[str]) -> tuple[int, str] | None:
    """The first line that no gettext tool should have to guess about, with what is wrong; lines count from 1."""
    part: str | None = None  # the keyword of the message being read
    has_context = has_source = False
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if not stripped or (stripped.startswith("#") and not stripped.startswith(("#~", "#|"))):
            if "\0" in line:
                return number, "contains a NUL character"
            if part in ("msgctxt", "msgid"):
                return number, f"a message ends after its {part}"
            part = None
            continue
        match = _LINE.fullmatch(stripped)
        if match is None:
            return number, _why(stripped)
        if match["mark"] in ("#|", "#~|"):
            continue
        keyword = match["keyword"]
        if problem := _misplaced(keyword, part):
            return number, problem
        if keyword == "msgstr" and has_context and not has_source:
            return number, "a message has a context but an empty msgid"
        if keyword in ("msgctxt", "msgid"):
            has_context, has_source = keyword == "msgctxt" or part == "msgctxt", False
        part = keyword or part
        has_source |= part == "msgid" and bool(match["body"])
    return (len(lines), f"the file ends after a {part}") if part in ("msgctxt", "msgid") else None


def _misplaced(keyword: str | None, part: str | None) -> str:
    """Why `keyword` (None: a string that continues) may not follow `part` (None: a new message); empty where it may."""
    if keyword is None:
        return "" if part else "a string that belongs to no message"
    if keyword not in _FOLLOWS:
        return f"{keyword}: plural forms are not used in documents"
    return "" if (None if part == "msgstr" else part) in _FOLLOWS[keyword] else f"{keyword} does not belong here"


def _why(line: str) -> str:
    if "\0" in line:
        return "contains a NUL character"
    if re.search(r"[\x01-\x08\x0b-\x1f\x7f]", line):
        return "contains a control character"
    if re.search(r"\\(?:x[0-9A-Fa-f]|[0-7])", line):
        return "a hexadecimal or octal escape, which tools read differently: write the character itself"
    if line.count('"') - line.count('\\"') != 2:  # noqa: PLR2004
        return f"a string is not closed: {line[:60]}"
    return f"not a line of a PO file: {line[:60]}"
