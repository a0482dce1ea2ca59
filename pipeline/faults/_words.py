r"""What faults know of a language: `i18n/faults/<tag>.toml`, with `und.toml` for what every language writes alike.

Lists of words stand at the top. Every other topic is an array of tables, each with

    en      the source must have one of these wordings (`*` stands for the rest of a word); for pairs two such lists,
            one a side; without `en` any source will do
    pairs   [[a, b], ...]: a becomes b and b becomes a
    swaps   { a = "b" }: a becomes b
    find    a regular expression, and `put`, what its match becomes (`\1` is its first group)
    not     wordings in which a match is left alone
    figure  true: a figure or a number word must stand before the match

Matches are whole words in any case; a capital stays a capital. `present` gives for an infinitive the third persons, by
which "may improve" becomes "improves": `may` lists the modal verbs in singular and plural.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pipeline.errors import LanguageError
from pipeline.languages import Languages

_ANY = re.compile("")
_BEGINNING = re.compile(r"(?:^|[.!?:…>]\s*|[¿¡«“\"(]\s?)[¿¡«“\"]?$")
_LISTS = (
    "elisions",
    "negation",
    "numbers",
    "fractions",
    "months",
    "percent",
    "enumeration",
    "range_openers",
    "abbreviations",
    "doubles",
    "opening",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rewriting: `find` becomes `put` where the source matches `source` and no `unless` is in the way."""

    source: re.Pattern[str]
    find: re.Pattern[str]
    put: str
    unless: re.Pattern[str] | None = None
    figure: bool = False

    def rewrite(self, source: str, target: str, number: re.Pattern[str]) -> Iterator[str]:
        """Every text that one use of the rule makes of `target`."""
        if not self.source.search(source):
            return
        kept = [match.span() for match in self.unless.finditer(target)] if self.unless else []
        for match in self.find.finditer(target):
            inside = any(start < match.end() and match.start() < end for start, end in kept)
            if not inside and (not self.figure or number.search(target, 0, match.start())):
                yield _replaced(target, match, match.expand(self.put))


@dataclass(frozen=True, slots=True)
class Words:
    """The lists and rules of one language; `source` holds those of the language translated from."""

    tag: str
    decimal_mark: str = "."
    group_mark: str = ","
    lists: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    source: "Words | None" = None

    def rewrites(self, topic: str, source: str, target: str) -> Iterator[str]:
        """Every text that one rule of a topic makes of `target`."""
        source = source.replace("’", "'")
        number = _before_a_unit(tuple(flat(self.list("numbers"))))
        for rule in self.rules.get(topic, ()):
            yield from (self._elided(target, text) for text in rule.rewrite(source, target, number))

    def _elided(self, old: str, new: str) -> str:
        """A rewritten text with its elisions mended at the place that is new: "de améliorer" is "d'améliorer"."""
        if not self.list("elisions"):
            return new
        place = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        first = new.rfind(" ", 0, max(new.rfind(" ", 0, place), 0)) + 1
        part = new[first : place + 6]
        for row in self.list("elisions"):
            part = re.sub(row["find"], row["put"], part, flags=re.IGNORECASE)
        return new[:first] + part + new[place + 6 :]

    def list(self, name: str) -> tuple[Any, ...]:
        """A list of words, empty where the language has none."""
        return self.lists.get(name, ())

    def has(self, name: str, text: str) -> bool:
        """Whether a text has a word of a list."""
        wordings = self.list(name)
        return bool(wordings) and whole(wordings).search(text.replace("’", "'")) is not None


