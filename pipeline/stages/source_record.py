"""Reads what a sidecar or front matter states about a text. A key that is unknown or of the wrong kind is an error."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from pipeline.errors import SourceError
from pipeline.model.document import SourceClass, SourceRecord

_MONTH, _DAY = re.compile("[0-9]{4}-[0-9]{2}"), re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def sidecar_record(data: bytes, where: str) -> SourceRecord:
    """The record in the bytes of a sidecar (TOML). Raises SourceError naming the file and the key or line."""
    try:
        facts = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SourceError(f"{where}: {error}; write lines of `key = value`") from error
    return front_matter_record(facts, where)


def front_matter_record(facts: Mapping[str, Any], where: str) -> SourceRecord:
    """The record in these facts, read from the file `where`. Raises SourceError naming the file and the key."""
    if unknown := sorted(set(facts) - set(_KEYS)):
        raise SourceError(f"{where}: unknown key {', '.join(unknown)}: known are {', '.join(_KEYS)}")
    values: dict[str, Any] = {}
    for key, value in facts.items():
        name, read = _KEYS[key]
        try:
            values[name] = read(value)
        except ValueError as error:
            raise SourceError(f"{where}: {key}: {error}") from error
    return SourceRecord(**values)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f'write a text in quotes, like "1.0", not {_kind(value)}')  # noqa: TRY004
    return value.strip()


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError('write a list of texts, like ["one", "two"]')
    return tuple(one.strip() for one in value)


def _withdrawn(value: Any) -> bool | date:
    return value if isinstance(value, bool) else _day_or(value, "write true, false or the day, like 2024-03-31")


def _day(value: Any) -> date:
    return _day_or(value, "write a day, like 2024-03-31")


def _day_or(value: Any, advice: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    raise ValueError(advice)


def _month_or_day(value: Any) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and _MONTH.fullmatch(value):
        return _day(f"{value}-01").isoformat().removesuffix("-01")
    if isinstance(value, str) and _DAY.fullmatch(value):
        return _day(value).isoformat()
    raise ValueError('write a month or a day, like "2024-03" or "2024-03-31"')


def _source_class(value: Any) -> SourceClass:
    try:
        return SourceClass(value)
    except ValueError:
        raise ValueError(f"choose from {', '.join(SourceClass)}") from None


def _kind(value: Any) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    return kinds.get(type(value), "a date" if isinstance(value, date) else "nothing")


_KEYS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "version": ("version", _text),
    "doi": ("doi", _text),
    "published": ("published", _day),
    "evidence_date": ("evidence_date", _month_or_day),
    "authors": ("authors", _texts),
    "rights_holder": ("rights_holder", _text),
    "licence": ("licence", _text),
    "translation_permission": ("translation_permission", _text),
    "source_url": ("source_url", _text),
    "class": ("source_class", _source_class),
    "withdrawn": ("withdrawn", _withdrawn),
    "sources": ("sources", _texts),
}
