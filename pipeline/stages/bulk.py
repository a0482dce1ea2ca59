"""Bulk approval: what may be signed without being read one by one, and why the rest may not."""

from dataclasses import dataclass, replace
from datetime import date

from pipeline.catalog.entry import Entry
from pipeline.model.decision import Decision, Mode, Outcome, Verdict
from pipeline.model.document import Key
from pipeline.stages.known import approved_memory
from pipeline.stages.review import Desk, ReviewSegment, waits_for


@dataclass(frozen=True, slots=True)
class Left:
    """A segment that bulk approval did not take, and why."""

    key: Key
    why: str


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What a bulk approval did: how many segments it approved, how many were approved before, and what it left."""

    document: str
    language: str
    approved: int
    already: int
    left: tuple[Left, ...]


def approve_all(desk: Desk, person: str, day: date, *, despite: str = "") -> BulkReport:
    """Approve every segment of the document that bulk approval may take.

    In a normal workspace these are signed phrases and exact approved memory without a risk; in a sandbox every segment
    without an open error. `despite` (sandbox only) dismisses open errors first, with that reason, on the record.
    """
    sandbox = desk.workspace.settings.policy.sandbox
    approved, already = 0, 0
    left: list[Left] = []
    decisions: list[Decision] = []
    trusted = {} if sandbox else _trusted(desk)
    for segment in desk.segments():
        if not segment.need or (segment.need == "second review" and not waits_for(segment, person)):
            already += 1
            continue
        why = _why_not_sandbox(segment, despite) if sandbox else _why_not(segment, trusted)
        if why := str(segment.hold or why):
            left.append(Left(segment.entry.key, why))
            continue
        made = _decisions(desk, segment, person, day, despite)
        if why := next((why for one in made if (why := desk.unproven(one, segment.entry))), ""):
            left.append(Left(segment.entry.key, why))
            continue
        decisions += made
    for applied in desk.decide(*decisions):
        if applied.outcome in (Outcome.CONFLICT, Outcome.STALE):
            left.append(Left(applied.decision.key, f"{applied.outcome.value}: the catalog changed, run this again"))
        elif applied.decision.verdict is Verdict.APPROVE:
            approved += 1
    return BulkReport(desk.document.slug, desk.pack.language.tag, approved, already, tuple(left))


def _decisions(desk: Desk, segment: ReviewSegment, person: str, day: date, despite: str) -> list[Decision]:
    """The approval of a segment, after the dismissals it needs."""
    entry = segment.entry
    base = Decision(
        desk.document.slug,
        desk.pack.language.tag,
        entry.key,
        Verdict.APPROVE,
        person,
        day,
        entry.target,
        entry.target,
        Mode.BULK,
    )
    codes = dict.fromkeys(one.finding.code for one in segment.errors)
    return [*(dismissal(base, code, despite) for code in codes), base]


def dismissal(base: Decision, check: str, reason: str) -> Decision:
    """The decision that sets a finding on the segment of `base` aside, by its check or code."""
    return replace(base, verdict=Verdict.DISMISS, check=check, reason=reason, mode=Mode.READ)


def _why_not_sandbox(segment: ReviewSegment, despite: str) -> str:
    if not segment.entry.target:
        return "not translated"
    if segment.entry.rejections:
        return segment.entry.objections
    if segment.errors and not despite:
        return f"open {segment.errors[0].finding.severity.value}: {segment.errors[0].finding.message}"
    return ""


def _why_not(segment: ReviewSegment, trusted: dict[Key, str]) -> str:
    entry = segment.entry
    if not entry.target:
        return "not translated"
    if entry.rejections:
        return entry.objections
    if segment.risks:
        return f"to be read one by one: {', '.join(sorted(segment.risks))}"
    if segment.errors:
        return f"open {segment.errors[0].finding.severity.value}: {segment.errors[0].finding.message}"
    if trusted.get(entry.key) != entry.target:
        return f"to be read one by one: {_origin(entry)}"
    return ""


def _origin(entry: Entry) -> str:
    kinds = {
        "mt": "a machine draft",
        "phrase": "a phrase that no lead has signed",
        "memory": "no exact approved memory",
        "copy": "copied figures",
    }
    return kinds.get(entry.origin.kind, "a person's text") if entry.origin else "a person's text"


def _trusted(desk: Desk) -> dict[Key, str]:
    """The texts that bulk approval may take: signed phrases, and what is approved elsewhere for the same source."""
    memory = approved_memory(desk.workspace, desk.pack.language.tag)
    trusted = {}
    for key in desk.document.keys:
        phrase, match = desk.pack.phrases.find(key), memory.find(key)
        if phrase and phrase.signed:
            trusted[key] = phrase.target
        elif match and match.document != desk.document.slug:
            trusted[key] = match.target
    return trusted
