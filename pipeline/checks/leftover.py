"""Looks for source text left in the translation: all of it, or a run of words.

Rules. A target equal to its source is reported where the source holds a small word of its language ("the", "of") or
three words in lower case; names, figures and abbreviations stay as they are. A run of at least two source words left in
the target, in the source's order, is reported where one of them is a small word that the target's language does not
have (of three letters where they are two, since medicine says "in vitro"), or three are in lower case, unless the run
is a name (begins and ends with a capital) or stands in quotation marks or brackets. A warning.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.vocabulary import Vocabulary
from pipeline.wording import Word, fold, plain, word_texts, words

_RUN = 2
_SEVERAL = 3  # words in lower case that make a sentence of a text
_QUOTED = re.compile(r"[\"“”„«»‹‘‚(\[]\s?\Z")


class Leftover:
    """No source text in the target."""

    name = N_("leftover")
    explanation = "Words of the original were left in the translation."

    def covers(self, language: Language) -> bool:
        """Whether the small words of the language are listed."""
        return language.source is not None and bool(language.vocabulary.stop_words)

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """One finding for an untouched sentence, else one per run of words, in the order of the target."""
        small = (language.source.vocabulary if language.source else Vocabulary()).stop_words
        shown, source = plain(subject.target), plain(subject.source)
        if _same(shown.text, source.text):
            if _has_wording(words(source.text), source.text, small, heading=subject.context in ("title", "heading")):
                message = Said.gettext("The translation is the {original} text, unchanged.", original=language.original)
                yield Finding(self.name, Severity.WARNING, message, (), ((0, len(subject.target)),))
            return
        telling = _telling(small, language.vocabulary.stop_words)
        there = word_texts(shown.text)
        if telling.isdisjoint(there) and not _overlaps(there, word_texts(source.text)):
            return
        for start, end in _runs(shown.text, words(source.text), telling):
            if not _is_name(shown.text, start, end):
                message = Said.gettext(
                    "The {original} “{text}” was left in the translation.",
                    original=language.original,
                    text=shown.text[start:end],
                )
                yield Finding(self.name, Severity.WARNING, message, (), (shown.origin(start, end),))


PLUGIN = Leftover()


def _overlaps(theirs: Sequence[str], ours: Sequence[str]) -> bool:
    """Whether enough words may follow one another in both texts."""
    shared = set(theirs).intersection(ours)
    return len(shared) >= _SEVERAL and len(set(pairwise(theirs)).intersection(pairwise(ours))) >= _SEVERAL - 1


@lru_cache(maxsize=64)
def _telling(theirs: frozenset[str], ours: frozenset[str]) -> frozenset[str]:
    return theirs - ours


def _same(target: str, source: str) -> bool:
    """Whether the texts differ at most in case, hyphens, apostrophes and a few spaces."""
    return abs(len(target) - len(source)) < 5 and fold(target) == fold(source)  # noqa: PLR2004


def _has_wording(there: Sequence[Word], text: str, small: frozenset[str], *, heading: bool) -> bool:
    lower = [word for word in there if text[word.start].islower()]
    return len(lower) >= (1 if heading else _SEVERAL) or any(word.text in small for word in lower)


def _runs(text: str, ours: Sequence[Word], telling: frozenset[str]) -> Iterable[tuple[int, int]]:
    """The spans of at least two words on end that follow one another in the source too, and give it away."""
    theirs = words(text)
    pairs = {(first.text, second.text) for first, second in pairwise(ours)}
    start = 0
    for place in range(1, len(theirs) + 1):
        if place < len(theirs) and (theirs[place - 1].text, theirs[place].text) in pairs:
            continue
        if place - start >= _RUN and _gives_away(theirs[start:place], text, telling):
            yield theirs[start].start, theirs[place - 1].end
        start = place


def _gives_away(run: Sequence[Word], text: str, telling: frozenset[str]) -> bool:
    """Whether a run of words tells its language, or is too long to be chance."""
    least = 1 if len(run) > _RUN else _SEVERAL
    lower = sum(text[word.start].islower() for word in run)
    alone = text[run[0].start : run[-1].end].replace(" ", "").isalpha()
    return (alone and lower >= _SEVERAL) or any(len(word.text) >= least and word.text in telling for word in run)


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether the run begins and ends with a capital, or stands in quotation marks or brackets."""
    last = text.rfind(" ", start, end) + 1 or start
    quoted = _QUOTED.search(text, max(0, start - 2), start)
    return (text[start].isupper() and text[last].isupper()) or quoted is not None
