"""Texts as a reader sees them: without inline markup, in whole words, one spelling for each hyphen and apostrophe."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from pipeline.placeables import TAG

NOTHING = "<none/>"  # the whole target of a segment that is said in the neighbouring one

# Combining marks, which `\w` leaves out: without them a word of Hindi, Tamil, Thai or vowelled Arabic would be cut.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    + "".join(f"{chr(b)}-{chr(b + 3)}{chr(b + 0x3C)}-{chr(b + 0x57)}" for b in range(0x900, 0xE00, 0x80))
    + "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3\u200c\u200d"
)
_IN_WORD = rf"[\w{_MARKS}]"
_WORD = re.compile(rf"[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*|['’][^\W\d_]+)*")
_PIECES = re.compile(f"({_WORD.pattern})")
# Scripts that write words without spaces between them, or particles onto them: a word may begin and end anywhere.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
)
WORD_END = rf"(?!(?!{_UNSPACED.pattern}){_IN_WORD})"  # no letter follows that could belong to the word: 10 µg维生素

_ATOMS = {
    **dict.fromkeys("-\u2010\u2011", "[-\u2010\u2011]"),
    **dict.fromkeys("'’ʼ", "['’ʼ]"),
    **dict.fromkeys(" \u00a0\u202f\n\t", r"\s+"),
}
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_TABLES = {"<sup>": _RAISED, "<sub>": _LOWERED}
_CLUSTER = re.compile(r"(?s).[\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u0dff\u3099\u309a]*")


class Piece(NamedTuple):
    """A piece of a plain text that begins at `start`, and the span of the original text that it was made from."""

    start: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without tags, composed (NFC), digits between `<sup>` or `<sub>` as raised or lowered characters.

    `pieces` are in order; without any, the text is the original.
    """

    text: str
    pieces: tuple[Piece, ...] = ()

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that the span of the plain text was made from."""
        if not self.pieces:
            return start, end
        first = self._character(start)[0]
        return first, self._character(end - 1)[1] if end > start else first

    def _character(self, position: int) -> tuple[int, int]:
        """The span of the original that a character stands for: the whole piece where its length has changed."""
        place = bisect_right(self.pieces, (position, 1 << 62)) - 1
        piece = self.pieces[place]
        following = self.pieces[place + 1].start if place + 1 < len(self.pieces) else len(self.text)
        if following - piece.start != piece.last - piece.first:
            return piece.first, piece.last
        first = piece.first + position - piece.start
        return first, first + 1


@lru_cache(maxsize=64)
def plain(text: str) -> Plain:
    """The text as a reader sees it, with the way back to the original's offsets."""
    if "<" not in text and unicodedata.is_normalized("NFC", text):
        return Plain(text)
    parts: list[str] = []
    pieces: list[Piece] = []
    length = position = 0
    tag = ""
    for match in (*TAG.finditer(text), None):
        end = match.start() if match else len(text)
        table = _TABLES.get(tag, {})
        for part, first, last in _composed(text[position:end], position):
            pieces.append(Piece(length, first, last))
            parts.append(part.translate(table))
            length += len(parts[-1])
        if match:
            position, tag = match.end(), match[0]
    return Plain("".join(parts), tuple(pieces) or (Piece(0, 0, len(text)),))


def _composed(part: str, start: int) -> Iterable[tuple[str, int, int]]:
    """Composed parts with the span each was made from; in one go where nothing has to be composed."""
    if unicodedata.is_normalized("NFC", part):
        return [(part, start, start + len(part))] if part else []
    clusters = _CLUSTER.finditer(part)
    return [(unicodedata.normalize("NFC", m[0]), start + m.start(), start + m.end()) for m in clusters]


