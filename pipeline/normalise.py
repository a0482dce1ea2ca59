"""Spells a source sentence so that an engine loses nothing: signs as words, ranges in full, the untouchable masked.

The rules are data (`i18n/normalise/<tag>.toml`). The catalog never sees the spelling; only the engine does.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import LanguageError

# Words that engines pass on (98.8 % of 250 health sentences, en>pt>es); the second where the first is lost.
TOKENS = ("XQ", "TERM")
_AROUND = "()[]{}\"'.,;:!?"
_PLAIN = ("<wide>", "<narrow>", "<compat>")  # kinds of Unicode decomposition that change no meaning of a letter


@dataclass(frozen=True, slots=True)
class Rule:
    """One replacement, in the syntax of `re`; `to` names the languages on the way to which it holds, empty for all."""

    name: str
    find: re.Pattern[str]
    write: str
    to: tuple[str, ...] = ()


@cache
def load_rules(paths: tuple[Path, ...]) -> tuple[Rule, ...]:
    """The rules of these files, in order. Raises LanguageError naming the file and rule that cannot be read."""
    rules: list[Rule] = []
    for path in paths:
        try:
            rules += read_rules(tomllib.loads(path.read_text("utf-8")).get("rule", []))
        except (tomllib.TOMLDecodeError, KeyError, TypeError, re.error) as error:
            raise LanguageError(f"{path}: {error}") from error
    return tuple(rules)


def read_rules(rows: Iterable[Mapping[str, Any]]) -> Iterator[Rule]:
    """The rules of these tables. Raises KeyError, TypeError or re.error for one that is none."""
    for row in rows:
        yield Rule(row["name"], re.compile(row["find"]), row["write"], _tags(row.get("to", [])))


def _tags(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise TypeError(f"to = {value!r}: write a list of languages")
    return tuple(value)


def leading_to(rules: Iterable[Rule], target: str) -> tuple[Rule, ...]:
    """The rules that hold on the way to a language, or to the base of a regional one."""
    return tuple(rule for rule in rules if not rule.to or {target, target.partition("-")[0]} & set(rule.to))


def normalise(text: str, rules: Iterable[Rule]) -> str:
    """The text as the engine is to read it: composed letters, ligatures and wide letters as plain ones, the rules."""
    text = _plainly_spelt(text)
    for rule in rules:
        text = rule.find.sub(rule.write, text)
    return text.strip()


def _plainly_spelt(text: str) -> str:
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return "".join(unicodedata.normalize("NFKC", c) if _has_plain_form(c) else c for c in text)


def _has_plain_form(character: str) -> bool:
    return character.isalnum() and unicodedata.decomposition(character).startswith(_PLAIN)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text in which spans have been replaced by tokens (`XQA`, `XQB`, ...) and what each token stands for."""

    text: str
    values: tuple[str, ...]
    token: str

    def unmask(self, target: str) -> str | None:
        """`target` with every value back in place of its token; None where a token is missing, doubled or invented."""
        names = dict(zip(self.tokens, self.values, strict=True))
        pattern = _pattern(self.token)
        if sorted(pattern.findall(target)) != sorted(names):
            return None
        return pattern.sub(lambda match: names[match[0]], target)

    @property
    def tokens(self) -> tuple[str, ...]:
        """The token of each value, in order."""
        return _names(self.token, len(self.values))


def mask(text: str, spans: Iterable[tuple[int, int, str]], token: str = TOKENS[0]) -> Masked | None:
    """`text` with each span (start, end, value) behind a token: XQA, XQB, ... or TERM1, TERM2, ...

    Spans that overlap an earlier one or are part of a word are left out. An empty span puts a token with spaces around
    it between two characters. None where the text itself holds what looks like a token.
    """
    if token in text:
        return None
    taken: list[tuple[int, int, str]] = []
    for start, end, value in sorted(spans, key=lambda span: span[:2]):
        free = not taken or start >= taken[-1][1]
        if free and (start == end or not (_is_word(text[start - 1 : start]) or _is_word(text[end : end + 1]))):
            taken.append((start, end, value))
    parts: list[str] = []
    position = 0
    for (start, end, _), name in zip(taken, _names(token, len(taken)), strict=True):
        parts += [text[position:start], name if start < end else f" {name} "]
        position = end
    return Masked("".join([*parts, text[position:]]), tuple(value for _, _, value in taken), token)


def _names(token: str, count: int) -> tuple[str, ...]:
    if token == TOKENS[0]:
        letters = (chr(ord("A") + number % 26) for number in range(count))
        return tuple(token + "Z" * (number // 26) + letter for number, letter in enumerate(letters))
    return tuple(f"{token}{number}" for number in range(1, count + 1))


def _pattern(token: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){token}(?:[A-Z]+|[0-9]+)(?!\w)")


def _is_word(character: str) -> bool:
    return bool(character) and (character.isalnum() or character == "_")


def unknown_spans(
    text: str, unknown: Callable[[str], frozenset[str]], fixed: Iterable[tuple[int, int, str]] = ()
) -> list[tuple[int, int, str]]:
    """The words of `text` that hold a character the engine does not know, each to be masked and kept as it is.

    Marks around a word stay outside, unless they are what is unknown; words that overlap a `fixed` span are left out.
    """
    characters = unknown(text)
    if not characters:
        return []
    spans = [_bare(text, match.start(), match.end(), characters) for match in re.finditer(r"\S+", text)]
    taken = [(start, end) for start, end, _ in fixed]
    return [
        (start, end, text[start:end])
        for start, end in spans
        if characters.intersection(text[start:end]) and not any(start < e and s < end for s, e in taken)
    ]


def _bare(text: str, start: int, end: int, keep: frozenset[str]) -> tuple[int, int]:
    """A word without the brackets, quotation and punctuation marks around it."""
    while start < end and text[start] in _AROUND and text[start] not in keep:
        start += 1
    while start < end and text[end - 1] in _AROUND and text[end - 1] not in keep:
        end -= 1
    return start, end
