"""Units and frequencies: milligrams that become grams, a day that becomes a week."""

from collections.abc import Iterator

from pipeline.faults._fault import Fault, Pair
from pipeline.faults._words import Words
from pipeline.interface import N_


def _unit(pair: Pair, words: Words) -> Iterator[str]:
    return words.rewrites("unit", pair.source, pair.target)


def _frequency(pair: Pair, words: Words) -> Iterator[str]:
    return words.rewrites("frequency", pair.source, pair.target)


FAULTS = (
    Fault("unit-replaced", "unit", N_("A unit is another: g for mg, weeks for days."), _unit),
    Fault("frequency-replaced", "unit", N_("How often is wrong: a week for a day."), _frequency),
)
