"""What a Word document is before its first word: sizes, fonts and languages, the sheet, its footer, its name."""

from typing import TYPE_CHECKING

from pipeline.model.leaflet import Leaflet
from pipeline.renderers import _word
from pipeline.renderers._inline import plain
from pipeline.renderers._page import page_of
from pipeline.renderers._runs import Run, whole
from pipeline.renderers._word import element, put

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from pipeline.renderers._word_runs import Pen

_SIZES = {"Normal": 12, "Heading 1": 22, "Heading 2": 15, "Heading 3": 13, "Heading 4": 12}  # points
_INK = "1C2529"
_LATIN = "Arial"  # everywhere; other scripts take the language's own font, or what the reader's program has instead
_HEBREW = "\u0590"  # Unicode has Latin, Greek, Cyrillic and Armenian before it
_LONGEST = 255  # characters that a property holds
_FIELDS = {"{number}": "PAGE", "{total}": "NUMPAGES"}


def set_up(document: "Document", leaflet: Leaflet, pen: "Pen") -> None:
    """Make an empty document one for this leaflet."""
    _styles(document, leaflet)
    _sheet(document, rtl=leaflet.direction == "rtl")
    _footer(document.sections[0].footer.paragraphs[0], leaflet, pen)
    _properties(document, leaflet)


def _styles(document: "Document", leaflet: Leaflet) -> None:
    from docx.shared import Pt, RGBColor

    others = dict.fromkeys(("cs", "eastAsia"), next(iter(leaflet.fonts), _LATIN))
    for name, size in _SIZES.items():
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(_INK)
        properties = style.element.get_or_add_rPr()
        fonts = element("rFonts", ascii=_LATIN, hAnsi=_LATIN, **others)
        put(properties, fonts, element("szCs", val=str(size * 2)))
        if name != "Normal":
            put(properties, element("b"), element("bCs"))
    defaults = document.styles.element.find(".//{*}rPrDefault/{*}rPr")
    put(defaults, element("lang", val=_latin(leaflet), eastAsia=leaflet.language, bidi=leaflet.language))


def _latin(leaflet: Leaflet) -> str:
    """The language of Latin words: programs have two others for words of scripts further east, and mix them up else."""
    first = next(filter(str.isalpha, plain(leaflet.title)), "")
    return leaflet.original.language if first >= _HEBREW else leaflet.language


def _sheet(document: "Document", *, rtl: bool) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin = section.bottom_margin = Mm(20)
    if rtl:
        section._sectPr.append(element("bidi"))  # noqa: SLF001  # python-docx has no name for it


def _footer(paragraph: "Paragraph", leaflet: Leaflet, pen: "Pen") -> None:
    """The document's name, the page, and on drafts and tests what they are, on every page."""
    pen.direct(paragraph)
    if leaflet.banners:
        pen.add(paragraph, [Run(f"{leaflet.banners[0]} ", bold=True)], leaflet.language)
    known = leaflet.reference or f"{leaflet.document} · {leaflet.language}"
    pen.add(paragraph, [*whole(known, leaflet.direction), Run(" · ")], leaflet.language)
    for part in page_of(leaflet):
        if part in _FIELDS:
            paragraph._p.extend(_word.field(_FIELDS[part]))  # noqa: SLF001
        else:
            pen.add(paragraph, [Run(part, island=not any(map(str.isalpha, part)))], leaflet.language)


def _properties(document: "Document", leaflet: Leaflet) -> None:
    core, package = document.core_properties, document.part.package
    core.title = plain(" ".join((*leaflet.banners[:1], leaflet.title)))[:_LONGEST]
    core.language, core.author, core.comments = leaflet.language, "", ""
    for date in core._element.findall("{http://purl.org/dc/terms/}*"):  # noqa: SLF001
        core._element.remove(date)  # noqa: SLF001
    for key, one in list(package.rels.items()):
        if one.reltype.endswith("/thumbnail"):
            package.rels.pop(key)
