"""How sure the evidence is: "may improve" that becomes "improves", low certainty that becomes high."""

from collections.abc import Iterator

from pipeline.faults._fault import Fault, Pair
from pipeline.faults._words import Words
from pipeline.interface import N_


def _raised(pair: Pair, words: Words) -> Iterator[str]:
    return words.rewrites("certainty", pair.source, pair.target)


def _grade(pair: Pair, words: Words) -> Iterator[str]:
    return words.rewrites("grade", pair.source, pair.target)


FAULTS = (
    Fault("certainty-raised", "certainty", N_("What may be or probably is has become a fact."), _raised),
    Fault("grade-changed", "certainty", N_("The level of certainty of the evidence is another."), _grade),
)
