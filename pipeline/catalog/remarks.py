r"""The one grammar of the comments that say where a text comes from and who vouches for it.

    # origin: mt firefox en>pt 2.0, apertium pt>es 1.1 ~3f9a01c2d4
    # reviewed: 2026-11-22 ana read ~3f9a01c2d4
    # second review: 2026-11-23 luis read ~3f9a01c2d4
    # rejected: 2026-11-22 ana "wrong meaning" ~3f9a01c2d4
    # dismissed: numbers 2026-11-22 ana "written as a word" ~3f9a01c2d4
    # dismissed: numbers/8c1e 2026-11-22 ana "one of several findings" ~3f9a01c2d4
    # exception: 2026-11-22 ana "published before the second review" ~3f9a01c2d4
    # unknown: surto ~3f9a01c2d4
    # measured: back 61, lost 3, score -0.31 ~3f9a01c2d4
    # not drafted: "⁶ is unknown to the engine" ~3f9a01c2d4

Each line ends in a seal over context, source and target. A line whose seal does not match the texts beside it speaks of
an earlier text: gettext tools carry comments onto changed messages. The seal shows staleness; it prevents no forgery.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.model.decision import Mode
from pipeline.model.document import Key

_SEAL_LENGTH = 10
HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a target text came from: `kind` is `mt`, `memory`, `phrase` or `person`, `detail` says which."""

    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A person's word that the target is right; `second` under a two-person policy."""

    day: date
    person: str
    mode: Mode
    second: bool = False


@dataclass(frozen=True, slots=True)
class Rejection:
    """A person's word that the target is wrong, and why."""

    day: date
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding that a person set aside, and why: the only one of its check, or the one with this code."""

    check: str
    day: date
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """An exception to the policy that a person made, and why."""

    day: date
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words that the engine did not know and left in the target."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What only the machine that drafted could measure; at least one of them, None where it did not look.

    `back` is how like the source the draft is when translated back (chrF, 0 to 100), `lost` how many content words of
    the source do not come back, `score` the engine's own (mean log-probability of a piece, in hundredths).
    """

    back: int | None = None
    lost: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class NotDrafted:
    """Why no draft was made."""

    reason: str


Statement = Origin | Signature | Rejection | Dismissal | Waiver | Unknown | Measured | NotDrafted


@dataclass(frozen=True, slots=True)
class Remark:
    """A statement and the seal of the texts it speaks of."""

    statement: Statement
    seal: str


@lru_cache(maxsize=20_000)  # asked for each thing that is said of a text
def seal(key: Key, target: str) -> str:
    """The first 10 hex digits of SHA-256 over context (empty where absent), source and target, NUL between them."""
    return digest((key.context or "", key.source, target))


def digest(texts: tuple[str, ...]) -> str:
    """The first 10 hex digits of SHA-256 over `texts`, NUL between them."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:_SEAL_LENGTH]


def sealed(statement: Statement, key: Key, target: str) -> Remark:
    """The statement, sealed for these texts."""
    return Remark(statement, seal(key, target))


def format_remark(remark: Remark) -> str:
    """The comment line (without `# `) that `parse_remark` reads back."""
    return f"{_label(remark.statement)}: {_body(remark.statement)} ~{remark.seal}"


def parse_remark(line: str) -> Remark | None:
    """The remark in a comment line (without `# `), or None where the line is something else."""
    match = _SHAPE.fullmatch(line.strip())
    if match is None:
        return None
    try:
        statement = _statement(match["label"], match["body"])
    except (ValueError, TypeError):
        return None
    return Remark(statement, match["seal"]) if statement else None


_SHAPE = re.compile(
    r"(?P<label>origin|reviewed|second review|rejected|dismissed|exception|unknown|measured|not drafted): "
    r"(?P<body>.*\S) ~(?P<seal>[0-9a-f]{10})"
)
_WORD = re.compile(r"[a-z0-9_-]+(?:/[0-9a-f]{4})?")
_MEASURED = re.compile(r"back (?:100|\d{1,2})|lost \d{1,5}|score -?\d{1,4}\.\d{2}", re.ASCII)


_LABELS: dict[type[Statement], str] = {
    Origin: "origin",
    Signature: "reviewed",
    Rejection: "rejected",
    Dismissal: "dismissed",
    Waiver: "exception",
    Unknown: "unknown",
    Measured: "measured",
    NotDrafted: "not drafted",
}


def _label(statement: Statement) -> str:
    second = isinstance(statement, Signature) and statement.second
    return "second review" if second else _LABELS[type(statement)]


def _body(statement: Statement) -> str:
    match statement:
        case Origin(kind, detail):
            return f"{kind} {detail}"
        case Signature(day, person, mode):
            return f"{day.isoformat()} {person} {mode.value}"
        case Rejection(day, person, reason) | Waiver(day, person, reason):
            return f"{day.isoformat()} {person} {quote(reason)}"
        case Dismissal(check, day, person, reason):
            return f"{check} {day.isoformat()} {person} {quote(reason)}"
        case Unknown() | Measured():
            return ", ".join(_listed(statement))
        case NotDrafted(reason):
            return quote(reason)


def _statement(label: str, body: str) -> Statement | None:
    match label:
        case "origin":
            kind, detail = body.split(" ", 1)
            return Origin(kind, detail)
        case "reviewed" | "second review":
            day, person, mode = body.split(" ")
            return Signature(date.fromisoformat(day), _handle(person), Mode(mode), second=label == "second review")
        case "rejected" | "exception":
            day, person, reason = body.split(" ", 2)
            shape = Rejection if label == "rejected" else Waiver
            return shape(date.fromisoformat(day), _handle(person), unquote(reason))
        case "dismissed":
            check, day, person, reason = body.split(" ", 3)
            return Dismissal(_check(check), date.fromisoformat(day), _handle(person), unquote(reason))
        case "unknown" | "measured":
            return _measured(body) if label == "measured" else Unknown(tuple(body.split(", ")))
        case _:
            return NotDrafted(unquote(body))


def _listed(statement: Unknown | Measured) -> Iterable[str]:
    if isinstance(statement, Unknown):
        return statement.words
    score = None if statement.score is None else f"{statement.score:.2f}"
    values = (("back", statement.back), ("lost", statement.lost), ("score", score))
    return (f"{name} {value}" for name, value in values if value is not None)


def _measured(body: str) -> Measured:
    parts = body.split(", ")
    values = dict(part.split(" ") for part in parts if _MEASURED.fullmatch(part))
    back, lost, score = (values.get(name) for name in ("back", "lost", "score"))
    found = Measured(int(back) if back else None, int(lost) if lost else None, float(score) if score else None)
    if len(values) < len(parts) or _body(found) != body:
        raise ValueError(body)
    return found


def quote(reason: str) -> str:
    """The reason in JSON's quotes, with the line breaks that would end a comment escaped."""
    quoted = json.dumps(reason, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", quoted)


def unquote(text: str) -> str:
    """The reason that `quote` wrote. Raises ValueError or TypeError for what it could not have written."""
    reason = json.loads(text)
    if not isinstance(reason, str):
        raise TypeError(text)
    return reason


def _handle(person: str) -> str:
    if not HANDLE.fullmatch(person):
        raise ValueError(person)
    return person


def _check(name: str) -> str:
    if not _WORD.fullmatch(name):
        raise ValueError(name)
    return name
