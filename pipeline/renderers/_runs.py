"""The inline notation of a sentence as runs of text in one manner each, for formats that have runs instead of tags."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import placeables
from pipeline.model.document import Link
from pipeline.renderers._inline import address


@dataclass(frozen=True, slots=True)
class Run:
    """Text without tags, and how it is set. `url` is where it leads, empty where nowhere."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False
    lowered: bool = False
    code: bool = False
    url: str = ""


def runs(text: str, links: Sequence[Link] = ()) -> tuple[Run, ...]:
    """The text as runs, in order; together they are the text without its tags.

    A link whose number is not in `links` is text. A link within a link, or one that leads anywhere but to http, https
    or mailto, keeps its words and leads nowhere.
    """
    addresses = {f"a{link.number}": address(link.target) for link in links}
    found: list[Run] = []
    open_names: list[str] = []
    for token in placeables.tokens(text):
        is_link = token.name.startswith("a")
        if not token.name or (is_link and token.name not in addresses):
            found.append(_run(placeables.unescape(token.text), open_names, addresses))
        elif token.closing:
            open_names.pop()
        else:
            open_names.append(token.name)
    return tuple(found)


def _run(text: str, open_names: Sequence[str], addresses: dict[str, str]) -> Run:
    outermost = next((addresses[name] for name in open_names if addresses.get(name)), "")
    return Run(
        text,
        bold="b" in open_names,
        italic="i" in open_names,
        raised="sup" in open_names,
        lowered="sub" in open_names,
        code="code" in open_names,
        url=outermost,
    )
