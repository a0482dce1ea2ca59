"""Finds prices, which readers in other countries do not pay.

Rules. A figure with a currency sign (any of Unicode's category Sc) or a code or name of a currency. A note, once for
each currency. Names: `i18n/cues/<language>/source_prices.toml`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import Sentence, sentences, uses

_TOPIC = "source_prices"
_SIGNS = "".join(c for c in map(chr, range(0x24, 0x20C1)) if unicodedata.category(c) == "Sc")
_PRICE = re.compile(
    rf"[{re.escape(_SIGNS)}]\s?[0-9][0-9.,]{{0,12}}(?<![.,])|[0-9][0-9.,]{{0,12}}(?<![.,])\s?[{re.escape(_SIGNS)}]"
)


class Prices:
    """No price of one country."""

    name = "prices"
    explanation = "A price holds in one country and for a short time: leave it out, or say what it shows."

    def covers(self, language: Language) -> bool:
        """Whether names of currencies are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """One note a currency."""
        seen: set[str] = set()
        for sentence in sentences(document) if self.covers(language) else ():
            for start, end, currency in sorted(_prices(sentence, language)):
                if currency not in seen:
                    seen.add(currency)
                    written = sentence.text[start:end]
                    message = f"“{written}”: prices differ between countries. Leave it out, or say whose price it is."
                    yield sentence.finding(self.name, Severity.NOTE, message, (start, end))


PLUGIN = Prices()


def _prices(sentence: Sentence, language: Language) -> Iterator[tuple[int, int, str]]:
    for match in _PRICE.finditer(sentence.text):
        yield match.start(), match.end(), next(c for c in match[0] if c in _SIGNS)
    for use in uses(sentence, language, _TOPIC):
        yield use.start, use.end, use.category
