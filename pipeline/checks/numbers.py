"""Compares the numbers of source and target by value: what is missing, added, changed, swapped, or read otherwise.

Rules. Figures are read with each language's own marks, so 1.5 and 1,5 are equal and "1.234" left in a Spanish text is
a thousand times too much. A number word may stand for a figure and the other way round. An error is what a reader would
act on wrongly: another value in the place of one, a swapped range, a limit turned round (at least, at most), a dose or
a percentage that is missing or added. What else is missing, added or written the foreign way is a warning, since people
leave out "(3 ft)"; so is a dose below the grouping limit with a group mark (1.500 mg). Words that are numbers only
sometimes (one, half, first) and the zeros of 10:00 are never missed. A name may lose its figure with its word (the
virus, for COVID-19), not alone. A small number may be Roman (siglo XX).
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from pipeline.checks import _dates, _differences, _limits, _order
from pipeline.checks._doses import DOSES
from pipeline.checks._pairing import Pairing, pair
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.quantities import DATE, TIMES, Quantity, quantities
from pipeline.wording import NOTHING

_DIGITS = re.compile(r"\d[\d.,’']*")
_ZEROS = re.compile(r"00(?!\d)")
_SHORT = 3  # letters of a name that means something else without its figure: B12
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN_END = 40


class Numbers:
    """Every number of the source, and no other, in the target."""

    name = N_("numbers")
    explanation = "Every number of the original must be in the translation, with the same value and in the same order."

    def covers(self, language: Language) -> bool:
        """Whether the number words of the language are listed."""
        return bool(language.vocabulary.numbers)

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """The numbers that differ."""
        target = subject.target.strip()
        if target == NOTHING:
            return _unsaid(quantities(subject.source, language.source))
        pairing = pair(subject.source, subject.target, language) if target else Pairing()
        return _compared(pairing, subject, language) if pairing else ()


PLUGIN = Numbers()


def _unsaid(there: Iterable[Quantity]) -> Iterator[Finding]:
    """A segment with numbers must not be left to its neighbour."""
    figures = [quantity for quantity in there if quantity.figure and not quantity.name]
    if figures:
        said = ", ".join(quantity.raw for quantity in figures)
        message = Said.gettext(
            "The translation leaves this sentence out ({mark}), but it holds numbers: {said}.",
            mark=NOTHING,
            said=_unended(said),
        )
        yield Finding(Numbers.name, Severity.ERROR, message, tuple(quantity.span for quantity in figures))


def _compared(pairing: Pairing, subject: Subject, language: Language) -> Iterator[Finding]:
    original = language.original
    for ours, theirs in pairing.changed:
        yield _changed(ours, theirs, original, language.english_name)
    for quantity in pairing.missing:
        if _is_missed(quantity, subject.target):
            message = _differences.missing(original, quantity.written)
            yield Finding(Numbers.name, _weight(quantity), message, (quantity.span,))
    for quantity in pairing.extra:
        if quantity.name or _is_missed(quantity, subject.source):
            message = _differences.added(original, quantity.written)
            yield Finding(Numbers.name, _weight(quantity), message, (), (quantity.span,))
    yield from _cut(pairing, original, subject)
    if len(pairing.same) > 1:
        yield from _order.swapped(Numbers.name, pairing.same, subject, language)
    yield from _foreign(pairing, language)
    if "/" in subject.source:
        yield from _dates.unchanged(Numbers.name, subject, language)
    yield from _limits.compared(Numbers.name, pairing, subject, language)


def _is_missed(quantity: Quantity, other: str) -> bool:
    """Whether its absence is worth a word: words come and go with the wording, and so do the zeros of 10:00.

    How often a thing is to be done ("twice a day") does not.
    """
    if quantity.firm and quantity.unit.startswith(f"{TIMES}/"):
        return True
    if not quantity.figure or quantity.name or _ZEROS.match(quantity.raw):
        return False
    return not _is_roman(quantity.value, other)


def _cut(pairing: Pairing, original: str, subject: Subject) -> Iterator[Finding]:
    """Names that stand in the translation without their figure: COVID- alone, or a short one (vitamin B)."""
    lost = [quantity for quantity in pairing.missing if quantity.name]
    named = {quantity.name: quantity for quantity in (*lost, *(ours for ours, _ in pairing.same if ours.name))}
    for name, quantity in named.items():
        if name.isalpha() and not (len(name) <= _SHORT and quantity in lost):
            continue
        if (place := _place_without_figure(name, subject)) is not None:
            message = Said.gettext(
                "The {original} says {said}; the translation says {other} without the figure.",
                original=original,
                said=quantity.written,
                other=name,
            )
            spans = (quantity.span,), ((place, place + len(name)),)
            yield Finding(Numbers.name, Severity.WARNING, message, *spans)


def _place_without_figure(name: str, subject: Subject) -> int | None:
    """Where a name stands in the target with no figure behind it, as it does nowhere in the source."""
    target, length = subject.target, len(name)
    place = target.find(name)
    while place >= 0:
        end = place + length
        following = target[end : end + 1]
        goes_on = following.isdecimal() or following == "<" or (name.isalpha() and following.isalnum())
        if not goes_on and not target[place - 1 : place].isalnum() and not _stands(name, following, subject.source):
            return place
        place = target.find(name, end)
    return None


def _stands(name: str, following: str, source: str) -> bool:
    """Whether a name stands without a figure in the source too."""
    if name.isalpha():
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", source) is not None
    return following != "" and (name + following).casefold() in source.casefold()


def _is_roman(value: Decimal, other: str) -> bool:
    """Whether the other text writes a small number the Roman way: siglo XX."""
    if value != value.to_integral_value() or not 0 < value < _ROMAN_END:
        return False
    tens, units = divmod(int(value), 10)
    return re.search(rf"(?<!\w){'X' * tens}{_ROMAN[units]}(?!\w)", other) is not None


def _weight(quantity: Quantity) -> Severity:
    """How grave it is that a figure is missing or added: people leave out "(3 ft)", but no dose and not how often."""
    grave = quantity.unit.startswith(f"{TIMES}/") or quantity.unit == "%" or quantity.unit.split("/")[0] in DOSES
    return Severity.ERROR if grave else Severity.WARNING


def _changed(ours: Quantity, theirs: Quantity, original: str, language: str) -> Finding:
    if ours.written == theirs.written:
        message = Said.gettext(
            "“{figure}” is written as in the {original}, and means something else in {language}.",
            figure=theirs.raw,
            original=original,
            language=language,
        )
    else:
        message = _differences.changed(original, ours.written, _unended(theirs.written))
    power = _power(ours.value, theirs.value)
    if power and ours.unit == theirs.unit:  # 2500 mg and 2,5 kg are no factor apart
        message = message.then(_times(power))
    severity = Severity.ERROR if _is_grave(ours, theirs, power) else Severity.WARNING
    return Finding(Numbers.name, severity, message, (ours.span,), (theirs.span,))


def _is_grave(ours: Quantity, theirs: Quantity, power: Decimal | None) -> bool:
    """Whether one number surely stands for the other, and a reader would act on it."""
    unit, other = ("" if quantity.unit == DATE else quantity.unit for quantity in (ours, theirs))
    if unit == other and unit.startswith(TIMES):
        return True
    alike = unit == other or bool(unit and other)
    return ours.firm and theirs.firm and (alike or power is not None)


def _unended(figure: str) -> str:
    """A figure before a full stop, also one that ends with one (10 I.U.)."""
    return figure.removesuffix(".")


def _times(power: Decimal) -> Said:
    """How much more, or less, a number is than another."""
    times = power if power > 1 else 1 / power
    if power > 1:
        # Translators: write {times:f}, without group marks
        return Said.ngettext(
            "That is {times:,f} times as much.", "That is {times:,f} times as much.", int(times), times=times
        )
    # Translators: write {times:f}, without group marks
    return Said.ngettext("That is {times:,f} times less.", "That is {times:,f} times less.", int(times), times=times)


def _power(ours: Decimal, theirs: Decimal) -> Decimal | None:
    """`theirs` over `ours` where that is a power of ten, which points to a lost mark or digit."""
    if not ours or not theirs or max(abs(ours.adjusted()), abs(theirs.adjusted())) > 100:  # noqa: PLR2004
        return None
    if ours.normalize().as_tuple()[:2] != theirs.normalize().as_tuple()[:2]:
        return None
    return Decimal(10) ** (theirs.adjusted() - ours.adjusted())


def _foreign(pairing: Pairing, language: Language) -> Iterator[Finding]:
    """Figures with marks that a reader of the language may read otherwise."""
    style = language.style
    for ours, theirs in pairing.same:
        if not (theirs.foreign or theirs.unit in DOSES) or ours.name:
            continue
        if theirs.foreign:
            message = Said.gettext(
                "“{figure}” is not written the way of {language}: its decimal mark is “{mark}”.",
                figure=theirs.raw,
                language=language.english_name,
                mark=style.decimal_mark,
            )
        elif theirs.figure and _is_grouped(theirs, style.group_mark, style.group_from):
            message = Said.gettext(
                "“{figure}”: write a dose without “{mark}”, which can be read as a decimal mark.",
                figure=theirs.raw,
                mark=style.group_mark,
            )
        else:
            continue
        yield Finding(Numbers.name, Severity.WARNING, message, (), (theirs.span,))


def _is_grouped(quantity: Quantity, mark: str, limit: int) -> bool:
    """Whether a number below the limit has a group mark."""
    digits = _DIGITS.search(quantity.raw)
    return digits is not None and mark in digits[0] and quantity.value < limit
