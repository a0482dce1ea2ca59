"""Finds numbers that have changed places.

Rules. Numbers that belong together (5 to 10, 1 in 10) keep their order; a date in figures may turn from month first to
day first. Others may move with the phrase they stand in: what shows that they did is another unit or scale at each, a
year at the front ("in 2020, 18 people"), or the whole a part is of ("of the 10 studies, 2"). Without any of these two
figures have probably been exchanged.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.quantities import DATE, MONTH, Quantity

_Pair = tuple[Quantity, Quantity]
_SHORT = 5  # letters that an article has fewer of
_YEARS = range(1900, 2100)
_BEFORE = 24  # characters before a figure that are looked at for "in" and "of the"
_DATE = re.compile(
    r"(?<![\d/.-])(?:\d{1,2}([/.-])\d{1,2}\1(?:19|20)?\d\d|(?:19|20)\d\d([/.-])\d{1,2}\2\d{1,2})(?![\d/-])"
)
_LONGEST_DATE = 10


def swapped(check: str, same: Sequence[_Pair], subject: Subject, language: Language) -> Iterator[Finding]:
    """Tied numbers whose order is turned round, and figures of one kind that have changed places."""
    places = [theirs.span for _, theirs in same]
    if places == sorted(places):
        return
    figures = [both for both in same if all(quantity.figure and not quantity.name for quantity in both)]
    turned = [(one, two) for one, two in _crossing(same) if _is_turned(one, two)]
    kinds = (_kind(ours) for ours, _ in figures)
    lines = [figures, *([both for both in figures if _kind(both[0]) == kind] for kind in dict.fromkeys(kinds))]
    crossing = (both for line in lines for both in _crossing(line))
    exchanged = [both for both in crossing if _is_exchange(*both, subject.target, language)]
    for one, two in dict.fromkeys([*turned, *exchanged]):
        if _is_date(one, two, subject):
            continue
        (first, its), (second, other) = one, two
        message = Said.gettext(
            "The {original} says {first} before {second}; the translation turns them round.",
            original=language.original,
            first=first.raw,
            second=second.raw,
        )
        severity = Severity.ERROR if first.tied and other.tied else Severity.WARNING
        yield Finding(check, severity, message, (first.span, second.span), (other.span, its.span))


def _is_turned(one: _Pair, two: _Pair) -> bool:
    """Whether these are two ends of a range or parts of a ratio, and no 4 g in 24 hours."""
    return one[0].tied and one[0].unit == two[0].unit and (one[1].figure or two[1].figure)


def _crossing(same: Sequence[_Pair]) -> Iterator[tuple[_Pair, _Pair]]:
    """Neighbours of the source whose order is the other way round in the target."""
    for one, two in pairwise(same):
        if two[1].span < one[1].span and one[0].value != two[0].value:
            yield one, two


def _is_exchange(one: _Pair, two: _Pair, target: str, language: Language) -> bool:
    """Whether two figures have changed places, and not the phrases that they stand in."""
    first, its, second, other = map(_kind, (*one, *two))
    if first == its and second == other and first != second:
        return False
    left, moved, ties = one[1], two[1], language.vocabulary.ties
    if moved.unit or left.unit:
        return True
    if (moved.value in _YEARS) != (left.value in _YEARS):
        before = _words_before(moved if moved.value in _YEARS else left, target)
        return not (before and ties.fullmatch(before[-1]))
    before = _words_before(moved, target)
    is_whole = moved.value > left.value and len(before) > 1 and before[-1].isalpha() and len(before[-1]) < _SHORT
    return not (is_whole and ties.fullmatch(before[-2]))


def _words_before(quantity: Quantity, text: str) -> list[str]:
    return text[max(0, quantity.span[0] - _BEFORE) : quantity.span[0]].split()


def _kind(quantity: Quantity) -> tuple[str, bool]:
    """What keeps two figures apart that have changed their places: the unit, and a scale ("830 million")."""
    return quantity.unit, quantity.unit == "" and quantity.raw[-1:].isalpha()


def _is_date(one: _Pair, two: _Pair, subject: Subject) -> bool:
    """Whether both figures are of one date in figures in the source, and of one date in the target.

    3/11/2020 may become 11/3/2020, and 2020-03-11 the 11th of March 2020.
    """
    (first, its), (second, other) = one, two
    if {its.unit, other.unit} <= {DATE, MONTH}:
        return _in_date(subject.source, first.span[0], second.span[1])
    return _in_date(subject.source, first.span[0], second.span[1]) and _in_date(
        subject.target, other.span[0], its.span[1]
    )


def _in_date(text: str, start: int, end: int) -> bool:
    """Whether a date in figures reaches from before `start` to behind `end`."""
    first = max(0, start - _LONGEST_DATE)
    dates = _DATE.finditer(text, first, end + _LONGEST_DATE)
    return any(date.start() <= start and end <= date.end() for date in dates)
