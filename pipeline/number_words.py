"""Number words in a text: where they stand, and the number that a row of them is.

Rules. How they are put together ("two hundred and fifty", "treinta y cinco", "dos mil millones") follows what English
and the Romance languages share: a smaller number is added to a round one, a scale multiplies what comes before it.
Numbers that are built in another way ("quatre-vingt-dix") are listed whole, with hyphens. Which words there are is data
(`i18n/checks/`).
"""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice, pairwise
from unicodedata import combining

from pipeline.vocabulary import Vocabulary
from pipeline.wording import Word, word_texts, words_among

_BETWEEN_WORDS = re.compile(r"[\s‐‑-]{1,3}")
_THOUSAND = 1000
_FAR = 8  # characters between two words of a number
_LONGEST = 12  # words that one number is looked for in


@dataclass(frozen=True, slots=True)
class _Listed:
    """The words to look for, those that can be nothing but a number, and the numbers of several words by the first of
    them, the longest first.
    """

    words: frozenset[str]
    firm: frozenset[str]
    several: dict[str, tuple[tuple[str, ...], ...]]


@lru_cache(maxsize=32)
def _listed(vocabulary: Vocabulary) -> _Listed:
    starting: dict[str, tuple[tuple[str, ...], ...]] = {}
    rows = [tuple(entry.split("-")) for entry in vocabulary.number_words]
    for parts in sorted((row for row in rows if len(row) > 1), key=len, reverse=True):
        starting[parts[0]] = (*starting.get(parts[0], ()), parts)
    parted = {part for several in starting.values() for parts in several for part in parts}
    firm = {word for word, value in vocabulary.numbers.items() if value > 1} | set(vocabulary.scales)
    return _Listed(vocabulary.number_words | parted, frozenset(firm) | parted, starting)


def find(text: str, vocabulary: Vocabulary, *, soft: bool = True) -> list[Word]:
    """The number words of a plain text in order; one of several words is one, with hyphens.

    Without `soft` there are none in a text whose number words all may be something else (one, first, half).
    """
    if not vocabulary.number_words:
        return []
    listed = _listed(vocabulary)
    if not soft and listed.firm.isdisjoint(word_texts(text)):
        return []
    there = among(text, listed.words)
    if not there or not listed.several:
        return there
    result: list[Word] = []
    place = 0
    while place < len(there):
        word, count = there[place], 1
        for parts in listed.several.get(word.text, ()):
            if _follow(parts, there[place : place + len(parts)], text):
                count = len(parts)
                word = Word("-".join(parts), word.start, there[place + count - 1].end)
                break
        if word.text in vocabulary.number_words:
            result.append(word)
        place += count
    return result


def _follow(parts: tuple[str, ...], there: Sequence[Word], text: str) -> bool:
    """Whether these words are `parts`, with nothing but a hyphen or a space between them."""
    if tuple(word.text for word in there) != parts:
        return False
    return all(_BETWEEN_WORDS.fullmatch(text, a.end, b.start) for a, b in pairwise(there))


def among(text: str, wanted: frozenset[str]) -> list[Word]:
    """`wording.words_among`, fast where a text has few of the words."""
    here = wanted.intersection(word_texts(text))
    if not here:
        return []
    lowered = text.lower().replace("’", "'")
    if len(lowered) != len(text):  # a few capitals have two characters when small
        return words_among(text, here)
    found = [place for word in here for place in _places(lowered, word)]
    return sorted(found, key=_start) if len(found) > 1 else found


def _places(text: str, word: str) -> list[Word]:
    found: list[Word] = []
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (_goes_on(text[max(0, start - 2) : start][::-1]) or _goes_on(text[end : end + 2])):
            found.append(Word(word, start, end))
        start = text.find(word, end)
    return found


def _goes_on(beside: str) -> bool:
    """Whether the characters beside a word belong to it."""
    if not beside or beside[0] in " ,.":
        return False
    return beside[0].isalpha() or bool(combining(beside[0])) or (beside[0] == "'" and beside[1:].isalpha())


def _start(word: Word) -> int:
    return word.start


def compose(ahead: deque[Word], text: str, vocabulary: Vocabulary) -> tuple[Decimal, int]:
    """The value of the number that `ahead` begins with, and of how many words it consists."""
    first = ahead[0].text
    if len(ahead) == 1 or ahead[1].start - ahead[0].end > _FAR:
        table = next(one for one in (vocabulary.numbers, vocabulary.like_numbers, vocabulary.scales) if first in one)
        return table[first], 1
    if first in vocabulary.like_numbers and first not in vocabulary.numbers:
        return vocabulary.like_numbers[first], 1
    total, chunk, smallest = Decimal(0), Decimal(0), Decimal("Infinity")
    count = 0
    for place, word in enumerate(islice(ahead, _LONGEST)):
        number, scale = vocabulary.numbers.get(word.text), vocabulary.scales.get(word.text)
        if place and not _joined(ahead[place - 1], word, text, vocabulary):
            break
        if number is not None:
            following = _scale_after(ahead, place, text, vocabulary)
            if not _fits(chunk, number) or following >= smallest or (chunk and 0 < following < _THOUSAND):
                break
            chunk += number
        elif scale is None:
            break
        elif scale < _THOUSAND:
            chunk = (chunk or 1) * scale
        elif scale < smallest:
            total, chunk, smallest = total + (chunk or 1) * scale, Decimal(0), scale
        else:
            total, chunk, smallest = (total + chunk) * scale, Decimal(0), scale
        count = place + 1
    return total + chunk, max(count, 1)


def _scale_after(ahead: deque[Word], place: int, text: str, vocabulary: Vocabulary) -> Decimal:
    """The scale that multiplies the word at `place` alone: "two hundred" in "one hundred and two hundred"."""
    if place + 1 == len(ahead) or not _BETWEEN_WORDS.fullmatch(text, ahead[place].end, ahead[place + 1].start):
        return Decimal(0)
    return vocabulary.scales.get(ahead[place + 1].text, Decimal(0))


def _joined(earlier: Word, later: Word, text: str, vocabulary: Vocabulary) -> bool:
    gap = text[earlier.end : later.start]
    if _BETWEEN_WORDS.fullmatch(gap):
        return True
    return gap[:1].isspace() and gap[-1:].isspace() and gap.strip().lower() in vocabulary.number_joiners


def _fits(chunk: Decimal, number: Decimal) -> bool:
    """Whether a number may be added to what is there: to nothing, units to tens from twenty, both to hundreds."""
    if not chunk:
        return True
    if number < 10:  # noqa: PLR2004  # the places of the decimal system
        return chunk % 10 == 0 and chunk % 100 != 10  # noqa: PLR2004
    return number < 100 and chunk % 100 == 0  # noqa: PLR2004
