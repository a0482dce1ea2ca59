"""Points out a long sentence that the translation made longer still: advice, never a fault.

Rule. A sentence of more words than the language's `longest` (guides to plain language say 20 to 25) is reported where
it has 1.3 times as many words as a translation of its original usually has. Where the target has several sentences, the
longest counts.
"""

import re
from collections.abc import Iterable

from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.wording import NOTHING, plain, word_texts

_MUCH = 1.3
_END = re.compile(r"[.!?…][\"'”’»)]*\s+(?=[\"'“‘«(¿¡]?[^\W\d_])")


class PlainLanguage:
    """No sentence blown up."""

    name = N_("plain_language")
    explanation = "A long sentence is hard to read, above all where the original says it in fewer words."

    def covers(self, language: Language) -> bool:
        """Whether the usual lengths of sentences are known."""
        return language.source is not None and language.vocabulary.readability is not None

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """At most one note, on the whole target."""
        usual, target = language.vocabulary.readability, subject.target.strip()
        if usual is None or language.source is None or not target or target == NOTHING:
            return
        shown = plain(subject.target).text
        if len(word_texts(shown)) <= usual.longest:
            return
        said = max(len(word_texts(sentence)) for sentence in _END.split(shown))
        original = len(word_texts(plain(subject.source).text))
        if said > usual.longest and said > _MUCH * usual.words * original > 0:
            message = _message(said, language.original, original)
            yield Finding(self.name, Severity.NOTE, message, (), ((0, len(subject.target)),))


PLUGIN = PlainLanguage()


def _message(count: int, original: str, number: int) -> Said:
    return Said.ngettext(
        "This sentence has {count} words, the {original} {number}: can it be said in fewer words, or in two sentences?",
        "This sentence has {count} words, the {original} {number}: can it be said in fewer words, or in two sentences?",
        count,
        count=count,
        original=original,
        number=number,
    )
