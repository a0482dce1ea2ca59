"""The inline notation of a sentence as runs of text in one manner each, for formats that have runs instead of tags."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline import bidi, placeables
from pipeline.model.document import Link
from pipeline.renderers._inline import address


@dataclass(frozen=True, slots=True)
class Run:
    """Text without tags, and how it is set. `url` is where it leads, empty where nowhere. An `island` is read from the
    left in a text from the right.
    """

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False
    lowered: bool = False
    code: bool = False
    url: str = ""
    island: bool = False


def runs(text: str, links: Sequence[Link] = (), direction: str = "ltr") -> tuple[Run, ...]:
    """The text as runs, in order; together they are the text without its tags.

    `direction` is that of the text. From right to left, isolates stand around what reads from the left.

    A link whose number is not in `links` is text. A link within a link, or one that leads anywhere but to http, https
    or mailto, keeps its words and leads nowhere.
    """
    addresses = {f"a{link.number}": address(link.target) for link in links}
    found: list[Run] = []
    open_names: list[str] = []
    island = False
    for token in bidi.tokens(text, direction):
        if token.name == bidi.ISLAND:
            island = not token.closing
            found.append(_run(bidi.ISOLATES[token.closing], open_names, addresses))
            continue
        is_link = token.name.startswith("a")
        if not token.name or (is_link and token.name not in addresses):
            found.append(_run(placeables.unescape(token.text), open_names, addresses, island=island))
        elif token.closing:
            open_names.pop()
        else:
            open_names.append(token.name)
    return tuple(found)


def words(text: str, direction: str = "ltr") -> tuple[Run, ...]:
    """A text of the page's own as runs; nothing in it is a tag."""
    return runs(placeables.escape(bidi.safe(text)), (), direction)


def whole(text: str, direction: str = "ltr") -> tuple[Run, ...]:
    """A value of any language as runs, set apart as one piece from a text that runs in `direction`."""
    opening, end = bidi.ISOLATES
    apart = direction == "rtl" and bidi.direction(text) == "ltr"
    inside = (replace(run, island=True) for run in words(text))
    return (Run(opening), *inside, Run(end)) if apart else words(text, direction)


def _run(text: str, open_names: Sequence[str], addresses: dict[str, str], *, island: bool = False) -> Run:
    outermost = next((addresses[name] for name in open_names if addresses.get(name)), "")
    return Run(
        text,
        bold="b" in open_names,
        italic="i" in open_names,
        raised="sup" in open_names,
        lowered="sub" in open_names,
        code="code" in open_names,
        url=outermost,
        island=island,
    )
