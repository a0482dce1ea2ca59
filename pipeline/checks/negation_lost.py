"""Looks for a negation that one text has and the other does not: the shortest word with the longest consequences.

Rules. A first cut, that counts: words that deny for certain ("not", "never", "without") and words that may ("unable",
"lack", "avoid"). A negation is lost where the target has fewer sure ones than the source, even with the doubtful ones
counted that it has beyond the source's. It is added where the target has a sure one and the source has none, nor a
doubtful one that the target lacks. Words that only seem to deny ("not only", "sin embargo") do not count. The lists are
in the languages' files; a language without them is not checked. A warning.
"""

from collections.abc import Iterable

from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.vocabulary import Vocabulary
from pipeline.wording import NOTHING, Plain, plain

_Span = tuple[int, int]


class NegationLost:
    """A no where the source says no, and nowhere else."""

    name = "negation_lost"
    explanation = "If the original says “not”, “no” or “without”, the translation must say so too."

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """One finding, where the negations differ."""
        target = subject.target.strip()
        if not target or target == NOTHING or language.source is None:
            return
        theirs, ours = language.vocabulary, language.source.vocabulary
        if not theirs.negation.entries or not ours.negation.entries:
            return
        shown, source = plain(subject.target), plain(subject.source)
        said, original = denials(shown, theirs), denials(source, ours)
        if not said and not original:
            return
        doubtful = len(set(theirs.negation_like.find(shown)) - set(said))
        doubtful -= len(set(ours.negation_like.find(source)) - set(original))
        english = language.source.english_name
        if len(said) + max(0, doubtful) < len(original):
            answer = f"only says {_quoted(shown, said)}" if said else "does not seem to deny anything"
            message = f"The {english} says {_quoted(source, original)}; the translation {answer}."
            ours_at = tuple(source.origin(*span) for span in original)
            yield Finding(self.name, Severity.WARNING, message, ours_at, tuple(shown.origin(*span) for span in said))
        elif said and not original and doubtful >= 0:
            message = f"The translation says {_quoted(shown, said)}; the {english} does not seem to deny anything."
            yield Finding(self.name, Severity.WARNING, message, (), tuple(shown.origin(*span) for span in said))


PLUGIN = NegationLost()


def denials(text: Plain, vocabulary: Vocabulary) -> list[_Span]:
    """Where the text denies for certain."""
    found = vocabulary.negation.find(text)
    seeming = vocabulary.not_negation.find(text) if found else []
    return [span for span in found if not any(start <= span[0] and span[1] <= end for start, end in seeming)]


def _quoted(text: Plain, spans: list[_Span]) -> str:
    return ", ".join(f"“{text.text[start:end]}”" for start, end in spans)
