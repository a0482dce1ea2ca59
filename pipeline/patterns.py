"""Sentences with slots: "We found {studies:number} studies" is translated whole, its figures and dates put in by CLDR.

A slot is `{name:kind}`. Kinds: `number` (digits or number words), `month` (March 2024), `day` (18 March 2024),
`year`, `proper` (capitalised words, kept as they are). Any other kind is a closed list that the language gives.
`{name|one|other}` is the form of a word that goes with the number in slot `name`, in the order of CLDR's plural
categories of the language; the last form serves for the rest. Both texts use the same names.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline import numerals, quantities
from pipeline.languages import Language
from pipeline.months import months

_SLOT = re.compile(r"\{(?P<name>[a-z]+[0-9]?)(?::(?P<kind>[a-z ]+)|\|(?P<forms>[^{}]*))\}")
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PROPER = r"(?-i:[A-Z][\w'-]*(?:\s(?:[A-Z][\w'-]*|et al\.))*)"
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
Choices = Mapping[str, Mapping[str, str]]  # by kind: the source's wording, in small letters, and the target's


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a pattern: a `kind` of value, or `forms` that go with the number of that name."""

    name: str
    kind: str = ""
    forms: tuple[str, ...] = ()


def has_slots(text: str) -> bool:
    """Whether a text is a pattern."""
    return _SLOT.search(text) is not None


def parse(text: str) -> tuple[str | Slot, ...]:
    """Texts and slots in order. Raises ValueError for a brace that belongs to no slot."""
    found: list[str | Slot] = []
    position = 0
    for match in _SLOT.finditer(text):
        found += [text[position : match.start()], _slot(match)]
        position = match.end()
    found.append(text[position:])
    if any(isinstance(part, str) and re.search("[{}]", part) for part in found):
        raise ValueError(f"a brace that belongs to no slot: {text!r}")
    return tuple(part for part in found if part)


def _slot(match: re.Match[str]) -> Slot:
    forms = tuple(match["forms"].split("|")) if match["forms"] is not None else ()
    return Slot(match["name"], match["kind"] or "", forms)


class Pattern:
    """One pattern between two languages."""

    def __init__(self, source: str, target: str, languages: tuple[Language, Language], choices: Choices) -> None:
        """`source` and `target` have slots. Raises ValueError where they do not fit each other."""
        self._from, self._to = languages
        self.choices = choices
        self._target = parse(target)
        self.parts = parts = parse(source)
        self._kinds = {slot.name: slot.kind for slot in parts if isinstance(slot, Slot) and slot.kind}
        self._check(source, parts)
        self._pattern = re.compile("".join(map(self._matching, parts)), re.IGNORECASE)

    @property
    def opening(self) -> str:
        """The first word in small letters where it is always the same, else empty."""
        first = self.parts[0]
        words = first.split() if isinstance(first, str) else []
        return words[0].lower() if len(words) > 1 or (words and isinstance(first, str) and first[-1].isspace()) else ""

    def apply(self, text: str) -> str | None:
        """The translation of a text that fits the pattern; None for another. Kinds of space, hyphen count as one."""
        match = self._pattern.fullmatch(text)
        if match is None:
            return None
        values = {name: self._value(kind, match[name]) for name, kind in self._kinds.items()}
        if None in values.values():
            return None
        return "".join(part if isinstance(part, str) else self._written(part, values) for part in self._target)

    def _check(self, source: str, parts: tuple[str | Slot, ...]) -> None:
        wanted = [slot for slot in self._target if isinstance(slot, Slot)]
        given = {slot.name: slot.kind for slot in wanted if slot.kind}
        if given != self._kinds:
            raise ValueError(f"the slots of the translation differ: {source!r}")
        if len(self._kinds) != sum(isinstance(part, Slot) and bool(part.kind) for part in parts):
            raise ValueError(f"a slot stands twice: {source!r}")
        counted = {slot.name for slot in (*wanted, *parts) if isinstance(slot, Slot) and slot.forms}
        if strange := sorted(name for name in counted if self._kinds.get(name) != "number"):
            raise ValueError(f"no number slot {', '.join(strange)}: {source!r}")
        if unknown := sorted(set(self._kinds.values()) - {*_READERS, "proper", *self.choices}):
            raise ValueError(f"unknown kind of slot {', '.join(unknown)}: {source!r}")

    def _matching(self, part: str | Slot) -> str:
        """The regular expression of a part; only digits, names of months and listed words can stand in a slot."""
        if isinstance(part, str):
            return r"\s+".join(map(re.escape, re.split(r"\s+", part)))
        if part.forms:
            return f"(?:{'|'.join(map(re.escape, part.forms))})"
        return f"(?P<{part.name}>{self._reads(part.kind)})"

    def _reads(self, kind: str) -> str:
        if kind == "proper":
            return _PROPER
        if kind in self.choices:
            return "|".join(re.escape(word) for word in sorted(self.choices[kind], key=len, reverse=True))
        return _READERS[kind](self._from)

    def _value(self, kind: str, text: str) -> Decimal | str | None:
        """What stands in a slot: a number's value, or the text to write; None where it cannot be read."""
        if kind == "number":
            return _number(text, self._from)
        if kind == "proper":
            return text
        if kind in self.choices:
            return self.choices[kind][" ".join(text.lower().split())]
        return _date(text, self._from, self._to)

    def _written(self, slot: Slot, values: Mapping[str, Decimal | str | None]) -> str:
        value = values[slot.name]
        if slot.forms and isinstance(value, Decimal):
            return slot.forms[min(_plural(value, self._to), len(slot.forms) - 1)]
        return numerals.localise(value, self._to.style) if isinstance(value, Decimal) else str(value)


