"""Leaflets on paper: the same bytes everywhere, fonts that are known, nothing lost, nothing fetched."""

import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pdf_reader
import pytest
from leaflet_samples import SAMPLES, block
from paper import FORMATS, rendered
from pypdf import PdfReader
from script_samples import leaflet

from pipeline import registry
from pipeline.errors import PublishError
from pipeline.model.document import BlockKind
from pipeline.renderers import _fonts
from pipeline.renderers._pdf import NoFetching, font_configuration

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (poppler-utils)")
ELSEWHERE = """
import hashlib, sys
from multiprocessing import get_context
import script_samples
from pipeline import registry
if __name__ == "__main__":
    with get_context("fork").Pool(1) as pool:  # renderers and leaflets go to another process
        for name in sys.argv[1:]:
            file = pool.apply(registry.renderer(name).render, (script_samples.leaflet("hi"),))
            print(hashlib.sha256(file.content).hexdigest())
        pool.close()
        pool.join()
"""


def elsewhere(program: str, *arguments: str, **environment: str) -> str:
    """The output of a program in a process of its own, with another home and whatever else is said."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}:{TESTS}", "LC_ALL": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def fresh_fonts(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Changes the list of fonts for a test; nothing found before counts."""

    def change(**keys: Any) -> None:
        listed = {**_fonts.listed(), **keys}
        monkeypatch.setattr(_fonts, "listed", lambda: listed)
        _fonts.files_of.cache_clear()

    yield change
    _fonts.files_of.cache_clear()


def test_a_fresh_process_with_other_fonts_on_its_machine_writes_the_same_bytes(tmp_path: Path) -> None:
    fonts = tmp_path / ".fonts"
    fonts.mkdir()
    other = next(Path("/usr/share/fonts").rglob("NotoSerifDevanagari-Regular.ttf"), None)
    if other is not None:
        (fonts / "other.ttf").write_bytes(other.read_bytes())
    config = tmp_path / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><fontconfig><match target="pattern"><edit name="family" mode="assign" binding="strong">'
        f"<string>Noto Serif Devanagari</string></edit></match><dir>{fonts}</dir></fontconfig>",
        encoding="utf-8",
    )
    names = ("pdf-large", "pdf")  # in another order than here: what was set before must not matter
    (tmp_path / "tmp").mkdir()
    environment = {"HOME": str(tmp_path), "FONTCONFIG_FILE": str(config), "TMPDIR": str(tmp_path / "tmp")}
    hashes = elsewhere(ELSEWHERE, *names, **environment).split()
    assert list((tmp_path / "tmp").iterdir()) == []
    assert hashes == [hashlib.sha256(rendered("hi", name)).hexdigest() for name in names]


def test_a_page_knows_its_title_its_language_and_no_clock() -> None:
    pdf = PdfReader(BytesIO(rendered("ar", "pdf")))
    assert pdf.metadata is not None
    assert pdf.metadata.title == leaflet("ar").title
    assert str(pdf.root_object["/Lang"]) == "ar"
    assert {"/CreationDate", "/ModDate"} & set(pdf.metadata) == set()
    assert "/ID" not in pdf.trailer


@pytest.mark.parametrize(
    ("tag", "numbering", "said"),
    [
        ("es", "latn", "Página 1 de 1"),
        ("fa", "arabext", "۱ / ۱"),
        ("hi", "deva", "१ / १"),
        ("en", "latn", "Page 1 of 1"),
    ],
)
def test_pages_are_counted_in_the_margin_in_the_languages_digits(tag: str, numbering: str, said: str) -> None:
    sample = replace(SAMPLES["es"](), blocks=(), facts=(), notices=(), language=tag, numbering_system=numbering)
    sample = replace(sample, chrome=leaflet("es").chrome if tag == "es" else leaflet("fa").chrome)
    sample = replace(sample, fonts=leaflet(tag).fonts if tag in ("fa", "hi") else ())
    pdf = (
        registry.renderer("pdf")
        .render(replace(sample, reference="metformin · 0123", address="https://e.org/m"))
        .content
    )
    margins = sorted(pdf_reader.artifacts(pdf))
    assert [re.sub(r"[\u200e\u200f]", "", text) for text in margins] == sorted(["metformin · 0123 · e.org/m", said])


def test_a_draft_says_so_in_its_text_and_across_every_sheet() -> None:
    draft = SAMPLES["draft"]()
    pdf = registry.renderer("pdf").render(draft).content
    assert pdf_reader.artifacts(pdf).count(draft.banners[0]) == 1
    assert pdf_reader.tags(pdf).text.count(draft.banners[0]) == 1
    assert draft.banners[0] not in pdf_reader.artifacts(rendered("es", "pdf"))


def test_a_foreign_word_is_marked_with_its_language() -> None:
    pieces = [part for tag in pdf_reader.tags(rendered("ar", "pdf")).all() for part in tag.inside]
    foreign = [part for part in pieces if isinstance(part, pdf_reader.Piece) and part.language]
    assert [(part.text, part.language) for part in foreign] == [("Does eating less salt lower blood pressure?", "en")]


@needs_pdftotext
@pytest.mark.parametrize("tag", ["ar", "de", "fa", "he", "hi", "my", "ta", "th", "ur", "zh-Hans"])
def test_a_program_that_copies_text_gets_the_title_too(tag: str) -> None:
    command = ["pdftotext", "-l", "1", "-", "-"]
    copied = subprocess.run(command, input=rendered(tag, "pdf"), capture_output=True, check=True).stdout.decode()
    text = "".join(letter for letter in copied if unicodedata.category(letter) not in ("Cf", "Cc", "Zs"))
    title = "".join(letter for letter in leaflet(tag).title if unicodedata.category(letter) not in ("Cf", "Zs"))
    assert text.startswith(title)


