"""Between dataclasses and JSON: the JSON Schema of one, and one read strictly from what a program sent."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pipeline.errors import StoreError
from pipeline.queue.text import storable

T = TypeVar("T")
Shape = Any  # a dataclass; the type checker has no word for "any class made by @dataclass"
_SCALARS: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a member: `pointer` is its JSON Pointer."""

    pointer: str
    detail: str


def about(text: str, *, default: Any = MISSING, **limits: Any) -> Any:
    """A field with its description and the limits of JSON Schema: `minLength`, `maxLength`, `minimum`, `enum`."""
    return field(default=default, metadata={"schema": {"description": text, **limits}})


def reference(shape: Shape) -> dict[str, str]:
    """Where the schema of a shape stands in the document."""
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def schema(shape: Shape, *, closed: bool) -> dict[str, Any]:
    """The JSON Schema of a dataclass. `closed`: other members than these are refused."""
    members = {name: _member(hint) | _limits(one) for name, hint, one in _parts(shape)}
    required = [name for name, _, one in _parts(shape) if one.default is MISSING or not closed]
    text = (shape.__doc__ or "").partition("\n")[0]
    made: dict[str, Any] = {"type": "object", "description": text, "properties": members, "required": required}
    return made | ({"additionalProperties": False} if closed else {})


def shapes_in(shape: Shape) -> Iterator[Shape]:
    """The dataclass and those within it."""
    yield shape
    for _, hint, _ in _parts(shape):
        for inner in (hint, *get_args(hint)):
            if isinstance(inner, type) and hasattr(inner, "__dataclass_fields__"):
                yield from shapes_in(inner)


def loads(data: bytes) -> Any:
    """JSON as RFC 8259 has it: no NaN, no endless nesting. Raises ValueError."""
    try:
        return json.loads(data, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def read(shape: type[T], given: object) -> T | list[Wrong]:
    """The dataclass of an object, or what is wrong with it."""
    if not isinstance(given, dict):
        return [Wrong("", "not an object")]
    parts = {name: (hint, one) for name, hint, one in _parts(shape)}
    wrong = [Wrong(f"/{name[:60]}", "no such member") for name in given if name not in parts]
    for name, (hint, one) in parts.items():
        if name in given and (why := _wrong(given[name], hint, _limits(one))):
            wrong.append(Wrong(f"/{name}", why))
        if name not in given and one.default is MISSING:
            wrong.append(Wrong(f"/{name}", "is missing"))
    return wrong or shape(**given)


def from_query(shape: type[T], query: Mapping[str, str]) -> T | list[Wrong]:
    """The dataclass of a query's parameters; those that it does not know are left out."""
    given: dict[str, Any] = {}
    for name, hint, _ in _parts(shape):
        if name in query:
            text = query[name]
            given[name] = int(text) if hint is int and text.isascii() and text.isdigit() and len(text) < 16 else text  # noqa: PLR2004
    return read(shape, given)


def _parts(shape: Shape) -> tuple[tuple[str, Any, Field[Any]], ...]:
    """The fields of a dataclass: name, type, and what is said of it."""
    return _read_parts(shape)


@cache
def _read_parts(shape: Shape) -> tuple[tuple[str, Any, Field[Any]], ...]:
    hints = get_type_hints(shape)
    return tuple((one.name, hints[one.name], one) for one in fields(shape))


def _limits(one: Field[Any]) -> dict[str, Any]:
    default = {} if one.default is MISSING else {"default": one.default}
    return {**one.metadata.get("schema", {}), **default}


def _member(hint: Any) -> dict[str, Any]:
    if hint in _SCALARS:
        return dict(_SCALARS[hint])
    arguments = get_args(hint)
    if isinstance(hint, UnionType):
        return {"anyOf": [{"type": "null"} if one is type(None) else _member(one) for one in arguments]}
    if get_origin(hint) is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _member(arguments[0])}
    if get_origin(hint) is tuple:
        return {"type": "array", "prefixItems": [_member(one) for one in arguments], "minItems": len(arguments)}
    return dict(reference(hint))


def _wrong(value: object, hint: type, limits: Mapping[str, Any]) -> str:
    """Why the value cannot be a member of this type and these limits; empty where it can."""
    if type(value) is not hint:
        return f"is no {_SCALARS[hint]['type']}"
    if "enum" in limits and value not in limits["enum"]:
        return f"is none of {', '.join(limits['enum'])}"
    if isinstance(value, int) and not limits.get("minimum", value) <= value <= limits.get("maximum", value):
        return f"is not from {limits['minimum']} to {limits['maximum']}"
    return _wrong_text(value, limits) if isinstance(value, str) else ""


def _wrong_text(value: str, limits: Mapping[str, Any]) -> str:
    if not limits.get("minLength", 0) <= len(value) <= limits["maxLength"]:
        return f"has {len(value):,} characters; {limits.get('minLength', 0)} to {limits['maxLength']:,} are right"
    try:
        storable(value, "it")
    except StoreError:
        return "holds a NUL or half a character"
    return ""


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
