"""Looks for small words that carry the meaning and that engines lose: "if", "too" before an adjective, "how much".

Rules. The words are data, `i18n/cues/<language>/small_words.toml`, by what they say. What the source says must be said
by some word of the same list anywhere in the target; people have many ways ("if", "in case of", "when"), so the lists
are long, and one word is enough for several. A warning: the sentence may have been turned round.
"""

from collections.abc import Iterable

from pipeline.checks import _differences
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import quoted
from pipeline.wording import NOTHING, plain

_TOPIC = "small_words"
_IDLE = "idle"


class SmallWords:
    """A condition, an excess and a question for an amount are said in the target too."""

    name = N_("small_words")
    explanation = "Small words carry meaning: “if”, “too” before an adjective and “how much” must not get lost."

    def covers(self, language: Language) -> bool:
        """Whether the words are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """One finding for each meaning that nothing in the target has."""
        target = subject.target.strip()
        if not target or target == NOTHING or language.source is None or not language.lexicon.has(_TOPIC):
            return
        source = plain(subject.source)
        said = {cue.category: cue for cue in reversed(language.source.lexicon.find(_TOPIC, source))}
        said.pop(_IDLE, None)
        if not said:
            return
        answered = {cue.category for cue in language.lexicon.find(_TOPIC, plain(subject.target))}
        lost = [cue for category, cue in said.items() if category not in answered]
        for cue in sorted(lost, key=lambda cue: cue.start):
            message = _differences.unfound(language.original, quoted(source.text[cue.start : cue.end]))
            yield Finding(self.name, Severity.WARNING, message, (source.origin(cue.start, cue.end),))


PLUGIN = SmallWords()
