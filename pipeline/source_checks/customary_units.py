"""Finds miles, pounds and degrees Fahrenheit, which most readers of the world do not use.

Rules. A unit outside the International System behind a figure or number word; silent where the metric unit stands in
the same sentence ("10 miles (16 km)"). A note for each unit once; nothing is converted. Units by their metric
counterpart, whose other names stand behind a slash: `i18n/cues/<language>/source_units.toml`.
"""

import re
from collections.abc import Iterable

from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import Use, sentences, uses
from pipeline.wording import contains

_TOPIC = "source_units"
_BEFORE = re.compile(r"(?<![\w.,])([\w.,]*\w)[½¼¾]?[\s‐‑-]{0,2}\Z")
_LONGEST = 24  # characters before a unit that hold its number


class CustomaryUnits:
    """Units that readers everywhere use."""

    name = "customary_units"
    explanation = "Most readers of the world measure in metric units: add them to miles, pounds and Fahrenheit."

    def covers(self, language: Language) -> bool:
        """Whether such units are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """One note for each metric unit that is missing."""
        seen: set[str] = set()
        for sentence in sentences(document):
            metric: set[str] = set()
            for use in uses(sentence, language, _TOPIC):
                start = _start(use, language)
                if start is None or use.category in seen | metric:
                    continue
                names = [name.strip() for name in use.category.split("/")]
                if any(contains(sentence.text, name) for name in names):
                    metric.add(use.category)
                    continue
                seen.add(use.category)
                written = sentence.text[start : use.end]
                message = f"“{written}”: readers in other countries use metric units. Write it in {names[0]}."
                yield sentence.finding(self.name, Severity.NOTE, message, (start, use.end))


PLUGIN = CustomaryUnits()


def _start(use: Use, language: Language) -> int | None:
    """Where the number before a unit begins; None where there is none."""
    first = max(0, use.start - _LONGEST)
    before = _BEFORE.search(use.sentence.text[first : use.start])
    if before is None or not (before[1][-1].isdigit() or before[1].lower() in language.vocabulary.number_words):
        return None
    return first + before.start()
