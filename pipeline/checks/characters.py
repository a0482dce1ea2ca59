"""Looks for characters that must not be in a text, and for signs of the source that vanished on the way.

Rules. Errors: control characters, the replacement character, noncharacters, lone surrogates, overrides of the writing
direction, and isolates or embeddings that are not closed (Unicode Standard Annex 9). A warning: a sign that carries a
meaning (≥ ± × µ °, letters like β among them) is in the source, and neither it nor a wording that the language's list
accepts for it is in the target.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.wording import NOTHING, plain, whole_words

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ufffd\ufffe\uffff\ud800-\udfff]")
_ASCII = re.compile(r"[%$&+<=>^`|~]")  # the only signs of an ASCII text
_ISOLATES = re.compile("[\u2066-\u2069\u202a-\u202e]")
_CLOSES = {"\u2069": "\u2066\u2067\u2068", "\u202c": "\u202a\u202b\u202d\u202e"}
_UNLISTED = frozenset("&/#*_\\|^`´¨¸¯©®™§¶†‡•<>=+~$")  # those from < on count where a language lists them


class Characters:
    """No character that harms, none that means something lost."""

    name = "characters"
    explanation = "Invisible characters can garble a text, and signs such as ≥ or ± must not get lost."

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """Harmful characters in the order of the target, then the signs of the source that are gone."""
        target = subject.target
        for match in _FORBIDDEN.finditer(target):
            name = unicodedata.name(match[0], "").lower() or f"U+{ord(match[0]):04X}"
            message = f"The translation holds an invisible or broken character: {name}. Delete it."
            yield Finding(self.name, Severity.ERROR, message, (), (match.span(),))
        for place in _unclosed(target):
            message = "A mark that turns the direction of writing is not closed. Delete it, or close it."
            yield Finding(self.name, Severity.ERROR, message, (), ((place, place + 1),))
        if target.strip() and target.strip() != NOTHING:
            yield from _vanished(subject, language)


PLUGIN = Characters()


def _unclosed(text: str) -> list[int]:
    """Where isolates and embeddings stand that have no partner."""
    opened: list[int] = []
    lone: list[int] = []
    for match in _ISOLATES.finditer(text):
        if match[0] not in _CLOSES:
            opened.append(match.start())
        elif opened and text[opened[-1]] in _CLOSES[match[0]]:
            opened.pop()
        else:
            lone.append(match.start())
    return sorted(place for place in lone + opened if not _FORBIDDEN.match(text[place]))


def _vanished(subject: Subject, language: Language) -> Iterator[Finding]:
    source = plain(subject.source).text
    if source.isascii() and not _ASCII.search(source):
        return
    signs = [character for character in dict.fromkeys(source) if _is_sign(character)]
    target = plain(subject.target).text
    for sign in signs:
        wordings = language.vocabulary.signs.get(sign, ())
        if (sign in _UNLISTED and not wordings) or sign in target:
            continue
        if not _said(sign, wordings, target):
            spans = tuple(m.span() for m in re.finditer(re.escape(sign), subject.source))
            message = f"The sign “{sign}” is gone, and no words that mean the same stand in its place."
            yield Finding(Characters.name, Severity.WARNING, message, spans)


def _said(sign: str, wordings: tuple[str, ...], target: str) -> bool:
    """Whether one of the wordings is there: as whole words, for letters within a word too (IFNβ, IFNbeta)."""
    if sign.isalpha():
        return any(wording in target.lower() for wording in wordings)
    return whole_words(wordings).search(target) is not None


@lru_cache(maxsize=1024)
def _is_sign(character: str) -> bool:
    """Mathematical and other symbols, currencies, per cent, raised digits, fractions, and Greek letters."""
    if character in "%‰°":
        return True
    if "\u0370" <= character <= "\u03ff" or character == "µ":
        return True
    return unicodedata.category(character) in ("Sm", "Sc", "So", "No")
