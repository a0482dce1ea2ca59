"""Turns what Markdown knows inside a paragraph into the notation of segments."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import SourceError
from pipeline.model.document import Link
from pipeline.placeables import escape

if TYPE_CHECKING:
    from markdown_it.token import Token

_NAMES = {"em": "i", "i": "i", "strong": "b", "b": "b", "sub": "sub", "sup": "sup", "code": "code"}
_HTML = re.compile(r"<(?P<slash>/?)(?P<name>[a-zA-Z0-9]+)\s*(?P<closed>/?)>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass
class Inline:
    """A text in our notation as it grows, with its links. `start` is its first line in the source, from 1."""

    start: int
    line: int = 0
    text: str = ""
    links: list[Link] = field(default_factory=list)
    _literal: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def add(self, tokens: Sequence["Token"], line: int) -> None:
        """Add what the Markdown paragraph at `line` holds, after a space.

        Raises SourceError, beginning with the line, for what has no notation.
        """
        self.line = line
        if self.text:
            self._literal.append(" ")
        for token in tokens:
            self._add(token)
        self._flush()
        if self._open:
            raise SourceError(f"{self.line}: <{self._open[-1]}> is not closed in its paragraph")
        self.text = self.text.strip()

    def _add(self, token: "Token") -> None:
        match token.type:
            case "text" | "text_special":
                self._literal.append(token.content)
            case "softbreak" | "hardbreak":
                self.line += 1
                self._literal.append(" ")
            case "code_inline":
                self._tag("code")
                self._literal.append(token.content)
                self._tag("code", closing=True)
            case "em_open" | "strong_open" | "em_close" | "strong_close":
                self._tag(_NAMES[token.tag], closing=token.nesting < 0)
            case "link_open":
                number = len(self.links) + 1
                self.links.append(Link(number, str(token.attrGet("href") or ""), str(token.attrGet("title") or "")))
                self._tag(f"a{number}")
            case "link_close":
                self._tag(self._open[-1] if self._open else "a", closing=True)
            case "html_inline":
                self._html(token.content)
            case "image":
                raise SourceError(
                    f"{self.line}: a picture stands in a paragraph of its own, outside lists, tables and quotations"
                )
            case other:
                raise SourceError(f"{self.line}: {other!r} cannot be read; write it as plain Markdown")

    def _html(self, html: str) -> None:
        if _COMMENT.fullmatch(html):
            self.line += html.count("\n")
            return
        match = _HTML.fullmatch(html)
        name = match["name"].lower() if match else ""
        if match is None or (name not in _NAMES and name != "br"):
            known = ", ".join(f"<{name}>" for name in (*_NAMES, "br"))
            raise SourceError(f"{self.line}: {html} cannot be read: write Markdown, or one of {known}")
        if name == "br":
            self._literal.append(" ")
        else:
            self._tag(_NAMES[name], closing=bool(match["slash"]))

    def _tag(self, name: str, *, closing: bool = False) -> None:
        self._flush()
        if not closing:
            self._open.append(name)
            self.text += f"<{name}>"
        elif self._open and self._open[-1] == name:
            self._open.pop()
            self.text += f"</{name}>"
        else:
            raise SourceError(
                f"{self.line}: </{name}> closes nothing, or crosses another mark; put one inside the other"
            )

    def _flush(self) -> None:
        self.text += escape("".join(self._literal))
        self._literal.clear()
