"""Where a translation shows an edge: it stops in the middle of a sentence, or starts there, or has a sentence less."""

import re

from pipeline.vocabulary import Vocabulary

_CLOSING = ' \u00a0\u202f\t\n"”»“)]'
_MARKS = ".!?…:;"
_SENTENCE = re.compile(r"[^\W_]{2}[.!?…][\"”»)]*\s+[¿¡«“„\"(\[]*[^\W\d_a-zß-öø-ÿ]")
_FIRST = re.compile(r"[^\W\d_]+")
_SHOWN = 30


def unfinished(text: str, words: Vocabulary) -> bool:
    """Whether a text ends with a word that ends no sentence, or with a comma; a letter as a name (vitamin A) may."""
    bare = text.rstrip(_CLOSING + _MARKS + ",")
    if "," in text[len(bare) :]:
        return True
    last = bare[bare.rfind(" ") + 1 :].replace("’", "'")
    return last in words.unfinished or (len(last) > 1 and last.lower() in words.unfinished)


def has_mark(text: str) -> bool:
    """Whether a text ends with a mark that ends a sentence."""
    return text.rstrip(_CLOSING + "'’")[-1:] in tuple(_MARKS)


def sentences(text: str) -> int:
    """About how many sentences a text has."""
    inside = text[:-1]
    return 1 + (len(_SENTENCE.findall(text)) if any(mark in inside for mark in ".!?…") else 0)


def starts_within(text: str, source: str) -> bool:
    """Whether a text begins with a small letter where the source begins with a capital, by no word of the source."""
    if not (text[:1].islower() and source[:1].isupper()):
        return False
    match = _FIRST.match(text)
    return match is None or (match[0].islower() and match[0] not in source)


def tail(text: str) -> str:
    """The last words of a text, to be shown."""
    return text if len(text) <= _SHOWN else f"… {text[-_SHOWN:].partition(' ')[2]}"


def head(text: str) -> str:
    """The first words of a text, to be shown."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rpartition(' ')[0]} …"
