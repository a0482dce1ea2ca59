"""What a page that was drawn says to those who do not see it.

WeasyPrint marks each piece of a line and leaves it to the reader's program to make text of its glyphs. That fails in
four ways: glyphs that were joined, split or put in another order (Arabic, Devanagari, Tamil, Thai, Myanmar) do not
lead back to their letters; the space at which a line was broken is gone; a hyphen at the end of a line looks like one
of the word's own; a raised figure becomes a part of the number before it (10⁶ reads 106). Here each piece is compared
with the text it was made from, and says that text where they differ. A piece in another language than the page says so.
What stands in the margin becomes an artifact, no part of the text.

A piece says its text in the mark around its glyphs, which programs that copy or search read too. Not so from right to
left: they take such a text for glyphs from the left and turn it around, where they would have put real glyphs right by
themselves (poppler, December 2022). There the tag says it (`_pdf_tags`), and only who reads along the tags hears it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.placeables import raised
from pipeline.renderers._pdf_tags import TagTexts, pdf_string

_GLYPHS = re.compile(rb"<([0-9a-f]+)>")
_FONT = re.compile(rb"/(\S+) \S+ Tf")
_LAST_GLYPH = re.compile(rb"(.*)<([0-9a-f]*)([0-9a-f]{4})>([^<>]*)\] TJ", re.DOTALL)
_BLANK = re.compile(r"[ \t\n\r\f]+")
_UNSAID = dict.fromkeys(map(ord, "\u200b\u2060"))
"""Breaks, and what forbids them: the paper's business, not the text's."""
_SOFT_HYPHEN = "\u00ad"
_BETWEEN = "\ufffc"
_FROM_RIGHT = {"R", "AL", "AN"}


def say_what_is_drawn(document: Any) -> TagTexts:
    """Make the pages of a WeasyPrint document say what they show, as soon as they are drawn.

    Returns what the tags have to say; it is filled as pages are drawn.
    """
    texts, said = _Texts(), TagTexts()
    for number, page in enumerate(document.pages):
        page.links = [link for link in page.links if link[-1].element_tag == "a"]  # not again for each tag in a link
        page.paint = _Painter(page, number, texts, said, document.metadata.lang)
    return said


@dataclass(slots=True)
class _Piece:
    """What is drawn between two marks: operators `start` to `end` of the page, the first being the tag."""

    operators: list[Any]
    start: int
    end: int

    @property
    def properties(self) -> dict[str, Any]:
        properties: dict[str, Any] = self.operators[self.start + 1]
        return properties

    def spelt(self, fonts: Mapping[bytes, Any]) -> tuple[str, str]:
        """The text as a program reads it from the glyphs, and the last font's glyph for a space, if there is one."""
        text, font = [], None
        for operator in self.operators[self.start : self.end]:
            if isinstance(operator, bytes) and (chosen := _FONT.fullmatch(operator)):
                font = fonts[chosen[1]]
            elif isinstance(operator, bytes) and operator.endswith(b"TJ") and font:
                glyphs = b"".join(_GLYPHS.findall(operator))
                text += [font.to_unicode[int(glyphs[at : at + 4], 16)] for at in range(0, len(glyphs), 4)]
        space = next((f"{glyph:04x}" for glyph, said in font.to_unicode.items() if said == " "), "") if font else ""
        return "".join(text), space

    def end_with(self, glyph: str) -> None:
        """Draw one more glyph, of the font that drew the last one."""
        last = self._last_text()
        self.operators[last] = self.operators[last].removesuffix(b"] TJ") + f"<{glyph}>] TJ".encode()

    def hyphenate(self) -> None:
        """Let the last glyph say that a word was broken here (ISO 32000-1, 14.8.2.2.3)."""
        last = self._last_text()
        parts = _LAST_GLYPH.fullmatch(self.operators[last])
        if parts is None:
            return
        before, glyphs, hyphen, after = parts.groups()
        self.operators[last] = b"\n".join(
            (
                before + b"<" + glyphs + b">] TJ",
                b"/Span <</ActualText " + pdf_string(_SOFT_HYPHEN) + b">> BDC",
                b"[<" + hyphen + b">" + after + b"] TJ",
                b"EMC",
            )
        )

    def _last_text(self) -> int:
        places = range(self.end, self.start, -1)
        return next(at for at in places if bytes(self.operators[at] or b"").endswith(b"TJ"))


def _pieces(operators: list[Any]) -> Iterator[_Piece]:
    """The marked pieces of a page, in the order in which they are drawn."""
    begun: list[int] = []
    for at, operator in enumerate(operators):
        if operator in (b"BDC", b"BMC"):
            begun.append(at)
        elif operator == b"EMC":
            start = begun.pop()
            if operators[start] == b"BDC" and "MCID" in operators[start - 1]:
                yield _Piece(operators, start - 2, at)


