"""Words turned into their opposite: more and less, before and after, at least and at most."""

from collections.abc import Iterator

from pipeline.faults._fault import Fault, Pair, Places
from pipeline.faults._words import Words
from pipeline.interface import N_


def _opposite(topic: str) -> Places:
    def places(pair: Pair, words: Words) -> Iterator[str]:
        return words.rewrites(topic, pair.source, pair.target)

    return places


FAULTS = (
    Fault("comparator-reversed", "comparator", N_("At least has become at most."), _opposite("comparator")),
    Fault("more-less-swapped", "direction", N_("More has become less."), _opposite("amount")),
    Fault("increase-reduce-swapped", "direction", N_("Increase has become reduce."), _opposite("change")),
    Fault("better-worse-swapped", "direction", N_("Better has become worse."), _opposite("quality")),
    Fault("before-after-swapped", "direction", N_("Before has become after."), _opposite("time")),
    Fault("people-swapped", "direction", N_("Women have become men, children adults."), _opposite("people")),
    Fault("side-swapped", "direction", N_("Left has become right, upper lower."), _opposite("side")),
)
