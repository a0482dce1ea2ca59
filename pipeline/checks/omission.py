"""Compares lengths: an engine that drops half a sentence, or invents one, gives itself away.

Rules. The logarithm of target length over source length, less the language's usual one, is compared with its spread,
which shrinks with the square root of the length (Gale and Church 1993, "A Program for Aligning Sentences in Bilingual
Corpora"). Three spreads too short or three and a half too long is a warning; a target below a third of the usual length
of a longer sentence is an error. A source of several sentences whose target has fewer and is short too is a warning.
Ratios and spreads stand in the languages' files; a language without them gets a warning at a seventh or seven times.
"""

import math
import re
from collections.abc import Iterable

from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.wording import NOTHING, plain

_SHORTEST = 15  # characters of a source that is long enough to be measured
_LONGER = 40
_LEAST_SPREAD = 0.1
_TOO_SHORT, _TOO_LONG = -3.0, 3.5
_THIRD, _SEVENTH = math.log(1 / 3), math.log(1 / 7)
_SENTENCE_END = re.compile(r"[^\W\d_][.?!][\"”»’)]*\s+(?=[^\W\d_a-z]|[¿¡\"“«(])|[。！？।؟]")


class Omission:
    """Nothing left out, nothing made up."""

    name = "omission"
    explanation = "A translation that is much shorter or longer than usual may leave something out or add something."

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """At most one finding, on the whole target."""
        source, target = plain(subject.source).text.strip(), plain(subject.target).text.strip()
        if not target or target == NOTHING or len(source) < _SHORTEST or not any(map(str.isalpha, source)):
            return
        ratio = language.vocabulary.length_ratio
        difference = math.log(len(target) / len(source) / (ratio or 1))
        spread = max(_LEAST_SPREAD, language.vocabulary.length_spread * math.sqrt(100 / len(source)))
        steps = difference / spread if ratio else 0.0
        usual = round(len(source) * (ratio or 1))
        said = f"The translation has {len(target)} characters; about {usual} are usual for this sentence."
        whole = ((0, len(subject.target)),)
        if difference < _THIRD and ratio and len(source) >= _LONGER:
            yield Finding(self.name, Severity.ERROR, f"{said} Something is missing.", (), whole)
        elif steps < _TOO_SHORT or (not ratio and difference < _SEVENTH):
            yield Finding(self.name, Severity.WARNING, f"{said} Is something missing?", (), whole)
        elif steps > _TOO_LONG or (not ratio and difference > -_SEVENTH):
            yield Finding(self.name, Severity.WARNING, f"{said} Is something added or said twice?", (), whole)
        elif steps < _TOO_SHORT / 2 and _sentences(source) > _sentences(target):
            message = f"{_sentences(source)} sentences became {_sentences(target)}. Is something missing?"
            yield Finding(self.name, Severity.WARNING, message, (), whole)


PLUGIN = Omission()


def _sentences(text: str) -> int:
    return 1 + len(_SENTENCE_END.findall(text.rstrip(' .?!。！？।؟"”»’)')))