@dataclass(slots=True)
class _Texts:
    """The document's texts, read along with the pieces that are drawn of them."""

    _read: dict[Any, tuple[str, int]] = field(default_factory=dict)
    _block: Any = None
    _ended: str = " "

    def of(self, box: Any, block: Any) -> str:
        """The text that a piece stands for; `block` is the element whose lines it is in.

        A space that is not drawn because a line ends or begins there is said by one of the pieces.
        """
        drawn = str(box.pango_layout.text)
        text = drawn if "::" in box.element_tag else self._found(box, drawn, same_block=block is self._block)
        self._block, self._ended = block, text[-1:]
        return text.translate(_UNSAID)

    def _found(self, box: Any, drawn: str, *, same_block: bool) -> str:
        own, at = self._read.get(box.element) or (_own_text(box.element), 0)
        lead = ""
        hyphen = box.style["hyphenate_character"]
        for place, character in enumerate(drawn):
            while own[at : at + 1] in (" ", _BETWEEN) and own[at] != character:
                lead = " " if place == 0 and own[at] == " " else lead
                at += 1
            if own[at : at + 1] == character:
                at += 1
            elif drawn[place:] == hyphen:
                drawn = drawn[:place] + _SOFT_HYPHEN
                break
            else:
                return drawn
        self._read[box.element] = own, at
        lead = lead if same_block and self._ended not in (" ", _SOFT_HYPHEN) else ""
        tail = " " if own[at : at + 1] == " " and not drawn.endswith((" ", _SOFT_HYPHEN)) else ""
        return lead + drawn + tail


def _own_text(element: Any) -> str:
    """The text of an element without that of the elements in it, blanks as a page shows them."""
    texts = (element.text or "", *(child.tail or "" for child in element))
    return _BETWEEN.join(_BLANK.sub(" ", text) for text in texts)


@dataclass(slots=True)
class _Painter:
    """Draws a page as WeasyPrint does, then mends its marks.

    The names with an underscore are WeasyPrint's own: it has no public ones for them, and is pinned to one release.
    """

    page: Any
    number: int
    texts: _Texts
    said: TagTexts
    language: str
    paint: Any = None

    def __post_init__(self) -> None:
        self.paint = self.page.paint

    def __call__(self, stream: Any, scale: float = 1) -> None:
        """Draw the page."""
        self.paint(stream, scale)
        root = self.page._page_box  # noqa: SLF001
        margins = [child for child in root.children if type(child).__name__ == "MarginBox"]
        in_margin = {id(box) for margin in margins for box in margin.descendants()}
        blocks = {id(box): line.element for line in root.descendants() if _is_line(line) for box in line.descendants()}
        marks: dict[Any, dict[str, Any]] = stream._tags  # noqa: SLF001
        drawn = {mark["mcid"]: box for box, mark in marks.items()}
        fonts = {font.hash.encode(): font for font in stream._fonts.values()}  # noqa: SLF001
        number = 0
        for piece in _pieces(stream.stream):
            box = drawn[piece.properties["MCID"]]
            if id(box) in in_margin:
                stream.stream[piece.start] = b"/Artifact"
                piece.properties.clear()
                piece.properties["Type"] = "/Pagination"
                del marks[box]
                continue
            piece.properties["MCID"] = marks[box]["mcid"] = number
            number += 1
            if hasattr(box, "pango_layout"):
                self._speak(piece, box, self.texts.of(box, blocks.get(id(box))), fonts)
        root.children = [child for child in root.children if child not in margins]

    def _speak(self, piece: _Piece, box: Any, text: str, fonts: Mapping[bytes, Any]) -> None:
        spelt, space = piece.spelt(fonts)
        if box.element_tag == "sup":
            text = raised(text)
        if text == f"{spelt} " and space:
            piece.end_with(space)
        elif text.endswith(_SOFT_HYPHEN) and spelt == text[:-1] + box.style["hyphenate_character"]:
            piece.hyphenate()
        elif text != spelt and any(unicodedata.bidirectional(character) in _FROM_RIGHT for character in text):
            self.said[self.number, piece.properties["MCID"]] = text
        elif text != spelt:
            piece.properties["ActualText"] = pdf_string(text)
        language = box.style["lang"]
        if language and language != self.language:
            piece.properties["Lang"] = pdf_string(language)


def _is_line(box: Any) -> bool:
    return type(box).__name__ == "LineBox"