def test_words_are_broken_at_the_end_of_lines_but_never_in_large_print() -> None:
    def soft_hyphens(name: str) -> int:
        tags = pdf_reader.tags(registry.renderer(name).render(sample).content)
        parts = [part for tag in tags.all() for part in tag.inside]
        return sum(part.text.count("\u00ad") for part in parts if isinstance(part, pdf_reader.Piece))

    words = "Schwangerschaftsdiabetes Bewegungstherapie Blutdruckmessgerät Krankenversicherung Nebenwirkungen "
    sample = replace(leaflet("de"), blocks=(block(BlockKind.PARAGRAPH, words * 8, language="de"),))
    assert soft_hyphens("pdf") > 2
    assert soft_hyphens("pdf-large") == 0


@needs_pdftotext
@pytest.mark.parametrize("name", FORMATS)
def test_no_word_is_too_long_for_the_sheet(name: str) -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
    blocks = (block(BlockKind.TITLE, word, language="de"), block(BlockKind.PARAGRAPH, f"Kurz {word}", language="de"))
    pdf = registry.renderer(name).render(replace(leaflet("de"), blocks=blocks)).content
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    width = max(float(found) for found in re.findall(r'<page width="([\d.]+)"', boxes))
    assert max(float(found) for found in re.findall(r'xMax="([\d.]+)"', boxes)) < width - 45  # 16 mm


@pytest.mark.parametrize("name", ["pdf", "pdf-large"])
def test_the_code_for_telephones_has_no_sheet_to_itself(name: str) -> None:
    made = leaflet("es")
    line = block(BlockKind.PARAGRAPH, "Esto es una línea más. " * 12, language="es")
    for length in range(13):  # a sheet, in steps shorter than the code is high
        longer = replace(made, blocks=(*made.blocks, *(line,) * length))
        last = PdfReader(BytesIO(registry.renderer(name).render(longer).content)).pages[-1].extract_text()
        assert "10.1000/example" in last, length


def test_a_missing_font_is_named_with_its_package(fresh_fonts: Any, tmp_path: Path) -> None:
    fresh_fonts(folders=[str(tmp_path)])
    with pytest.raises(
        PublishError, match=r"NotoSansThai-Regular\.ttf is not on this .*apt-get install fonts-noto-core"
    ):
        registry.renderer("pdf").render(leaflet("th"))


def test_a_font_that_is_not_the_pinned_one_is_refused(fresh_fonts: Any, tmp_path: Path) -> None:
    (tmp_path / "NotoSansThai-Regular.ttf").write_bytes(b"another font")
    fresh_fonts(folders=[str(tmp_path)])
    with pytest.raises(PublishError, match=r"SHA-256 is .* install Debian's fonts-noto-core anew"):
        registry.renderer("pdf").render(leaflet("th"))


def test_a_family_that_nobody_has_listed_is_refused() -> None:
    with pytest.raises(PublishError, match=r"no font file for 'Comic Neue'; i18n/fonts\.toml has Noto Naskh Arabic, "):
        registry.renderer("pdf").render(replace(leaflet("es"), fonts=("Comic Neue",)))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Toma 𐀀 al día.", "U+10000 LINEAR B SYLLABLE B008 A in “Toma 𐀀 al día.”"),
        ("El té 茶.", "U+8336 CJK UNIFIED IDEOGRAPH-8336 in “El té 茶.”"),
        ("Un acento e\u093f.", "U+093F DEVANAGARI VOWEL SIGN I in “Un acento e\u093f.”"),
    ],
)
def test_a_character_without_a_glyph_is_named_with_sentence_and_language(text: str, named: str) -> None:
    spanish = leaflet("es")
    sample = replace(spanish, blocks=(*spanish.blocks, block(BlockKind.PARAGRAPH, "Bien.", text, language="es")))
    with pytest.raises(PublishError, match=re.escape(f"salt [es]: no font for {named}; write it otherwise")):
        registry.renderer("pdf").render(sample)


def test_what_is_not_drawn_needs_no_glyph() -> None:
    text = "e\u0301, 5\u202fmg, \u2066x\u2069, soft\u00adhyphen, ©\ufe0e, a\u2009b, no\u2060break"
    sample = replace(leaflet("es"), blocks=(block(BlockKind.PARAGRAPH, text, language="es"),))
    assert registry.renderer("pdf").render(sample).content.startswith(b"%PDF-1.7")


def test_without_pango_the_error_names_the_packages(tmp_path: Path) -> None:
    broken = tmp_path / "weasyprint"
    (broken / "text").mkdir(parents=True)
    (broken / "__init__.py").write_text("raise OSError('cannot load library pango-1.0')\n", encoding="utf-8")
    program = """
import sys; sys.path.insert(0, sys.argv[1])
import script_samples
from pipeline import registry
from pipeline.errors import PublishError
try:
    registry.renderer("pdf").render(script_samples.leaflet("es"))
except PublishError as error:
    print(error)
"""
    said = elsewhere(program, str(tmp_path), HOME=str(tmp_path))
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in said


def test_a_full_disk_is_an_error_that_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    font_configuration.cache_clear()
    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(PublishError, match=r"no room for the list of fonts in .*: .*No space left"):
        registry.renderer("pdf").render(leaflet("es"))


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(self: object, url: str, **_: Any) -> None:
        asked.append(url)
        raise ValueError(url)

    monkeypatch.setattr(NoFetching, "fetch", refuse)
    registry.renderer("pdf").render(leaflet("es"))
    assert asked == []
    monkeypatch.undo()
    with pytest.raises(ValueError, match=r"https://example\.org/a\.png is not fetched"):
        NoFetching().fetch("https://example.org/a.png")
