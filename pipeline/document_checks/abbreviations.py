"""Lists abbreviations that a translation uses and never explains: advice, never a fault.

Rules. An abbreviation is two to six capitals, with a small `s` at most; a Roman number, a unit, a chemical sign with a
figure and a heading in capitals are none. It is explained where it stands in or right before brackets ("acidente
vascular cerebral (AVC)"), or in a sentence with words whose first letters are its own. What every reader knows is
listed: `well_known` in `i18n/cues/<language>/abbreviations.toml`. A note at its first place.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.placeables import placeables
from pipeline.plugins import Scope
from pipeline.wording import NOTHING, plain, words

_FOUND = re.compile(r"(?<![\w/@.#&+‐‑-])([A-Z]{2,6})s?(?![\w/@#&+‐‑]|-[\w]|\.\w)")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_SMALL = 3  # letters of a word that an abbreviation may pass over ("de", "por")
_AHEAD = 90  # characters of a sentence that are searched for the words before an abbreviation and behind it


class Abbreviations:
    """No abbreviation without its words."""

    name = N_("abbreviations")
    explanation = "An abbreviation should be explained where it first comes up."
    scope = Scope.DOCUMENT

    def covers(self, language: Language) -> bool:
        """Whether the abbreviations that need no explanation are listed."""
        return language.source is not None and language.lexicon.has("abbreviations")

    def find(self, subjects: Sequence[Subject], language: Language) -> Iterable[tuple[int, Finding]]:
        """One note an abbreviation, where it first stands."""
        if language.source is None or not self.covers(language):
            return
        listed: Mapping[str, Sequence[str]] = language.lexicon.wordings["abbreviations"]
        known = {one.upper() for entries in listed.values() for one in entries}
        known.update(name.upper() for name in language.vocabulary.units.names)
        english = language.original
        theirs = {short for one in subjects for short, _, explained in _used(one.source) if explained}
        found = [(place, one, use) for place, one in enumerate(subjects) for use in _used(one.target)]
        known.update(short for _, _, (short, _, explained) in found if explained)
        for place, one, (short, span, _) in found:
            if short in known:
                continue
            known.add(short)
            message = _message(short, english if short in theirs else "")
            yield place, Finding(self.name, Severity.NOTE, message, (), (plain(one.target).origin(*span),))


PLUGIN = Abbreviations()


def _message(short: str, original: str) -> Said:
    if original:
        return Said.gettext(
            "“{short}” is never explained: write once what it stands for, as the {original} does?",
            short=short,
            original=original,
        )
    return Said.gettext("“{short}” is never explained: write once what it stands for?", short=short)


def _used(text: str) -> Iterator[tuple[str, tuple[int, int], bool]]:
    """The abbreviations of a text, where they stand in the plain text, and whether they are explained there."""
    text = plain(text).text
    if text.strip() in ("", NOTHING) or text.upper() == text:
        return
    kept = [(one.start, one.end) for one in placeables(text)]
    for match in _FOUND.finditer(text):
        short, (start, end) = match[1], match.span()
        if not _ROMAN.fullmatch(short) and not any(first <= start < last for first, last in kept):
            yield short, (start, end), _in_brackets(text, start, end) or _spelt_out(short, text, start, end)


def _in_brackets(text: str, start: int, end: int) -> bool:
    """Whether it stands in brackets behind words, or right before brackets."""
    opened = text.rfind("(", max(0, start - _AHEAD), start)
    inside = opened > 0 and ")" not in text[opened:start] and any(c.islower() for c in text[:opened])
    return inside or text[end : end + 2] == " ("


def _spelt_out(short: str, text: str, start: int, end: int) -> bool:
    """Whether words nearby begin with its letters, in its order; small words may stand between."""
    letters = short.lower()
    before = [_bare(word.text) for word in words(text[max(0, start - _AHEAD) : start])]
    after = [_bare(word.text) for word in words(text[end : end + _AHEAD])]
    tails = [near[first:] for near in (before, after) for first in range(len(near)) if near[first][0] == letters[0]]
    return any(_begin(letters, tail) or _hold(letters, tail) for tail in tails)


def _bare(word: str) -> str:
    """A word without accents: "índice" begins with the I of "IMC"."""
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter)) or word


def _begin(letters: str, there: Sequence[str]) -> bool:
    """Whether each letter begins a word."""
    place = 0
    for word in there:
        if place < len(letters) and word[0] == letters[place]:
            place += 1
        elif len(word) > _SMALL or place == len(letters):
            break
    return place == len(letters)


def _hold(letters: str, there: Sequence[str]) -> bool:
    """Whether two words on end hold the letters, each beginning with one ("accidente cerebrovascular": ACV)."""
    if len(there) < 2:  # noqa: PLR2004
        return False
    first, second = there[:2]
    return any(
        second[0] == letters[cut] and _in_order(letters[:cut], first) and _in_order(letters[cut:], second)
        for cut in range(1, len(letters))
    )


def _in_order(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)
