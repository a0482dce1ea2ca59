"""Leaflets on paper: the page's markup, set by WeasyPrint as tagged PDF (PDF/UA-1), the same bytes on every machine.

The fonts are those of `i18n/fonts.toml` and no others: WeasyPrint finds what fontconfig finds, and fontconfig reads a
configuration of ours. Nothing is fetched, no clock is read, no identifier is drawn.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache, lru_cache
from multiprocessing.util import Finalize
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import TYPE_CHECKING, Any

from pipeline.errors import PublishError
from pipeline.model.leaflet import Leaflet, RenderedFile
from pipeline.renderers._fonts import FontSet
from pipeline.renderers._glyphs import fonts_for
from pipeline.renderers._leaflet import markup
from pipeline.renderers._page import sheet
from pipeline.renderers._paper import Paper, margin_style, sheet_style
from pipeline.renderers._paper_tree import prepare
from pipeline.renderers._pdf_tags import mend
from pipeline.renderers._pdf_text import say_what_is_drawn

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""
_environment = Lock()


@dataclass(frozen=True, slots=True)
class PdfRenderer:
    """An output format on `paper`; with `pairs`, of both languages. It has no state and can go to another process."""

    name: str
    suffix: str
    paper: Paper
    pairs: bool = False

    def render(self, leaflet: Leaflet) -> RenderedFile:
        """The leaflet as PDF/UA-1.

        Raises PublishError where Pango or a font is missing or a font lacks a character, before anything is set.
        """
        fonts = fonts_for(leaflet, originals=self.pairs)
        style = sheet_style(leaflet, fonts.families, self.paper)
        if self.pairs:
            style += sheet("pairs.css") + sheet("side-by-side.css")
        page = markup(leaflet, margin_style(leaflet, self.paper), pairs=self.pairs)
        content = _set(page, style, font_configuration(fonts))
        return RenderedFile(PurePosixPath(f"{leaflet.name}{self.suffix}"), content)


def _set(page: str, style: str, fonts: "FontConfiguration") -> bytes:
    from weasyprint import HTML

    parsed = HTML(string=page, url_fetcher=NoFetching())
    prepare(parsed.etree_element)
    document = parsed.render(font_config=fonts, stylesheets=[_parsed(style)])
    said = say_what_is_drawn(document)
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1", finisher=lambda _, pdf: mend(pdf, said))
    return written


@lru_cache(maxsize=128)
def _parsed(style: str) -> "CSS":
    """A style as WeasyPrint reads it, kept: reading it takes a sixth of the time of a page."""
    from weasyprint import CSS

    return CSS(string=style, url_fetcher=NoFetching())


class NoFetching:
    """Stands in the place of WeasyPrint's fetcher, and fetches nothing: a picture is there as data."""

    _fail_on_errors = False  # WeasyPrint asks

    def __call__(self, url: str) -> Any:
        """As `fetch`."""
        return self.fetch(url)

    def fetch(self, url: str, **_: Any) -> Any:
        """The data that the address itself holds. Any other address is refused, and WeasyPrint goes on without."""
        if url.startswith("data:"):
            from weasyprint.urls import URLFetcher

            return URLFetcher(allowed_protocols=["data"]).fetch(url)
        raise ValueError(f"a leaflet holds all it needs: {url} is not fetched")


@cache
def font_configuration(fonts: FontSet) -> "FontConfiguration":
    """WeasyPrint's view of these fonts, one for each process: it costs more than a page."""
    try:
        configuration = _write_configuration(fonts)
    except OSError as error:
        raise PublishError(f"no room for the list of fonts in {tempfile.gettempdir()}: {error}") from error
    with _environment:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(configuration)
        try:
            return _new_configuration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def _write_configuration(fonts: FontSet) -> Path:
    """A folder with these fonts and nothing else, gone when the process ends, and what tells fontconfig of it."""
    folder = Path(tempfile.mkdtemp(prefix="leaflet-fonts-"))
    Finalize(None, shutil.rmtree, (folder,), {"ignore_errors": True}, exitpriority=0)  # workers run no `atexit`
    (folder / "fonts").mkdir()
    for file in fonts.files:
        link = folder / "fonts" / file.path.name
        if not link.exists():
            link.symlink_to(file.path)
    configuration = folder / "fonts.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder), "utf-8")
    return configuration


def _new_configuration() -> "FontConfiguration":
    try:
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise PublishError(
            f"PDF needs Pango, which is not on this machine ({error}); on Debian and Ubuntu: apt-get install"
            " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. Elsewhere install Pango, or leave PDF out"
        ) from error
    return FontConfiguration()