def _number(text: str, language: Language) -> Decimal | None:
    found = quantities.find(text, quantities.reading(language), soft=True)
    return found[0].value if len(found) == 1 and found[0].value == found[0].value.copy_abs() else None


def _plural(value: Decimal, language: Language) -> int:
    """The place of the plural category of a number among those that the language has."""
    rule = language.locale.plural_form
    there = [category for category in _CATEGORIES if category == "other" or category in rule.tags]
    return there.index(rule(value))


def _words(language: Language) -> str:
    """Number words, with a second one by hyphen."""
    words = [re.escape(word) for word, value in language.vocabulary.numbers.items() if value]
    listed = "|".join(sorted(words, key=len, reverse=True))
    return f"(?:{listed})(?:-(?:{listed}))?" if listed else r"(?!)"


def _month(language: Language) -> str:
    return f"(?:{'|'.join(sorted(map(re.escape, months(language).names), key=len, reverse=True))})"


_READERS: dict[str, Callable[[Language], str]] = {
    "number": lambda language: f"{_DIGITS}|{_words(language)}",
    "month": lambda language: rf"{_month(language)},?\s\d{{4}}",
    "day": lambda language: rf"\d{{1,2}}\s{_month(language)},?\s\d{{4}}|{_month(language)}\s\d{{1,2}},?\s\d{{4}}",
    "year": lambda _language: r"(?:19|20)\d\d",
}


def _date(text: str, source: Language, target: Language) -> str | None:
    """A year, a month or a day in the form of the target language (CLDR); None for a day that is none."""
    from datetime import date

    from babel.dates import format_date, format_skeleton

    words = text.replace(",", " ").split()
    if len(words) == 1:
        return text
    month = next(months(source).numbers[word.lower()] for word in words if not word.isdigit())
    figures = sorted((int(word) for word in words if word.isdigit()), reverse=True)
    try:
        day = date(figures[0], month, figures[1] if len(figures) > 1 else 1)
    except ValueError:
        return None
    if len(figures) == 1:
        return format_skeleton("yMMMM", day, locale=target.babel)
    return format_date(day, target.style.date_pattern, locale=target.babel)
