"""The last decision of a person on a document, for taking it back."""

from pipeline.model.decision import Outcome, Verdict
from pipeline.queue import LoggedDecision
from pipeline.stages.review import Desk


def last_own(desk: Desk, person: str) -> LoggedDecision | None:
    """The person's newest decision that changed the catalog and was not taken back; None where there is none."""
    open_ones: list[LoggedDecision] = []
    for one in desk.queue.log(desk.document.slug, desk.pack.language.tag, person):
        if one.outcome is not Outcome.APPLIED or one.decision.verdict is Verdict.COMMENT:
            continue
        if one.decision.verdict is not Verdict.UNDO:
            open_ones.append(one)
            continue
        undone = [
            place
            for place, earlier in enumerate(open_ones)
            if (earlier.decision.key, earlier.before) == (one.decision.key, one.decision.restores)
        ]
        if undone:
            del open_ones[undone[-1]]
    return open_ones[-1] if open_ones else None
