"""What the page of a document says of other people: who has it, who is here, whose the open sentence is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from pipeline.interface import Interface
from pipeline.review_app import presence, team, unsaved
from pipeline.review_app.models import Account
from pipeline.review_app.page import Typed
from pipeline.review_app.presence import LEASE, Lease
from pipeline.review_app.team import Held, Place

WARNED = 120  # seconds before a sentence is held no longer
_SEGMENT = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as the page shows it, by the clock of the machine that serves; the script puts it to the reader's."""

    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class Beside:
    """The people beside this one. `until`: the open sentence is held; `taken`: by another, who is asked for first.

    `typed_at` says when the text that came back into the box was typed.
    """

    held: Held | None
    mine: bool
    due: str
    here: tuple[str, ...]
    people: Sequence[str]
    until: Moment | None = None
    taken: Lease | None = None
    taken_until: Moment | None = None
    taken_segment: str = ""
    typed_at: Moment | None = None
    seconds: int = int(LEASE.total_seconds())
    warned: int = WARNED
    days: int = team.DAYS
    longest: int = team.LONGEST


@dataclass(frozen=True, slots=True)
class Opening:
    """A sentence that somebody asked to open: what they may have typed there before, or who has it open already."""

    segment: str
    typed: Typed | None = None
    typed_at: datetime | None = None
    taken: Lease | None = None


def is_segment(name: str) -> bool:
    """Whether this can be the name of a sentence in an address."""
    return _SEGMENT.fullmatch(name) is not None


def opening(account: Account, place: Place, segment: str, target: str, *, anyway: bool) -> Opening:
    """What opening the sentence, whose text is now `target`, meets. `anyway`: others who have it open do not matter."""
    taken = None if anyway else presence.taken(account, place, segment)
    row = None if taken else unsaved.find(account, place, segment, target)
    if row is None:
        return Opening(segment, taken=taken)
    return Opening(
        segment, Typed(segment, row.text, shown=row.replaces if row.replaces != target else ""), row.typed_at
    )


def beside(
    account: Account, place: Place, words: Interface, *, opened: str, assigns: bool, opening: Opening | None = None
) -> Beside:
    """The people beside this account, which is noted as being here, with the sentence `opened` in its hands."""
    presence.forget()
    until = presence.seen(account, place, opened)
    held = team.held(place)
    taken = opening.taken if opening else None
    return Beside(
        held=held,
        mine=held is not None and account.handle in held.people,
        due=due(held.due, words) if held else "",
        here=presence.here([place.language], account).get(place, ()),
        people=team.workers(place.language) if assigns and held is None else (),
        until=moment(until) if opened else None,
        taken=taken,
        taken_until=moment(taken.until) if taken else None,
        taken_segment=opening.segment if opening and taken else "",
        typed_at=moment(opening.typed_at) if opening and opening.typed_at else None,
    )


def due(day: date, words: Interface) -> str:
    """How long until the due date; what is overdue has lapsed."""
    left = team.days_left(day)
    if left <= 0:
        return words.gettext("due today")
    return words.ngettext("due in {count} day", "due in {count} days", left).format(count=left)


def moment(when: datetime) -> Moment:
    """The moment as hours and minutes, and the day where it is another."""
    local, now = when.astimezone(), timezone.now().astimezone()
    return Moment(when.isoformat(), local.strftime("%H:%M" if local.date() == now.date() else "%Y-%m-%d %H:%M"))


def decided(account: Account, place: Place, segment: str) -> None:
    """The sentence got a text from this account: what they typed is in it, and others may open it."""
    unsaved.drop(account, place, segment)
    presence.let_go(account, place, segment)
