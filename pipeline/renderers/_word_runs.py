"""Writes runs into the paragraphs of a Word document, each in its language, direction and look."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline import bidi
from pipeline.model.leaflet import Leaflet
from pipeline.renderers._breaks import WORD_JOINER, ZERO_WIDTH_SPACE, tied, with_breaks
from pipeline.renderers._runs import Run
from pipeline.renderers._word import ACCENT, element, put

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_ISOLATE, _END = "\u2066", "\u2069"  # round what is read from the left within a line that is read from the right
_NO_BREAK_SPACE = "\u202f"  # the narrow one: at the wide one LibreOffice cuts what is set apart, "m" from "mol"
_JOINED = re.compile(
    rf" {WORD_JOINER}(?=[%٪°\d<>=≤≥]|(?:[kmµμ]?[gLlm]|mcg|ng|cm|d[Ll]|m?mol|mmHg|kcal|kJ|IU|UI|h|min)(?![A-Za-z]))"
)
_NO_BREAKS = dict.fromkeys(map(ord, (WORD_JOINER, ZERO_WIDTH_SPACE)))


class Pen:
    """Writes in the language of a leaflet, and sets apart what is in another one."""

    def __init__(self, leaflet: Leaflet) -> None:
        self._language = leaflet.language
        self._rtl = leaflet.direction == "rtl"

    def direct(self, paragraph: "Paragraph") -> None:
        """Set the paragraph from the right where the leaflet is; `start` then is the right side."""
        if self._rtl:
            put(paragraph._p.get_or_add_pPr(), element("bidi"))  # noqa: SLF001  # python-docx has no name for it

    def add(self, paragraph: "Paragraph", parts: Iterable[Run], language: str, *, bold: bool = False) -> None:
        """Add runs in a language to a paragraph."""
        foreign = self._rtl and language != self._language
        whole = [Run(_ISOLATE), *parts, Run(_END)] if foreign else list(parts)
        for text, run in zip(tied([run.text for run in whole], _NO_BREAK_SPACE), whole, strict=True):
            part = replace(run, text=text)
            self._dress(_made(paragraph, part, language), part, language, bold=bold)

    def _dress(self, run: Any, part: Run, language: str, *, bold: bool) -> None:
        properties = run.get_or_add_rPr()
        if part.bold or bold:
            put(properties, element("b"), element("bCs"))
        if part.italic:
            put(properties, element("i"), element("iCs"))
        if part.raised or part.lowered:
            put(properties, element("vertAlign", val="superscript" if part.raised else "subscript"))
        if part.code:
            put(properties, element("rFonts", ascii="Courier New", hAnsi="Courier New", cs="Courier New"))
        if part.url:
            put(properties, element("color", val=ACCENT), element("u", val="single"))
        if language != self._language:
            put(properties, element("lang", **dict.fromkeys(("val", "eastAsia", "bidi"), language)))
        elif self._rtl and not part.island:  # not every program knows isolates; this one turns no figure
            put(properties, element("rtl"))


def _made(paragraph: "Paragraph", part: Run, language: str) -> Any:
    """The run in its paragraph, inside a link where it is one."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    run = paragraph.add_run(_whole(bidi.writable(part.text), language))
    if part.url:
        link = element("hyperlink", history="1")
        link.set(qn("r:id"), paragraph.part.relate_to(part.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        paragraph._p.replace(run._r, link)  # noqa: SLF001
        link.append(run._r)  # noqa: SLF001
    return run._r  # noqa: SLF001


def _whole(text: str, language: str) -> str:
    """The text with a figure and its unit on one line. Word shows a box for other characters that forbid a break."""
    joined = _JOINED.sub(_NO_BREAK_SPACE, with_breaks(text, language))
    return joined.translate(_NO_BREAKS) if joined != text else text
