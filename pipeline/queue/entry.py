"""A line of the log as the rest of the program sees it, free of the database, and what can be read from many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipeline.model.decision import Decision, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """A decision with its number, the moment it was recorded, and what became of it.

    `outcome` and `settled` are None while the decision waits to be applied. `found` and `before` are those of
    `model.decision.Applied`. Moments are in UTC.
    """

    number: int
    decision: Decision
    recorded: datetime
    outcome: Outcome | None = None
    found: str = ""
    before: str = ""
    settled: datetime | None = None

    @property
    def in_effect(self) -> bool:
        """Whether the catalog took the decision, now or when it was applied before a crash."""
        return self.outcome in (Outcome.APPLIED, Outcome.ALREADY)


def last_signed_text(entries: Iterable[LoggedDecision]) -> str | None:
    """The text that the last approval or edit left signed, from the entries of one segment, oldest first.

    What was taken back does not count: an undo brings back the text that was signed before the decision it undoes, and
    undoing the undo brings back the later one.
    """
    signed: str | None = None
    earlier: list[tuple[str, str | None]] = []  # the segment before each decision, and what was signed then
    for entry in entries:
        if not entry.in_effect:
            continue
        then = signed
        match entry.decision.verdict:
            case Verdict.APPROVE | Verdict.EDIT:
                signed = entry.decision.target
            case Verdict.UNDO:
                restored = [was for before, was in earlier if before == entry.decision.restores]
                signed = restored[-1] if restored else signed
            case Verdict.REJECT | Verdict.DISMISS:
                pass
        earlier.append((entry.before, then))
    return signed
