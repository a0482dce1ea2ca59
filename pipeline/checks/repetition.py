"""Looks for the stutter of a machine ("se us us us"): words said twice on end, or a wording said over and over.

Rules. A word, or a wording of up to six words, that follows on itself more often than anything does in the source; and
a wording of four words that stands three times or more, and more often than any does in the source. Punctuation between
the two breaks the repetition. A warning.
"""

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.wording import plain

_TOKEN = re.compile(r"\w+|[^\w\s]")
_STUTTER = re.compile(r"(.{1,6}?)\1+", re.DOTALL)
_GRAM = 4
_OFTEN = 3
_Span = tuple[int, int]


class Repetition:
    """Nothing said twice that the source says once."""

    name = "repetition"
    explanation = "Translation engines sometimes repeat a word or a phrase."

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:  # noqa: ARG002  # the contract's
        """At most one finding: the longest stutter, else the wording that is repeated most."""
        shown, source = plain(subject.target), plain(subject.source)
        tokens = _TOKEN.findall(shown.text.lower())
        span = _stutter(tokens, source.text) or _refrain(tokens, source.text)
        if span:
            places = list(_TOKEN.finditer(shown.text))
            start, end = places[span[0]].start(), places[span[1] - 1].end()
            message = f"The translation repeats itself: “{shown.text[start : min(end, start + 60)]}”."
            yield Finding(self.name, Severity.WARNING, message, (), (shown.origin(start, end),))


PLUGIN = Repetition()


def _coded(tokens: list[str]) -> str:
    """One character for each token, the same for equal tokens: repetitions become visible to `re` and `Counter`."""
    codes = {token: min(number, 0x10FFFF) for number, token in enumerate(tokens)}
    return "".join(map(chr, map(codes.__getitem__, tokens)))


def _stutter(tokens: list[str], source: str) -> _Span | None:
    """The tokens of the longest immediate repetition that goes beyond the source's, if any."""
    found = [match for match in _STUTTER.finditer(_coded(tokens)) if _is_wording(tokens[slice(*match.span(1))])]
    if not found:
        return None
    theirs = _TOKEN.findall(source.lower())
    original = [m for m in _STUTTER.finditer(_coded(theirs)) if _is_wording(theirs[slice(*m.span(1))])]
    allowed = max(map(_times, original), default=1)
    spans = [match.span() for match in found if _times(match) > allowed]
    return max(spans, key=lambda span: span[1] - span[0], default=None)


def _times(match: re.Match[str]) -> int:
    return len(match[0]) // len(match[1])


def _is_wording(tokens: list[str]) -> bool:
    """Whether these are words alone: figures and punctuation repeat nothing."""
    return all(map(str.isalpha, tokens))


def _refrain(tokens: list[str], source: str) -> _Span | None:
    """The tokens from the first to the last time of the four words that are said most often, if too often."""
    if len(tokens) - len(set(tokens)) < _GRAM * (_OFTEN - 1):
        return None
    gram, count = _most(tokens)
    if count < _OFTEN or count <= _most(_TOKEN.findall(source.lower()))[1]:
        return None
    coded = _coded(tokens)
    return coded.index(gram), coded.rindex(gram) + _GRAM


def _most(tokens: list[str]) -> tuple[str, int]:
    """The four words that stand most often in the text, coded, and how often."""
    coded = _coded(tokens)
    first = dict(zip(coded, tokens, strict=True))
    counts = Counter(coded[i : i + _GRAM] for i in range(len(coded) - _GRAM + 1))
    often = {gram: count for gram, count in counts.items() if count > 1 and _is_wording([first[c] for c in gram])}
    return max(often.items(), key=lambda item: item[1], default=("", 0))
