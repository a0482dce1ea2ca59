"""The leaflet as a Word document, for those who adapt its look, print it themselves or read it in a word processor."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline.model.leaflet import Fact, Leaflet, LeafletBlock, LeafletSentence, Notice, RenderedFile
from pipeline.renderers import _outline, _word
from pipeline.renderers._runs import Run, runs, whole, words
from pipeline.renderers._word import element, put

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_SIZES = {"Normal": 12, "Heading 1": 22, "Heading 2": 15, "Heading 3": 13, "Heading 4": 12}  # points
_INK, _ACCENT, _ALARM, _TINT, _ALARM_TINT = "1C2529", "0A4A50", "8A2C00", "EEF5F4", "FDF1EA"
_ISOLATE, _END = "\u2066", "\u2069"  # round what is read from the left within a line that is read from the right
_LATIN = "Arial"  # everywhere; other scripts take the language's own font, or what the reader's program has instead


class DocxRenderer:
    """Office Open XML with real headings, lists, table headings and languages, in either direction."""

    name = "docx"
    suffix = ".docx"

    def render(self, leaflet: Leaflet) -> RenderedFile:
        """The document; the same leaflet gives the same bytes."""
        content = _word.packed(_Writer(leaflet).written())
        return RenderedFile(PurePosixPath(f"{leaflet.name}{self.suffix}"), content)


class _Writer:
    """Writes one leaflet, top to bottom."""

    def __init__(self, leaflet: Leaflet) -> None:
        import docx

        self._leaflet = leaflet
        self._rtl = leaflet.direction == "rtl"
        self._document: Document = docx.Document()
        self._lists = _word.Lists(self._document)

    def written(self) -> "Document":
        """The whole document."""
        leaflet = self._leaflet
        self._set_up()
        for banner in leaflet.banners:
            self._boxed(Notice(banner))
        for notice in leaflet.status:
            self._boxed(notice)
        title = _outline.title_block(leaflet.blocks)
        heading = self._paragraph("Heading 1")
        self._fill(heading, title) if title else self._add(heading, runs(leaflet.title), leaflet.language)
        if leaflet.byline:
            self._say(leaflet.byline)
        self._nodes(_outline.outline(leaflet.blocks))
        self._say(leaflet.about_heading, "Heading 2")
        for text in leaflet.notices:
            self._say(text)
        for fact in leaflet.facts:
            self._fact(fact)
        return self._document

    def _say(self, text: str, style: str = "Normal") -> None:
        """One of the page's own texts as a paragraph, in English where it has no translation."""
        self._add(self._paragraph(style), words(text, self._leaflet.direction), self._language(text))

    def _language(self, text: str) -> str:
        return "en" if text in self._leaflet.in_english else self._leaflet.language

    def _set_up(self) -> None:
        """Languages, fonts, sizes, margins, the footer, and what the file says of itself."""
        from docx.shared import Mm, Pt, RGBColor

        document, leaflet = self._document, self._leaflet
        for name, size in _SIZES.items():
            style = document.styles[name]
            style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(_INK)
            properties = style.element.get_or_add_rPr()
            fonts = element("rFonts", ascii=_LATIN, hAnsi=_LATIN, **dict.fromkeys(("cs", "eastAsia"), self._font()))
            put(properties, fonts, element("szCs", val=str(size * 2)))
            if name != "Normal":
                put(properties, element("b"), element("bCs"))
        defaults = document.styles.element.find(".//{*}rPrDefault/{*}rPr")
        put(defaults, element("lang", **dict.fromkeys(("val", "eastAsia", "bidi"), leaflet.language)))
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(24)
        section.top_margin = section.bottom_margin = Mm(20)
        if self._rtl:
            section._sectPr.append(element("bidi"))  # noqa: SLF001  # python-docx has no name for it
        self._footer(section.footer.paragraphs[0])
        self._properties()

    def _font(self) -> str:
        return next(iter(self._leaflet.fonts), _LATIN)

    def _properties(self) -> None:
        core, package = self._document.core_properties, self._document.part.package
        core.title, core.language, core.author, core.comments = self._title(), self._leaflet.language, "", ""
        for date in core._element.findall("{http://purl.org/dc/terms/}*"):  # noqa: SLF001
            core._element.remove(date)  # noqa: SLF001
        for key, one in list(package.rels.items()):
            if one.reltype.endswith("/thumbnail"):
                package.rels.pop(key)

    def _title(self) -> str:
        from pipeline.renderers._inline import plain

        mark = next(iter(self._leaflet.banners), "")
        return f"{mark} {plain(self._leaflet.title)}".strip()

    def _footer(self, paragraph: "Paragraph") -> None:
        """The document's name, the page, and on drafts and tests what they are, on every page."""
        leaflet = self._leaflet
        self._direct(paragraph)
        if leaflet.banners:
            self._add(paragraph, [Run(f"{leaflet.banners[0]} ", bold=True)], leaflet.language)
        self._add(paragraph, [Run(f"{leaflet.document} · {leaflet.language}")], "en")
        self._add(paragraph, [Run(" · ")], leaflet.language)
        for run in _word.field("PAGE"):
            paragraph._p.append(run)  # noqa: SLF001

    def _nodes(self, nodes: Iterable[_outline.Node], *, boxed: bool = False) -> None:
        for node in nodes:
            match node:
                case _outline.Heading():
                    self._fill(self._paragraph(f"Heading {min(node.level, 4)}", boxed=boxed), node.block)
                case _outline.Paragraph():
                    self._fill(self._paragraph(boxed=boxed), node.block)
                case _outline.Listing():
                    self._list(node, 0, boxed=boxed)
                case _outline.Table():
                    self._table(node)
                case _outline.Box():
                    self._nodes(node.nodes, boxed=True)

    def _list(self, listing: _outline.Listing, depth: int, *, boxed: bool) -> None:
        number = self._lists.start(ordered=listing.ordered)
        for item in listing.items:
            paragraph = self._paragraph("List Paragraph", boxed=boxed)
            put(paragraph._p.get_or_add_pPr(), _word.numbered(number, depth))  # noqa: SLF001
            self._fill(paragraph, item.block)
            for inner in item.lists:
                self._list(inner, depth + 1, boxed=boxed)

    def _table(self, table: _outline.Table) -> None:
        rows = (*table.head, *table.body)
        made = self._document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        properties = made._tbl.tblPr  # noqa: SLF001
        if self._rtl:
            properties.insert(1, element("bidiVisual"))  # after its style, as the schema wants it
        properties.append(_word.cell_margins())
        for number, (cells, row) in enumerate(zip(rows, made.rows, strict=True)):
            row_properties = row._tr.get_or_add_trPr()  # noqa: SLF001
            row_properties.append(element("cantSplit"))
            if number < len(table.head):
                row_properties.append(element("tblHeader"))
            for cell, place in zip(cells, row.cells, strict=True):
                paragraph = place.paragraphs[0]
                self._direct(paragraph)
                if cell.block:
                    self._fill(paragraph, cell.block, bold=bool(cell.scope))
        self._paragraph()

    def _boxed(self, notice: Notice) -> None:
        """A notice before the title, in a frame."""
        leaflet, paragraph = self._leaflet, self._paragraph()
        put(
            paragraph._p.get_or_add_pPr(),  # noqa: SLF001
            _word.borders(_word.BOX),
            element("shd", val="clear", color="auto", fill=_ALARM_TINT),
        )
        self._add(paragraph, words(notice.text, leaflet.direction), self._language(notice.text), bold=True)
        if notice.url:
            self._add(paragraph, [Run(" ")], leaflet.language)
            self._add(paragraph, [Run(notice.link or notice.url, url=notice.url)], notice.language or leaflet.language)

    def _fact(self, fact: Fact) -> None:
        paragraph, direction = self._paragraph(), self._leaflet.direction
        self._add(paragraph, words(f"{fact.label}: ", direction), self._language(fact.label), bold=True)
        value = words(fact.value) if fact.language else whole(fact.value, direction)
        self._add(paragraph, [replace(run, url=fact.url) for run in value], fact.language or self._leaflet.language)

    def _paragraph(self, style: str = "Normal", *, boxed: bool = False) -> "Paragraph":
        paragraph = self._document.add_paragraph(style=style)
        self._direct(paragraph)
        if boxed:
            bar = _word.borders({"right" if self._rtl else "left": _word.BAR})
            put(paragraph._p.get_or_add_pPr(), bar, element("shd", val="clear", color="auto", fill=_TINT))  # noqa: SLF001
        return paragraph

    def _direct(self, paragraph: "Paragraph") -> None:
        """Set the paragraph from the right where the leaflet is; `start` then is the right side."""
        if self._rtl:
            put(paragraph._p.get_or_add_pPr(), element("bidi"))  # noqa: SLF001

    def _fill(self, paragraph: "Paragraph", block: LeafletBlock, *, bold: bool = False) -> None:
        for number, sentence in enumerate(block.sentences):
            if number and self._leaflet.joiner:
                self._add(paragraph, [Run(self._leaflet.joiner)], self._leaflet.language)
            if sentence.language != self._leaflet.language:
                self._add(paragraph, [Run(f"[{sentence.language.upper()}] ", bold=True)], sentence.language)
            self._add(paragraph, self._runs(sentence, block), sentence.language, bold=bold)

    def _runs(self, sentence: LeafletSentence, block: LeafletBlock) -> tuple[Run, ...]:
        own = sentence.language == self._leaflet.language
        return runs(sentence.text, block.links, self._leaflet.direction if own else "ltr")

    def _add(self, paragraph: "Paragraph", parts: Iterable[Run], language: str, *, bold: bool = False) -> None:
        foreign = self._rtl and language != self._leaflet.language
        for part in [Run(_ISOLATE), *parts, Run(_END)] if foreign else parts:
            self._dress(self._made(paragraph, part), part, language, bold=bold)

    def _made(self, paragraph: "Paragraph", part: Run) -> Any:
        """The run in its paragraph, inside a link where it is one."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml.ns import qn

        run = paragraph.add_run(part.text)
        if part.url:
            link = element("hyperlink", history="1")
            link.set(qn("r:id"), paragraph.part.relate_to(part.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            paragraph._p.replace(run._r, link)  # noqa: SLF001
            link.append(run._r)  # noqa: SLF001
        return run._r  # noqa: SLF001

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
            put(properties, element("color", val=_ACCENT), element("u", val="single"))
        if language == self._leaflet.language:
            put(properties, *([element("rtl")] if self._rtl else []))
        else:
            put(properties, element("lang", **dict.fromkeys(("val", "eastAsia", "bidi"), language)))


PLUGIN = DocxRenderer()
