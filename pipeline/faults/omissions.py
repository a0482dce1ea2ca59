"""Text that is left out: half a sentence, a clause, a sentence."""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.faults._fault import Fault, Pair
from pipeline.faults._text import END, figures, is_plain, sentences, without, words
from pipeline.faults._words import Words
from pipeline.interface import N_

_SENTENCE_WORDS = 10  # of a sentence that has halves
_CLAUSE_WORDS = 6
_SHORT = 3
_BREAK = re.compile(r"[,;:](?=\s)|\s[–—-](?=\s)|[()]")


def _first_half(pair: Pair, language: Words) -> Iterator[str]:
    del language
    found = words(pair.target)
    if len(found) >= _SENTENCE_WORDS and is_plain(pair.target):
        yield pair.target[found[len(found) // 2].start() :]


def _second_half(pair: Pair, language: Words) -> Iterator[str]:
    del language
    found = words(pair.target)
    if len(found) >= _SENTENCE_WORDS and is_plain(pair.target):
        yield pair.target[: found[(len(found) - 1) // 2].end()]


def _clause(pair: Pair, language: Words) -> Iterator[str]:
    """A stretch between two marks, or from a mark to the end, of more than five words; as much must be left."""
    del language
    text = pair.target
    end = END.search(text)
    last = end.start() if end else len(text)
    breaks = [0, *(match.start() for match in _BREAK.finditer(text, 0, last)), last]
    for start, stop in pairwise(breaks) if is_plain(text) else ():
        bracketed = text[start : stop + 1].startswith("(") and text[stop : stop + 1] == ")"
        left = stop + 1 if bracketed or not start else stop
        cut = without(text, start, left)
        enough = len(words(text[start:stop])) >= _CLAUSE_WORDS <= len(words(cut))
        if enough and not text[start:stop].startswith(")") and cut.count("(") == cut.count(")"):
            yield cut


def _sentence(pair: Pair, language: Words) -> Iterator[str]:
    found = sentences(pair.target, language)
    if len(found) > 1 and is_plain(pair.target):
        for i, sentence in enumerate(found):
            if len(words(sentence)) >= _SHORT or figures(sentence):
                yield "".join(found[:i] + found[i + 1 :]).strip()


FAULTS = (
    Fault("first-half-cut", "half", N_("The first half of a sentence is missing."), _first_half),
    Fault("second-half-cut", "half", N_("The second half of a sentence is missing."), _second_half),
    Fault("clause-cut", "clause", N_("A clause of more than five words is missing."), _clause),
    Fault("sentence-dropped", "omission", N_("One of several sentences is missing."), _sentence),
)
