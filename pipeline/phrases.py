"""Standard headings and stock sentences with their fixed translations: the first thing a draft is made from."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model.document import Key

_DASHES = re.compile("[\u2010\u2011\u2012\u00ad]")
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase: `context` is `heading` for titles, headings and cells, None for a sentence; `variants` are other ways
    the English is written. Only a `signed` phrase may be approved in bulk.
    """

    context: str | None
    source: str
    target: str
    variants: tuple[str, ...] = ()
    signed: bool = False


def fold(text: str) -> str:
    """The text as phrases are compared: without regard to case, kinds of space, hyphen and quotation mark."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).translate(_QUOTES)
    return " ".join(text.casefold().split())


class Phrases:
    """The phrases of one language; a later row replaces an earlier one."""

    def __init__(self, rows: Iterable[Phrase]) -> None:
        self._by_source: dict[tuple[str | None, str], Phrase] = {}
        for row in rows:
            for source in (row.source, *row.variants):
                self._by_source[(row.context, fold(source))] = row

    def find(self, key: Key) -> Phrase | None:
        """The phrase for a segment: a heading's for titles, headings and cells, else, or for the rest, a sentence's."""
        contexts = ("heading", None) if key.context in ("title", "heading", "cell") else (None,)
        found = (self._by_source.get((context, fold(key.source))) for context in contexts)
        return next((phrase for phrase in found if phrase and phrase.target), None)
