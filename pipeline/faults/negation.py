"""Negations lost and negations put in: "do not take" against "take"."""

from collections.abc import Iterator

from pipeline.faults._fault import Fault, Pair
from pipeline.faults._words import Words
from pipeline.interface import N_


def _removed(pair: Pair, words: Words) -> Iterator[str]:
    """Removed as grammar wants it; only where the source negates too."""
    if words.source and words.source.has("negation", pair.source):
        yield from words.rewrites("negation_removed", pair.source, pair.target)


def _added(pair: Pair, words: Words) -> Iterator[str]:
    """Put in where neither side negates; a question asks the same with and without."""
    if words.has("negation", pair.target) or "?" in pair.source:
        return
    if words.source and not words.source.has("negation", pair.source):
        yield from words.rewrites("negation_added", pair.source, pair.target)


FAULTS = (
    Fault("negation-removed", "negation", N_("A negation of the source is lost."), _removed),
    Fault("negation-added", "negation", N_("A negation is there that the source has not."), _added),
)
