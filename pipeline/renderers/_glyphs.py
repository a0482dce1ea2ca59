"""The gate before paper: every character of a leaflet has a glyph in the fonts of its language, or nothing is written.

Formatters draw a box, or nothing, where a font lacks a character, and tell nobody. What is looked up are clusters, a
letter with its marks: a mark from another font than its letter's would not sit on it. No glyph is needed for what is
not drawn (joiners, direction marks, soft hyphens, variation selectors), and none for spaces: shapers make them.
"""

import re
import unicodedata
from collections.abc import Iterator

from pipeline.errors import PublishError
from pipeline.model.leaflet import Leaflet
from pipeline.renderers import _inline
from pipeline.renderers._fonts import FontSet, font_set

_UNDRAWN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_OWN = "•–‐…0123456789/"
"""What the page itself puts between the leaflet's words: bullets, hyphens, page numbers."""


def fonts_for(leaflet: Leaflet, *, originals: bool = False) -> FontSet:
    """The fonts of a leaflet, for its `originals` too where those are shown.

    Raises PublishError where a font is missing or all of them lack a character.
    """
    where = f"{leaflet.document} [{leaflet.language}]"
    fonts = font_set(leaflet.fonts, where)
    families = tuple(fonts.characters())
    texts = (*_texts(leaflet), *(_originals(leaflet) if originals else ()))
    for cluster in _clusters("\n".join(texts)):
        if not any(family.issuperset(cluster) for family in families):
            text = next(text for text in texts if cluster in _clusters(text))
            missing = set(cluster).difference(*families) or set(cluster)
            raise PublishError(f"{where}: {_complaint(missing, text, leaflet.language)}")
    return fonts


def _complaint(missing: set[str], text: str, language: str) -> str:
    names = ", ".join(f"U+{ord(sign):04X} {unicodedata.name(sign, 'without a name')}" for sign in sorted(missing))
    return (
        f"no font for {names} in “{text}”; write it otherwise, or add a font that has it to `fonts` of"
        f" [{language}] in i18n/languages.toml and to i18n/fonts.toml"
    )


def _texts(leaflet: Leaflet) -> Iterator[str]:
    """All that is drawn, without markup; the switch of languages is not."""
    yield from leaflet.banners
    for notice in leaflet.status:
        yield from (notice.text, notice.link, notice.url)
    yield _inline.plain(leaflet.title)
    for block in leaflet.blocks:
        for sentence in block.sentences:
            yield _inline.letters(sentence.text)
        for link in block.links:
            yield link.target
    yield from (leaflet.byline, leaflet.about_heading, leaflet.reference, leaflet.address.partition("://")[2])
    yield from leaflet.notices
    for fact in leaflet.facts:
        yield from (fact.label, fact.value, fact.url)
    yield from leaflet.chrome.values()
    yield _OWN


def _originals(leaflet: Leaflet) -> Iterator[str]:
    return (_inline.letters(sentence.original) for block in leaflet.blocks for sentence in block.sentences)


def _clusters(text: str) -> list[str]:
    """The different letters, each with the marks behind it, composed as shapers compose; without what is not drawn."""
    composed = unicodedata.normalize("NFC", text)
    signs = set(composed)
    undrawn = {ord(sign): None for sign in signs if unicodedata.category(sign) in _UNDRAWN or _selects(sign)}
    marks = "".join(sign for sign in signs if unicodedata.category(sign).startswith("M") and not _selects(sign))
    behind = f"[{re.escape(marks)}]*" if marks else ""
    return sorted(set(re.findall(f".{behind}", composed.translate(undrawn))))


def _selects(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith("VARIATION SELECTOR")
