"""Compares how easy a translation is to read with how easy its original is: advice, never a fault.

Rule. The reading ease of all sentences together (headings and items without an end mark left out), by the formula of
each language (`pipeline/readability.py`). A note where the translation's is below what a good translation of such an
original has by 15 points, about a step on Flesch's scale of seven, and by 2.5 standard deviations of human translations
(measured: 8 points for 150 words, and less the longer the text).
"""

import math
from collections.abc import Iterable, Sequence

from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.plugins import Scope
from pipeline.wording import NOTHING, plain, word_texts

_STEP = 15
_ENOUGH = 30  # words of the original
_NOISE = 250.0  # 2.5 * 8 * the root of 150
_ENDS = (".", "?", "!", "…")
_CLOSING = " \"'”’»)]"


class Readability:
    """A translation as easy to read as its original."""

    name = N_("readability")
    explanation = "The translation should be about as easy to read as the original."
    scope = Scope.DOCUMENT

    def covers(self, language: Language) -> bool:
        """Whether both languages have a formula."""
        return bool(language.vocabulary.readability and language.source and language.source.vocabulary.readability)

    def find(self, subjects: Sequence[Subject], language: Language) -> Iterable[tuple[int, Finding]]:
        """At most one note, on the first subject."""
        ours = language.vocabulary.readability
        theirs = language.source.vocabulary.readability if language.source else None
        if ours is None or theirs is None:
            return
        pairs = [pair for subject in subjects if (pair := _sentence(subject))]
        number = sum(len(word_texts(source)) for source, _ in pairs)
        if number < _ENOUGH:
            return
        original = theirs.ease(source for source, _ in pairs)
        usual = ours.intercept + ours.slope * original
        ease = ours.ease(target for _, target in pairs)
        if ease < usual - max(_STEP, _NOISE / math.sqrt(number)):
            message = Said.gettext(
                "The translation is harder to read than its original: reading ease {ease} ({formula}), "
                "where about {usual} is usual. Shorter sentences and everyday words help.",
                ease=_shown(ease),
                formula=ours.formula,
                usual=_shown(usual),
            )
            yield 0, Finding(self.name, Severity.NOTE, message)


PLUGIN = Readability()


def _shown(ease: float) -> int:
    """The reading ease on the scale from 0 to 100."""
    return round(min(100, max(0, ease)))


def _sentence(subject: Subject) -> tuple[str, str] | None:
    """The plain texts of a whole sentence, with words on both sides."""
    target = subject.target.strip()
    if not target or target == NOTHING:
        return None
    pair = plain(subject.source).text, plain(subject.target).text
    whole = all(text.rstrip(_CLOSING).endswith(_ENDS) and word_texts(text) for text in pair)
    return pair if whole else None
