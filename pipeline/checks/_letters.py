"""The rules of typography about words: the same one twice, and capital letters."""

from collections.abc import Iterator
from itertools import pairwise
from operator import eq

from pipeline.checks._remarks import Edit, Remark, Texts, note, warning
from pipeline.model.said import Said
from pipeline.wording import Word, word_texts, words

_JOINS = frozenset("-‐‑'’.@/_")
_SHOUTED_ENOUGH = 3  # longer words in capitals
_LONG_WORD = 4  # letters: shorter ones are articles and prepositions, or abbreviations
_CAPITALS_ENOUGH = 4  # capital words beyond the first that no name explains


def doubled(texts: Texts) -> Iterator[Remark]:
    """The same word twice on end, if the language does not double it and the source does not double a word."""
    allowed = texts.style.doubled_words
    if allowed is None:
        return
    there = word_texts(texts.target)
    if not any(map(eq, there, there[1:])):
        return
    ours = word_texts(texts.source)
    places = words(texts.target)
    for first, second in pairwise(places):
        if first.text == second.text and first.text not in allowed and _on_end(texts.target, first, second):
            if any(a == b for a, b in pairwise(ours)):
                return
            shown = texts.target[first.start : second.end]
            message = Said.gettext("The same word stands twice: “{words}”.", words=" ".join(shown.split()))
            yield warning(message, (first.start, second.end))


def _on_end(text: str, first: Word, second: Word) -> bool:
    """Whether nothing but space is between two words, and neither is a part of a longer one or a letter as a name."""
    if text[first.end : second.start].strip():
        return False
    if text[max(0, first.start - 1) : first.start] in _JOINS or text[second.end : second.end + 1] in _JOINS - {"."}:
        return False
    return len(first.text) > 1 or text[first.start] == text[second.start]


def capitals(texts: Texts) -> Iterator[Remark]:
    """A capital at the beginning where the source has one; no text in capitals alone; no English Title Case."""
    yield from _first(texts)
    text = texts.target
    if text.isupper() and not texts.source.isupper():
        shouted = _long_capitals(text)  # without them it is a script that has none, and something kept: °C
        if _SHOUTED_ENOUGH <= shouted > _long_capitals(texts.source):
            message = Said.gettext("The translation is in capital letters alone; the original is not.")
            yield note(message, (0, len(text)))
    elif texts.title_case and _is_title_case(texts):
        message = Said.gettext("In a heading of this language only the first word and names have a capital letter.")
        yield note(message, (0, len(text)))


def _long_capitals(text: str) -> int:
    """How many longer words (abbreviations too) are in capitals."""
    there = (text[word.start : word.end] for word in words(text))
    return sum(word.isupper() and len(word) >= _LONG_WORD for word in there)


def _first(texts: Texts) -> Iterator[Remark]:
    ours = next((c for c in texts.source if c.isalnum()), "")
    place = next((i for i, c in enumerate(texts.target) if c.isalnum()), None)
    if place is None or not ours.isupper() or not texts.target[place].islower() or texts.touches_kept(place):
        return
    (word, *_) = texts.target[place:].split(maxsplit=1)
    small = word.strip('"“”«».,;:!?()')
    if small in texts.source or not small.isalpha() or not small.islower():  # pH, mRNA, α-tocopherol
        return
    capital = texts.target[place].upper()
    edits = (Edit(place, place + 1, capital),) if len(capital) == 1 and len(small) > 1 else ()
    message = Said.gettext(
        "The original begins with a capital letter, the translation does not: “{word}”.", word=small[:40]
    )
    yield note(message, (place, place + len(small)), *edits)


def _is_title_case(texts: Texts) -> bool:
    """Whether every longer word beyond the first begins with a capital, and there are too many for a name."""
    longer = [word for word in words(texts.target)[1:] if word.end - word.start >= _LONG_WORD]
    if len(longer) < _CAPITALS_ENOUGH:
        return False
    shown = [texts.target[word.start : word.end] for word in longer]
    foreign = [word for word in shown if word not in texts.source]
    return all(word[0].isupper() for word in shown) and len(foreign) >= _CAPITALS_ENOUGH - 1
