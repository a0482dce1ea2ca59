"""Finds sentences that are too long for readers, and for engines, which lose words in them.

Rules. Over 30 words a note, over 40 a warning; a figure is a word. Plain-language guidance asks for less: 25 words at
most on GOV.UK, 20 on average in the guidance of the United States (plainlanguage.gov, "Write short sentences").
"""

from collections.abc import Iterable

from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import sentences

_LONG, _TOO_LONG = 30, 40


class LongSentences:
    """Sentences that can be read in one breath."""

    name = "long_sentences"
    explanation = "A long sentence is hard to read and hard to translate: split it."

    def covers(self, language: Language) -> bool:
        """Whether the language writes words with spaces between them, as its readability formula needs."""
        return language.vocabulary.readability is not None

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """A finding on every long sentence."""
        for sentence in sentences(document) if self.covers(language) else ():
            number = sum(any(c.isalnum() for c in word) for word in sentence.text.split())
            if number > _LONG:
                severity = Severity.WARNING if number > _TOO_LONG else Severity.NOTE
                message = f"This sentence has {number} words: split it. Most sentences should have 20 or fewer."
                yield sentence.finding(self.name, severity, message)


PLUGIN = LongSentences()
