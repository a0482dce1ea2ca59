"""Finds dates that readers elsewhere take for other days, and words like "last year" that mean another one tomorrow.

Rules. Days and months in figures: a warning where both orders make a date (03/04/2020), else a note; the year first
(2020-04-03, ISO 8601) is clear. Relative times are a note at their first place, unless they are about the reader or a
patient ("if you recently had", "people who currently smoke"). Wordings: `i18n/cues/<language>/source_dates.toml`.
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import Sentence, inside, sentences, uses

_TOPIC = "source_dates"
_OF_A_PERSON = "of_a_person"
_FIGURES = re.compile(
    r"(?<![\w./-])(?P<a>[0-9]{1,2})(?P<sign>[/.-])(?P<b>[0-9]{1,2})(?P=sign)(?P<year>(?:19|20)?[0-9]{2})(?![\w/]|[.-][0-9])"
)
_MONTHS, _DAYS, _FULL_YEAR = 12, 31, 4


class UnclearDates:
    """Dates that mean the same everywhere, and next year too."""

    name = "unclear_dates"
    explanation = "A date should mean the same day to every reader, and still be true next year."

    def covers(self, language: Language) -> bool:
        """Whether wordings of relative time are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """Every date in figures, and each relative time once."""
        seen: set[str] = set()
        for sentence in sentences(document) if self.covers(language) else ():
            yield from self._dates(sentence)
            found = uses(sentence, language, _TOPIC)
            persons = [use.start for use in found if use.category == _OF_A_PERSON]
            for use in found:
                wording = use.written.lower()
                if use.category == _OF_A_PERSON or wording in seen or (persons and persons[0] < use.start):
                    continue
                seen.add(wording)
                message = f"“{use.written}” will mean another time when this is read: write the month or year."
                yield sentence.finding(self.name, Severity.NOTE, message, use.span)

    def _dates(self, sentence: Sentence) -> Iterator[tuple[Key, Finding]]:
        kept = sentence.addresses()
        for match in _FIGURES.finditer(sentence.text):
            first, second = int(match["a"]), int(match["b"])
            low, high = sorted((first, second))
            if match["sign"] == "." and len(match["year"]) < _FULL_YEAR:  # 1.2.34 is a version
                continue
            if not 0 < low <= _MONTHS or high > _DAYS or inside(match.start(), kept):
                continue
            ambiguous = high <= _MONTHS and first != second
            severity = Severity.WARNING if ambiguous else Severity.NOTE
            why = "can be read as two different days" if ambiguous else "is written in another order elsewhere"
            message = f"“{match[0]}” {why}: write the month as a word."
            yield sentence.finding(self.name, severity, message, match.span())


PLUGIN = UnclearDates()
