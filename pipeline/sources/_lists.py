"""Finds the list items among the lines of a plain text: by their markers, or by the line that announces them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model.document import BlockKind
from pipeline.sources._lines import Line
from pipeline.sources._markers import leading

_INDENT = 2  # characters that make an item deeper
_FRAGMENT_WORDS = 12


def with_items(found: Sequence[Line]) -> Iterator[Line]:
    """The lines with every item as such. A line that only holds a marker lends it to the next line."""
    reader = _Reader()
    for number, line in enumerate(found):
        yield from reader.read(line, found[number + 1 : number + 2])


class _Reader:
    """Knows the list that is open: for each depth the indent and the number of its last item. A number out of order is
    no marker; it stays in the text, since a published list counts from 1.

    Without markers, a list is `announced` by a line with a colon; `unmarked` is the text of its last item.
    """

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []
        self._lone: Line | None = None
        self._announced = False
        self._unmarked = ""

    def read(self, line: Line, following: Sequence[Line]) -> Iterator[Line]:
        if line.kind is not None:
            self._close()
            yield line
        elif item := self._marked(line):
            self._announced, self._unmarked = False, ""
            if item.text:
                yield item
        elif self._announced and self._is_unmarked_item(line, following):
            self._open, self._unmarked = [], line.text
            yield replace(line, kind=BlockKind.ITEM, level=1, reason="line after the announcement of a list")
        else:
            self._close()
            self._announced = line.text.endswith(":")
            yield line

    def _close(self) -> None:
        self._open, self._lone, self._announced, self._unmarked = [], None, False, ""

    def _marked(self, line: Line) -> Line | None:
        """The item of a line with a marker (without text where the marker stands alone), None for any other line."""
        marker = leading(line.text)
        if marker is None and self._lone is not None:
            lone, self._lone = self._lone, None
            return replace(lone, text=line.text)
        if marker is None:
            return None
        while self._open and self._open[-1][0] > line.indent:
            self._open.pop()
        deeper = not self._open or line.indent >= self._open[-1][0] + _INDENT
        last = "" if deeper else self._open[-1][1]
        if not (marker.follows(last) if marker.number and last else marker.opens):
            return None
        self._open = [*(self._open if deeper else self._open[:-1]), (line.indent, marker.number)]
        reason = "number at the head of the line" if marker.number else "bullet at the head of the line"
        item = replace(
            line,
            text=marker.text,
            kind=BlockKind.ITEM,
            level=len(self._open),
            ordered=bool(marker.number),
            reason=reason,
        )
        self._lone = None if item.text else item
        return item

    def _is_unmarked_item(self, line: Line, following: Sequence[Line]) -> bool:
        """Whether a line of an announced list goes on in small letters, ends in a semicolon or comes after one; or is
        one of several fragments or questions.
        """
        text, before = line.text, self._unmarked
        if text[0].islower() or text.endswith(";") or before.endswith((";", "; and", "; or")):
            return True
        neighbour = before or next((one.text for one in following if one.kind is None), "")
        return any(form(text) and form(neighbour) for form in (_is_fragment, _is_question))


def _is_fragment(text: str) -> bool:
    return bool(text) and text[-1] not in ".?!:;…" and len(text.split()) <= _FRAGMENT_WORDS and not leading(text)


def _is_question(text: str) -> bool:
    return text.endswith("?")
