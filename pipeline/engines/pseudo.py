"""Makes two invented languages from English, so that a whole run can be tried without a model or a translator.

`en-XA` shows accents, brackets and 30 % more length: text that is cut off, or that never went through translation, is
seen at once. `ar-XB` runs from right to left. Both tags are the usual ones for this purpose.
"""

import re
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path

from pipeline.errors import EngineError
from pipeline.plugins import Hop, Output

_ACCENTS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻḾÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļḿñöþǫŕšţûṽŵẋýž",
)
_VOWELS = frozenset("åéîöûÅÉÎÖÛ")
_LONGER = 0.3
# Right-to-left mark and override before a word, their ends after it: Latin letters that run like Arabic ones.
_RIGHT_TO_LEFT = ("\u200f\u202e", "\u202c\u200f")
# What stays as it is: our inline markup, {placeholders}, %s, tokens like XQA, entities, and anything with a digit.
_KEPT = re.compile(r"</?(?:b|i|sub|sup|code|a\d+)>|<none/>|\{[^{}]*\}|%\w|&\w+;|\bXQ[A-Z]+\b|\w*\d\w*")
_WORD = re.compile(r"[^\W\d_]+")


class Pseudo:
    """The engine `pseudo`; needs nothing installed."""

    name = "pseudo"

    def hops(self) -> tuple[Hop, ...]:
        """Always the same two."""
        return tuple(Hop(self.name, "en", target, "1", "Apache-2.0", "built in") for target in _LANGUAGES)

    def open(self, hop: Hop) -> "PseudoTranslator":
        """A translator into one of the two languages. Raises EngineError for another."""
        if hop.target not in _LANGUAGES:
            raise EngineError(f"pseudo {hop.pair}: choose from {', '.join(_LANGUAGES)}")
        return PseudoTranslator(_LANGUAGES[hop.target])

    def install(self, file: Path) -> Hop:
        """There is nothing to install."""
        raise EngineError(f"{file}: the pseudo languages need no model")


class PseudoTranslator:
    """Rewrites each sentence by rule; cannot fail."""

    def __init__(self, rewrite: Callable[[str], str]) -> None:
        self._rewrite = rewrite

    def translate(self, sentences: Sequence[str]) -> list[Output]:
        """As in `pipeline.plugins.Translator`."""
        return [Output(self._rewrite(sentence) if sentence.strip() else "") for sentence in sentences]

    def unknown_characters(self, text: str) -> frozenset[str]:  # noqa: ARG002 - none, whatever the text
        """None: every character passes."""
        return frozenset()

    def close(self) -> None:
        """Nothing to free."""


def _accented(sentence: str) -> str:
    letters = sum(len(word) for word in _WORD.findall(_KEPT.sub(" ", sentence)))
    missing = ceil(letters * _LONGER)

    def longer(word: str) -> str:
        nonlocal missing
        written = []
        for letter in word.translate(_ACCENTS):
            doubled = letter in _VOWELS and missing > 0
            missing -= doubled
            written.append(letter * (1 + doubled))
        return "".join(written)

    text = _rewrite_words(sentence, longer)
    return f"[{text}{'~' * missing}]"


def _mirrored(sentence: str) -> str:
    before, after = _RIGHT_TO_LEFT
    return _rewrite_words(sentence, lambda word: f"{before}{word}{after}")


def _rewrite_words(sentence: str, rewrite: Callable[[str], str]) -> str:
    """`sentence` with every word rewritten, and nothing else touched."""
    parts, position = [], 0
    for kept in _KEPT.finditer(sentence):
        parts += [_WORD.sub(lambda word: rewrite(word[0]), sentence[position : kept.start()]), kept[0]]
        position = kept.end()
    return "".join([*parts, _WORD.sub(lambda word: rewrite(word[0]), sentence[position:])])


_LANGUAGES: dict[str, Callable[[str], str]] = {"en-XA": _accented, "ar-XB": _mirrored}

PLUGIN = Pseudo()
