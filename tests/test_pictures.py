"""A picture beside a source travels with the text: its words are translated, its data stands in every format."""

import base64
import struct
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import make_workspace
from paper import pdf_ua
from pypdf import PdfReader
from test_publish import Open, approve_everything, why

from pipeline import registry
from pipeline.config import Workspace
from pipeline.model.document import BlockKind, Key
from pipeline.stages.extract import read_all
from pipeline.stages.leaflets import leaflet
from pipeline.stages.packs import load
from pipeline.stages.records import read_record
from pipeline.stages.status import status

WORDS = "A person walks between two rails."
TEXT = f"# What is a stroke?\n\nIt is an illness.\n\n![{WORDS}](rails.png)\n\nIt does not cause more falls.\n"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
SEALED = b'<?xml version="1.0"?>\n<!-- rails -->\n' + DRAWING


def png(shade: int = 200, side: int = 8) -> bytes:
    """A grey square."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + bytes([shade]) * side) * side
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def pictured(tmp_path: Path) -> Workspace:
    """A sandbox whose only document has a picture."""
    workspace = make_workspace(tmp_path / "w", sandbox=True)
    for path in workspace.seeds.iterdir():
        path.unlink()
    (workspace.seeds / "stroke.md").write_text(TEXT, "utf-8")
    (workspace.seeds / "rails.png").write_bytes(png())
    return workspace


def figures(pdf: bytes) -> list[str]:
    """The words of each figure in the tags of a PDF."""
    root: Any = PdfReader(BytesIO(pdf)).trailer["/Root"]
    found, waiting = [], [root["/StructTreeRoot"]]
    while waiting:
        tag = waiting.pop().get_object()
        if isinstance(tag, list):
            waiting += tag
        elif isinstance(tag, dict):
            found += [str(tag["/Alt"])] if tag.get("/S") == "/Figure" else []
            waiting += [tag["/K"]] if "/K" in tag else []
    return found


def read(workspace: Workspace) -> list[str]:
    found = read_all(workspace)
    return [problem.why for problem in found.problems]


def test_the_words_of_a_picture_are_a_message_of_their_own_kind(pictured: Workspace) -> None:
    (document,) = read_all(pictured).documents
    block = document.blocks[2]
    assert (block.kind, block.keys) == (BlockKind.FIGURE, (Key("figure", WORDS),))
    assert block.picture == f"data:image/png;base64,{base64.b64encode(png()).decode()}"


def test_every_format_holds_the_picture_and_says_its_words(pictured: Workspace, desk: Open, tmp_path: Path) -> None:
    approve_everything(pictured, desk, "ana")
    assert why(pictured) == []
    record = read_record(pictured, "es", "stroke")
    assert record is not None
    said = next(block for block in record.blocks if block.kind is BlockKind.FIGURE).sentences[0].target
    made = leaflet(record, load(pictured, "es"), (), draft=False)
    files = {name: registry.renderer(name).render(made).content for name in registry.renderers()}
    for name in ("html", "bilingual"):
        page = files[name].decode()
        assert f'alt="{said}"></p>' in page
        assert base64.b64encode(png()).decode() in page
        assert "; img-src data:; " in page
    assert f"[{said}]" in files["txt"].decode()
    (shape,) = docx.Document(BytesIO(files["docx"])).inline_shapes
    assert shape._inline.docPr.get("descr") == said  # noqa: SLF001
    for name in ("pdf", "bilingual-pdf"):
        assert figures(files[name]) == [said]
    assert "img-src" not in registry.renderer("html").render(replace(made, blocks=made.blocks[:1])).content.decode()
    (tmp_path / "a.pdf").write_bytes(files["pdf"])
    if answers := list(pdf_ua([tmp_path / "a.pdf"])):
        assert answers == [f"PASS {tmp_path / 'a.pdf'}"]


def test_another_picture_needs_a_new_sign_off(pictured: Workspace, desk: Open) -> None:
    approve_everything(pictured, desk, "ana")
    assert why(pictured) == []
    (pictured.seeds / "rails.png").write_bytes(png(90))
    assert [reason.split(" in its")[0] for reason in why(pictured)] == ["nobody has signed off the whole text"]
    shown = base64.b64encode(png()).decode() in (pictured.site / "es" / "stroke.html").read_text()
    assert (shown, status(pictured).documents[0].published) == (
        True,
        "source-changed",
    )  # the old one, until signed anew


@pytest.mark.parametrize("drawing", [DRAWING, SEALED])
def test_a_plain_drawing_is_a_picture(pictured: Workspace, desk: Open, drawing: bytes) -> None:
    (pictured.seeds / "stroke.md").write_text(TEXT.replace("rails.png", "rails.svg"), "utf-8")
    (pictured.seeds / "rails.svg").write_bytes(drawing)
    approve_everything(pictured, desk, "ana")
    assert why(pictured) == []
    page = (pictured.site / "es" / "stroke.html").read_text()
    assert "data:image/svg+xml;base64," in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a", "this is no PNG, JPEG or SVG"),
        (b"<html><svg></svg></html>", "this is no PNG, JPEG or SVG"),
        (png() + bytes(60_000), "bytes are too many for a page"),
        (DRAWING.replace(b"<path", b"<script>1</script><path"), "the drawing holds a script"),
        (DRAWING.replace(b"<path", b'<path onload="x()"'), "the drawing holds a script"),
        (DRAWING.replace(b"<path", b'<image href="https://x.org/a.png"/><path'), "or a reference to another file"),
        (DRAWING.replace(b"<path", b'<path style="fill:url(https://x.org/#a)"'), "or a reference to another file"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + DRAWING, "this is no PNG, JPEG or SVG"),
    ],
)
def test_what_could_do_harm_or_is_no_picture_is_refused(pictured: Workspace, data: bytes, said: str) -> None:
    (pictured.seeds / "rails.png").write_bytes(data)
    (message,) = read(pictured)
    assert message.startswith("seeds/stroke.md:5: picture 'rails.png': ")
    assert said in message
