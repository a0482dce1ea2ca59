"""Turns the inline notation of a sentence into HTML that can hold nothing but the tags of that notation."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from markupsafe import Markup, escape

from pipeline import bidi, placeables
from pipeline.model.document import Link
from pipeline.model.leaflet import LeafletBlock

_UNBROKEN = 20  # characters that fit on a line of the narrowest screen
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f]+", re.IGNORECASE)


def html(text: str, links: Sequence[Link] = (), direction: str = "ltr") -> Markup:
    """The text as HTML: the notation as tags, all else escaped, and what reads from the left set apart.

    A link whose number is not in `links` is text. A link within a link, or one that leads anywhere but to http, https
    or mailto, keeps its words and loses its tag. `direction` is that of the text.
    """
    addresses = {f"a{link.number}": address(link.target) for link in links}
    out: list[Markup] = []
    open_links: list[bool] = []
    tokens = bidi.tokens(text, direction)
    for number, token in enumerate(tokens):
        if token.name == bidi.ISLAND:
            out.append(Markup("</bdi>") if token.closing else _island(tokens[number + 1 :]))
            continue
        is_link = token.name.startswith("a")
        if not token.name or (is_link and token.name not in addresses):
            out.append(escape(placeables.unescape(token.text)))
        elif not is_link:
            out.append(Markup(token.text))  # noqa: S704 - a tag of the notation, character by character
        elif token.closing:
            out.append(Markup("</a>") if open_links.pop() else Markup())
        else:
            target = "" if any(open_links) else addresses[token.name]
            open_links.append(bool(target))
            out.append(Markup('<a href="{}">').format(target) if target else Markup())
    return Markup("").join(out)


def _island(behind: Sequence[placeables.Token]) -> Markup:
    """The tag that opens an island; a short one is not broken at the end of a line."""
    inside = takewhile(lambda token: token.name != bidi.ISLAND, behind)
    short = sum(len(token.text) for token in inside if not token.name) <= _UNBROKEN
    return Markup('<bdi class="whole" dir="ltr">') if short else Markup('<bdi dir="ltr">')


@lru_cache(maxsize=4096)  # the same few in every leaflet of a language
def words(text: str, direction: str = "ltr") -> Markup:
    """A text of the page's own as HTML; nothing in it is a tag."""
    return html(placeables.escape(bidi.safe(text)), (), direction)


def plain(text: str) -> str:
    """The text without its tags, for places that hold no markup."""
    return placeables.unescape(placeables.legible(bidi.safe(text)))


def letters(text: str) -> str:
    """The characters of a text as they are drawn where markup is."""
    return placeables.unescape(placeables.plain(bidi.safe(text)))


def spoken(block: LeafletBlock, joiner: str) -> str:
    """The sentences of a block as plain text, for what can hold no markup: the words for a picture."""
    return joiner.join(plain(sentence.text) for sentence in block.sentences)


def address(target: str) -> str:
    """The target of a link where a page may lead to it (http, https, mailto), else nothing."""
    return target if _ADDRESS.fullmatch(target) else ""
