"""The last decision of a person on a document, for taking it back."""

from collections.abc import Sequence

from pipeline.model.decision import Outcome, Verdict
from pipeline.model.document import Key
from pipeline.queue import LoggedDecision
from pipeline.stages.review import Desk

_NEWEST = 8  # lines of the log in which it is nearly always found


def last_own(desk: Desk, person: str) -> LoggedDecision | None:
    """The person's newest decision that changed the catalog and was not taken back; None where there is none."""
    slug, tag = desk.document.slug, desk.pack.language.tag
    newest = desk.queue.log(slug, tag, person, limit=_NEWEST)
    found = _last_standing(newest)
    return found or (_last_standing(desk.queue.log(slug, tag, person)) if len(newest) == _NEWEST else None)


def _last_standing(log: Sequence[LoggedDecision]) -> LoggedDecision | None:
    """The newest that was not taken back: whatever takes one back comes after it."""
    taken_back: list[tuple[Key, str]] = []
    for one in reversed(log):
        if one.outcome is not Outcome.APPLIED or one.decision.verdict is Verdict.COMMENT:
            continue
        if one.decision.verdict is Verdict.UNDO:
            taken_back.append((one.decision.key, one.decision.restores))
        elif (made := (one.decision.key, one.before)) in taken_back:
            taken_back.remove(made)
        else:
            return one
    return None
