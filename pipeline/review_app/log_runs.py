"""Reads the log of decisions as what people did: without what was taken back, a sitting at a sentence as one run."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from pipeline.model.decision import Verdict
from pipeline.model.document import Key
from pipeline.queue import LoggedDecision

DAYS = 90
"""How far back pages look. Older rows of the log stay, and are not read for them."""
Place = tuple[str, str, Key]


@dataclass(frozen=True, slots=True)
class Run:
    """What a person decided on one sentence before turning to another.

    `before` is the moment of their last decision on another sentence, None where the log that was read has none.
    """

    rows: tuple[LoggedDecision, ...]
    before: datetime | None


def start_of_window(now: datetime | None = None) -> datetime:
    """The moment from which on the log is read."""
    return (now or datetime.now(UTC)) - timedelta(days=DAYS)


def place(one: LoggedDecision) -> Place:
    """The sentence that a decision is about."""
    return one.decision.document, one.decision.language, one.decision.key


def kept(log: Iterable[LoggedDecision]) -> list[LoggedDecision]:
    """The decisions that the catalogs took, in order, without those that were taken back and the taking back itself."""
    found: list[LoggedDecision] = []
    for one in log:
        if not one.in_effect:
            continue
        if one.decision.verdict is not Verdict.UNDO:
            found.append(one)
            continue
        undone = (spot for spot in range(len(found) - 1, -1, -1) if _takes_back(one, found[spot]))
        if (spot := next(undone, None)) is not None:
            del found[spot]
    return found


def runs(log: Sequence[LoggedDecision]) -> Iterator[Run]:
    """The runs of every person in a log, person by person."""
    by_person = sorted(log, key=lambda one: (one.decision.person, one.number))
    for _, own in groupby(by_person, key=lambda one: one.decision.person):
        before: datetime | None = None
        for _, rows in groupby(own, key=place):
            run = Run(tuple(rows), before)
            before = run.rows[-1].recorded
            yield run


def _takes_back(undo: LoggedDecision, earlier: LoggedDecision) -> bool:
    return (
        earlier.before == undo.decision.restores
        and earlier.decision.person == undo.decision.person
        and place(earlier) == place(undo)
    )