def load(languages: Languages, tag: str) -> Words:
    """The words of a language, with those of the language it is derived from. Raises LanguageError."""
    language = languages.get(tag)
    data: dict[str, Any] = {}
    for name in ("und", language.base, tag):
        for path in languages.files("faults", f"{name}.toml") if name else ():
            try:
                for topic, value in tomllib.loads(path.read_text("utf-8")).items():
                    data[topic] = [*data.get(topic, ()), *value] if isinstance(value, list) else value
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise LanguageError(f"{path}: {error}") from error
    source = load(languages, languages.source) if tag != languages.source else None
    lists = {name: tuple(data.pop(name, ())) for name in _LISTS}
    try:
        certain = tuple(_certain(data.pop("may", {}), data.pop("present", {})))
        rules = {topic: tuple(rule for row in rows for rule in _rules(row)) for topic, rows in data.items()}
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise LanguageError(f"i18n/faults/{tag}.toml: {error!r}") from error
    rules["certainty"] = certain + rules.get("certainty", ())
    marks = (language.style.decimal_mark, language.style.group_mark)
    return Words(tag, *marks, lists, rules, source)


def _rules(row: Mapping[str, Any]) -> Iterator[Rule]:
    """The rules of one table."""
    english = row.get("en", [])
    unless = whole(tuple(row["not"])) if "not" in row else None
    figure = bool(row.get("figure"))
    if "pairs" in row:
        left, right = (whole(tuple(one)) for one in english) if english else (_ANY, _ANY)
        for one, other in row["pairs"]:
            yield Rule(left, whole((one,)), _literal(other), unless, figure)
            yield Rule(right, whole((other,)), _literal(one), unless, figure)
        return
    source = whole(tuple(english)) if english else _ANY
    for one, other in row.get("swaps", {}).items():
        yield Rule(source, whole((one,)), _literal(other), unless, figure)
    if "find" in row:
        yield Rule(source, re.compile(row["find"], re.IGNORECASE), row["put"], unless, figure)


def _certain(may: Mapping[str, Any], present: Mapping[str, list[str]]) -> Iterator[Rule]:
    """Rules that make "improves" of "may improve"."""
    source = whole(tuple(may.get("en", ())))
    for infinitive, persons in present.items():
        for modals, person in zip((may["one"], may["many"]), persons, strict=True):
            yield Rule(source, whole(tuple(f"{modal} {infinitive}" for modal in modals)), _literal(person))


@lru_cache(maxsize=4096)
def whole(wordings: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for whole wordings in any case, longest first; `*` is the rest of a word, a space any space."""
    parts = []
    for wording in sorted(wordings, key=len, reverse=True):
        inner = re.escape(wording).replace(r"\*", r"\w*").replace(r"\ ", r"\s+").replace("'", "['’]")
        parts.append(
            (r"(?<!\w)" if _is_word(wording[0]) else "") + inner + (r"(?!\w)" if _is_word(wording[-1]) else "")
        )
    return re.compile("|".join(parts) or "(?!)", re.IGNORECASE)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "*"


@lru_cache(maxsize=64)
def _before_a_unit(numbers: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for a figure or number word at the very end of a text, before the word that it counts."""
    words = "|".join(re.escape(word) for word in numbers)
    return re.compile(rf"(?:\d|(?<!\w)(?:{words or '(?!)'}))[\s\u00a0\u202f-]*$", re.IGNORECASE)


def flat(rows: Iterable[Any]) -> list[str]:
    """The words of a list whose rows are words or lists of words."""
    return [word for row in rows for word in ([row] if isinstance(row, str) else row)]


def _literal(text: str) -> str:
    return text.replace("\\", r"\\")


def _replaced(text: str, match: re.Match[str], new: str) -> str:
    """`text` with `new` for a match; the capital that a sentence begins with stays at its beginning."""
    old, before, rest = match[0], text[: match.start()], text[match.end() :]
    first = re.search(r"[^\W\d_]", old)
    if first and first[0].isupper() and _BEGINNING.search(before + old[: first.start()]):
        if new and old in new and not new.startswith(old):
            new = new.replace(old, old[: first.start()] + first[0].lower() + old[first.end() :])
        joined = re.sub(r"[^\W\d_]", lambda letter: letter[0].upper(), new + rest, count=1)
        return before + joined
    return before + new + rest
