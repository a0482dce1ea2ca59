"""Lines of a plain text: cut, counted, and joined again where an editor wrapped them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.model.document import BlockKind

# Characters that break a line for a reader although an editor does not count them as line ends.
_BREAK = re.compile("[\u2028\u2029\v\f\x85]")
_OUTER = " \t\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u2060\u3000\ufeff"
_ENDED = re.compile(r"[.?!:;…][\"'”’»)\]]*\Z")
_WRAPPED_FROM, _WRAPPED_TO = 50, 110  # characters: a wrapped line is neither shorter nor longer


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a part of one, without outer whitespace.

    `number` counts from 1, `indent` is in characters, `gap` tells of an empty line above. `kind` is empty until
    something is known; then `reason` says why. `ordered` and `level` as in `model.document.Block`.
    """

    text: str
    number: int
    indent: int = 0
    gap: bool = False
    kind: BlockKind | None = None
    reason: str = ""
    ordered: bool = False
    level: int = 0

    @property
    def ended(self) -> bool:
        """Whether the line ends with a mark that ends a sentence or a part of one."""
        return bool(_ENDED.search(self.text[-8:]))


def lines(text: str) -> list[Line]:
    """The lines that hold something."""
    found = []
    gap = False
    for number, row in enumerate(text.split("\n"), 1):
        for part in _BREAK.split(row):
            if stripped := part.strip().strip(_OUTER):
                found.append(Line(stripped, number, len(part) - len(part.lstrip()), gap))
            gap = not stripped
    return found


def unwrapped(found: list[Line], begins_block: Callable[[Line], bool]) -> list[Line]:
    """The lines with paragraphs in one line each, where the text was wrapped to the width of a page.

    It was where no line is long and one goes on, after a line of some length without a final mark, with a small
    letter. `begins_block` knows the lines (items, headings) that are never the rest of a paragraph.
    """
    pairs = list(pairwise(found))
    if any(len(line.text) > _WRAPPED_TO for line in found) or not any(_goes_on(*pair) for pair in pairs):
        return found
    return list(_joined(found, begins_block))


def _goes_on(line: Line, following: Line) -> bool:
    wide = len(line.text) >= _WRAPPED_FROM and not following.gap
    return wide and not line.ended and following.text[0].islower()


def _joined(found: list[Line], begins_block: Callable[[Line], bool]) -> Iterator[Line]:
    parts: list[str] = []
    for line, following in zip(found, [*found[1:], None], strict=True):
        if not parts:
            first = line
        parts.append(line.text)
        wide = len(line.text) >= _WRAPPED_FROM
        if following is None or following.gap or not wide or begins_block(following):
            yield replace(first, text=_in_one(parts))
            parts = []


def _in_one(parts: list[str]) -> str:
    """The parts joined by a space; by nothing where a word was broken at its hyphen."""
    return "".join(part if part[-2:-1].isalpha() and part[-1] in "-‐" else f"{part} " for part in parts).rstrip()
