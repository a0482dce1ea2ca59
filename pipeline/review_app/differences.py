"""What differs between two texts, in words: for showing an edit, and what changed in a source."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

Kind = Literal["same", "deleted", "inserted"]
_JOINS = "'’-\u200c\u200d"  # within a word
_WITHOUT_SPACES = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x9FFF), (0xF900, 0xFAFF))
_FURTHER = 0x20000  # from here on, rare Chinese characters


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words and spaces that is the same in both texts, or stands in one of them alone."""

    kind: Kind
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order, of each change what was deleted first.

    Those that are the same or deleted make up `before`, those that are the same or inserted make up `after`. Changes
    with nothing but space between them are one.
    """
    ours, theirs = words(before), words(after)
    numbers: dict[str, int] = {}
    one, other = ([numbers.setdefault(word, len(numbers)) for word in text] for text in (ours, theirs))
    pieces: list[Piece] = []
    deleted = inserted = ""
    for code in Indel.opcodes(one, other):
        there, here = "".join(ours[code.src_start : code.src_end]), "".join(theirs[code.dest_start : code.dest_end])
        if code.tag == "equal" and not (there.isspace() and (deleted or inserted) and code.src_end < len(ours)):
            pieces += _change(deleted, inserted)
            pieces.append(Piece("same", there))
            deleted = inserted = ""
        else:
            deleted, inserted = deleted + there, inserted + here
    return (*pieces, *_change(deleted, inserted))


def words(text: str) -> list[str]:
    """The text cut into words, spaces and signs; a script that writes without spaces is cut into its characters."""
    cut: list[str] = []
    last = ""
    for character in text:
        kind = _kind(character)
        if cut and (kind == "mark" or (kind == last and kind != "sign")):
            cut[-1] += character
        else:
            cut.append(character)
        last = last if kind == "mark" and cut[-1] != character else kind
    return cut


def _kind(character: str) -> str:
    if character.isspace():
        return "space"
    category = unicodedata.category(character)
    if category[0] == "M":
        return "mark"
    point = ord(character)
    if point >= _FURTHER or any(first <= point <= end for first, end in _WITHOUT_SPACES):
        return "sign"
    return "word" if category[0] in "LN" or character in _JOINS else "sign"


def _change(deleted: str, inserted: str) -> Iterator[Piece]:
    if deleted:
        yield Piece("deleted", deleted)
    if inserted:
        yield Piece("inserted", inserted)
