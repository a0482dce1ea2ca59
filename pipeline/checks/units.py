"""Compares the units of quantities whose value is the same in both texts: a number and its unit are one thing.

Rules. The spellings of a unit in both languages have one name (mcg, µg and microgramos are µg), so another name is
another unit: an error, whether mg became g, mmol/L became mg/dL, mg/kg became mg, weeks became days, or twice a day
twice a week. Only "per day", "per week" and the like may be said in other words ("daily"). The very same amount in
another unit (2500 g, 2,5 kg) is a warning: the arithmetic is right, but nobody asked for it. A dose without its unit is
an error, another measure without one a warning; a time is neither ("a 30-day period" may be a month).
"""

from collections.abc import Iterable, Iterator

from pipeline.checks import _differences
from pipeline.checks._doses import DOSES
from pipeline.checks._pairing import pair
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.quantities import CLOCK, DATE, MONTH, PERIODS, TIMES, Quantity
from pipeline.wording import NOTHING

# what may be said in other words, or without a unit
_LOOSE = frozenset(("", "s", "min", *PERIODS, "decade", "am", "pm", CLOCK, DATE, MONTH, TIMES))
_SAID_OTHERWISE = ({CLOCK, "h"}, {"°C", "°"})  # 10 a.m. is 10 h, 37 °C are 37 degrees
_ADDED = _LOOSE - {"month", "week", "day", "h", "min", "s"}  # "at the age of 65" is 65 years, but no 65 months


class Units:
    """Every unit of the source behind its number in the target."""

    name = N_("units")
    explanation = "A number and its unit belong together: the unit must not change, and the value is never converted."

    def covers(self, language: Language) -> bool:
        """Whether the figures and units of the language are listed."""
        return bool(language.vocabulary.numbers)

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """The units that differ."""
        if not subject.target.strip() or subject.target.strip() == NOTHING:
            return ()
        pairing = pair(subject.source, subject.target, language)
        differ = [both for both in pairing.same if both[0].unit != both[1].unit] if pairing.same else ()
        if not differ and not pairing.converted:
            return ()
        return _findings(differ, pairing.converted, language.original)


PLUGIN = Units()
_Pairs = Iterable[tuple[Quantity, Quantity]]


def _findings(differ: _Pairs, converted: _Pairs, original: str) -> Iterator[Finding]:
    for ours, theirs in differ:
        yield from _compared(ours, theirs, original)
    for ours, theirs in converted:
        message = _said(ours, theirs, original).then(
            Said.gettext("It is the same amount, but keep the unit of the {original}.", original=original)
        )
        yield Finding(Units.name, Severity.WARNING, message, (ours.span,), (theirs.span,))


def _compared(ours: Quantity, theirs: Quantity, original: str) -> Iterator[Finding]:
    spans = (ours.span,), (theirs.span,)
    if ours.unit.startswith(f"{TIMES}/") and theirs.unit == TIMES:
        asked = _said(ours, theirs, original).then(Said.gettext("Is it as often?"))
        yield Finding(Units.name, Severity.WARNING, asked, *spans)
        return
    first, other = _comparable(ours.unit, theirs.unit)
    if first == other or ours.value != theirs.value:  # 50% is half, without a unit
        return
    if ours.shared and theirs.shared:  # the end of the range says it for both
        return
    if MONTH in (ours.unit, theirs.unit) and (ours.shared or theirs.shared):  # "the second to October" is no day
        return
    message = _said(ours, theirs, original)
    measure, another = first.partition("/")[0], other.partition("/")[0]
    if first and other:
        if {first, other} not in _SAID_OTHERWISE:
            yield Finding(Units.name, Severity.ERROR, message, *spans)
    elif first and not ours.shared and measure not in _LOOSE:
        severity = Severity.ERROR if measure in DOSES else Severity.WARNING
        yield Finding(Units.name, severity, message.then(Said.gettext("The unit is missing.")), *spans)
    elif other and not theirs.shared and another not in _ADDED and ours.figure and theirs.figure:
        more = Said.gettext("The unit is not in the {original}.", original=original)
        yield Finding(Units.name, Severity.WARNING, message.then(more), *spans)


def _comparable(ours: str, theirs: str) -> tuple[str, str]:
    """Both units, without "per day" and the like where only one of them says it."""
    first, other = ours.split("/"), theirs.split("/")
    if first[-1] in PERIODS and other[-1] not in PERIODS and len(first) > 1:
        first.pop()
    elif other[-1] in PERIODS and first[-1] not in PERIODS and len(other) > 1:
        other.pop()
    return "/".join(first), "/".join(other)


def _said(ours: Quantity, theirs: Quantity, original: str) -> Said:
    return _differences.changed(original, _shown(ours), _shown(theirs))


def _shown(quantity: Quantity) -> str:
    """The quantity as it is written, with the unit it shares with a later figure."""
    return f"{quantity.raw} ({quantity.unit})" if quantity.shared else quantity.raw
