"""Finds characters that translation engines drop or change, and those that nobody can see.

Rules. Engines read a spelt sentence (`i18n/normalise/<language>.toml`); what is left of it after that and is neither
a plain letter of the Latin script nor a usual sign is a note: such words go untranslated, or lose a sign that carries
a meaning ("±", "10⁶"). Control characters, private ones and those that turn the direction of writing are a warning:
they come from a broken copy. Each character once, at its first place.
"""

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from pipeline import shipped
from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.normalise import load_rules, normalise
from pipeline.source_checks._reading import sentences

_USUAL = frozenset("°²³€£©®™\u200b\u200c\u200d")
_BROKEN = frozenset(("Cc", "Co", "Cn", "Cs", "Cf"))  # of Unicode: control, private, unassigned, half, format


class OddCharacters:
    """Characters that arrive."""

    name = "odd_characters"
    explanation = (
        "Signs that translation engines lose, and characters that nobody can see, should be written otherwise."
    )

    def covers(self, language: Language) -> bool:
        """Whether it is known how the language is spelt for engines."""
        return _rules(language).is_file()

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """One finding a character, where it first stands."""
        if not self.covers(language):
            return
        rules = load_rules((_rules(language),))
        seen: set[str] = set()
        for sentence in sentences(document):
            text = sentence.text
            if text.isascii() and text.isprintable():
                continue
            spelt = normalise(text, rules)
            left = {c for c in text if _is_odd(c) and _is_in(c, spelt) and c in sentence.key.source} - seen
            for character in sorted(left, key=text.find):
                place = text.find(character)
                if place < 0:  # composed, or the figure of a tag
                    continue
                seen.add(character)
                severity, message = _said(character)
                yield sentence.finding(self.name, severity, message, (place, place + 1))


PLUGIN = OddCharacters()


def _rules(language: Language) -> Path:
    return shipped.language_data() / "normalise" / f"{language.tag}.toml"


def _is_odd(character: str) -> bool:
    if not character or character in _USUAL or " " <= character <= "~":
        return False
    return not (character.isalpha() and unicodedata.name(character, "").startswith("LATIN "))


def _is_in(character: str, spelt: str) -> bool:
    """Whether a character is left in the spelt text: itself, or the one it is a compatible form of (µ and μ)."""
    same = unicodedata.normalize("NFKC", character)
    return character in spelt or (_is_odd(same[:1]) and same in spelt)


def _said(character: str) -> tuple[Severity, str]:
    name = unicodedata.name(character, "no name").lower()
    if unicodedata.category(character) in _BROKEN:
        return (
            Severity.WARNING,
            f"U+{ord(character):04X} ({name}) cannot be seen and comes from a broken copy: remove it.",
        )
    return Severity.NOTE, f"“{character}” ({name}) can be lost or changed in translation: write it in words."
