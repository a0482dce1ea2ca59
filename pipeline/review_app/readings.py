"""Sentences as people read them: bold as bold, links and what is left out told apart without a tag to be seen."""

from markupsafe import Markup, escape

from pipeline import placeables
from pipeline.wording import NOTHING

_NOTHING = Markup('<span class="link">&#8709;</span>')  # ∅: what it says stands in the sentence beside it


def reading(text: str) -> Markup:
    """A sentence in the inline notation as HTML; a link's words without a way to follow them."""
    if text.strip() == NOTHING:
        return _NOTHING
    return Markup().join(map(_read, placeables.tokens(text)))


def _read(token: placeables.Token) -> Markup:
    if not token.name:
        return escape(placeables.unescape(token.text))
    if token.name.startswith("a"):
        return Markup("</span>") if token.closing else Markup('<span class="link">')
    return Markup(token.text)  # noqa: S704 - a tag of the notation, character by character
