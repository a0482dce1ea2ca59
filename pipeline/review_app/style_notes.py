"""The house style of a language as its reviewers see it: how to write, and the plain words for those in this text."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date

from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.document import Document
from pipeline.stages.packs import Pack
from pipeline.wording import plain

_A_DAY = date(2026, 11, 22)
ADDRESS, DECIMAL, QUOTES = N_("Form of address"), N_("Decimal mark"), N_("Quotation marks")
PERCENT, DATES, GENDER = N_("Percentages"), N_("Dates"), N_("Gender wording")


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the house style; `english` says that the value is a note in English."""

    label: str
    value: str
    english: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """What a draft may say, what to write, and why."""

    source: str
    bad: str
    good: str
    why: str


@dataclass(frozen=True, slots=True)
class StyleNotes:
    """The notes for a document. `plain_words` are the medical words in it, each with what to write."""

    rules: tuple[Rule, ...]
    plain_words: tuple[tuple[str, str], ...]
    examples: tuple[Example, ...]
    signed: bool


def notes(pack: Pack, document: Document) -> StyleNotes:
    """The style notes of a language for a document."""
    names = [tag for tag in (pack.language.base, pack.language.tag) if tag]
    files = pack.workspace.languages.files
    data = _read(tuple(path for tag in names for path in files("style", f"{tag}.toml")))
    return StyleNotes(
        rules=tuple(rule for rule in _rules(pack.language, str(data.get("gender_wording", ""))) if rule.value),
        plain_words=tuple(_plain_words(data.get("lay_terms"), document)),
        examples=tuple(_examples(data.get("example"))),
        signed=pack.signed,
    )


def _rules(language: Language, gender: str) -> tuple[Rule, ...]:
    style = language.style
    opening, closing = style.quotation_marks
    return (
        Rule(ADDRESS, style.form_of_address),
        Rule(DECIMAL, f"1{style.decimal_mark}5"),
        Rule(QUOTES, f"{opening}…{closing}"),
        Rule(PERCENT, "30\u00a0%" if style.percent_space else "30%"),
        Rule(DATES, format_date(_A_DAY, style.date_pattern, language.locale)),
        Rule(GENDER, gender, english=True),
    )


def _plain_words(listed: Any, document: Document) -> list[tuple[str, str]]:
    """The rows whose medical word stands in the document."""
    if not isinstance(listed, dict):
        return []
    text = " ".join(plain(key.source).text for key in document.keys).casefold()
    found = (re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", text) for word in listed)
    return [(word, str(wording)) for (word, wording), there in zip(listed.items(), found, strict=True) if there]


def _examples(rows: Any) -> list[Example]:
    tables = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [Example(*(str(row.get(name, "")) for name in ("source", "bad", "good", "why"))) for row in tables]


@lru_cache(maxsize=64)
def _read(paths: tuple[Path, ...]) -> dict[str, Any]:
    """The keys of these files, a later one's over an earlier one's; `pipeline.languages` has refused broken ones."""
    return {key: value for path in paths for key, value in tomllib.loads(path.read_text("utf-8")).items()}
