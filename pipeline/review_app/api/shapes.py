"""What goes out, as dataclasses: the OpenAPI document is made from them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of a text. One that blocks is answered before the text is approved."""

    code: str
    check: str
    severity: str
    message: str
    source_spans: tuple[tuple[int, int], ...]
    target_spans: tuple[tuple[int, int], ...]
    blocks: bool
    dismissed: bool
    dismissed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A person's word that the text is right."""

    day: date
    person: str
    mode: str
    second: bool


@dataclass(frozen=True, slots=True)
class Rejection:
    """A person's word that the text is wrong."""

    day: date
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text comes from: mt, memory, phrase, copy or person."""

    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Confidence:
    """How good a draft probably is, from A to D, and why."""

    band: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence with its translation. `need` says what it waits for; it is empty where it is approved."""

    id: str
    number: int
    context: str | None
    source: str
    target: str
    state: str
    need: str
    mine: bool
    origin: Origin | None
    confidence: Confidence | None
    risks: tuple[str, ...]
    findings: tuple[Finding, ...]
    signatures: tuple[Signature, ...]
    rejections: tuple[Rejection, ...]
    objections: str
    comments: tuple[str, ...]
    not_drafted: str


@dataclass(frozen=True, slots=True)
class DocumentFigures:
    """A document in a language: how much waits in it. Words are those of the source."""

    document: str
    language: str
    title: str
    total: int
    waiting: int
    mine: int
    risky: int
    errors: int
    words: int
    signed_off_by: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A document that cannot be shown, and why."""

    document: str
    why: str


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a language, the most urgent first."""

    documents: tuple[DocumentFigures, ...]
    problems: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Segments:
    """A document in reading order. `read` stands for all its texts: a sign-off repeats it."""

    document: str
    language: str
    title: str
    signatures: int
    read: str
    signed_off_by: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of a text; `seen` is to be sent with an edit that means it so."""

    findings: tuple[Finding, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """A decision as it was made, and what became of it."""

    number: int
    segment: str
    context: str | None
    source: str
    verdict: str
    person: str
    day: date
    replaces: str
    target: str
    mode: str
    reason: str
    check: str
    recorded: datetime
    outcome: str | None
    settled: datetime | None


@dataclass(frozen=True, slots=True)
class Log:
    """Decisions on a document, the oldest first."""

    decisions: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a decision, the segment as it is now, and the next one that waits (or nothing)."""

    decision: LogLine
    segment: Segment
    next: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What the token's or session's person may do in a language."""

    language: str
    role: str
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Me:
    """Who asks."""

    handle: str
    read_only: bool
    languages: tuple[Rights, ...]
