"""Spells a source sentence so that an engine loses nothing: signs as words, ranges in full, the untouchable masked.

The rules are data (`i18n/normalise/<tag>.toml`). The catalog never sees the spelling; only the engine does.
"""

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.errors import LanguageError

TOKENS = ("XQ", "TERM")  # words that engines pass on; the second is for sentences in which the first was lost


@dataclass(frozen=True, slots=True)
class Rule:
    """One replacement, in the syntax of `re`."""

    name: str
    find: re.Pattern[str]
    write: str


@cache
def load_rules(paths: tuple[Path, ...]) -> tuple[Rule, ...]:
    """The rules of these files, in order. Raises LanguageError naming the file and rule that cannot be read."""
    rules = []
    for path in paths:
        try:
            rows = tomllib.loads(path.read_text("utf-8")).get("rule", [])
            rules += [Rule(row["name"], re.compile(row["find"]), row["write"]) for row in rows]
        except (tomllib.TOMLDecodeError, KeyError, re.error) as error:
            raise LanguageError(f"{path}: {error}") from error
    return tuple(rules)


def normalise(text: str, rules: Iterable[Rule]) -> str:
    """The text as the engine is to read it."""
    for rule in rules:
        text = rule.find.sub(rule.write, text)
    return text.strip()


@dataclass(frozen=True, slots=True)
class Masked:
    """A text in which spans have been replaced by tokens (`XQ1`, `XQ2`, ...) and what each token stands for."""

    text: str
    values: tuple[str, ...]
    token: str

    def unmask(self, target: str) -> str | None:
        """`target` with every value back in place of its token; None where a token is missing, doubled or invented."""
        pattern = _pattern(self.token)
        found = [int(number) for number in pattern.findall(target)]
        if sorted(found) != list(range(1, len(self.values) + 1)):
            return None
        return pattern.sub(lambda match: self.values[int(match[1]) - 1], target)


def mask(text: str, spans: Iterable[tuple[int, int, str]], token: str = TOKENS[0]) -> Masked | None:
    """`text` with each span (start, end, value) behind a token.

    Spans that overlap an earlier one are left out, and so are those with a digit behind them (`XQ1` would become
    `XQ10`). An empty span puts a token with spaces around it between two characters.

    None where the text itself holds what looks like a token.
    """
    if _pattern(token).search(text):
        return None
    parts: list[str] = []
    values: list[str] = []
    position = 0
    for start, end, value in sorted(spans, key=lambda span: span[:2]):
        if start < position or text[end : end + 1].isdigit():
            continue
        values.append(value)
        name = f"{token}{len(values)}"
        parts += [text[position:start], name if start < end else f" {name} "]
        position = end
    return Masked("".join([*parts, text[position:]]), tuple(values), token)


def _pattern(token: str) -> re.Pattern[str]:
    return re.compile(rf"{token}(\d+)")


def unknown_spans(text: str, unknown: Callable[[str], frozenset[str]]) -> list[tuple[int, int, str]]:
    """The words of `text` that hold a character the engine does not know, each to be masked and kept as it is."""
    characters = unknown(text)
    if not characters:
        return []
    words = re.finditer(r"\S+", text)
    return [(m.start(), m.end(), m[0]) for m in words if characters.intersection(m[0])]
