"""Quantities in a text: figures and number words with the scale and unit that follow them, and what they are tied to.

How number words are put together ("two hundred and fifty", "treinta y cinco", "dos mil millones") follows the rules
that English and the Romance languages share: a smaller number is added to a round one, a scale multiplies what comes
before it. Which words there are is data (`i18n/checks/`).
"""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from pipeline import figures
from pipeline.languages import Language
from pipeline.vocabulary import Vocabulary
from pipeline.wording import Plain, Word, plain, word_texts, words_among

_GAP = re.compile(r"\s?(?:[-‐‑]\s?)?")
_BETWEEN_WORDS = re.compile(r"[\s‐‑-]{1,3}")
_THOUSAND = 1000
_LONGEST_TIE = 20  # characters between two quantities that are tied
_LONGEST = 12  # words that one number is looked for in


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it is meant: `raw` is how it is written, with scale and unit, at `span` of the text.

    `unit` has one name in all languages (`mg`, `week`), empty where there is none; it is `shared` where it stands after
    a later figure of the same range. `figure` means written in digits; `firm` that it can be nothing but a number
    ("one" and "half" are not firm). `tied` means that it belongs with the next quantity (5 to 10, 1 in 10).
    """

    value: Decimal
    span: tuple[int, int]
    raw: str
    unit: str = ""
    shared: bool = False
    figure: bool = True
    firm: bool = True
    foreign: bool = False
    name: bool = False
    tied: bool = False


class Reading(NamedTuple):
    """How numbers are read: the marks, and the words for numbers and units."""

    decimal_mark: str = "."
    group_mark: str = ","
    vocabulary: Vocabulary = Vocabulary()


ENGLISH_MARKS = Reading()


def reading(language: Language | None) -> Reading:
    """How a language reads numbers; English marks and no words where there is none."""
    if language is None:
        return ENGLISH_MARKS
    return Reading(language.style.decimal_mark, language.style.group_mark, language.vocabulary)


def quantities(text: str, language: Language | None, *, spaced: bool = True) -> tuple[Quantity, ...]:
    """The quantities of a text in its language, in order. `spaced` as in `pipeline.figures.find`."""
    return find(text, reading(language), spaced=spaced)


@lru_cache(maxsize=64)
def find(text: str, read: Reading, *, spaced: bool = True) -> tuple[Quantity, ...]:
    """The quantities of a text, which may hold inline markup, in order."""
    shown, vocabulary = plain(text), read.vocabulary
    found = [
        Quantity(f.value, f.span, f.raw, foreign=f.foreign, name=f.name)
        for f in figures.find(shown.text, read.decimal_mark, read.group_mark, spaced=spaced)
    ]
    if not vocabulary.number_words.isdisjoint(word_texts(shown.text)):
        number_words = words_among(shown.text, vocabulary.number_words)
        found = _with_words(found, number_words, shown.text, vocabulary)
    if not found:
        return ()
    measured: list[Quantity] = []
    for quantity in found:
        if not measured or quantity.span[0] >= measured[-1].span[1]:  # the 2 of "m²" belongs to the unit before it
            measured.append(_with_unit(quantity, shown.text, vocabulary))
    return tuple(_placed(quantity, shown) for quantity in _tied(measured, shown.text, vocabulary))


def _placed(quantity: Quantity, shown: Plain) -> Quantity:
    return replace(quantity, span=shown.origin(*quantity.span)) if shown.pieces else quantity


def _with_words(found: list[Quantity], there: Sequence[Word], text: str, vocabulary: Vocabulary) -> list[Quantity]:
    """The figures with the scales that follow them, and the number words, by place."""
    result: list[Quantity] = []
    position = 0  # up to here the text is used up
    ahead = deque(there)
    for quantity in found:
        while ahead and ahead[0].start < quantity.span[0]:
            position = _take_word(ahead, position, text, vocabulary, result)
        scaled = _scaled(quantity, ahead, text, vocabulary)
        result.append(scaled)
        position = scaled.span[1]
    while ahead:
        position = _take_word(ahead, position, text, vocabulary, result)
    return result


def _take_word(ahead: deque[Word], position: int, text: str, vocabulary: Vocabulary, result: list[Quantity]) -> int:
    """Move the number that `ahead` begins with into `result`; returns where it ends."""
    first = ahead[0]
    if first.start < position:
        ahead.popleft()
        return position
    value, count = _compose(ahead, text, vocabulary)
    span = (first.start, ahead[count - 1].end)
    firm = value > 1 and (count > 1 or first.text in vocabulary.numbers)
    result.append(Quantity(value, span, text[slice(*span)], figure=False, firm=firm))
    for _ in range(count):
        ahead.popleft()
    return span[1]


def _scaled(quantity: Quantity, ahead: deque[Word], text: str, vocabulary: Vocabulary) -> Quantity:
    """The figure times the scale words hard after it: 2 million, 2 mil millones."""
    value, end = quantity.value, quantity.span[1]
    for _ in range(_LONGEST):
        if not ahead or ahead[0].start - end != 1 or ahead[0].text not in vocabulary.scales or quantity.name:
            break
        word = ahead.popleft()
        value, end = value * vocabulary.scales[word.text], word.end
    start = quantity.span[0]
    return replace(quantity, value=value, span=(start, end), raw=text[start:end])


def _compose(ahead: deque[Word], text: str, vocabulary: Vocabulary) -> tuple[Decimal, int]:
    """The value of the number that `ahead` begins with, and of how many words it consists."""
    first = ahead[0].text
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


def _with_unit(quantity: Quantity, text: str, vocabulary: Vocabulary) -> Quantity:
    """The quantity with the unit that stands after it, `mg/kg` and "mg per day" included."""
    if quantity.name:
        return quantity
    start, end = quantity.span
    names = []
    gap = _GAP.match(text, end)
    match = vocabulary.units.pattern.match(text, gap.end() if gap else end)
    while match:
        names.append(vocabulary.units.name(match[0]))
        end = match.end()
        per = vocabulary.per.match(text, end)
        match = vocabulary.units.pattern.match(text, per.end()) if per else None
    return replace(quantity, unit="/".join(names), span=(start, end), raw=text[start:end]) if names else quantity


def _tied(found: Sequence[Quantity], text: str, vocabulary: Vocabulary) -> list[Quantity]:
    """The quantities with their ties; one without a unit takes that of the next one it is tied to."""
    result: list[Quantity] = []
    for quantity in reversed(found):
        following = result[-1] if result else None
        if following is None or following.span[0] - quantity.span[1] > _LONGEST_TIE:
            result.append(quantity)
        elif vocabulary.ties.fullmatch(text, quantity.span[1], following.span[0]):
            unit = quantity.unit or following.unit
            shared = quantity.shared or (not quantity.unit and bool(unit))
            result.append(replace(quantity, tied=True, unit=unit, shared=shared))
        else:
            result.append(quantity)
    return result[::-1]
