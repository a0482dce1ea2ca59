"""What became of the texts that a person wrote or approved: others approved, changed, rejected or remarked on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pipeline.model.decision import Verdict
from pipeline.queue import LoggedDecision, Queue
from pipeline.review_app.differences import Piece, word_diff
from pipeline.review_app.log_runs import Place, kept, place

_WRITING = (Verdict.EDIT, Verdict.SAVE, Verdict.SUBMIT)


class Kind(StrEnum):
    """What somebody else did to a text."""

    APPROVED = "approved"
    CHANGED = "changed"
    REJECTED = "rejected"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Event:
    """What `person` did; `pieces` are for a change, `reason` for a rejection or remark."""

    kind: Kind
    person: str
    when: datetime
    reason: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A text of the person's, and what others have done to it since, oldest first. `written`: not merely approved."""

    document: str
    language: str
    source: str
    text: str
    written: bool
    when: datetime
    events: tuple[Event, ...] = ()

    @property
    def last(self) -> datetime:
        """The moment of the newest event, or of the text itself."""
        return self.events[-1].when if self.events else self.when


def stories(log: Iterable[LoggedDecision], person: str) -> list[Story]:
    """The person's texts in a log, those to which something happened last come first.

    A text stands for its sentence until the person decides on it again. Whose text another has changed is told so; what
    happens to that other text is no longer theirs.
    """
    own: dict[Place, Story] = {}
    told: list[Story] = []
    for one in kept(log):
        spot, made = place(one), one.decision
        story = own.get(spot)
        if made.person != person:
            if story and (event := _event(one, story.text)):
                own[spot] = replace(story, events=(*story.events, event))
                if event.kind is Kind.CHANGED:
                    told.append(own.pop(spot))
        elif made.verdict in (*_WRITING, Verdict.APPROVE):
            if story and story.events:
                told.append(story)
            written = made.verdict in _WRITING or bool(story and story.written and story.text == made.target)
            own[spot] = Story(made.document, made.language, made.key.source, made.target, written, one.recorded)
    return sorted([*told, *own.values()], key=lambda story: story.last, reverse=True)


def of(queue: Queue, person: str, since: datetime) -> list[Story]:
    """The stories of a person's texts since then."""
    mine = queue.log(person=person, since=since)
    places = sorted({(one.decision.document, one.decision.language) for one in mine})
    logs = (queue.log(document, language, since=since) for document, language in places)
    found = [story for log in logs for story in stories(log, person)]
    return sorted(found, key=lambda story: story.last, reverse=True)


def told_since(found: Sequence[Story], since: datetime) -> list[Story]:
    """The stories with the events since then, without those where nothing happened."""
    recent = (replace(story, events=tuple(event for event in story.events if event.when >= since)) for story in found)
    return [story for story in recent if story.events]


def _event(one: LoggedDecision, text: str) -> Event | None:
    made = one.decision
    if made.verdict in _WRITING and made.target != text:
        return Event(Kind.CHANGED, made.person, one.recorded, pieces=word_diff(text, made.target))
    kinds = {Verdict.APPROVE: Kind.APPROVED, Verdict.EDIT: Kind.APPROVED}
    kinds |= {Verdict.REJECT: Kind.REJECTED, Verdict.COMMENT: Kind.REMARK}
    kind = kinds.get(made.verdict)
    reason = made.reason if kind in (Kind.REJECTED, Kind.REMARK) else ""
    return Event(kind, made.person, one.recorded, reason) if kind else None
