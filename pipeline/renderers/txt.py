"""The leaflet as plain text: for a message, an old telephone, a screen reader that wants nothing else.

One line a paragraph: what shows the text breaks the lines. A line that is read from the right and does not begin with a
letter of its script begins with a right-to-left mark, so that every program sets it from the right.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePosixPath

from pipeline.model.leaflet import Fact, Leaflet, LeafletBlock, RenderedFile
from pipeline.placeables import raised
from pipeline.renderers import _outline
from pipeline.renderers._inline import address
from pipeline.renderers._runs import Run, runs, whole, words

_RIGHT_TO_LEFT_MARK = "\u200f"
_INDENT = "   "
_RULED = 2  # the level of headings that have a line under them


class TextRenderer:
    """UTF-8 without a byte order mark, lines ending in a line feed."""

    name = "txt"
    suffix = ".txt"

    def render(self, leaflet: Leaflet) -> RenderedFile:
        """The leaflet as text."""
        lines = _Lines(leaflet)
        text = "\n".join(map(lines.directed, lines)).strip("\n") + "\n"
        return RenderedFile(PurePosixPath(f"{leaflet.name}{self.suffix}"), text.encode("utf-8"))


class _Lines:
    """The lines of one leaflet, in order."""

    def __init__(self, leaflet: Leaflet) -> None:
        self._leaflet = leaflet

    def __iter__(self) -> Iterator[str]:
        leaflet = self._leaflet
        for banner in leaflet.banners:
            yield f"*** {self._own(banner)} ***"
        for notice in leaflet.status:
            yield ""
            yield " ".join(
                part for part in (self._own(notice.text), self._own(notice.link), address(notice.url)) if part
            )
        title = _outline.title_block(leaflet.blocks)
        yield ""
        yield from _headed(self._words(title) if title else spoken(runs(leaflet.title)), "=")
        if leaflet.byline:
            yield ""
            yield self._own(leaflet.byline)
        yield from self._nodes(_outline.outline(leaflet.blocks))
        yield ""
        yield from _headed(leaflet.about_heading, "-")
        for line in leaflet.notices:
            yield ""
            yield self._own(line)
        yield ""
        yield from map(self._fact, leaflet.facts)

    def directed(self, line: str) -> str:
        """The line with a mark in front where its first letter would turn it the wrong way."""
        if self._leaflet.direction != "rtl":
            return line
        first = next((d for d in map(unicodedata.bidirectional, line) if d in ("L", "R", "AL")), "")
        return line if first in ("R", "AL") or not line.strip() else _RIGHT_TO_LEFT_MARK + line

    def _nodes(self, nodes: Iterable[_outline.Node]) -> Iterator[str]:
        for node in nodes:
            yield ""
            match node:
                case _outline.Heading():
                    yield from _headed(self._words(node.block), "-" if node.level == _RULED else "")
                case _outline.Paragraph():
                    yield self._words(node.block)
                case _outline.Listing():
                    yield from self._list(node, "")
                case _outline.Table():
                    yield from self._table(node)
                case _outline.Figure():
                    yield f"[{self._words(node.block)}]"
                case _outline.Box():
                    yield "* * *"
                    yield from self._nodes(node.nodes)
                    yield ""
                    yield "* * *"

    def _list(self, listing: _outline.Listing, indent: str) -> Iterator[str]:
        for number, item in enumerate(listing.items, start=1):
            mark = f"{number}." if listing.ordered else "-"
            yield f"{indent}{mark} {self._words(item.block)}"
            for inner in item.lists:
                yield from self._list(inner, indent + _INDENT)

    def _table(self, table: _outline.Table) -> Iterator[str]:
        """Each row as lines of `column heading: text`, so that a listener knows what a figure belongs to."""
        headings = [self._words(cell.block) for cell in table.head[-1]] if table.head else []
        for row in table.body:
            for column, cell in enumerate(row):
                text = self._words(cell.block)
                heading = headings[column] if column < len(headings) else ""
                indent = "" if column == 0 else _INDENT
                if text:
                    yield f"{indent}{heading}: {text}" if heading else f"{indent}{text}"

    def _own(self, text: str) -> str:
        """A text of the page's own in one line; where it has no translation yet, set apart as a whole."""
        english = text in self._leaflet.in_english
        return spoken((whole if english else words)(text, self._leaflet.direction))

    def _fact(self, fact: Fact) -> str:
        line = f"{self._own(fact.label)}: {spoken(whole(fact.value, self._leaflet.direction))}"
        url = address(fact.url).removeprefix("mailto:").partition("?subject=")[0]
        return line if not url or url.endswith(fact.value) else f"{line} ({url})"

    def _words(self, block: LeafletBlock | None) -> str:
        """The sentences of a block; those in another language than the leaflet's say which."""
        if block is None:
            return ""
        said = (
            spoken(runs(s.text, block.links, self._leaflet.direction))
            if s.language == self._leaflet.language
            else f"[{s.language.upper()}] {spoken(runs(s.text, block.links))}"
            for s in block.sentences
        )
        return self._leaflet.joiner.join(said)


def spoken(parts: Iterable[Run]) -> str:
    """Runs as one line; a link is followed by its address."""
    out = []
    for url, linked in groupby(parts, key=lambda run: run.url):
        text = "".join(map(_said, linked))
        out.append(f"{text} ({url.removeprefix('mailto:')})" if url and url != text else text)
    return "".join(out)


def _said(run: Run) -> str:
    text = _in_line(run.text)
    return raised(text) if run.raised else text


def _in_line(text: str) -> str:
    """The text without breaks of lines."""
    return " ".join(text.splitlines())


def _headed(text: str, rule: str) -> Iterator[str]:
    """A heading, with a rule under it where its level has one."""
    yield text
    if rule:
        yield rule * min(max(len(text), 3), 60)


PLUGIN = TextRenderer()
