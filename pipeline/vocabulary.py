"""The words of a language that numbers, risk and checks look for, read from `i18n/checks/`, never written in code."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline import readability
from pipeline.errors import LanguageError
from pipeline.readability import Readability
from pipeline.wording import WORD_END, alternation

_NEVER = re.compile("(?!)")
_LISTS = frozenset(["number_joiners", "ties", "per", "stop_words", "unfinished", "letters"])
_NUMBERS = frozenset(["numbers", "like_numbers", "scales", "length"])
_TABLES = frozenset(["concepts", "readability", "signs", "spelling", "units"])


@dataclass(frozen=True, slots=True)
class Units:
    """How units are written after a figure: `pattern` finds one, `names` maps its folded spelling to its one name."""

    pattern: re.Pattern[str] = _NEVER
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, spelling: str) -> str:
        """The one name of a unit: `mg` for `milligrams`, `µg` for `mcg`; the spelling where it has none."""
        spelling = " ".join(spelling.split())
        return self.names.get(spelling) or self.names.get(spelling.lower(), spelling)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """What checks know of a language; a language without a file has an empty one, and checks that need one are silent.

    `numbers` are words for figures, `like_numbers` words that may stand for one (once, half, first), `scales` words
    that multiply (million). `ties` stand between two figures that belong together (5 to 10, 1 in 10), `per` between two
    units. `unfinished` words end no sentence. `letters` are those the language writes beside a to z; empty where that
    is not known. `signs` maps a sign to the wordings that may replace it, `concepts` a meaning to the words, beginnings
    of words (`heart*`) or parts of compounds (`*herz*`) that have it. `length_ratio` is the usual length of a text in
    this language over that of its English, `length_spread` the spread of its logarithm for a text of 100 characters.
    `readability` is the language's formula, `capital_nouns` says that every noun has a capital.
    """

    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    like_numbers: Mapping[str, Decimal] = field(default_factory=dict)
    scales: Mapping[str, Decimal] = field(default_factory=dict)
    number_joiners: frozenset[str] = frozenset()
    number_words: frozenset[str] = frozenset()
    ties: re.Pattern[str] = _NEVER
    per: re.Pattern[str] = _NEVER
    units: Units = field(default_factory=Units)
    stop_words: frozenset[str] = frozenset()
    unfinished: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    signs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    concepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    length_ratio: float = 0.0
    length_spread: float = 0.0
    readability: Readability | None = None
    capital_nouns: bool = False


def load(paths: Iterable[Path]) -> Vocabulary:
    """The vocabulary of these files, the strongest last: its tables are added, its lists replace.

    Raises LanguageError, with the file and key, for what cannot be read.
    """
    return _load(tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=64)
def _load(files: tuple[tuple[Path, int], ...]) -> Vocabulary:
    data: dict[str, Any] = {}
    for path, _ in files:
        _merge(data, _read(path))
    return _vocabulary(data)


def _merge(into: dict[str, Any], data: dict[str, Any]) -> None:
    for key, value in data.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def _read(path: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LanguageError(f"{path}: {error}") from error
    for key, value in data.items():
        if problem := _problem(key, value):
            raise LanguageError(f"{path}: {problem}")
    return data


def _problem(key: str, value: Any) -> str:
    """What is wrong with a key of a vocabulary file; empty where nothing is."""
    if key in _LISTS:
        return "" if _is_list(value) else f"{key}: write a list of words"
    if key not in _NUMBERS | _TABLES:
        return f"unknown key {key}: known are {', '.join(sorted(_LISTS | _NUMBERS | _TABLES))}"
    if key == "readability":
        return readability.problem(value)
    if not isinstance(value, dict):
        return f"{key}: write it as a table, [{key}]"
    fits, wanted = _ROWS["number" if key in _NUMBERS else key]
    return next((f"[{key}] {name}: write {wanted}" for name, row in value.items() if not fits(row)), "")


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _is_unit(value: Any) -> bool:
    return isinstance(value, dict) and set(value) <= {"symbols", "words"} and all(map(_is_list, value.values()))


_ROWS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "number": (_is_number, "a number"),
    "concepts": (_is_list, "a list of words"),
    "signs": (_is_list, "a list of wordings"),
    "spelling": (lambda value: isinstance(value, bool), "true or false"),
    "units": (_is_unit, "symbols = [...] and words = [...]"),
}


def _vocabulary(data: dict[str, Any]) -> Vocabulary:
    numbers, like, scales = (_numbers(data, key) for key in ("numbers", "like_numbers", "scales"))
    lists = {key: tuple(data.get(key, ())) for key in _LISTS}
    length = data.get("length", {})
    units = data.get("units", {})
    return Vocabulary(
        numbers=numbers,
        like_numbers=like,
        scales=scales,
        number_joiners=frozenset(lists["number_joiners"]),
        number_words=frozenset({**numbers, **like, **scales}),
        ties=re.compile(rf"\s*(?:[-‐‑–—−/~±]|(?:{alternation(lists['ties'])}))\s*", re.IGNORECASE),
        per=re.compile(rf"/|\s(?:{alternation(lists['per'])})\s", re.IGNORECASE),
        units=_units(units),
        stop_words=frozenset(lists["stop_words"]),
        unfinished=frozenset(lists["unfinished"]),
        letters=frozenset("".join(lists["letters"])),
        signs={sign: tuple(wordings) for sign, wordings in data.get("signs", {}).items()},
        concepts={name: tuple(listed) for name, listed in data.get("concepts", {}).items()},
        length_ratio=float(length.get("ratio", 0)),
        length_spread=float(length.get("spread", 0)),
        readability=readability.read(data.get("readability", {})),
        capital_nouns=bool(data.get("spelling", {}).get("capital_nouns")),
    )


def _numbers(data: dict[str, Any], key: str) -> dict[str, Decimal]:
    return {word.lower(): Decimal(value) for word, value in data.get(key, {}).items()}


def _units(table: dict[str, dict[str, list[str]]]) -> Units:
    """Symbols count as they are written (`mg` is not `Mg`), words in any case; the longest spelling wins.

    Nothing elided is a unit: in "5 l'ont" nobody has litres.
    """
    symbols = {spelling: name for name, row in table.items() for spelling in row.get("symbols", ())}
    spelt = {spelling.lower(): name for name, row in table.items() for spelling in row.get("words", ())}
    if not table:
        return Units()
    either = rf"(?:{alternation(symbols)}|(?i:{alternation(spelt)}))(?!['’]\w){WORD_END}"
    return Units(re.compile(either), {**spelt, **symbols})
