"""The papers that leaflets are printed on, and the style of a page for each of them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees, hypot

from pipeline.model.leaflet import Leaflet
from pipeline.renderers._page import page_of, style_of

_DIGITS = {
    "arab": "arabic-indic",
    "arabext": "persian",
    "beng": "bengali",
    "deva": "devanagari",
    "mymr": "myanmar",
    "tamldec": "tamil",
    "thai": "thai",
}
"""CLDR's numbering systems by the names that CSS has for them; all others are written as decimal."""
_LETTER = 0.58  # of an em: the width of a letter, on average


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet and its margins in millimetres, and the size of the body's letters in points.

    `small` and `fine` are the sizes of the imprint and of web addresses, as parts of that; `margin` is the size of what
    stands in the margin, in points. `hyphens`: whether words may be broken at the end of a line.
    """

    width: float
    height: float
    top: float
    side: float
    bottom: float
    points: float
    small: float = 0.88
    fine: float = 0.85
    margin: float = 8.5
    hyphens: bool = True


A4 = Paper(210, 297, 18, 22, 22, 11.5)
LETTER = Paper(215.9, 279.4, 18, 23, 22, 11.5)
LARGE = Paper(210, 297, 18, 18, 24, 18, small=0.95, fine=0.95, margin=14, hyphens=False)


def sheet_style(leaflet: Leaflet, families: Sequence[str], paper: Paper) -> str:
    """The style of every leaflet in this language on this paper."""
    hyphens = "auto" if paper.hyphens else "manual"
    return (
        f"{style_of('paper.css', families, leaflet.language, behind='sans-serif')}\n"
        f":root {{ --small: {paper.small}em; --fine: {paper.fine}em; --margin: {paper.margin}pt; }}\n"
        f"html {{ font-size: {paper.points}pt; hyphens: {hyphens}; }}\n"
        f"ol {{ list-style-type: {_digits(leaflet)}; }}\n"
        f"@page {{ size: {paper.width}mm {paper.height}mm; margin: {paper.top}mm {paper.side}mm {paper.bottom}mm; }}"
    )


def margin_style(leaflet: Leaflet, paper: Paper) -> str:
    """The style of what stands in the margin of this leaflet's pages: what it is, the page's number, a watermark."""
    start, end = ("right", "left") if leaflet.direction == "rtl" else ("left", "right")
    known = " · ".join(filter(None, (leaflet.reference or leaflet.document, leaflet.address.partition("://")[2])))
    boxes = [
        f"@bottom-{start} {{ content: {_string(known)}; text-align: {start}; }}",
        f"@bottom-{end} {{ content: {_page_number(leaflet)}; text-align: {end}; }}",
    ]
    if leaflet.draft or leaflet.sandbox:
        boxes.append(f"@left-middle {{ {_watermark(leaflet.banners[0], paper)} }}")
    return f"@page {{ {' '.join(boxes)} }}"


def _digits(leaflet: Leaflet) -> str:
    return _DIGITS.get(leaflet.numbering_system, "decimal")


def _page_number(leaflet: Leaflet) -> str:
    """`Page 1 of 3` as CSS."""
    counters = {
        "{number}": f"counter(page, {_digits(leaflet)})",
        "{total}": f"counter(pages, {_digits(leaflet)})",
    }
    return " ".join(counters.get(part) or _string(part) for part in page_of(leaflet))


def _watermark(words: str, paper: Paper) -> str:
    """The words across the sheet, as large as it allows: a box in the margin, turned about its own middle."""
    ems = sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else _LETTER for letter in words)
    length = hypot(paper.width, paper.height)
    middle = paper.width / 2 - paper.side + length / 2  # from the middle of a box that ends where the text begins
    turn = degrees(atan2(paper.height, paper.width))
    return (
        f"content: {_string(words)}; font-size: {min(20, 0.8 * length / ems):.1f}mm; width: {length:.1f}mm;"
        f" transform: translateX({middle:.1f}mm) rotate(-{turn:.1f}deg);"
    )


def _string(words: str) -> str:
    """A string of CSS that can end neither itself nor the style element."""
    escaped = (f"\\{ord(c):x} " if c in '"\\<' or c < " " else c for c in words)
    return f'"{"".join(escaped)}"'
