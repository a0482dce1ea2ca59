"""Compares the units of quantities whose value is the same in both texts: a number and its unit are one thing.

Rules. The spellings of a unit in both languages have one name (mcg, µg and microgramos are µg), so another name is
another unit: an error, whether mg became g, mmol/L became mg/dL, mg/kg became mg, or weeks became days. Only "per day",
"per week" and the like may be said in other words ("daily"). A unit of measure that is gone or added is a warning; one
of time is not ("a 30-day period" may be a month).
"""

from collections.abc import Iterable, Iterator

from pipeline.checks._pairing import pair
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.quantities import Quantity
from pipeline.wording import NOTHING

_TIME = frozenset(("s", "min", "h", "day", "week", "month", "year", "decade"))
_OFTEN = frozenset(("day", "week", "month", "year"))  # what "daily", "weekly" say without a unit


class Units:
    """Every unit of the source behind its number in the target."""

    name = "units"
    explanation = "A number and its unit belong together: the unit must not change, and the value is never converted."

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """The units that differ."""
        if not subject.target.strip() or subject.target.strip() == NOTHING:
            return
        original = language.source.english_name if language.source else "original"
        for ours, theirs in pair(subject.source, subject.target, language).same:
            yield from _compared(ours, theirs, original)


PLUGIN = Units()


def _compared(ours: Quantity, theirs: Quantity, original: str) -> Iterator[Finding]:
    first, other = _comparable(ours.unit, theirs.unit)
    if first == other or (ours.shared and theirs.shared):  # the end of the range says it for both
        return
    spans = (ours.span,), (theirs.span,)
    message = f"The {original} says {_shown(ours)}; the translation says {_shown(theirs)}."
    if first and other:
        yield Finding(Units.name, Severity.ERROR, message, *spans)
    elif first and not ours.shared and first.split("/")[0] not in _TIME:
        yield Finding(Units.name, Severity.WARNING, f"{message} The unit is missing.", *spans)
    elif other and not theirs.shared and other.split("/")[0] not in _TIME and ours.figure and theirs.figure:
        yield Finding(Units.name, Severity.WARNING, f"{message} The unit is not in the {original}.", *spans)


def _comparable(ours: str, theirs: str) -> tuple[str, str]:
    """Both units, without "per day" and the like where only one of them says it."""
    first, other = ours.split("/"), theirs.split("/")
    if first[-1] in _OFTEN and other[-1] not in _OFTEN and len(first) > 1:
        first.pop()
    elif other[-1] in _OFTEN and first[-1] not in _OFTEN and len(other) > 1:
        other.pop()
    return "/".join(first), "/".join(other)


def _shown(quantity: Quantity) -> str:
    """The quantity as it is written, with the unit it shares with a later figure."""
    return f"{quantity.raw} ({quantity.unit})" if quantity.shared else quantity.raw
