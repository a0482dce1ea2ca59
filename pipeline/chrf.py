"""How alike two texts are, letter by letter: chrF and chrF++, exact for single sentences.

Rules. The F-score with recall weighted twice (beta 2) of the mean precision and mean recall over the orders of n-grams:
characters 1 to 6 without white space (M. Popović, "chrF: character n-gram F-score for automatic MT evaluation", WMT
2015), and for chrF++ words 1 and 2 as well (M. Popović, "chrF++: words helping character n-grams", WMT 2017), where a
punctuation mark at the end of a word, else one at its beginning, is a word of its own. An order that one text is
too short for is left out of the means.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

_CHARACTERS = 6
_WORDS = 2
_BETA = 2.0
_MARKS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def chrf(text: str, reference: str) -> float:
    """How much of `reference` is in `text`, 0 to 100, by characters."""
    return _f_score(_ngrams(text)[:_CHARACTERS], _ngrams(reference)[:_CHARACTERS])


def chrf_plus(text: str, reference: str) -> float:
    """chrF++: how much of `reference` is in `text`, 0 to 100, by characters and words."""
    return _f_score(_ngrams(text), _ngrams(reference))


def split_words(text: str) -> list[str]:
    """The words with the marks around them apart, as chrF++ counts them."""
    return [part for word in text.split() for part in _parts(word)]


def _parts(word: str) -> tuple[str, ...]:
    if len(word) > 1 and word[-1] in _MARKS:
        return word[:-1], word[-1]
    if len(word) > 1 and word[0] in _MARKS:
        return word[0], word[1:]
    return (word,)


@lru_cache(maxsize=512)
def _ngrams(text: str) -> tuple[Counter[str], ...]:
    """The n-grams by order: those of characters, then those of words."""
    letters, words = "".join(text.split()), split_words(text)
    by_letters = [Counter(letters[i : i + n] for i in range(len(letters) - n + 1)) for n in range(1, _CHARACTERS + 1)]
    by_words = [Counter(" ".join(words[i : i + n]) for i in range(len(words) - n + 1)) for n in range(1, _WORDS + 1)]
    return (*by_letters, *by_words)


def _f_score(text: Sequence[Counter[str]], reference: Sequence[Counter[str]]) -> float:
    precision = recall = 0.0
    orders = 0
    for ours, theirs in zip(text, reference, strict=True):
        if ours and theirs:
            same = sum(min(count, theirs[ngram]) for ngram, count in ours.items() if ngram in theirs)
            precision += same / ours.total()
            recall += same / theirs.total()
            orders += 1
    if not precision or not recall:
        return 0.0
    precision, recall, weight = precision / orders, recall / orders, _BETA**2
    return 100 * (1 + weight) * precision * recall / (weight * precision + recall)
