"""The pages around the leaflets: the start page, the lists with their search, the page for a wrong address.

They are no output format of a leaflet (hence no plugin). Each is complete in itself but for one script of our own.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from markupsafe import Markup

from pipeline import bidi, placeables
from pipeline.model.leaflet import FormatChoice, LanguageChoice
from pipeline.renderers._page import _TEMPLATES, environment, style_of, style_seal


@dataclass(frozen=True, slots=True)
class Listed:
    """A leaflet in a list: where it is, what it is called, how it begins; `formats` are the others it is there in.

    The search looks through title and `text`.
    """

    address: str
    title: str
    summary: str
    text: str
    formats: tuple[FormatChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of the site has: its language, its words by their English, and what machines want to know.

    `marked` is the warning of a test site, in English where `marked_in` says so; `lost` says that the page answers a
    wrong address: no search engine may list either. `alternates` are this page in other languages.
    """

    language: str
    direction: str
    fonts: tuple[str, ...]
    words: dict[str, str]
    publisher: str
    marked: str = ""
    marked_in: str = ""
    canonical: str = ""
    alternates: tuple[LanguageChoice, ...] = ()
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the site: its page, its name, how many leaflets it has, and its word for them."""

    language: str
    direction: str
    name: str
    address: str
    count: int
    word: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list of one language. `pages` are the addresses of all of them, this one has the `number`."""

    frame: Frame
    name: str
    listed: tuple[Listed, ...]
    tongues: tuple[Tongue, ...]
    number: int = 1
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StartPage:
    """The page that offers the languages; it answers wrong addresses too."""

    frame: Frame
    tongues: tuple[Tongue, ...]


def list_page(page: ListPage) -> bytes:
    """The list, in UTF-8."""
    return _render("site_list.html.jinja", page)


def start_page(page: StartPage) -> bytes:
    """The start page, in UTF-8."""
    return _render("site_start.html.jinja", page)


def script() -> bytes:
    """The one script of the site: the search."""
    return (_TEMPLATES / "site.js").read_bytes()


def search_index(listed: Sequence[Listed], direction: str) -> bytes:
    """What the search of a language looks through, as a script: pages opened from a disk may load nothing else.

    What it shows is plain text with isolates; it does not look at them.
    """
    rows = []
    for one in listed:
        title, summary = (bidi.marked(placeables.escape(text), direction) for text in (one.title, one.summary))
        rows.append([one.address, title, summary, one.text[len(one.summary) :]])
    data = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("\u2028", " ").replace("\u2029", " ")
    return f"self.leaflets={data};\n".encode()


def sitemap(pages: Sequence[tuple[str, Sequence[LanguageChoice]]]) -> bytes:
    """The addresses of the site with their other languages, as the sitemap protocol has it."""
    rows = []
    for address, alternates in pages:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{escape(one.language)}" href="{escape(one.address)}"/>'
            for one in alternates
        )
        rows.append(f"<url><loc>{escape(address)}</loc>{links}</url>\n")
    opening = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    )
    return f"{opening}{''.join(rows)}</urlset>\n".encode()


def _render(template: str, page: ListPage | StartPage) -> bytes:
    style = style_of("site.css", page.frame.fonts, page.frame.language)
    rendered = environment().get_template(template).render(
        page=page,
        frame=page.frame,
        words=page.frame.words,
        style=Markup(style),  # noqa: S704 - our own file and checked font names
        style_hash=style_seal(style),
    )  # fmt: skip
    return rendered.encode("utf-8")
