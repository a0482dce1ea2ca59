"""Unfolds a text that came without its line ends: headings are found inside lines as far as that can be done.

A page copied into one field often arrives as one line of 4,000 characters. Standard headings and short questions that
stand before a capital are found; a heading of neither form only where a sentence clearly starts behind it. Where one
paragraph ended and the next began in the same section cannot be known; the sentences are the same.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model.document import BlockKind
from pipeline.segmentation import boundaries
from pipeline.sources._lines import Line

Headings = Callable[[str], bool]

_LONGEST = 14  # words in a heading
_ONE_LINE = 600  # characters: a text of one or two lines is folded from here on
_STOPS = (".", "?", "!", ";", ":")
# English, like the one-line texts we know of. In another source language, standard headings alone are found.
_QUESTIONS = frozenset({"What", "Why", "How", "Who", "When", "Where", "Which", "Whose"})
_OPENERS = frozenset(
    {"The", "In", "It", "We", "One", "Two", "These", "They", "This", "There", "After", "If", "Many", "Most", "Some"}
    | {"People", "Women", "Men", "Children", "Adults", "Both"}
)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    reason: str


def is_folded(found: Sequence[Line], headings: Headings) -> bool:
    """Whether more standard headings stand inside lines than on lines of their own, or the text is one long line."""
    if len(found) <= 2 and sum(len(line.text) for line in found) > _ONE_LINE:  # noqa: PLR2004 - a title and the rest
        return True
    alone = sum(headings(line.text) for line in found)
    inside = sum(len(_standard(line.text, headings)) for line in found if not headings(line.text))
    return inside > alone


def unfolded(found: Sequence[Line], headings: Headings) -> Iterator[Line]:
    """The lines cut at headings; headings and the title know their kind, the rest is still to be looked at."""
    for number, line in enumerate(found):
        rest = line
        if number == 0:
            end = title_end(line.text, headings)
            yield replace(line, text=line.text[:end].strip(), kind=BlockKind.TITLE, level=1, reason="first sentence")
            rest = replace(line, text=line.text[end:].strip())
        yield from _cut(rest, headings)


def subheaded(line: Line) -> Iterator[Line]:
    """A paragraph cut where a heading without any mark ran into the sentence behind it."""
    start = 0
    for begin, end in _sentence_spans(line.text):
        cut = _subheading_end(line.text[begin:end])
        if not cut:
            continue
        if before := line.text[start:begin].strip():
            yield replace(line, text=before)
        heading = line.text[begin : begin + cut].strip()
        yield replace(line, text=heading, kind=BlockKind.HEADING, reason="words before a new sentence")
        start = begin + cut
    if rest := line.text[start:].strip():
        yield replace(line, text=rest)


def title_end(text: str, headings: Headings) -> int:
    """Where the title ends: at its first mark, or at the first standard heading behind it."""
    ends = boundaries(text, "en")[:1]
    ends += [span.start for span in _standard(text, headings) if span.start][:1]
    return min(ends, default=len(text))


def _cut(line: Line, headings: Headings) -> Iterator[Line]:
    position = 0
    for span in _headings(line.text, headings):
        if before := line.text[position : span.start].strip():
            yield replace(line, text=before)
        heading = line.text[span.start : span.end]
        yield replace(line, text=heading, kind=BlockKind.HEADING, level=2, reason=span.reason)
        position = span.end
    if rest := line.text[position:].strip():
        yield replace(line, text=rest)


def _standard(text: str, headings: Headings) -> list[_Span]:
    return [span for span in _headings(text, headings) if span.reason == "standard heading"]


def _headings(text: str, headings: Headings) -> Iterator[_Span]:
    """The headings inside a line, in order and never overlapping."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    number = 0
    while number < len(words):
        length = 0
        if text[words[number][0]].isupper():
            before = text[words[number - 1][0] : words[number - 1][1]] if number else "."
            candidates = list(_candidates(text, words, number))
            length, reason = _heading_length(candidates, before, headings)
        if length:
            yield _Span(words[number][0], words[number + length - 1][1], reason)
        number += length or 1


def _candidates(text: str, words: Sequence[tuple[int, int]], number: int) -> Iterator[tuple[int, str]]:
    """What begins at a word, runs over no mark and may stand before a new sentence; with its length in words."""
    start = words[number][0]
    for place in range(number, min(number + _LONGEST, len(words))):
        end = words[place][1]
        if place + 1 == len(words) or _may_begin(text[words[place + 1][0]]):
            yield place - number + 1, text[start:end]
        if text[start:end].endswith(_STOPS):
            return


def _heading_length(candidates: Iterable[tuple[int, str]], before: str, headings: Headings) -> tuple[int, str]:
    """How many words the heading has that begins here, 0 for none, and what tells that it is one."""
    best = 0
    first_of_sentence = before.endswith(_STOPS) or before[-1:] in ")\"'”’»"
    for length, text in candidates:
        if (length > 1 or first_of_sentence) and headings(text):
            best = length
    if best:
        return best, "standard heading"
    for length, text in candidates:
        if text.endswith("?") and text.split(maxsplit=1)[0] in _QUESTIONS and before[-1:] not in ":,–-(":
            return length, "question"
    return 0, ""


def _may_begin(character: str) -> bool:
    return character.isupper() or not character.isalpha()


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    cuts = boundaries(text, "en")
    return list(zip([0, *cuts], [*cuts, len(text)], strict=True))


def _subheading_end(sentence: str) -> int:
    """Where a heading at the beginning of the sentence ends, 0 where there is none: before a word that opens sentences,
    with no mark and a small letter in front of it and a small letter behind it.
    """
    words = [match.span() for match in re.finditer(r"\S+", sentence)]
    if not words or not sentence[words[0][0]].isupper():
        return 0
    for place in range(1, min(len(words) - 2, _LONGEST - 1)):
        before, word, after = (sentence[start:end] for start, end in words[place - 1 : place + 2])
        if before.endswith((",", ";", ":")) or not before[0].isalnum():
            return 0
        if place > 1 and word.rstrip(",") in _OPENERS and before.islower() and after[0].islower():
            return words[place - 1][1]
    return 0
