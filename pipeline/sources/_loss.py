"""Refuses Markdown of which something would be lost: what the library leaves out, or a leaflet cannot show."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.errors import SourceError

if TYPE_CHECKING:
    from markdown_it.token import Token

LIMIT = 100  # the library leaves out what is nested deeper than this
_DEEPEST = 40  # we refuse it long before
_PIPE = re.compile(r"(?<!\\)\|")
_COMMENTS = re.compile(r"(?:\s*<!--.*?-->)*\s*", re.DOTALL)


def refuse_loss(tokens: Sequence["Token"], env: dict[str, Any], rows: Sequence[str], before: int) -> None:
    """Raise SourceError, beginning with the line, for the first thing that would be lost.

    `env` is what the library noted, `rows` are the lines it was given, `before` how many lines of the file precede.
    """
    columns = 0
    for token in tokens:
        line = token.map[0] if token.map else 0
        if problem := _problem(token):
            raise SourceError(f"{before + line + 1}: {problem}")
        if token.type == "thead_open":
            columns = _cells(rows[line])
        elif token.type == "tr_open" and _cells(rows[line]) > columns:
            raise SourceError(f"{before + line + 1}: this row has more cells than the table has columns ({columns})")
    for line, label in _unused(tokens, env):
        raise SourceError(f"{before + line + 1}: [{label}]: is taken for the address of a link that is nowhere used")


def _problem(token: "Token") -> str:
    """Why the token cannot be published; empty where it can."""
    if token.level > _DEEPEST:
        return "this is nested too deeply; make the list or quotation flatter"
    if token.type == "fence":
        return "code blocks cannot be published: write the text as a paragraph"
    if token.type == "html_block" and not _COMMENTS.fullmatch(token.content):
        return "HTML cannot be read: write it as Markdown, and comments on lines of their own"
    if token.type == "ordered_list_open" and token.attrGet("start") not in (None, 1):
        return (
            f"this list begins with {token.attrGet('start')} and would be published with 1: indent what stands between"
            " its items, or write a backslash before the full stop where it is no list"
        )
    return ""


def _cells(row: str) -> int:
    row = row.strip().lstrip("> ").removeprefix("|")
    return len(_PIPE.findall(row.removesuffix("|") if not row.endswith("\\|") else row)) + 1


def _unused(tokens: Sequence["Token"], env: dict[str, Any]) -> Iterator[tuple[int, str]]:
    used = {child.attrGet("href") for token in tokens for child in token.children or () if child.type == "link_open"}
    for label, reference in env.get("references", {}).items():
        if reference["href"] not in used:
            yield reference["map"][0], label
    for reference in env.get("duplicate_refs", ()):
        yield reference["map"][0], reference["label"]
