"""Tells the inflected forms of a word from other words: "estudios clínicos" is "estudio clínico".

Rule. Two words are forms of one where they have the same dictionary form (simplemma, which is loaded at the first
question and may be missing), or where one is the other with `s` or `es` at its end, accents aside. Nothing is asked
about words whose first three letters differ.
"""

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from pipeline.languages import Language
from pipeline.wording import word_texts

_BEGINNING = 3  # letters that forms of a word share; where they do not, two dictionary forms are not looked up
_Lemmatise = Callable[[str, str], str]


def has_form_of(said: Sequence[str], wording: str, language: Language) -> bool:
    """Whether the words `said` hold the words of `wording` on end, each in any of its forms."""
    wanted = word_texts(wording)
    for place in range(len(said) - len(wanted) + 1 if wanted else 0):
        if _near(said[place], wanted[0]) and all(map(_near, said[place : place + len(wanted)], wanted)):
            pairs = zip(said[place : place + len(wanted)], wanted, strict=True)
            if all(same_word(one, other, language) for one, other in pairs):
                return True
    return False


def same_wording(one: str, other: str, language: Language) -> bool:
    """Whether two wordings are the same words in some form, small words aside."""
    small = language.vocabulary.stop_words
    ours, theirs = ([word for word in word_texts(wording) if word not in small] for wording in (one, other))
    if len(ours) != len(theirs) or not ours:
        return word_texts(one) == word_texts(other)
    return all(_bare(a) == _bare(b) or same_word(a, b, language) for a, b in zip(ours, theirs, strict=True))


def same_word(one: str, other: str, language: Language) -> bool:
    """Whether two words in small letters are the same, or forms of one as far as anybody knows."""
    if one == other or not _near(one, other):
        return one == other
    if _is_plural(one, other) or _is_plural(other, one):
        return True
    lemma = lemmatiser()
    tag = language.babel.partition("_")[0]
    return lemma is not None and lemma(one, tag) == lemma(other, tag)


def _is_plural(one: str, other: str) -> bool:
    return one[-1:] == "s" and _bare(one) in (_bare(other) + "s", _bare(other) + "es")


@lru_cache(maxsize=8192)
def _bare(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def _near(one: str, other: str) -> bool:
    return one == other or _bare(one[:_BEGINNING]) == _bare(other[:_BEGINNING])


@lru_cache(maxsize=1)
def lemmatiser() -> _Lemmatise | None:
    """The dictionary form of a word in a language, in small letters; None where no dictionary is installed."""
    try:
        import simplemma
    except ImportError:
        return None

    @lru_cache(maxsize=32768)
    def lemma(word: str, tag: str) -> str:
        try:
            return simplemma.lemmatize(word, lang=tag).lower()
        except ValueError:  # a language that it does not know
            return word

    return lemma
