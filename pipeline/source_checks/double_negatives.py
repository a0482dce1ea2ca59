"""Finds double negatives, of which readers and engines lose one.

Rules. Listed with what says the same without them ("not uncommon": "common"); plainlanguage.gov, "Avoid double
negatives and exceptions to exceptions". A negation that warns ("Do not take this without food") is none. A note at
the first place. Wordings: `i18n/cues/<language>/source_negatives.toml`.
"""

from collections.abc import Iterable

from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import first_uses

_TOPIC = "source_negatives"


class DoubleNegatives:
    """One negation at a time."""

    name = "double_negatives"
    explanation = "A double negative is easily read as its opposite: say it without."

    def covers(self, language: Language) -> bool:
        """Whether double negatives are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """One note a wording."""
        for use in first_uses(document, language, _TOPIC):
            message = f"“{use.written}” is a double negative: say “{use.category}”?"
            yield use.sentence.finding(self.name, Severity.NOTE, message, use.span)


PLUGIN = DoubleNegatives()
