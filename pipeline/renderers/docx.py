"""The leaflet as a Word document, for those who adapt its look, print it themselves or read it in a word processor."""

from base64 import b64decode
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.model.leaflet import Fact, Leaflet, LeafletBlock, LeafletSentence, Notice, RenderedFile
from pipeline.renderers import _outline, _qr, _word
from pipeline.renderers._inline import address, spoken
from pipeline.renderers._runs import Run, runs, whole, words
from pipeline.renderers._word import element, put
from pipeline.renderers._word_page import set_up
from pipeline.renderers._word_runs import Pen

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_TINT, _ALARM_TINT = "EEF5F4", "FDF1EA"
_BAR_SPACE = 14  # points: a program that sets marks of lists beside their place does not set them on the bar
_ITEM = "List Paragraph"
_QR_SIZE = 30  # millimetres
_WIDTH = 150  # mm: the widest picture


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
        self._pen = Pen(leaflet)

    def written(self) -> "Document":
        """The whole document."""
        leaflet = self._leaflet
        set_up(self._document, leaflet, self._pen)
        for banner in leaflet.banners:
            self._boxed(Notice(banner))
        for notice in leaflet.status:
            self._boxed(notice)
        title = _outline.title_block(leaflet.blocks)
        heading = self._paragraph("Heading 1")
        self._fill(heading, title) if title else self._pen.add(heading, runs(leaflet.title), leaflet.language)
        if leaflet.byline:
            self._say(leaflet.byline)
        self._nodes(_outline.outline(leaflet.blocks))
        self._say(leaflet.about_heading, "Heading 2")
        for text in leaflet.notices:
            self._say(text)
        for fact in leaflet.facts:
            self._fact(fact)
        if address(leaflet.address):
            self._qr()
        return self._document

    def _say(self, text: str, style: str = "Normal") -> None:
        """One of the page's own texts as a paragraph, in English where it has no translation."""
        self._pen.add(self._paragraph(style), self._own(text), self._language(text))

    def _own(self, text: str) -> tuple[Run, ...]:
        return words(text, "ltr" if text in self._leaflet.in_english else self._leaflet.direction)

    def _language(self, text: str) -> str:
        return "en" if text in self._leaflet.in_english else self._leaflet.language

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
                case _outline.Figure():
                    self._figure(node.block, boxed=boxed)
                case _outline.Box():
                    self._nodes(node.nodes, boxed=True)

    def _figure(self, block: LeafletBlock, *, boxed: bool) -> None:
        """The picture with its words behind it; a drawing, which this format cannot hold, by its words alone."""
        from docx.shared import Emu, Mm

        kind, _, data = block.picture.partition(";base64,")
        if kind == "data:image/svg+xml":
            self._fill(self._paragraph(boxed=boxed), block)
            return
        run = self._paragraph(boxed=boxed).add_run()
        shape = run.add_picture(BytesIO(b64decode(data)))
        if shape.width > Mm(_WIDTH):
            shape.height = Emu(int(shape.height * Mm(_WIDTH) / shape.width))
            shape.width = Mm(_WIDTH)
        shape._inline.docPr.set("descr", spoken(block, self._leaflet.joiner))  # noqa: SLF001

    def _list(self, listing: _outline.Listing, depth: int, *, boxed: bool) -> None:
        number = self._lists.start(ordered=listing.ordered)
        for item in listing.items:
            paragraph = self._paragraph(_ITEM, boxed=boxed)
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
                self._pen.direct(paragraph)
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
        self._pen.add(paragraph, self._own(notice.text), self._language(notice.text), bold=True)
        if url := address(notice.url):
            self._pen.add(paragraph, [Run(" ")], leaflet.language)
            self._pen.add(paragraph, [Run(notice.link or url, url=url)], notice.language or leaflet.language)

    def _fact(self, fact: Fact) -> None:
        paragraph, direction = self._paragraph(), self._leaflet.direction
        self._pen.add(paragraph, self._own(fact.label), self._language(fact.label), bold=True)
        self._pen.add(paragraph, [Run(": ")], self._leaflet.language, bold=True)
        value = words(fact.value) if fact.language else whole(fact.value, direction)
        self._pen.add(
            paragraph, [replace(run, url=address(fact.url)) for run in value], fact.language or self._leaflet.language
        )

    def _qr(self) -> None:
        """The way to the page, for a telephone that sees the paper."""
        from docx.shared import Mm

        run = self._paragraph().add_run()
        picture = run.add_picture(BytesIO(_qr.png(self._leaflet.address)), width=Mm(_QR_SIZE))
        named = picture._inline.docPr  # noqa: SLF001  # python-docx has no name for it
        named.set("descr", self._leaflet.chrome["QR code with the web address of this leaflet"])

    def _paragraph(self, style: str = "Normal", *, boxed: bool = False) -> "Paragraph":
        paragraph = self._document.add_paragraph(style=style)
        self._pen.direct(paragraph)
        if boxed:
            properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
            bar = _word.borders({"right" if self._rtl else "left": _word.BAR}, _BAR_SPACE)
            put(properties, bar, element("shd", val="clear", color="auto", fill=_TINT))
            if style != _ITEM:  # the bar follows the edge of each paragraph, which lists have where their marks are
                put(properties, element("ind", left=str(_word.INDENT)))
        return paragraph

    def _fill(self, paragraph: "Paragraph", block: LeafletBlock, *, bold: bool = False) -> None:
        for number, sentence in enumerate(block.sentences):
            if number and self._leaflet.joiner:
                self._pen.add(paragraph, [Run(self._leaflet.joiner)], self._leaflet.language)
            if sentence.language != self._leaflet.language:
                self._pen.add(paragraph, [Run(f"[{sentence.language.upper()}] ", bold=True)], sentence.language)
            self._pen.add(paragraph, self._runs(sentence, block), sentence.language, bold=bold)

    def _runs(self, sentence: LeafletSentence, block: LeafletBlock) -> tuple[Run, ...]:
        own = sentence.language == self._leaflet.language
        return runs(sentence.text, block.links, self._leaflet.direction if own else "ltr")


PLUGIN = DocxRenderer()
