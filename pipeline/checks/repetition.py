"""Looks for what an engine says twice: the stutter of a decoder ("se us us us"), a phrase or a sentence over again.

Rules. A word or wording that follows on itself more often than anything does in the source; with punctuation between,
one of five words or more, or a sentence of three. A wording of six words or more that stands twice where the source
repeats none of a third of its length. A wording of four words that stands three times or more, and twice more than any
does in the source. A single word that merely stands twice is for typography, which knows the words that a language
doubles, or for nobody; figures alone may always. A warning.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.wording import plain, word_texts

_GRAM = 4
_OFTEN = 3
_TWICE = 6  # words of a wording that is worth a question when it stands twice
_SHARE = 3  # a repetition in the source excuses one of so many times its length
_ACROSS = 5  # words of a wording that may not follow on itself even with punctuation between
_SENTENCE = 3  # the same where it is a sentence
_LONGEST = 12  # words of a wording that follows on itself; longer ones are found as standing twice
_QUOTED = 60
_TOKEN = re.compile(r"\w+(?:['’]\w+)*")
_Span = tuple[int, int]


class Repetition:
    """Nothing said twice that the source says once."""

    name = N_("repetition")
    explanation = "Translation engines sometimes repeat a word or a phrase."

    def covers(self, language: Language) -> bool:  # noqa: ARG002  # the contract's
        """Needs no data: it compares words with each other."""
        return True

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:  # noqa: ARG002
        """At most one finding: the longest stutter, else what stands twice, else the wording that is repeated most."""
        shown = plain(subject.target)
        if not _may_repeat(word_texts(shown.text)):
            return
        said = _TOKEN.findall(shown.text.lower())
        source = plain(subject.source).text.lower()
        span = _stutter(shown.text, said, source)
        if not span and len(said) - len(set(said)) >= _TWICE:
            theirs = _TOKEN.findall(source)
            span = _twice(said, theirs) or _refrain(said, theirs)
        if span:
            places = [match.span() for match in _TOKEN.finditer(shown.text)]
            start, end = places[span[0]][0], places[span[1] - 1][1]
            message = Said.gettext(
                "The translation repeats itself: “{text}”.", text=shown.text[start : min(end, start + _QUOTED)]
            )
            yield Finding(self.name, Severity.WARNING, message, (), (shown.origin(start, end),))


PLUGIN = Repetition()


def _may_repeat(said: Sequence[str]) -> bool:
    """Whether two words follow one another in two places, or a word on itself: most texts are done with here."""
    pairs = [*pairwise(said)]
    again = len(pairs) - len(set(pairs))
    if again >= _TWICE - 1 or any(one == other for one, other in pairs):
        return True
    return again > 0 and next(_runs(said), None) is not None


def _distances(said: Sequence[str]) -> list[int]:
    """How far apart so many words stand twice that a wording of that length may follow on itself."""
    last: dict[str, int] = {}
    found = [0] * (_LONGEST + 1)
    for place, word in enumerate(said):
        if word in last and (distance := place - last[word]) <= _LONGEST:
            found[distance] += 1
        last[word] = place
    return [distance for distance, count in enumerate(found) if count > distance // 2]


def _runs(said: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Each stretch that consists of repetitions of its first words: first and last place, and how many words repeat."""
    for period in _distances(said):
        length = 0
        for place, (one, other) in enumerate(zip(said, [*said[period:], ""], strict=False)):
            if one == other:
                length += 1
                continue
            if length >= period:
                yield place - length, place + period, period
            length = 0


def _stutter(text: str, said: Sequence[str], source: str) -> _Span | None:
    """The longest immediate repetition that goes beyond the source's, if any."""
    found = [run for run in _runs(said) if not _may_stand(run, said, text)]
    if not found:
        return None
    allowed = max(map(_times, _runs(_TOKEN.findall(source))), default=1)
    spans = [(first, last) for first, last, period in found if _times((first, last, period)) > allowed]
    return max(spans, key=lambda span: span[1] - span[0], default=None)


def _times(run: tuple[int, int, int]) -> int:
    first, last, period = run
    return (last - first) // period


def _may_stand(run: tuple[int, int, int], said: Sequence[str], text: str) -> bool:
    """Whether it is figures alone, one word that merely stands twice, or a few words with punctuation between."""
    first, last, period = run
    if period == 1 and last - first == 2:  # noqa: PLR2004
        return True
    if not any(map(str.isalpha, "".join(said[first : first + period]))):
        return True
    places = [match.span() for match in _TOKEN.finditer(text)]
    between = text[places[first + period - 1][1] : places[first + period][0]].strip()
    return bool(between) and period < (_SENTENCE if between[0] in ".!?" else _ACROSS)


def _twice(said: Sequence[str], source: Sequence[str]) -> _Span | None:
    """The second of two places where at least six words are the same, if the source has nothing like that."""
    first, length = _longest(said, _GRAM)
    if length < _TWICE or _longest(source, 2)[1] * _SHARE >= length:
        return None
    return first, first + length


def _longest(said: Sequence[str], least: int) -> tuple[int, int]:
    """Where the longest wording that stood before begins again, and its words; none below `least`."""
    seen: dict[tuple[str, ...], int] = {}
    best = (0, 0)
    before, length = -2, 0
    if len(said) - len(set(said)) < least:
        return best
    for place in range(len(said) - least + 1):
        gram = tuple(said[place : place + least])
        earlier = seen.setdefault(gram, place)
        if earlier == place or earlier + least > place:
            before, length = -2, 0
            continue
        length = length + 1 if earlier == before + 1 else least
        before = earlier
        if length > best[1]:
            best = place + least - length, length
    return best


def _refrain(said: Sequence[str], source: Sequence[str]) -> _Span | None:
    """From the first to the last time of the four words that are said most often, if too often."""
    if len(said) - len(set(said)) < _GRAM * (_OFTEN - 1):
        return None
    gram, count = _most(said)
    if count < _OFTEN or count <= _most(source)[1] + 1:
        return None
    places = [place for place in range(len(said) - _GRAM + 1) if tuple(said[place : place + _GRAM]) == gram]
    return places[0], places[-1] + _GRAM


def _most(said: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The four words that stand most often in the text, and how often."""
    counts = Counter(tuple(said[place : place + _GRAM]) for place in range(len(said) - _GRAM + 1))
    return max(counts.items(), key=lambda item: item[1], default=((), 0))
