"""Markdown (CommonMark with tables), with YAML front matter. What cannot be kept is an error, never left out."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import SourceError
from pipeline.model.document import Block, BlockKind
from pipeline.placeables import escape, plain
from pipeline.plugins import ParsedSource, Source
from pipeline.sources._front_matter import split_front_matter
from pipeline.sources._inline import Inline
from pipeline.sources._loss import LIMIT, refuse_loss

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Headings = Callable[[str], bool]

_BROKEN_NUMBERS = "this interrupts a numbered list, whose numbers would change: write it before or after the list"
_ALL_BOLD = re.compile(r"<b>(?P<text>.*)</b>", re.DOTALL)


class MarkdownSource:
    """The format of `.md` files."""

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")

    def parse(self, text: str, headings: Headings) -> ParsedSource:
        """Find the blocks. Raises SourceError, beginning with the line, for what has no place in a leaflet."""
        facts, body, before = split_front_matter(text)
        env: dict[str, Any] = {}
        tokens = _markdown().parse(body, env)
        refuse_loss(tokens, env, body.split("\n"), before)
        reader = _Reader(before)
        for token in tokens:
            reader.read(token)
        blocks = [_bold_heading(block, headings) for block in reader.blocks]
        return ParsedSource(tuple(_titled(blocks)), facts)


PLUGIN: Source = MarkdownSource()


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True, "maxNesting": LIMIT}).enable("table").disable("code")


class _Reader:
    """Collects blocks from the library's tokens. `before` is how many lines of the file the library has not seen.

    It keeps, for each open list, whether it is numbered and whether its open item has its text; and that text as far
    as it is written.
    """

    def __init__(self, before: int) -> None:
        self.blocks: list[Block] = []
        self._before = before
        self._opening: Token | None = None
        self._lists: list[bool] = []
        self._written: list[bool] = []
        self._item: Inline | None = None
        self._quotes = self._table = self._row = self._column = 0

    def read(self, token: "Token") -> None:
        """Take in the next token."""
        match token.type:
            case "inline":
                self._text(token)
            case "ordered_list_open" | "bullet_list_open":
                self._close_item()
                self._open_list(self._line(token), ordered=token.type == "ordered_list_open")
            case "list_item_open":
                self._written.append(False)
            case "list_item_close":
                self._close_item()
                self._written.pop()
            case "ordered_list_close" | "bullet_list_close":
                self._lists.pop()
            case "blockquote_open" | "blockquote_close":
                self._quotes += token.nesting
            case "table_open":
                self._table, self._row = self._table + 1, 0
            case "tr_open":
                self._row, self._column = self._row + 1, 0
        self._opening = token

    def _line(self, token: "Token") -> int:
        return self._before + (token.map or [0])[0] + 1

    def _open_list(self, line: int, *, ordered: bool) -> None:
        last = self.blocks[-1] if self.blocks else None
        if ordered and last and last.ordered and last.level == len(self._lists) + 1:
            raise SourceError(
                f"{line}: two numbered lists without a text between them would become one; write a sentence"
            )
        self._lists.append(ordered)

    def _text(self, token: "Token") -> None:
        opening = self._opening.type if self._opening else ""
        line = self._line(token)
        if opening == "paragraph_open" and not (self._lists or self._quotes) and _is_picture(token):
            self._close_item()
            self.blocks.append(_figure((token.children or [])[0], line))
            return
        if opening == "paragraph_open" and self._lists:
            if self._lists[-1] and self._written[-1]:
                raise SourceError(f"{line}: {_BROKEN_NUMBERS}")
            self._item = self._item or Inline(line)
            self._item.add(token.children or [], line)
            return
        if any(self._lists):
            raise SourceError(f"{line}: {_BROKEN_NUMBERS}")
        self._close_item()
        text = Inline(line)
        text.add(token.children or [], line)
        block = Block(BlockKind.PARAGRAPH, (text.text,) if text.text else (), line=line, links=tuple(text.links))
        if opening == "heading_open":
            block = replace(block, kind=BlockKind.HEADING, level=_level(self._opening), reason="heading in Markdown")
        elif opening in ("th_open", "td_open"):
            block = self._cell(block, header=opening == "th_open")
        else:
            block = replace(block, reason="quotation" if self._quotes else "paragraph")
        if block.segments or block.kind is BlockKind.CELL:
            self.blocks.append(block)

    def _cell(self, block: Block, *, header: bool) -> Block:
        self._column += 1
        reason = "head of a table" if header else "cell of a table"
        table, row, column = self._table, self._row, self._column
        return replace(block, kind=BlockKind.CELL, header=header, reason=reason, table=table, row=row, column=column)

    def _close_item(self) -> None:
        item, self._item = self._item, None
        if item is None or not item.text:
            return
        ordered = self._lists[-1]
        self._written[-1] = True
        self.blocks.append(
            Block(
                BlockKind.ITEM,
                (item.text,),
                level=len(self._lists),
                line=item.start,
                reason="item of a numbered list" if ordered else "item of a list",
                ordered=ordered,
                links=tuple(item.links),
            )
        )


def _is_picture(token: "Token") -> bool:
    return [child.type for child in token.children or []] == ["image"]


def _figure(token: "Token", line: int) -> Block:
    """A picture with what it shows in words. Raises SourceError where nobody says that, and for a title."""
    words = " ".join("".join(child.content or " " for child in token.children or []).split())
    name = str(token.attrGet("src") or "")
    if not words:
        raise SourceError(f"{line}: say in words what the picture shows: ![words]({name})")
    if token.attrGet("title"):
        raise SourceError(f"{line}: a picture has no title here: write it as a paragraph below the picture")
    return Block(BlockKind.FIGURE, (escape(words),), line=line, reason="picture", picture=name)


def _level(opening: "Token | None") -> int:
    return int(opening.tag[1]) if opening else 0


def _bold_heading(block: Block, headings: Headings) -> Block:
    """The block; a paragraph that is a standard heading in bold is that heading."""
    match = _ALL_BOLD.fullmatch(block.segments[0]) if block.segments else None
    if block.kind is BlockKind.PARAGRAPH and match and headings(plain(match["text"])):
        kind, reason = BlockKind.HEADING, "standard heading in bold"
        return replace(block, kind=kind, level=2, segments=(match["text"],), reason=reason)
    return block


def _titled(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with the first heading of level 1 as title, or the first block where that is a heading."""
    tops = [block for block in blocks if block.kind is BlockKind.HEADING and block.level == 1]
    title = next(iter(tops), blocks[0] if blocks and blocks[0].kind is BlockKind.HEADING else None)
    for block in blocks:
        if block is title:
            yield replace(block, kind=BlockKind.TITLE, level=1)
        elif block.kind is BlockKind.HEADING:
            yield replace(block, level=max(block.level, 2))
        else:
            yield block
