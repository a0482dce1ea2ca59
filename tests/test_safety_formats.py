"""What a translation may hold of evil: no format runs it, follows it or is turned by it, and none breaks."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import script_samples
import served
from facts_samples import make
from leaflet_samples import block
from published_site import write_catalog
from pypdf import PdfReader

from pipeline import registry
from pipeline.errors import PublishError
from pipeline.model.document import BlockKind, Link
from pipeline.model.leaflet import Fact, Leaflet, Notice
from pipeline.stages.publish import publish

FORMATS = [pytest.param(name, marks=pytest.mark.slow if "pdf" in name else ()) for name in registry.renderers()]
SCRIPT = "<script>alert(1)</script> <a1>here</a1> <b onclick=alert(1)>x</b>"
LONG = "w" * 300
EVIL = {
    "script": SCRIPT,
    "an override": "\u202egnirts\u202c 5 mg",
    "an embedding": "\u202bx\u202a",
    "an isolate that stays open": "\u2067open",
    "the end of an isolate": "shut\u2069",
    "an end of a paragraph": "a\u2029b\u2028c\x85d",
    "controls": "a\x00b\x08c\x0bd\x1be\x7ff\x9bg",
    "a very long word": LONG,
}
NO_CHARACTERS = "a\ufffeb\uffffc\ufdd0d\ud800e"
NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\u2028\u2029\u202a-\u202e]")


def with_text(tag: str, text: str) -> Leaflet:
    """The sample with a text in every place that a translator fills, and links that nobody may follow."""
    evil = "javascript:alert(1)"
    added = block(BlockKind.PARAGRAPH, text, language=tag, links=(Link(1, evil),))
    added = replace(added, sentences=tuple(replace(one, original=text) for one in added.sentences))
    sample = script_samples.leaflet(tag)
    return replace(
        sample,
        title=text,
        blocks=(*sample.blocks, added),
        byline=text,
        status=(Notice(text, text, evil),),
        notices=(text,),
        facts=(Fact("DOI", text, evil),),
    )


def words(name: str, content: bytes) -> str:
    """All that a format shows or says, its marks included."""
    if name == "docx":
        with ZipFile(BytesIO(content)) as package:
            return served.docx(content) + package.read("docProps/core.xml").decode()
    return served.pdf(content) if content.startswith(b"%PDF") else content.decode("utf-8")


@pytest.mark.parametrize("tag", ["es", "ar"])
@pytest.mark.parametrize("name", FORMATS)
def test_evil_text_stays_text(name: str, tag: str) -> None:
    texts = {"all at once": " ".join(EVIL.values())} if "pdf" in name else EVIL | {"no characters": NO_CHARACTERS}
    for what, text in texts.items():
        said = words(name, registry.renderer(name).render(with_text(tag, text)).content)
        assert NEVER.findall(said) == [], what
        assert balanced(said), what
        if "w" * 9 in text:
            assert LONG in re.sub(r"\s", "", said)


def balanced(text: str) -> bool:
    """Whether every isolate ends in its line, and nothing ends that did not begin."""
    for line in text.split("\n"):
        depth = 0
        for mark in re.findall("[\u2066-\u2069]", line):
            depth += -1 if mark == "\u2069" else 1
            if depth < 0:
                return False
        if depth:
            return False
    return True


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_runs_and_no_link_leads_to_a_program(name: str) -> None:
    content = registry.renderer(name).render(with_text("es", SCRIPT)).content
    said = words(name, content)
    if name in ("html", "bilingual"):
        assert "<script" not in said
        assert "onclick=alert" not in re.sub("&lt;b onclick", "", said)
    else:
        assert "<script>alert(1)</script>" in said
    assert [link for link in links(name, content) if not link.startswith(("https://", "#"))] == []
    assert any(link.startswith("https://www.who.int/") for link in links(name, content))  # they are found at all


def links(name: str, content: bytes) -> list[str]:
    """Where a format leads."""
    if name == "docx":
        with ZipFile(BytesIO(content)) as package:
            parts = package.read("word/_rels/document.xml.rels").decode()
        return re.findall(r'Target="([^"]+)" TargetMode="External"', parts)
    if content.startswith(b"%PDF"):
        pages = PdfReader(BytesIO(content)).pages
        notes: list[Any] = [note.get_object() for page in pages for note in page.get("/Annots", ())]
        return [str(note["/A"]["/URI"]) for note in notes if "/A" in note]
    return re.findall(r'(?:href="|\()((?:https?|javascript|data|mailto|#)[^")]*)', content.decode())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["pdf", "pdf-large", "bilingual-pdf"])
def test_no_long_word_runs_off_the_paper(name: str) -> None:
    content = registry.renderer(name).render(with_text("es", LONG)).content
    for page in PdfReader(BytesIO(content)).pages:
        width = float(page.mediabox.width)
        assert all(0 < edge < width for piece in served.drawn_on(page) for edge in (piece.place[0], piece.end))


@pytest.mark.parametrize("name", ["pdf", "bilingual-pdf"])
def test_what_is_no_character_has_no_glyph(name: str) -> None:
    for text in NO_CHARACTERS[1::2]:
        with pytest.raises(PublishError, match=rf"no font for U\+{ord(text):X} without a name in"):
            registry.renderer(name).render(with_text("es", text))


@pytest.mark.slow
def test_a_translation_that_cannot_be_printed_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    workspace, document = make(tmp_path / "w", ("html", "pdf"))
    assert publish(workspace, ["es", "hi"]).clean
    before = {path: path.read_bytes() for path in workspace.site.rglob("*") if path.is_file()}
    lines = (Path(served.__file__).parent / "facts" / "es.txt").read_text("utf-8").splitlines()
    unprintable = [line.replace("Mareo", "Mareo 𐀀") for line in lines]
    write_catalog(workspace, document, "es", dict(zip(document.keys, unprintable, strict=True)))
    (problem,) = publish(workspace, ["es"]).problems
    assert "no font for U+10000 LINEAR B SYLLABLE B008 A in “Mareo 𐀀”" in problem.why
    assert {path: path.read_bytes() for path in workspace.site.rglob("*") if path.is_file()} == before
