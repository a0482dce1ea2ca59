"""Turns decisions into rows and rows into decisions; the two are inverses."""

from dataclasses import asdict
from typing import Any

from pipeline.model.decision import Applied, Decision, Mode, Outcome, Verdict
from pipeline.model.document import Key
from pipeline.queue.entry import LoggedDecision
from pipeline.queue.models import PENDING, DecisionRow
from pipeline.queue.text import storable


def columns(decision: Decision) -> dict[str, Any]:
    """The columns of a decision. Raises StoreError for text that cannot be kept."""
    values = asdict(decision) | {"check_name": decision.check} | decision.key._asdict()
    del values["key"], values["check"]
    return {name: storable(value, name) if isinstance(value, str) else value for name, value in values.items()}


def decision(row: DecisionRow) -> Decision:
    """The decision in a row."""
    return Decision(
        document=row.document,
        language=row.language,
        key=Key(row.context, row.source),
        verdict=Verdict(row.verdict),
        person=row.person,
        day=row.day,
        replaces=row.replaces,
        target=row.target,
        mode=Mode(row.mode),
        reason=row.reason,
        check=row.check_name,
        restores=row.restores,
    )


def logged(row: DecisionRow) -> LoggedDecision:
    """The line of the log in a row."""
    return LoggedDecision(
        number=row.pk,
        decision=decision(row),
        recorded=row.created_at,
        outcome=None if row.state == PENDING else Outcome(row.state),
        found=row.found,
        before=row.before,
        settled=row.applied_at,
    )


def outcome(applied: Applied) -> dict[str, Any]:
    """The columns of what became of a decision."""
    return {
        "state": applied.outcome.value,
        "found": storable(applied.found, "found"),
        "before": storable(applied.before, "before"),
    }
