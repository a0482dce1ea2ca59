"""Decisions on a segment, each under the name of the account that asks."""

from dataclasses import asdict
from typing import Any

from pipeline.model.decision import Mode, Verdict
from pipeline.review_app import history, office
from pipeline.review_app.api import serialise
from pipeline.review_app.api.bodies import Approval, Dismissal, Draft, Edit, Refusal, Undo
from pipeline.review_app.api.endpoint import Call, endpoint
from pipeline.review_app.api.problems import Refused
from pipeline.review_app.api.shapes import Decided
from pipeline.review_app.api.views._decision import decide, decision, known, segment_in, token_of
from pipeline.review_app.api.views.documents import DOCUMENT
from pipeline.review_app.page import one_line, seen
from pipeline.review_app.permissions import Action
from pipeline.stages.check import blocking
from pipeline.stages.review import Desk, ReviewSegment

_DECISION: dict[str, Any] = {
    "gives": Decided,
    "problems": ("not-found", "conflict", "refused", "key-used"),
    "repeatable": True,
}


@endpoint("POST", f"{DOCUMENT}/approve", Action.DECIDE, takes=Approval, **_DECISION)
def approve(call: Call, tag: str, slug: str) -> Decided:
    """Approve the text that you saw."""
    asked: Approval = call.given
    with office.desk(tag, slug) as desk:
        return _approved(call, desk, segment_in(desk, asked.segment), asked)


@endpoint("POST", f"{DOCUMENT}/edit", Action.DECIDE, takes=Edit, **_DECISION)
def edit(call: Call, tag: str, slug: str) -> Decided:
    """Replace the text and sign it. What the checks say of it is sent back first; `seen` says that you mean it so."""
    asked: Edit = call.given
    with office.desk(tag, slug) as desk:
        here = segment_in(desk, asked.segment)
        text, token = one_line(asked.text), token_of(call)
        if text == asked.replaces:
            return _approved(call, desk, here, asked)
        made = decision(call, desk, here, Verdict.EDIT, asked.replaces, target=text, mode=Mode.EDITED)
        if known(desk, token, made) is None and here.entry.target == asked.replaces:
            found = [one for one in desk.findings_after(made) if not one.dismissed]
            shown = [asdict(serialise.finding(one)) for one in found]
            if blocking(found):
                raise Refused("findings", findings=shown)
            if found and asked.seen != (mark := seen(text, found)):
                raise Refused("unseen", findings=shown, seen=mark)
        return decide(call, desk, made, token)


@endpoint("POST", f"{DOCUMENT}/save", Action.DRAFT, takes=Draft, **_DECISION)
def save(call: Call, tag: str, slug: str) -> Decided:
    """Keep a text as a draft, signed by nobody."""
    asked: Draft = call.given
    with office.desk(tag, slug) as desk:
        here = segment_in(desk, asked.segment)
        changes = {"target": one_line(asked.text), "mode": Mode.EDITED}
        return decide(call, desk, decision(call, desk, here, Verdict.SAVE, asked.replaces, **changes), token_of(call))


@endpoint("POST", f"{DOCUMENT}/reject", Action.DECIDE, takes=Refusal, **_DECISION)
def reject(call: Call, tag: str, slug: str) -> Decided:
    """Send the text back with a reason for the next person."""
    asked: Refusal = call.given
    with office.desk(tag, slug) as desk:
        here = segment_in(desk, asked.segment)
        reason = f"{asked.reason}: {more}" if (more := one_line(asked.more)) else asked.reason
        made = decision(call, desk, here, Verdict.REJECT, asked.replaces, reason=reason)
        return decide(call, desk, made, token_of(call))


@endpoint("POST", f"{DOCUMENT}/dismiss", Action.DECIDE, takes=Dismissal, **_DECISION)
def dismiss(call: Call, tag: str, slug: str) -> Decided:
    """Set one finding aside, with a reason on the record."""
    asked: Dismissal = call.given
    with office.desk(tag, slug) as desk:
        here = segment_in(desk, asked.segment)
        changes = {"check": asked.finding, "reason": one_line(asked.reason)}
        made = decision(call, desk, here, Verdict.DISMISS, asked.replaces, **changes)
        return decide(call, desk, made, token_of(call))


@endpoint("POST", f"{DOCUMENT}/undo", Action.DRAFT, takes=Undo, **_DECISION)
def undo(call: Call, tag: str, slug: str) -> Decided:
    """Take back your own last decision on the document: the one with this number."""
    asked: Undo = call.given
    with office.desk(tag, slug) as desk:
        own = desk.queue.log(desk.document.slug, desk.pack.language.tag, call.person)
        meant = next((one for one in own if one.number == asked.number), None)
        last = history.last_own(desk, call.person)
        token = token_of(call)
        if meant is None:
            raise Refused("refused", "You made no decision with this number here.")
        before = meant.decision
        texts = {"target": meant.found, "restores": meant.before}
        made = decision(call, desk, desk.segment(before.key), Verdict.UNDO, before.target, **texts)
        if known(desk, token, made) is None and (last is None or last.number != asked.number):
            raise Refused("refused", "This is not the last of your decisions here, or it was taken back.")
        return decide(call, desk, made, token)


def _approved(call: Call, desk: Desk, here: ReviewSegment, asked: Approval | Edit) -> Decided:
    made = decision(call, desk, here, Verdict.APPROVE, asked.replaces, reason=asked.objections)
    return decide(call, desk, made, token_of(call))
