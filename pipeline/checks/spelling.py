"""Looks for misspelt words, by the machine's own dictionary of the language.

Rules. A word is fine that the dictionary or our list of health words has, that the original has too, or that an
accepted term or a unit is made of; so is what looks like a name (a capital within the sentence, where the language does
not write every noun with one), an abbreviation (capitals after the first letter), a part of an address or of a word
with figures, and a word with hyphens that is known whole or in all its parts. What the engine did not know is left to
the check that reports it. A warning where a known word differs by one letter or by accents, a note otherwise.
"""

import re
from collections.abc import Iterable, Iterator
from functools import reduce

from pipeline import dictionaries
from pipeline.dictionaries import Dictionary
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said, quoted
from pipeline.placeables import placeables
from pipeline.wording import NOTHING, Word, plain, word_texts, words

_MOST = 5  # findings a segment: a text with more is in another language, and dictionaries are slow to say no
_SHOWN = 3  # suggestions
_COMPOUND = 40  # letters to either side that a word with hyphens is looked for in
_BEFORE = re.compile(r"[^\W\d_][^\W\d_'’]*(?:[-‐‑][^\W\d_'’]+)*[-‐‑]\Z")
_AFTER = re.compile(r"(?:[-‐‑][^\W\d_]+)+")
_JOINS = frozenset("0123456789_@/\\#.·⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")
_BEGINS = frozenset(".!?…:;¿¡•\n|—–")


class Spelling:
    """No misspelt word."""

    name = N_("spelling")
    explanation = "A word that the dictionary of the language does not have is often misspelt."

    def covers(self, language: Language) -> bool:
        """Whether this machine has a dictionary of the language, and the library that reads it."""
        return language.source is not None and dictionaries.of(language) is not None

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """One finding per misspelt word, with every place of it, in the order of the target."""
        target = subject.target.strip()
        dictionary = dictionaries.of(language) if target and target != NOTHING else None
        if dictionary is None or language.source is None:
            return
        shown = plain(subject.target)
        knows, text = dictionary.knows, shown.text
        doubtful = [word for word in words(text) if not knows(text[word.start : word.end])]
        if not doubtful:
            return
        places: dict[str, list[Word]] = {}
        for word in _misspelt(doubtful, text, subject, language, dictionary):
            places.setdefault(word.text, []).append(word)
            if len(places) > _MOST:
                break
        for there in list(places.values())[:_MOST]:
            written = text[there[0].start : there[0].end]
            severity, message = _judged(written, dictionary.near(written), language.english_name)
            yield Finding(self.name, severity, message, (), tuple(shown.origin(*word[1:]) for word in there))


PLUGIN = Spelling()


def _judged(word: str, near: tuple[str, ...], english_name: str) -> tuple[Severity, Said]:
    if not near:
        return Severity.NOTE, Said.gettext(
            "The {language} dictionary does not have “{word}”: check the spelling.", language=english_name, word=word
        )
    meant = reduce(_or, map(quoted, near[:_SHOWN]))
    return Severity.WARNING, Said.gettext("“{word}” looks misspelt: is {meant} meant?", word=word, meant=meant)


def _or(one: Said, other: Said) -> Said:
    return Said.gettext("{one} or {other}", one=one, other=other)


def _misspelt(
    doubtful: list[Word], text: str, subject: Subject, language: Language, dictionary: Dictionary
) -> Iterator[Word]:
    """The doubtful words that nothing else explains."""
    known = set(word_texts(plain(subject.source).text))
    known.update(part for use in subject.terms for form in use.accepted for part in word_texts(form))
    known.update(part for word in subject.unknown for part in word_texts(word))
    units = language.vocabulary.units.names
    capitals = not language.vocabulary.capital_nouns
    kept: list[tuple[int, int]] | None = None
    for word in doubtful:
        written = text[word.start : word.end]
        rest = written.replace("’", "'").rpartition("'")[2]  # "d'Eurosurveillance"
        if word.text in known or rest.lower() in known or written in units or word.text in units:
            continue
        if len(rest) == 1 or rest[1:] != rest[1:].lower() or _is_joined(text, word):
            continue
        if capitals and rest[0].isupper() and (rest != written or not _begins(text, word.start)):
            continue
        if _is_known_compound(text, word, dictionary):
            continue
        kept = [(one.start, one.end) for one in placeables(text)] if kept is None else kept
        if not any(start <= word.start < end for start, end in kept):
            yield word


def _is_joined(text: str, word: Word) -> bool:
    """Whether a word hangs on a figure or a sign."""
    before, after = text[word.start - 1 : word.start], text[word.end : word.end + 1]
    return before in _JOINS or (after in _JOINS and (after != "." or text[word.end + 1 : word.end + 2].isalnum()))


def _begins(text: str, place: int) -> bool:
    """Whether a sentence, or a part of one, begins at a place."""
    before = text[max(0, place - 8) : place].rstrip(" \u00a0\u202f\"'“”„‘’‚«»‹›([*")
    return not before or before[-1] in _BEGINS


def _is_known_compound(text: str, word: Word, dictionary: Dictionary) -> bool:
    """Whether a word with hyphens is known whole ("tomá-lo"), or this part of it may stand before a hyphen."""
    before = _BEFORE.search(text, max(0, word.start - _COMPOUND), word.start)
    after = _AFTER.match(text, word.end, word.end + _COMPOUND)
    if not before and not after:
        return text[word.end : word.end + 1] in "-‐‑" and dictionary.begins(word.text)
    start, end = before.start() if before else word.start, after.end() if after else word.end
    return dictionary.knows(text[start:end].replace("‑", "-").replace("‐", "-")) or dictionary.begins(word.text)
