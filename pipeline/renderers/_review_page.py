"""The page a reviewer prints or reads aloud from: source and target side by side, with what is known of each sentence.

It is no output format of `publish` (hence no plugin): it is for reviewers, and says so.
"""

from dataclasses import dataclass

from markupsafe import Markup

from pipeline.model.document import Link
from pipeline.renderers._page import environment, style_of, style_seal


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence; `kind` says what it is where it is no sentence of a paragraph, `begins` that a block begins here.

    A `number` of 0 is not shown.
    `notes` are what the reviewer should know of it, in English, `terms` the source's terms with their translations.
    """

    number: int
    source: str
    target: str
    notes: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    begins: bool = False
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of some `level` (1: the title) and the rows up to the next one; the heading may be missing."""

    level: int
    headings: tuple[Row, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two languages of the page: its tag, its direction, its English name."""

    language: str
    direction: str
    name: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The page. `style` is the house style in a line.

    `warning` says in the target's language what the page is; empty where nobody has translated it.
    """

    document: str
    title: str
    source: Side
    target: Side
    fonts: tuple[str, ...]
    warning: str
    style: str
    parts: tuple[Part, ...]


def render(page: ReviewPage) -> bytes:
    """The page in UTF-8: complete in itself, no scripts, nothing from outside; texts are escaped."""
    style = style_of("review.css", page.fonts, page.target.language)
    rendered = environment().get_template("review.html.jinja").render(
        page=page,
        style=Markup(style),  # noqa: S704 - our own file and checked font names
        style_hash=style_seal(style),
    )  # fmt: skip
    return rendered.encode("utf-8")
