"""Reads a PDF as a screen reader does: along the tree of tags, by what glyphs say or ActualText where there is one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

_MAPPING = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")


@dataclass
class Tag:
    """A tag with what stands in it: texts and further tags, in order."""

    name: str
    inside: list["Tag | Piece"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it. Where a word was broken, its parts are together again."""
        return "".join(part.text for part in self.inside).replace("\u00ad", "")

    def all(self) -> Iterator["Tag"]:
        """The tag and every tag in it, in the order of reading."""
        yield self
        for part in self.inside:
            if isinstance(part, Tag):
                yield from part.all()


@dataclass
class Piece:
    """A text, and its language where that is not the document's."""

    text: str
    language: str = ""


def tags(pdf: bytes) -> Tag:
    """The document's tag with everything in it."""
    reader = PdfReader(BytesIO(pdf))
    pages = {page.indirect_reference.idnum: _pieces(page) for page in reader.pages if page.indirect_reference}
    catalog: Any = reader.trailer["/Root"]
    return Tag("Root", [_tag(kid.get_object(), pages, 0) for kid in catalog["/StructTreeRoot"]["/K"]])


def artifacts(pdf: bytes) -> list[str]:
    """The texts that are in no tag: page numbers, watermarks."""
    reader = PdfReader(BytesIO(pdf))
    return [piece.text for page in reader.pages for key, piece in _pieces(page).items() if key < 0 and piece.text]


def _tag(element: Any, pages: dict[int, dict[int, Piece]], page: int) -> Tag:
    if "/Pg" in element:
        page = element.raw_get("/Pg").idnum
    tag = Tag(element["/S"].removeprefix("/"))
    if "/ActualText" in element:
        tag.inside.append(Piece(element["/ActualText"]))
        return tag
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if isinstance(kid, int):
            tag.inside.append(pages[page][kid])
        elif (inner := kid.get_object()).get("/Type") == "/StructElem":
            tag.inside.append(_tag(inner, pages, page))
    return tag


def _pieces(page: Any) -> dict[int, Piece]:
    """The marked pieces of a page by their number; artifacts get numbers below zero."""
    fonts = {name: glyphs_of(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    pieces: dict[int, Piece] = {}
    open_marks: list[tuple[int | None, bool]] = []  # the piece's number, and whether its glyphs count
    said: dict[str, str] = {}
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator in (b"BDC", b"BMC"):
            properties = operands[1] if operator == b"BDC" else {}
            number = properties.get("/MCID", -1 - len(pieces) if operands[0] == "/Artifact" else None)
            silent = bool(open_marks) and not open_marks[-1][1]
            here = number if number is not None else next((n for n, _ in reversed(open_marks) if n is not None), None)
            if number is not None:
                pieces[number] = Piece("", str(properties.get("/Lang", "")))
            if here is not None and "/ActualText" in properties and not silent:
                pieces[here].text += properties["/ActualText"]
            open_marks.append((here, not silent and "/ActualText" not in properties))
        elif operator == b"EMC":
            open_marks.pop()
        elif operator == b"Tf":
            said = fonts[operands[0]]
        elif (
            operator in (b"TJ", b"Tj") and open_marks and open_marks[-1][1] and (here := open_marks[-1][0]) is not None
        ):
            strings = operands[0] if operator == b"TJ" else operands
            glyphs = b"".join(getattr(one, "original_bytes", b"") for one in strings)
            pieces[here].text += "".join(said[glyphs[at : at + 2].hex()] for at in range(0, len(glyphs), 2))
    return pieces


def glyphs_of(font: Any) -> dict[str, str]:
    """What each glyph of a font says."""
    table = font["/ToUnicode"].get_data()
    rows = (
        row for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL) for row in _MAPPING.findall(part)
    )
    return {glyph.decode().lower(): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in rows}
