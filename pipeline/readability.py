"""How easy a text is to read, by the formula of its language.

Rules. Reading ease is `base - per_word * words a sentence - per_syllable * syllables a word`: Flesch (1948) for
English, and those who fitted his formula to another language. 100 is very easy, 30 an academic paper. Constants, and
who found them, are data: `[readability]` in `i18n/checks/<language>.toml`. A syllable is a group of letters listed
there as `nuclei`, the longest first; what `mute` lists is none. `$` stands for the end of a word.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pipeline.wording import alternation, word_texts

NUMBERS = frozenset(["base", "per_word", "per_syllable", "intercept", "slope", "words", "longest"])
LISTS = frozenset(["nuclei", "mute"])
_END = "$"


@dataclass(frozen=True, slots=True, eq=False)
class Readability:
    """The formula of a language, and how its texts compare with their English.

    `formula` names its authors and the year. A good translation of an English text with the reading ease x has about
    `intercept` + `slope` * x, and `words` words for each of the original's. A sentence of more than `longest` words is
    long.
    """

    formula: str
    base: float
    per_word: float
    per_syllable: float
    intercept: float = 0.0
    slope: float = 1.0
    words: float = 1.0
    longest: float = 25.0
    nuclei: tuple[str, ...] = ()
    mute: tuple[str, ...] = ()
    _counted: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        found = re.compile(alternation([*self.nuclei, *self.mute]))
        silent = frozenset(self.mute)

        def count(word: str) -> int:
            return max(1, sum(group not in silent for group in found.findall(word + _END)))

        object.__setattr__(self, "_counted", lru_cache(maxsize=65536)(count))

    def syllables(self, word: str) -> int:
        """The syllables of a word in lower case; at least one."""
        count: int = self._counted(word)
        return count

    def ease(self, sentences: Iterable[str]) -> float:
        """The reading ease of plain sentences; at least one of them has a word."""
        texts = [there for sentence in sentences if (there := word_texts(sentence))]
        number = sum(map(len, texts))
        syllables = sum(self.syllables(word) for there in texts for word in there)
        return self.base - self.per_word * number / len(texts) - self.per_syllable * syllables / number


def problem(table: Any) -> str:
    """What is wrong with a `[readability]` table; empty where nothing is."""
    if not isinstance(table, dict):
        return "write it as a table, [readability]"
    if unknown := set(table) - NUMBERS - LISTS - {"formula"}:
        return f"[readability] unknown key {min(unknown)}: known are {', '.join(sorted(NUMBERS | LISTS))}, formula"
    if not isinstance(table.get("formula", ""), str):
        return "[readability] formula: write a text"
    for key, value in table.items():
        if key in NUMBERS and (isinstance(value, bool) or not isinstance(value, int | Decimal)):
            return f"[readability] {key}: write a number"
        if key in LISTS and not (isinstance(value, list) and all(isinstance(one, str) and one for one in value)):
            return f"[readability] {key}: write a list of groups of letters"
    return ""


def read(table: Mapping[str, Any]) -> Readability | None:
    """The formula of a `[readability]` table; None where it has no constants."""
    if not {"formula", "base", "per_word", "per_syllable", "nuclei"} <= set(table):
        return None
    numbers = {key: float(table[key]) for key in NUMBERS if key in table}
    groups = {key: tuple(table.get(key, ())) for key in LISTS}
    return Readability(formula=str(table["formula"]), **numbers, **groups)  # type: ignore[arg-type]
