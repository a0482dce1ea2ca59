"""How a program's decision is made and carried out: once, however often it is sent."""

import uuid
from dataclasses import replace
from hashlib import sha256
from typing import Any

from pipeline.errors import UsageError
from pipeline.model.decision import Decision, Outcome, Verdict
from pipeline.queue import LoggedDecision
from pipeline.review_app.api import serialise
from pipeline.review_app.api.endpoint import KEY, LONGEST_KEY, Call
from pipeline.review_app.api.problems import Refused
from pipeline.review_app.api.shapes import Decided
from pipeline.review_app.page import find
from pipeline.review_app.views.document import today
from pipeline.stages.review import Desk, ReviewSegment


def segment_in(desk: Desk, name: str) -> ReviewSegment:
    """The segment with this id. Raises Refused where there is none."""
    if found := find(desk.segments(), name):
        return found
    raise Refused("stale" if name else "not-found", "The document has no segment with this id.")


def decision(
    call: Call, desk: Desk, segment: ReviewSegment, verdict: Verdict, replaces: str, **changes: Any
) -> Decision:
    """The decision of the account that asks on a segment as it says to have seen it."""
    fields: dict[str, Any] = {"replaces": replaces, "target": replaces} | changes
    where = (desk.document.slug, desk.pack.language.tag, segment.entry.key)
    return Decision(*where, verdict, call.person, today(), **fields)


def token_of(call: Call) -> str:
    """The name of this act of deciding: the account's own `Idempotency-Key`, else a new one."""
    key = call.request.headers.get(KEY)
    if key is None:
        return uuid.uuid4().hex
    if not 1 <= len(key) <= LONGEST_KEY:
        raise Refused("bad-request", f"{KEY} has 1 to {LONGEST_KEY} characters.")
    return "api-" + sha256(f"{call.person}\0{key}".encode("utf-8", "surrogatepass")).hexdigest()


def known(desk: Desk, token: str, made: Decision) -> LoggedDecision | None:
    """The decision that was sent with this key before; Refused where that was another one."""
    logged = desk.queue.find(token)
    if logged and replace(logged.decision, day=made.day) != made:
        raise Refused("key-used", f"It stands for decision {logged.number}.", decision=logged.number)
    return logged


def decide(call: Call, desk: Desk, made: Decision, token: str) -> Decided:
    """Carry it out, and say what became of it; Refused with both texts where the catalog has another one."""
    logged = known(desk, token, made)
    if logged is None:
        try:
            desk.decide(made, token=token)
        except UsageError as error:
            here = desk.catalog().active[made.key].target
            if here != made.replaces:
                raise _conflict(made, here) from error
            raise
        logged = desk.queue.find(token)
    if logged is None:
        raise Refused("failed")
    if logged.outcome is Outcome.CONFLICT:
        raise _conflict(made, logged.found)
    if logged.outcome is Outcome.STALE:
        raise Refused("stale")
    desk.queue.set_bookmark(made.person, made.document, made.language, made.key)
    return serialise.decided(logged, desk, call.person)


def _conflict(made: Decision, here: str) -> Refused:
    detail = "The text in the catalog is not the one that you saw. It stands; yours was not taken."
    return Refused("conflict", detail, here=here, yours=made.target, replaces=made.replaces)
