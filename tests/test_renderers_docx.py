"""A Word document says what the page says, in its order, with its languages and directions, and no time of making."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

import docx
import pytest
import script_samples
from leaflet_samples import SAMPLES, TITLE, arabic, draft, spanish

from pipeline.model.leaflet import Leaflet, LeafletBlock, Notice
from pipeline.renderers.docx import PLUGIN
from pipeline.renderers.html import PLUGIN as HTML

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""


def body(leaflet: Leaflet) -> Element:
    with ZipFile(BytesIO(PLUGIN.render(leaflet).content)) as package:
        return fromstring(package.read("word/document.xml"))


def words(text: str) -> list[str]:
    """The words in order, without what differs between formats by its nature: marks of lists, isolates, spaces."""
    bare = re.sub(
        r"^\s*(?:[•–◦]|\d+\.)\s", "", re.sub("[\u2066-\u2069\u200e\u200f\ufeff]", "", text), flags=re.MULTILINE
    )
    return bare.split()


class Page(HTMLParser):
    """The words of a page as they are read, without its navigation and what only shows there."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._open: list[bool] = []  # whether what is open is left out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("class") or ""
        if tag not in ("meta", "br", "img"):
            self._open.append(tag in ("head", "header") or name in ("skip", "stamp", "unseen"))
        self.text += "[" if name == "badge" else ""

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()
        self.text += {"dt": ": ", "span": ""}.get(tag, "\n" if tag in ENDS_A_LINE else "")

    def handle_data(self, data: str) -> None:
        if not any(self._open):
            badge = self.text.endswith("[")
            self.text += f"{data}] " if badge else re.sub(r"\s+", " ", data)


ENDS_A_LINE = ("p", "li", "td", "th", "h1", "h2", "h3", "dd")


def words_of_page(leaflet: Leaflet) -> list[str]:
    page = Page()
    page.feed(HTML.render(leaflet).content.decode("utf-8"))
    return words(page.text)


LEAFLETS: dict[str, Callable[[], Leaflet]] = {
    **{f"{tag}-script": partial(script_samples.leaflet, tag) for tag in script_samples.LANGUAGES},
    "es": spanish,
    "ar": arabic,
    "spoiled": lambda: replace(spanish(), blocks=tuple(map(without_753, spanish().blocks))),
}


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not there: apt-get install libreoffice-writer-nogui")
def test_libreoffice_reads_what_the_page_says_in_every_script(tmp_path: Path) -> None:
    for name, leaflet in LEAFLETS.items():
        (tmp_path / f"{name}.docx").write_bytes(PLUGIN.render(leaflet()).content)
    profile, text = f"-env:UserInstallation=file://{tmp_path}/profile", "txt:Text (encoded):UTF8"
    command = (OFFICE, "--headless", profile, "--convert-to", text, "--outdir", tmp_path)
    subprocess.run((*command, *tmp_path.glob("*.docx")), check=True, capture_output=True)
    read = {name: words((tmp_path / f"{name}.txt").read_text("utf-8")) for name in LEAFLETS}
    lost = read.pop("spoiled")
    assert read["es"] != lost
    for name, said in read.items():
        assert said == words_of_page(LEAFLETS[name]()), name


def without_753(block: LeafletBlock) -> LeafletBlock:
    return replace(block, sentences=tuple(s for s in block.sentences if "753" not in s.text))


def test_titles_lists_and_table_headings_are_real_ones() -> None:
    document = docx.Document(BytesIO(PLUGIN.render(spanish()).content))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles[:2] == ["Heading 1", "Heading 2"]
    assert document.core_properties.title == "¿Ayuda la metformina a las personas con diabetes tipo 2?"
    tree = body(spanish())
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in tree.iter(f"{W}tr")] == [True, False, False]
    levels = [level.get(f"{W}val") for level in tree.iter(f"{W}ilvl")]
    assert levels == [*"00", *"00110"]


