"""Finds idioms and phrasal metaphors, which engines translate word for word and learners of English do not know.

Rules. Listed with the plain words that say the same: `i18n/cues/<language>/source_idioms.toml`. A note at the first
place. (plainlanguage.gov: "Avoid slang, jargon, colloquialisms"; Cochrane's guidance for writing with translation in
mind.)
"""

from collections.abc import Iterable

from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import first_uses

_TOPIC = "source_idioms"


class Idioms:
    """Words that mean what they say."""

    name = "idioms"
    explanation = "An idiom is translated word for word and then means nothing: say it in plain words."

    def covers(self, language: Language) -> bool:
        """Whether idioms are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """One note an idiom."""
        for use in first_uses(document, language, _TOPIC):
            message = f"“{use.written}” is an idiom, which translations get wrong: write “{use.category}”?"
            yield use.sentence.finding(self.name, Severity.NOTE, message, use.span)


PLUGIN = Idioms()