class Word(NamedTuple):
    """A word of a plain text, lower-cased and with straight apostrophes, and where it stands."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=64)
def pieces(text: str) -> tuple[str, ...]:
    """A plain text cut up, in small letters, straight apostrophes: words in the odd places, the rest between them."""
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" has a mark of its own when small; places must stay those of the text
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return tuple(_PIECES.split(lowered.replace("’", "'")))


@lru_cache(maxsize=64)
def words(text: str) -> tuple[Word, ...]:
    """The words of a plain text in order; figures and signs are none."""
    there = pieces(text)
    ends = list(accumulate(map(len, there)))
    return tuple(map(Word._make, zip(there[1::2], ends[0::2], ends[1::2], strict=False)))


def words_among(text: str, wanted: frozenset[str]) -> list[Word]:
    """The `words` of a plain text that are `wanted`, in order."""
    found = ((m[0].lower().replace("’", "'"), m) for m in _WORD.finditer(text))
    return [Word(word, *m.span()) for word, m in found if word in wanted]


@lru_cache(maxsize=64)
def word_texts(text: str) -> tuple[str, ...]:
    """The `text` of the `words` of a plain text: faster where places do not matter."""
    return pieces(text)[1::2]


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The text as words are compared: composed, without regard to case, kind of hyphen, apostrophe or space."""
    text = unicodedata.normalize("NFC", text).casefold()
    text = text.replace("\u2010", "-").replace("\u2011", "-").replace("’", "'").replace("ʼ", "'")
    return " ".join(text.split())


@lru_cache(maxsize=8192)
def whole_words(forms: tuple[str, ...], *, after_figure: bool = False) -> re.Pattern[str]:
    """A pattern that finds the longest of `forms` as whole words, in any case and in time linear in the text.

    Accents count; hyphens, apostrophes and spaces match in any of their spellings. With `after_figure` a word may stand
    hard after a digit ("10mg"). Without forms the pattern matches nothing.
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for form in sorted((unicodedata.normalize("NFC", form).strip() for form in forms), key=len, reverse=True):
        if form:
            groups.setdefault(_edges(form, after_figure=after_figure), []).append(form)
    parts = [f"{before}(?:{alternation(group)}){after}" for (before, after), group in groups.items()]
    return re.compile("|".join(parts) or "(?!)", re.IGNORECASE)


def _edges(form: str, *, after_figure: bool) -> tuple[str, str]:
    """What must not stand before and after a form for it to be whole words."""
    letters = rf"(?<![^\W\d_])(?<![{_MARKS}])" if after_figure and not form[0].isdecimal() else rf"(?<!{_IN_WORD})"
    before = letters if _bounded(form[0]) else ""
    return before, WORD_END if _bounded(form[-1]) else ""


def _bounded(edge: str) -> bool:
    return re.match(_IN_WORD, edge) is not None and not is_unspaced(edge)


def is_unspaced(character: str) -> bool:
    """Whether the script of a character writes no spaces between words, or writes particles onto them."""
    return _UNSPACED.match(character) is not None


def alternation(forms: Iterable[str]) -> str:
    """A regular expression for any of `forms`, longest first, that never reads a character twice for two forms."""
    tree: dict[str, Any] = {}
    for form in forms:
        node = tree
        for atom in _atoms(form):
            node = node.setdefault(atom, {})
        node[""] = {}
    return _branch(tree) if tree else "(?!)"


def _atoms(form: str) -> list[str]:
    atoms = [_ATOMS.get(character) or re.escape(character) for character in form.strip()]
    return [atom for i, atom in enumerate(atoms) if not (atom == r"\s+" and i and atoms[i - 1] == atom)]


def _branch(node: dict[str, Any]) -> str:
    """The expression for the rest of every form that has come as far as `node`."""
    ways = [atom + _branch(rest) for atom, rest in node.items() if atom]
    if not ways:
        return ""
    if "" in node:
        return f"(?:{'|'.join(ways)})?"
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def occurrences(text: str, forms: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where `text` has one of `forms` as whole words, as offsets of `text`; inline markup is looked through."""
    shown = plain(text)
    near = tuple(form for form in forms if fold(form) in fold(shown.text))  # cheap, and seldom more than one
    if not near:
        return ()
    return tuple(shown.origin(*match.span()) for match in whole_words(near).finditer(shown.text))


def contains(text: str, form: str) -> bool:
    """Whether `text` has `form` as whole words: any case, accents as they are, inline markup looked through."""
    return bool(occurrences(text, (form,)))
