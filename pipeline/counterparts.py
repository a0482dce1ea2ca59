"""Which words of a text have a counterpart on the other side of a translation: what is left out or made up has none.

Rules. A figure stands for the same figure; an abbreviation or a name for a word that begins as it does; a word for one
of the same meaning (`i18n/concepts/`, accents aside), and a word of five letters or more for one with the same first
five, which finds cognates (after Simard, Foster and Isabelle 1992, "Using Cognates to Align Sentences"). Small words
stand for nothing. What the lack or the presence of a counterpart weighs is the logarithm of its odds in a faithful
translation over those in a text that says something else, as human translations of health texts have them.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from pipeline.vocabulary import Vocabulary

_BEGINNING = 5  # letters that cognates share
_NAME = 3  # letters that a name and its translation share
_LONGEST = 20  # letters of a listed beginning
_FIRST_PART = 2  # letters of a compound before a listed part of it
_COMPOUND = 60  # letters of a word in which parts are sought
_BEGUN = re.compile(r"[.!?:]\W*\s\W*([^\W\d_]+)")  # a word that begins a sentence
_WORD = re.compile(r"\d+(?:[.,\u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)*")


class Kind(IntEnum):
    """What makes a word find its counterpart."""

    SMALL = 0
    FIGURE = 1
    ABBREVIATION = 2
    NAME = 3
    MEANING = 4
    WORD = 5


# How often a counterpart is there in a faithful translation, and in the translation of another text.
_ODDS = {
    Kind.FIGURE: (0.985, 0.15),
    Kind.ABBREVIATION: (0.90, 0.36),
    Kind.NAME: (0.80, 0.06),
    Kind.MEANING: (0.80, 0.15),
    Kind.WORD: (0.50, 0.05),
}
_LACKING = (0.02, *(math.log((1 - other) / (1 - true)) for true, other in _ODDS.values()))
_PRESENT = (-0.02, *(math.log(other / true) for true, other in _ODDS.values()))


class Word(NamedTuple):
    """What is known of a word: its counterpart answers with one of the keys that it asks for."""

    kind: Kind
    asks: frozenset[str]
    answers: frozenset[str]


class Gap(NamedTuple):
    """The stretch of words that lacks counterparts most: how strongly (0 for none), its first and its last word."""

    weight: float = 0.0
    first: int = 0
    last: int = -1

    def span(self, text: str) -> tuple[int, int]:
        """Where the stretch stands in the plain text that the words were read from."""
        if self.last < self.first:
            return 0, 0
        places = list(islice(_WORD.finditer(text), self.first, self.last + 1))
        return places[0].start(), places[-1].end()


@lru_cache(maxsize=256)
def read(text: str, vocabulary: Vocabulary) -> tuple[Word, ...]:
    """The words and figures of a plain text, in order."""
    known = _reader(vocabulary)
    written = _WORD.findall(text)
    begun = {*written[:1], *_BEGUN.findall(text)}
    return tuple([known(word.lower() if word in begun and word[1:].islower() else word) for word in written])


@lru_cache(maxsize=256)
def answers(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The keys that the words of a plain text answer to."""
    return frozenset().union(*[word.answers for word in read(text, vocabulary)])


def widest_gap(asking: Sequence[Word], answering: frozenset[str]) -> Gap:
    """The stretch whose words weigh most for having no counterpart among the keys."""
    best = weight = 0.0
    first = begin = end = 0
    for place, (kind, asks, _) in enumerate(asking):
        if weight <= 0:
            weight, first = 0.0, place
        weight += _LACKING[kind] if answering.isdisjoint(asks) else _PRESENT[kind]
        if weight > best:
            best, begin, end = weight, first, place
    return Gap(best, begin, end) if best else Gap()


def doubt(asking: Iterable[Word], answering: frozenset[str]) -> float:
    """How much speaks against these keys coming from a translation of the words; below 0 it speaks for it."""
    return sum((_LACKING if answering.isdisjoint(asks) else _PRESENT)[kind] for kind, asks, _ in asking)


class _Reader:
    """What is known of the words of a language."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._small = vocabulary.stop_words
        self._nouns_in_capitals = vocabulary.capital_nouns
        self._parts: dict[str, set[str]] = {}
        self._exact: dict[str, set[str]] = {}
        self._beginnings: dict[str, set[str]] = {}
        for name, listed in vocabulary.concepts.items():
            for entry in listed:
                bare = _folded(entry.strip("*").lower())
                for into in self._lists(entry):
                    into.setdefault(bare, set()).add(f"={name}")
        self.read = lru_cache(maxsize=32768)(self._read)

    def _lists(self, entry: str) -> list[dict[str, set[str]]]:
        """Where an entry is looked up: as a beginning (`heart*`), as any part of a word (`*herz*`), or as it is."""
        if entry.startswith("*"):
            return [self._parts, self._beginnings]
        return [self._beginnings if entry.endswith("*") else self._exact]

    def _read(self, written: str) -> Word:
        if written[0].isdecimal():
            figure = frozenset({re.sub(r"\D", "", written)})
            return Word(Kind.FIGURE, figure, figure)
        bare = _without_elision(written.lower())
        folded = _folded(bare)
        meanings = self._meanings(folded)
        name = folded[:_NAME].upper()
        beginning = {folded[:_BEGINNING]} if len(folded) >= _BEGINNING else set()
        said = frozenset(meanings | beginning | {name})
        if sum(map(str.isupper, written)) > 1:
            return Word(Kind.ABBREVIATION, said, said)
        if bare in self._small:
            return Word(Kind.SMALL, said - {name}, said)
        if written[0].isupper() and not (meanings or self._nouns_in_capitals) and len(folded) >= _NAME:
            return Word(Kind.NAME, said, said)
        kind = Kind.MEANING if meanings else Kind.WORD if beginning else Kind.SMALL
        return Word(kind, said - {name}, said)

    def _meanings(self, word: str) -> set[str]:
        found = {*self._exact.get(word, ())}
        for length in range(2, min(len(word), _LONGEST) + 1):
            found |= self._beginnings.get(word[:length], set())
        for start in range(_FIRST_PART, min(len(word), _COMPOUND)) if self._parts else ():
            for length in range(_NAME, min(len(word) - start, _LONGEST) + 1):
                found |= self._parts.get(word[start : start + length], set())
        return found


@lru_cache(maxsize=32)
def _reader(vocabulary: Vocabulary) -> Callable[[str], Word]:
    return _Reader(vocabulary).read


def _without_elision(word: str) -> str:
    """`hôpital` of `l'hôpital`, `patient` of `patient's`: the longer side of the apostrophe."""
    return max(word.replace("’", "'").split("'"), key=len)


def _folded(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
