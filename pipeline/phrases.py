"""Standard headings and stock sentences with their fixed translations, and sentences with slots (`pipeline.patterns`):
the first thing a draft is made from.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.model.document import Key
from pipeline.patterns import Pattern

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
    return spelt(text).casefold()


def spelt(text: str) -> str:
    """The text with plain spaces, hyphens and quotation marks."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).translate(_QUOTES)
    return " ".join(text.split())


class Phrases:
    """The phrases of one language; a later row replaces an earlier one, and one without slots comes before patterns."""

    def __init__(self, rows: Iterable[Phrase], patterns: Iterable[tuple[Phrase, Pattern]] = ()) -> None:
        self._by_source: dict[tuple[str | None, str], Phrase] = {}
        for row in rows:
            for source in (row.source, *row.variants):
                self._by_source[(row.context, fold(source))] = row
        self.patterns = tuple(patterns)
        self._patterns: dict[tuple[str | None, str], list[tuple[Phrase, Pattern]]] = {}
        for row, pattern in self.patterns:
            self._patterns.setdefault((row.context, pattern.opening), []).insert(0, (row, pattern))

    def find(self, key: Key) -> Phrase | None:
        """The phrase for a segment: a heading's for titles, headings and cells, else, or for the rest, a sentence's.

        One with slots comes back with the values of the segment in its `target`.
        """
        contexts = ("heading", None) if key.context in ("title", "heading", "cell") else (None,)
        whole = (self._by_source.get((context, fold(key.source))) for context in contexts)
        found = next((phrase for phrase in whole if phrase and phrase.target), None)
        return found or next((phrase for context in contexts if (phrase := self._filled(context, key.source))), None)

    def _filled(self, context: str | None, source: str) -> Phrase | None:
        text = spelt(source)
        opening = text.split(" ", 1)[0].lower()
        rows = [*self._patterns.get((context, opening), ()), *self._patterns.get((context, ""), ())]
        made = ((row, pattern.apply(text)) for row, pattern in rows)
        return next((replace(row, target=target) for row, target in made if target is not None), None)