def test_every_paragraph_of_arabic_is_set_from_the_right_and_english_in_it_is_marked() -> None:
    tree = body(arabic())
    assert all(p.find(f"{W}pPr/{W}bidi") is not None for p in tree.iter(f"{W}p"))
    assert all(t.find(f"{W}tblPr/{W}bidiVisual") is not None for t in tree.iter(f"{W}tbl"))
    runs = {"".join(r.itertext()): r.find(f"{W}rPr") for r in tree.iter(f"{W}r")}
    title, message = (runs[text] for text in (TITLE, "يخفض الميتفورمين مستوى السكر في الدم."))
    assert title is not None
    assert [lang.get(f"{W}val") for lang in title.iter(f"{W}lang")] == ["en"]
    assert title.find(f"{W}rtl") is None
    assert message is not None
    assert message.find(f"{W}rtl") is not None


def test_what_reads_from_the_left_is_no_run_from_the_right() -> None:
    tree = body(script_samples.leaflet("ar"))
    runs = {"".join(r.itertext()): r.find(f"{W}rPr/{W}rtl") is not None for r in tree.iter(f"{W}r")}
    assert {text: runs[text] for text in ("9–12", "140/90", "p\u00a0<\u00a00.001", "الدوخة")} == {
        "9–12": False,
        "140/90": False,
        "p\u00a0<\u00a00.001": False,
        "الدوخة": True,
    }


@pytest.mark.parametrize(("tag", "latin"), [("th", "en"), ("ar", "en"), ("ja", "en"), ("ru", "ru"), ("cs", "cs")])
def test_latin_words_have_a_language_of_their_own_among_scripts_further_east(tag: str, latin: str) -> None:
    with ZipFile(BytesIO(PLUGIN.render(script_samples.leaflet(tag)).content)) as package:
        defaults = fromstring(package.read("word/styles.xml")).find(f".//{W}rPrDefault/{W}rPr/{W}lang")
    assert defaults is not None
    assert [defaults.get(f"{W}{name}") for name in ("val", "bidi", "eastAsia")] == [latin, tag, tag]


def test_the_way_to_the_page_is_a_picture_with_words_for_it() -> None:
    tree = body(script_samples.leaflet("es"))
    (picture,) = (one for one in tree.iter() if one.tag.endswith("}docPr"))
    assert picture.get("descr") == "Código QR con la dirección web de este folleto"
    assert not [one for one in body(spanish()).iter() if one.tag.endswith("}docPr")]


def test_a_draft_says_so_first_on_every_page_and_in_its_title() -> None:
    document = docx.Document(BytesIO(PLUGIN.render(draft()).content))
    assert document.paragraphs[0].text == "Borrador para revisar. No es para pacientes."
    assert "Borrador para revisar." in document.sections[0].footer.paragraphs[0].text
    assert document.core_properties.title.startswith("Borrador para revisar.")


def test_a_status_comes_before_the_title_and_leads_on() -> None:
    notice = Notice("Hay una versión más nueva.", "Read the original in English", "https://example.org/new", "en")
    document = docx.Document(BytesIO(PLUGIN.render(replace(spanish(), status=(notice,))).content))
    assert document.paragraphs[0].text == "Hay una versión más nueva. Read the original in English"
    assert [link.address for link in document.paragraphs[0].hyperlinks] == ["https://example.org/new"]


def test_the_package_holds_no_time_and_no_picture_of_another_document() -> None:
    with ZipFile(BytesIO(PLUGIN.render(spanish()).content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in package.namelist() if "thumbnail" in name]
        assert b"created" not in package.read("docProps/core.xml")


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_word_wants_in_order_is_in_order(sample: str) -> None:
    order = ["rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "u", "vertAlign", "rtl", "lang"]
    for properties in body(SAMPLES[sample]()).iter(f"{W}rPr"):
        names = [child.tag.removeprefix(W) for child in properties]
        assert names == sorted(names, key=order.index)
