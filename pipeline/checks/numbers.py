"""Compares the numbers of source and target by value: what is missing, added, changed, swapped, or read otherwise.

Rules. Figures are read with each language's own marks, so 1.5 and 1,5 are equal and "1.234" left in a Spanish text is
a thousand times too much. A number word may stand for a figure and the other way round. Two numbers that belong
together (5 to 10, 1 in 10) keep their order. An error is what a reader would act on wrongly: another value in the place
of one, a swapped range, a dose that is missing or added. What else is missing, added or written the foreign way is a
warning, since people leave out "(3 ft)" and write "2010 and 2011" for "2010-11"; so is a dose below the grouping limit
with a group mark (1.500 mg). Figures of names (COVID-19, B12), words that are numbers only sometimes (one, half, first)
and the zeros of 10:00 are never reported.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from pipeline.checks._pairing import Pairing, pair
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.quantities import Quantity, quantities
from pipeline.wording import NOTHING

DOSES = frozenset(("kg", "g", "mg", "µg", "ng", "L", "dL", "mL", "µL", "mmol", "µmol", "IU", "U", "mEq", "kcal"))
_DIGITS = re.compile(r"\d[\d.,’']*")


class Numbers:
    """Every number of the source, and no other, in the target."""

    name = "numbers"
    explanation = "Every number of the original must be in the translation, with the same value and in the same order."

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """The numbers that differ."""
        target = subject.target.strip()
        if target == NOTHING:
            yield from _unsaid(quantities(subject.source, language.source))
        elif target:
            yield from _compared(pair(subject.source, subject.target, language), language)


PLUGIN = Numbers()


def _unsaid(there: Iterable[Quantity]) -> Iterator[Finding]:
    """A segment with numbers must not be left to its neighbour."""
    figures = [quantity for quantity in there if quantity.figure and not quantity.name]
    if figures:
        said = ", ".join(quantity.raw for quantity in figures)
        message = _ended(f"The translation leaves this sentence out ({NOTHING}), but it holds numbers: {said}")
        yield Finding(Numbers.name, Severity.ERROR, message, tuple(quantity.span for quantity in figures))


def _compared(pairing: Pairing, language: Language) -> Iterator[Finding]:
    original = language.source.english_name if language.source else "original"
    for ours, theirs in pairing.changed:
        yield _changed(ours, theirs, original, language.english_name)
    for quantity in filter(_counts, pairing.missing):
        message = f"The {original} says {quantity.raw}; the translation does not."
        yield Finding(Numbers.name, _weight(quantity), message, (quantity.span,))
    for quantity in filter(_counts, pairing.extra):
        message = f"The translation says {quantity.raw}; the {original} does not."
        yield Finding(Numbers.name, _weight(quantity), message, (), (quantity.span,))
    yield from _swapped(pairing, original)
    yield from _foreign(pairing, language)


def _counts(quantity: Quantity) -> bool:
    """Whether its absence is worth a word: words come and go with the wording, and so do the zeros of 10:00."""
    return quantity.figure and quantity.raw != "00"


def _weight(quantity: Quantity) -> Severity:
    """How grave it is that a figure is missing or added: people leave out "(3 ft)", but no dose."""
    return Severity.ERROR if quantity.unit.split("/")[0] in DOSES else Severity.WARNING


def _changed(ours: Quantity, theirs: Quantity, original: str, language: str) -> Finding:
    message = _ended(f"The {original} says {ours.raw}; the translation says {theirs.raw}")
    if ours.raw == theirs.raw:
        message = f"“{theirs.raw}” is written as in the {original}, and means something else in {language}."
    power = _power(ours.value, theirs.value)
    if power and ours.unit == theirs.unit:  # 2500 g and 2,5 kg are no factor apart
        message += f" That is {power:,f} times as much." if power > 1 else f" That is {1 / power:,f} times less."
    same_kind = ours.unit == theirs.unit or bool(ours.unit and theirs.unit)
    grave = bool(power) or (same_kind and not _is_short_year(ours, theirs))
    severity = Severity.ERROR if grave else Severity.WARNING
    return Finding(Numbers.name, severity, message, (ours.span,), (theirs.span,))


def _ended(message: str) -> str:
    """The message with one full stop, also after a figure that ends with one (10 I.U.)."""
    return f"{message.removesuffix('.')}."


def _is_short_year(ours: Quantity, theirs: Quantity) -> bool:
    """Whether one is the other without its century, as in 2010-11 for 2010-2011."""
    short, long = sorted((ours.value, theirs.value))
    return not ours.unit and long - short in (1900, 2000) and 0 <= short < 100  # noqa: PLR2004


def _power(ours: Decimal, theirs: Decimal) -> Decimal | None:
    """`theirs` over `ours` where that is a power of ten, which points to a lost mark or digit."""
    if not ours or not theirs or max(abs(ours.adjusted()), abs(theirs.adjusted())) > 100:  # noqa: PLR2004
        return None
    if ours.normalize().as_tuple()[:2] != theirs.normalize().as_tuple()[:2]:
        return None
    return Decimal(10) ** (theirs.adjusted() - ours.adjusted())


def _swapped(pairing: Pairing, original: str) -> Iterator[Finding]:
    """Tied numbers whose order is turned round, and figures that cannot be told apart by their units."""
    for (first, its), (second, other) in pairwise(pairing.same):
        if other.span >= its.span or not first.tied or first.value == second.value:
            continue
        if not (its.figure or other.figure):
            continue
        message = f"The {original} says {first.raw} before {second.raw}; the translation turns them round."
        severity = Severity.ERROR if other.tied else Severity.WARNING
        yield Finding(Numbers.name, severity, message, (first.span, second.span), (other.span, its.span))


def _foreign(pairing: Pairing, language: Language) -> Iterator[Finding]:
    """Figures with marks that a reader of the language may read otherwise."""
    style = language.style
    for _, theirs in pairing.same:
        digits = _DIGITS.search(theirs.raw)
        if theirs.foreign:
            name, mark = language.english_name, style.decimal_mark
            message = f"“{theirs.raw}” is not written the way of {name}: its decimal mark is “{mark}”."
        elif digits and style.group_mark in digits[0] and theirs.unit in DOSES and theirs.value < style.group_from:
            message = f"“{theirs.raw}”: write a dose without “{style.group_mark}”, which can be read as a decimal mark."
        else:
            continue
        yield Finding(Numbers.name, Severity.WARNING, message, (), (theirs.span,))
