"""Small words and verbs that engines lose or misread: "if", "too", "how much", "lowers", the name of an author."""

import re
from collections.abc import Iterator

from pipeline.faults._fault import Fault, Pair, Places
from pipeline.faults._words import Words
from pipeline.interface import N_

_AUTHOR = re.compile(r"(?<!\w)\w(?P<rest>[\w'’-]+)(?=,? et al(?!\w))")


def _rewritten(topic: str) -> Places:
    def places(pair: Pair, words: Words) -> Iterator[str]:
        return words.rewrites(topic, pair.source, pair.target)

    return places


def _author(pair: Pair, words: Words) -> Iterator[str]:
    """The name read as a word of the sentence ("Ai et al." for "He et al."), or without its last letter."""
    del words
    if "et al" in pair.source:
        for match in _AUTHOR.finditer(pair.target):
            yield f"{pair.target[: match.start()]}Ai{pair.target[match.end() :]}"
            yield f"{pair.target[: match.start('rest')]}{match['rest'][:-1]}{pair.target[match.end() :]}"


FAULTS = (
    Fault("change-dropped", "direction", N_("Nothing goes up or down any more."), _rewritten("change_dropped")),
    Fault("condition-dropped", "meaning", N_("The word for “if” is missing."), _rewritten("condition_dropped")),
    Fault("excess-misread", "meaning", N_("“Too much” has become “also”."), _rewritten("excess_misread")),
    Fault("amount-misread", "meaning", N_("“How much” has become “with”."), _rewritten("amount_misread")),
    Fault("author-changed", "meaning", N_("The name of an author is another."), _author),
)
