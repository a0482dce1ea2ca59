"""Wrong terms: false friends, words for something else, organs mistaken for one another."""

from collections.abc import Iterator

from pipeline.faults._fault import Fault, Pair
from pipeline.faults._words import Words
from pipeline.interface import N_


def _term(pair: Pair, words: Words) -> Iterator[str]:
    return words.rewrites("term", pair.source, pair.target)


def _register(pair: Pair, words: Words) -> Iterator[str]:
    return words.rewrites("register", pair.source, pair.target)


FAULTS = (
    Fault("term-replaced", "term", N_("A term is another: a trial has become a lawsuit."), _term),
    Fault("register-switched", "register", N_("The reader is addressed like a friend for once."), _register),
)
