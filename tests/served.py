"""What readers are served, read back from each format and held against the catalog that people approved.

The readers know nothing of the renderers. A raised figure is read as one (10⁶), in the catalog too: "106" is not it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from itertools import groupby
from typing import Any, NamedTuple
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pdf_reader
import polib
from paper import said
from pypdf import PdfReader

from pipeline.config import Workspace
from pipeline.languages import Language
from pipeline.model.document import Block, BlockKind, Document
from pipeline.quantities import quantities

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_UNSEEN = re.compile("[\u2066-\u2069\u200e\u200f\u061c\u2060\u200b\u00ad\ufeff]")
_BLANK = re.compile(f"(?:{_UNSEEN.pattern}|\\s)+")
_FIGURE = re.compile(r"(?:[−+≥<>-] ?)?\d[\d.,]*[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]*(?: ?(?:[–/×-] ?|°C|%|[a-zA-Zµ/]+))*")
_LABELS = re.compile(r"(?<=\n)[^\S\n]*\d+\.\s*\Z|\(https?://\S+\)")


@dataclass(frozen=True)
class Fault:
    """A sentence that is not as it was approved, and what is wrong."""

    sentence: str
    why: str


def approved(workspace: Workspace, document: Document, tag: str, name: str) -> list[str]:
    """The sentences of the catalog in the order in which a format has them; plain text repeats the heads of tables."""
    catalog = polib.pofile(str(workspace.catalog(tag, document.slug)))
    signed = [entry for entry in catalog if not entry.fuzzy]
    texts: dict[tuple[str | None, str], str] = {(one.msgctxt, one.msgid): one.msgstr for one in signed}

    def of(blocks: Iterable[Block]) -> list[str]:
        return [_bare(texts[key.context, key.source]) for block in blocks for key in block.keys]

    sentences: list[str] = []
    for cells, run in groupby(document.blocks, key=lambda block: block.kind is BlockKind.CELL):
        blocks = list(run)
        if not cells or name != "txt":
            sentences += of(blocks)
            continue
        rows = [of(row) for _, row in groupby(blocks, key=lambda block: block.row)]
        sentences += [text for row in rows[1:] for pair in zip(rows[0], row, strict=True) for text in pair]
    return sentences


def _bare(target: str) -> str:
    raised = re.sub("<sup>(.*?)</sup>", lambda match: match[1].translate(_RAISED), target)
    return re.sub("</?[a-z]+[0-9]*>", "", raised)


def faults(text: str, sentences: Sequence[str], language: Language) -> Iterator[Fault]:
    """The sentences that the text does not have whole, in this order, with these facts, and nothing of weight between.

    Blanks and what has no width count for nothing in the wording, but do in the facts: "5 10" is not "510".
    """
    shown, places = _packed(text)
    end = 0
    for number, sentence in enumerate(sentences):
        wanted, _ = _packed(sentence)
        start = shown.find(wanted, end)
        if start < 0:
            yield Fault(sentence, "it is not there, or not in its place")
            continue
        here = text[places[start] : places[start + len(wanted) - 1] + 1]
        if facts(here, language) != facts(sentence, language):
            yield Fault(sentence, f"its facts are {facts(here, language)}")
        between = text[places[end - 1] + 1 : places[start]] if number else ""
        if re.search(r"\d", _LABELS.sub("", between)):
            yield Fault(sentence, f"before it stands {between!r}")
        end = start + len(wanted)


def _packed(text: str) -> tuple[str, list[int]]:
    """The text without blanks, and the place of each character that is left."""
    places = [place for place, character in enumerate(text) if not _BLANK.fullmatch(character)]
    return "".join(text[place] for place in places), places


def facts(text: str, language: Language) -> list[tuple[str, ...]]:
    """The quantities of a text by the language's own reading, and the figures as written, with signs and units."""
    seen = re.sub(r"\s+", " ", _UNSEEN.sub("", text))
    read = [(str(one.value), one.unit, "tied" * one.tied) for one in quantities(seen, language)]
    return [*read, *((match[0].strip(),) for match in _FIGURE.finditer(seen))]


# -- readers -------------------------------------------------------------------------------------------------------
def html(content: bytes) -> str:
    """The text of a page's main part."""
    page = _Page()
    page.feed(content.decode("utf-8"))
    return page.text


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text, self._main, self._raised = "", False, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._main |= tag == "main"
        self._raised |= tag == "sup"
        self.text += "\n" if tag in ("h1", "h2", "h3", "p", "li", "th", "td") else ""

    def handle_endtag(self, tag: str) -> None:
        self._main &= tag != "main"
        self._raised &= tag != "sup"

    def handle_data(self, data: str) -> None:
        self.text += "" if not self._main else data.translate(_RAISED) if self._raised else data


