"""Marks and spaces: small faults that readers notice first."""

import re
from collections.abc import Iterator

from pipeline.faults._fault import Fault, Pair
from pipeline.faults._words import Words
from pipeline.interface import N_


def _opening(pair: Pair, words: Words) -> Iterator[str]:
    for mark in words.list("opening"):
        for match in re.finditer(re.escape(mark), pair.target):
            yield pair.target[: match.start()] + pair.target[match.end() :]


def _space(pair: Pair, words: Words) -> Iterator[str]:
    del words
    for match in re.finditer(r"(?<=\w) (?=\w)", pair.target):
        yield f"{pair.target[: match.end()]} {pair.target[match.end() :]}"


def _bracket(pair: Pair, words: Words) -> Iterator[str]:
    """One bracket of a pair lost."""
    del words
    if pair.target.count("(") == pair.target.count(")"):
        for match in re.finditer(r"[()]", pair.target):
            yield pair.target[: match.start()] + pair.target[match.end() :]


def _encoding(pair: Pair, words: Words) -> Iterator[str]:
    """Letters read in the wrong encoding: "Ã±" for "ñ"."""
    del words
    spoiled = re.sub(r"[À-ÿ]", lambda match: match[0].encode().decode("cp1252", "replace"), pair.target)
    yield from [spoiled] if re.search(r"[À-ÿ]", pair.target) else []


FAULTS = (
    Fault("opening-mark-dropped", "typography", N_("An opening question or exclamation mark is missing."), _opening),
    Fault("space-doubled", "typography", N_("Two spaces stand between words."), _space),
    Fault("bracket-dropped", "typography", N_("One bracket of a pair is missing."), _bracket),
    Fault("encoding-broken", "typography", N_("Accented letters are garbled."), _encoding),
)
