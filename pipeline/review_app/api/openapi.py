"""The OpenAPI 3.1 document, made from the endpoints as they are declared."""

import re
from collections.abc import Sequence
from typing import Any

from pipeline import __version__
from pipeline.review_app.api.endpoint import KEY, LONGEST_KEY, Endpoint
from pipeline.review_app.api.problems import BASE, KINDS, TYPE
from pipeline.review_app.api.schema import Shape, reference, schema, shapes_in
from pipeline.review_app.permissions import Action

_PART = re.compile("<([a-z]+):([a-z]+)>")
_ALWAYS = ("bad-request", "not-now", "store")
_NAMED = ("unauthorised", "forbidden", "csrf", "throttled")
_PARTS = {
    "tag": ("The tag of a language, such as es.", "^[A-Za-z0-9-]{1,35}$"),
    "slug": ("The name of a document, such as stroke.", "^[a-z0-9-]{1,200}$"),
}
_ABOUT = """\
The review of translations for programs: the same actions, rights and checks as on the pages. Make a personal token on
the page Tokens and send it as `Authorization: Bearer TOKEN`. Each decision carries the text it replaces; where the
catalog has another one, the answer is 409 with both. Send an `Idempotency-Key` and repeat a decision as often as you
like: it is made once."""


def document(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The whole document."""
    paths: dict[str, dict[str, Any]] = {}
    for one in endpoints:
        paths.setdefault(address(one), {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Review of translations", "version": __version__, "description": _ABOUT},
        "servers": [{"url": BASE.rstrip("/")}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM} | _schemas(endpoints),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A personal token."},
            },
        },
    }


def address(one: Endpoint) -> str:
    """The path as OpenAPI writes it."""
    return "/" + _PART.sub(r"{\2}", one.path)


def _operation(one: Endpoint) -> dict[str, Any]:
    text = (one.work.__doc__ or "").strip()
    made: dict[str, Any] = {
        "operationId": one.work.__name__,
        "summary": text.partition("\n")[0],
        "description": f"{text} It takes the right to {one.action.value}.",
        "security": [] if one.action is Action.ENTER else [{"token": []}],
        "parameters": _parameters(one),
        "responses": _responses(one),
    }
    if one.takes is not None:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": reference(one.takes)}}}
    return made


def _parameters(one: Endpoint) -> list[dict[str, Any]]:
    found = []
    for _, name in _PART.findall(one.path):
        text, pattern = _PARTS[name]
        form = {"type": "string", "pattern": pattern}
        found.append({"name": name, "in": "path", "required": True, "description": text, "schema": form})
    if one.asks is not None:
        members = schema(one.asks, closed=True)["properties"]
        found += [{"name": name, "in": "query", "schema": member} for name, member in members.items()]
    if one.repeatable:
        form = {"type": "string", "pattern": f"^[!-~]{{1,{LONGEST_KEY}}}$"}
        text = "Your name for this decision, new for each: sent again with it, it is made once."
        found.append({"name": KEY, "in": "header", "description": text, "schema": form})
    return found


def _responses(one: Endpoint) -> dict[str, Any]:
    form = reference(one.gives) if one.gives is not None else {"type": "object"}
    made: dict[str, Any] = {"200": {"description": "Done.", "content": {"application/json": {"schema": form}}}}
    kinds = [*_ALWAYS, *one.problems]
    kinds += _NAMED if one.action is not Action.ENTER else ()
    kinds += ("no-json", "too-large", "invalid", "refused") if one.takes is not None else ()
    if one.path.startswith("documents/"):
        kinds += ("not-found", "stale", "refused")
    by_status: dict[int, list[str]] = {}
    for kind in dict.fromkeys((*kinds, "wrong-method")):
        by_status.setdefault(KINDS[kind].status, []).append(KINDS[kind].title)
    content = {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in sorted(by_status):
        made[str(status)] = {"description": ". Or: ".join(by_status[status]) + ".", "content": content}
    return made


def _schemas(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    outgoing: dict[str, Shape] = {}
    for one in endpoints:
        outgoing |= {shape.__name__: shape for shape in shapes_in(one.gives)} if one.gives is not None else {}
    incoming = {one.takes.__name__: one.takes for one in endpoints if one.takes is not None}
    made = {name: schema(shape, closed=False) for name, shape in outgoing.items()}
    return made | {name: schema(shape, closed=True) for name, shape in incoming.items()}


_PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457): what, where, what to do. A conflict has `here` and `yours` too.",
    "properties": {
        "type": {"type": "string", "enum": [f"urn:pipeline:problem:{kind}" for kind in KINDS]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "advice": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail", "instance", "advice"],
}
