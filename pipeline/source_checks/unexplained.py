"""Finds abbreviations that an original never explains, and that a translator would have to guess.

Rules. An abbreviation is two to six capitals, with a small `s` at most; a Roman number, a unit and a line in capitals
are none. It is explained by "Long Form (LF)", by "LF (long form)", by "LF stands for ...", or by words beside it
whose first letters are its own, anywhere in the document. What every reader knows is listed, `well_known` in
`i18n/cues/<language>/abbreviations.toml`; services have a check of their own. A note at its first place.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import Sentence, inside, sentences
from pipeline.wording import words

_TOPIC, _SERVICES, _EXPLAINING = "abbreviations", "source_services", "source_explaining"
_FOUND = re.compile(r"(?<![\w/@.#&+‐‑-])([A-Z]{2,6})s?(?![\w/@#&+‐‑]|-\w|\.\w)")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_SMALL = 3  # letters of a word that an abbreviation may pass over ("of", "and")
_AHEAD = 90  # characters before and behind an abbreviation that may hold its words
_ENOUGH = 20  # places of one abbreviation that are looked at


class Unexplained:
    """No abbreviation without its words."""

    name = "unexplained"
    explanation = "An abbreviation should be explained in the original where it first comes up."

    def covers(self, language: Language) -> bool:
        """Whether the abbreviations that need no explanation are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """One note an abbreviation, where it first stands."""
        if not self.covers(language):
            return
        wordings = language.lexicon.wordings
        known = {
            one.upper() for topic in (_TOPIC, _SERVICES) for rows in wordings.get(topic, {}).values() for one in rows
        }
        known.update(name.upper() for name in language.vocabulary.units.names)
        explaining = tuple(one for rows in wordings.get(_EXPLAINING, {}).values() for one in rows)
        places: dict[str, list[tuple[Sentence, int, int]]] = {}
        for sentence in sentences(document):
            for short, start, end in _found(sentence):
                places.setdefault(short, []).append((sentence, start, end))
        for short, there in places.items():
            if short in known or any(_explained(short, *place, explaining) for place in there[:_ENOUGH]):
                continue
            sentence, start, end = there[0]
            message = f"“{short}” is never explained: write once what it stands for, with “{short}” in brackets?"
            yield sentence.finding(self.name, Severity.NOTE, message, (start, end))


PLUGIN = Unexplained()


def _found(sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    """The abbreviations of a sentence."""
    text = sentence.text
    matches = [] if text.upper() == text else list(_FOUND.finditer(text))
    kept = sentence.addresses() if matches else []
    for match in matches:
        if not _ROMAN.fullmatch(match[1]) and not inside(match.start(), kept):
            yield match[1], match.start(), match.end()


def _explained(short: str, sentence: Sentence, start: int, end: int, explaining: Sequence[str]) -> bool:
    text = sentence.text
    after = text[end : end + _AHEAD]
    said = after.lstrip().lower().startswith(tuple(explaining)) if explaining else False
    return said or _in_brackets(text, start, end) or _spelt_out(short, text, start, end)


def _in_brackets(text: str, start: int, end: int) -> bool:
    """Whether it stands alone in brackets behind words, or right before brackets with words in them."""
    inside = text[start - 1 : start] == "(" and text[end : end + 1] in (")", ",", ";", ":")
    behind = text[end : end + 2] == " (" and text[end + 2 : end + 3].isalpha()
    return (inside and any(c.islower() for c in text[max(0, start - _AHEAD) : start])) or behind


def _spelt_out(short: str, text: str, start: int, end: int) -> bool:
    """Whether words nearby begin with its letters, in its order; small words may stand between."""
    before = [word.text for word in words(text[max(0, start - _AHEAD) : start])]
    after = [word.text for word in words(text[end : end + _AHEAD])]
    return any(_matches(short.lower(), near[first:]) for near in (before, after) for first in range(len(near)))


def _matches(letters: str, there: Sequence[str]) -> bool:
    place = 0
    for word in there:
        if place < len(letters) and word[0] == letters[place]:
            place += 1
        elif not place or len(word) > _SMALL or place == len(letters):
            break
    return place == len(letters)
