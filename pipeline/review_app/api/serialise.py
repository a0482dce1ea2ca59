"""The one place where our own things become what goes out."""

from pipeline.catalog.signoff import signed_off
from pipeline.model.finding import LocatedFinding
from pipeline.queue import LoggedDecision
from pipeline.review_app.api.shapes import (
    Confidence,
    Decided,
    DocumentFigures,
    Finding,
    LogLine,
    Me,
    Origin,
    Rejection,
    Rights,
    Segment,
    Segments,
    Signature,
)
from pipeline.review_app.models import Account
from pipeline.review_app.page import fingerprint, identity, next_open
from pipeline.review_app.permissions import Action, Role, may
from pipeline.stages.glance import Glance
from pipeline.stages.review import Desk, ReviewSegment, waits_for


def finding(one: LocatedFinding) -> Finding:
    """A finding."""
    said = one.finding
    return Finding(
        said.code,
        said.check,
        said.severity.value,
        said.message,
        said.source_spans,
        said.target_spans,
        one.blocks,
        one.dismissed,
        one.dismissed_by,
    )


def segment(one: ReviewSegment, desk: Desk, person: str) -> Segment:
    """A segment as this person meets it."""
    entry = one.entry
    return Segment(
        id=identity(entry.key),
        number=one.number,
        context=entry.key.context,
        source=entry.key.source,
        target=entry.target,
        state=entry.state(desk.signatures).value,
        need=one.need,
        mine=waits_for(one, person),
        origin=Origin(entry.origin.kind, entry.origin.detail) if entry.origin else None,
        confidence=Confidence(one.confidence.band.value, one.confidence.reasons) if one.confidence else None,
        risks=tuple(sorted(one.risks)),
        findings=tuple(map(finding, one.findings)),
        signatures=tuple(Signature(s.day, s.person, s.mode.value, s.second) for s in entry.signatures),
        rejections=tuple(Rejection(r.day, r.person, r.reason) for r in entry.rejections),
        objections=entry.objections,
        comments=entry.notes,
        not_drafted=entry.not_drafted,
    )


def figures(one: Glance, person: str) -> DocumentFigures:
    """How much waits in a document."""
    waiting = one.all_waiting()
    return DocumentFigures(
        document=one.figures.document,
        language=one.figures.language,
        title=one.figures.title,
        total=one.figures.segments,
        waiting=waiting.segments,
        mine=one.for_person(person).segments,
        risky=waiting.risky,
        errors=waiting.errors,
        words=waiting.words,
        signed_off_by=one.figures.signed_by,
    )


def whole(desk: Desk, person: str) -> Segments:
    """A document with all its segments."""
    segments = desk.segments()
    return Segments(
        document=desk.document.slug,
        language=desk.pack.language.tag,
        title=desk.document.title,
        signatures=desk.signatures,
        read=fingerprint(segments),
        signed_off_by=_signer(desk),
        segments=tuple(segment(one, desk, person) for one in segments),
    )


def decided(logged: LoggedDecision, desk: Desk, person: str) -> Decided:
    """What became of a decision."""
    segments = desk.segments()
    here = next(one for one in segments if one.entry.key == logged.decision.key)
    return Decided(log_line(logged), segment(here, desk, person), next_open(segments, person, here.number))


def log_line(logged: LoggedDecision) -> LogLine:
    """A line of the log."""
    made = logged.decision
    return LogLine(
        number=logged.number,
        segment=identity(made.key),
        context=made.key.context,
        source=made.key.source,
        verdict=made.verdict.value,
        person=made.person,
        day=made.day,
        replaces=made.replaces,
        target=made.target,
        mode=made.mode.value,
        reason=made.reason,
        check=made.check,
        recorded=logged.recorded,
        outcome=logged.outcome.value if logged.outcome else None,
        settled=logged.settled,
    )


def me(account: Account, tags: tuple[str, ...], *, read_only: bool) -> Me:
    """Who asks, and what they may do where."""
    roles = [(tag, role) for tag in tags if (role := account.role(tag))]
    return Me(account.handle, read_only, tuple(_rights(tag, role, read_only=read_only) for tag, role in roles))


def _rights(tag: str, role: Role, *, read_only: bool) -> Rights:
    return Rights(tag, role.value, tuple(a.value for a in Action if may(role, a, read_only=read_only)))


def _signer(desk: Desk) -> str:
    found = signed_off(desk.catalog(), desk.document)
    return found.person if found else ""