def pdf(content: bytes) -> str:
    """What the tags of a PDF say."""
    return "\n".join(said(content))


def docx(content: bytes) -> str:
    """The paragraphs of a Word document."""
    with ZipFile(BytesIO(content)) as package:
        tree = fromstring(package.read("word/document.xml"))
    return "\n".join("".join(map(_run, paragraph.iter(f"{W}r"))) for paragraph in tree.iter(f"{W}p"))


def _run(run: Any) -> str:
    text = "".join(part.text or "" for part in run.iter(f"{W}t"))
    set_ = run.find(f"{W}rPr/{W}vertAlign")
    return text.translate(_RAISED) if set_ is not None and set_.get(f"{W}val") == "superscript" else text


def txt(content: bytes) -> str:
    """The text as it is."""
    return content.decode("utf-8")


READERS: dict[str, Callable[[bytes], str]] = {"html": html, "pdf": pdf, "docx": docx, "txt": txt}


# -- what the eye sees ---------------------------------------------------------------------------------------------
def drawn(content: bytes) -> list[str]:
    """The lines of a PDF as they are drawn: glyphs from left to right, without blanks, whatever the language."""
    lines: list[list[Drawn]] = []
    for page in PdfReader(BytesIO(content)).pages:
        last = _BELOW
        for piece in sorted(drawn_on(page), key=lambda piece: -piece.height):
            if last - piece.height > _RISE:
                lines.append([])
                last = piece.height
            lines[-1].append(piece)
    ordered = (sorted(line, key=lambda piece: piece.place) for line in lines)
    return [_BLANK.sub("", "".join(piece.text for piece in line)) for line in ordered]


_BELOW, _RISE = 1e9, 8.0  # points between what is raised and its line: less than between two lines
_GAP = 0.2  # of the size of letters: where something else may be drawn later


class Drawn(NamedTuple):
    """Glyphs drawn one behind the other, left to right: their height, where they begin and in which turn, and end."""

    height: float
    place: tuple[float, int]
    end: float
    text: str


def drawn_on(page: Any) -> list[Drawn]:
    """What is drawn on a page, in the order of drawing."""
    fonts = {name: _Font(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    found: list[Drawn] = []
    font, size = next(iter(fonts.values())), 1.0

    def see(operator: bytes, operands: Any, cm: list[float], tm: list[float]) -> None:
        nonlocal font, size
        if operator == b"Tf":
            font, size = fonts[operands[0]], float(operands[1])
        if operator not in (b"TJ", b"Tj"):
            return
        for start, end, text in font.pieces(operands[0] if operator == b"TJ" else operands):
            x, y = tm[0] * start * size + tm[4], tm[1] * start * size + tm[5]
            at, height = (x * cm[n] + y * cm[n + 2] + cm[n + 4] for n in (0, 1))
            found.append(Drawn(height, (at, len(found)), at + (end - start) * size * tm[0] * cm[0], text))

    page.extract_text(visitor_operand_before=see)
    return found


class _Font:
    """What the glyphs of a font say, and how wide they are in thousandths of its size."""

    def __init__(self, font: Any) -> None:
        self.said = pdf_reader.glyphs_of(font)
        self._bytes = 2 if font["/Subtype"] == "/Type0" else 1
        self.usual = 1000.0
        if self._bytes == 1:
            self.widths = {font["/FirstChar"] + n: float(width) for n, width in enumerate(font["/Widths"])}
            return
        inner = font["/DescendantFonts"][0].get_object()
        self.usual = float(inner.get("/DW", 1000))
        self.widths = {}
        row = list(inner["/W"])
        while row:
            first, second = row.pop(0), row.pop(0).get_object()
            if isinstance(second, list):
                self.widths |= {first + n: float(width) for n, width in enumerate(second)}
            else:
                self.widths |= dict.fromkeys(range(first, second + 1), float(row.pop(0)))

    def pieces(self, drawn_at_once: Any) -> list[tuple[float, float, str]]:
        """The glyphs of one drawing, cut where there is a gap: where each begins and ends, in sizes of the font."""
        found = [(0.0, 0.0, "")]
        for part in drawn_at_once:
            start, end, text = found[-1]
            if not hasattr(part, "original_bytes"):
                end -= float(part) / 1000
                found[-1:] = [found[-1], (end, end, "")] if -float(part) / 1000 > _GAP else [(start, end, text)]
                continue
            for at in range(0, len(part.original_bytes), self._bytes):
                code = part.original_bytes[at : at + self._bytes].hex()
                text += self.said.get(code, "\ufffd")
                end += self.widths.get(int(code, 16), self.usual) / 1000
            found[-1] = (start, end, text)
        return found
