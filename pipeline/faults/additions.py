"""Text that does not belong: said twice, taken from elsewhere, or left in the language of the source."""

import re
from collections.abc import Iterator

from pipeline.faults._fault import Fault, Pair
from pipeline.faults._text import END, is_plain, runs, words
from pipeline.faults._words import Words
from pipeline.interface import N_

_RUN = range(3, 6)
_LEFT = 4  # words of the source that stay behind
_LOWER = re.compile(r"[a-z'’-]{2,}[,;:.]?")
_MANY = 6


def _repeated(pair: Pair, language: Words) -> Iterator[str]:
    """A run of three to five words said twice, without the marks of a sentence in it."""
    del language
    found = words(pair.target) if is_plain(pair.target) else []
    for length in _RUN:
        for run in runs(found, length):
            phrase = pair.target[run[0].start() : run[-1].end()]
            if re.fullmatch(r"[^.,;:?!¿¡()\d]+", phrase) and phrase == phrase.lower():
                yield f"{pair.target[: run[-1].end()]} {phrase}{pair.target[run[-1].end() :]}"


def _doubled(pair: Pair, language: Words) -> Iterator[str]:
    """A word twice in a row, where the language has no such pair."""
    for word in words(pair.target) if is_plain(pair.target) else ():
        fine = word[0] in language.list("doubles")
        if re.fullmatch(r"[^\W\d_]{2,}", word[0]) and word[0].islower() and not fine:
            yield f"{pair.target[: word.end()]} {pair.target[word.start() :]}"


def _neighbour(pair: Pair, language: Words) -> Iterator[str]:
    """The translation of another sentence."""
    del language
    if pair.neighbour and len(words(pair.source)) >= _LEFT <= len(words(pair.neighbour)):
        yield pair.neighbour


def _words_left(pair: Pair, language: Words) -> Iterator[str]:
    """The end of the translation, or a part of it, as the source has it."""
    del language
    english, found = words(pair.source), words(pair.target)
    if not (is_plain(pair.source) and is_plain(pair.target)) or len(english) < _MANY or len(found) < _MANY:
        return
    for i, run in enumerate(runs(english, _LEFT)):
        if not all(_LOWER.fullmatch(word[0]) for word in run):
            continue
        first = min(max(i * len(found) // len(english), 1), len(found) - _LEFT)
        phrase = END.sub("", pair.source[run[0].start() : run[-1].end()].rstrip(","))
        last = END.sub("", found[first + _LEFT - 1][0])
        stop = found[first + _LEFT - 1].start() + len(last.rstrip(","))
        yield pair.target[: found[first].start()] + phrase + pair.target[stop:]


def _source_left(pair: Pair, language: Words) -> Iterator[str]:
    """The source itself, as an engine leaves it that failed."""
    del language
    if len(words(pair.source)) >= _LEFT:
        yield pair.source


FAULTS = (
    Fault("phrase-repeated", "addition", N_("A phrase is there twice."), _repeated),
    Fault("word-doubled", "addition", N_("A word is there twice in a row."), _doubled),
    Fault("other-segment", "addition", N_("The translation belongs to another sentence."), _neighbour),
    Fault("source-words-left", "untranslated", N_("Some words are left in English."), _words_left),
    Fault("source-left", "untranslated", N_("The whole sentence is left in English."), _source_left),
)
