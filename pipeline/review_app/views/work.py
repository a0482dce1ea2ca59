"""My work: one's own documents by due date, then by language those that are free, the most urgent first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pipeline.interface import Interface
from pipeline.languages import Language
from pipeline.review_app import arrivals, office, presence, readers, speech, team, team_page
from pipeline.review_app.models import Account
from pipeline.review_app.permissions import Action, does, may
from pipeline.review_app.team import Held, Place
from pipeline.review_app.views._page import page, signed_in
from pipeline.stages.glance import Glance

PATIENCE = 2.0  # seconds for looking at documents that are new or have changed; the rest waits for the next time
_SHOWN = 100  # documents of a language on the page, the most urgent; all of them are behind a link


@dataclass(frozen=True, slots=True)
class Line:
    """A document in the list, with what waits in it for this person; words are those of the source.

    `people` have it, `due` says until when, `here` are there now; `claimable` where it is free for this person.
    Readers did not understand `unclear` sentences.
    """

    place: Place
    title: str
    waiting: int
    risky: int
    errors: int
    words: int
    total: int
    held: Held | None
    due: str
    soon: bool
    here: tuple[str, ...]
    claimable: bool
    unclear: int = 0

    def has(self, person: str) -> bool:
        """Whether the person has a part in it."""
        return self.held is not None and person in self.held.people


@dataclass(frozen=True, slots=True)
class Text:
    """A document as its reader finds it in the list: `title` in the language that is read, empty where it has none yet.

    `marked` are the sentences that this reader did not understand.
    """

    place: Place
    title: str
    source_title: str
    checked: int
    total: int
    signed_off: bool
    marked: int


@does(Action.ACCOUNT)
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """The list of documents in the languages in which the person has a role."""
    account = signed_in(request)
    roles = {tag: account.role(tag) for tag in office.languages()}
    tags = [tag for tag, role in roles.items() if may(role, Action.READ)]
    found = office.glances(tags, PATIENCE)
    claimed = [tag for tag in tags if may(roles[tag], Action.DRAFT)]
    unclear = readers.waiting(office.workspace(), claimed)
    worked_on = [one for one in found.glances if one.figures.language in claimed]
    table = _Table(account, speech.of(request), team.held_in(tags), presence.here(tags, account), unclear)
    own, others = table.split(_latest_first(worked_on))
    mine = sorted(map(table.line, own), key=_due)
    known = {tag: office.workspace().languages.get(tag) for tag in tags}
    whole = request.GET.get("all", "")
    lapsed = team.lapsed(account)
    titles = {one.place: one.figures.title for one in found.glances} if lapsed else {}
    return page(
        request,
        "work.jinja",
        mine=mine,
        groups=[_group(known[tag], others, table, whole=whole == tag) for tag in claimed],
        reads=[(known[tag], _texts(found.glances, account, tag)) for tag in tags if tag not in claimed],
        leads=[known[tag] for tag in tags if may(roles[tag], Action.TEAM)],
        known=known,
        problems=found.problems,
        left=found.left,
        source=_source(),
        soon=sum(line.soon for line in mine),
        within=team.SOON,
        lapsed=[(place, titles[place]) for place in lapsed if place in titles],
        days=team.DAYS,
        may_invite=account.coordinator,
        questions=len(office.questions()) if account.coordinator else 0,
    )


def _group(
    language: Language, glances: Sequence[Glance], table: "_Table", *, whole: bool
) -> tuple[Language, list[Line], int]:
    """The language's lines that are shown, and how many are not."""
    own = [one for one in glances if one.place[0] == language.tag]
    shown = own if whole else own[:_SHOWN]
    return language, [table.line(one) for one in shown], len(own) - len(shown)


def _source() -> Language:
    return office.workspace().source_language


def _due(line: Line) -> str:
    return line.held.due.isoformat() if line.held else ""


def _latest_first(found: Sequence[Glance]) -> list[Glance]:
    """The most urgent first; among equals what was added last."""
    since = arrivals.since(one.place for one in found)
    ordered = sorted(found, key=lambda one: since[one.place], reverse=True)
    ordered.sort(key=attrgetter("urgency"))
    return ordered


@dataclass(frozen=True, slots=True)
class _Table:
    """What makes a line of a glance: who looks, who has what, who is where, and what readers did not understand."""

    account: Account
    words: Interface
    held: Mapping[Place, Held]
    here: Mapping[Place, tuple[str, ...]]
    unclear: Counter[tuple[str, str]]

    def split(self, glances: Sequence[Glance]) -> tuple[list[Glance], list[Glance]]:
        """The person's own documents; and the others, those that somebody has last."""
        taken = [one for one in glances if one.place in self.held]
        own = [one for one in taken if self.account.handle in self.held[Place(*one.place)].people]
        mine = {one.place for one in own}
        free = [one for one in glances if one.place not in self.held]
        return own, [*free, *(one for one in taken if one.place not in mine)]

    def line(self, glance: Glance) -> Line:
        """The line as the page shows it."""
        place = Place(*glance.place)
        waiting = glance.for_person(self.account.handle)
        whose = self.held.get(place)
        return Line(
            place=place,
            title=glance.figures.title,
            waiting=waiting.segments,
            risky=waiting.risky,
            errors=waiting.errors,
            words=waiting.words,
            total=glance.figures.segments,
            held=whose,
            due=team_page.due(whose.due, self.words) if whose else "",
            soon=whose is not None and team.days_left(whose.due) <= team.SOON,
            here=self.here.get(place, ()),
            claimable=whose is None,
            unclear=self.unclear[place],
        )


def _texts(found: Sequence[Glance], account: Account, tag: str) -> list[Text]:
    """What a reader of the language finds, what was signed off first."""
    marked = readers.waiting(office.workspace(), [tag], account.handle)
    texts = [
        Text(
            place=(place := Place(*one.place)),
            title=one.figures.target_title,
            source_title=one.figures.title,
            checked=one.figures.segments - one.all_waiting().segments,
            total=one.figures.segments,
            signed_off=bool(one.figures.signed_by),
            marked=marked[place],
        )
        for one in found
        if one.figures.language == tag
    ]
    return sorted(texts, key=lambda text: not text.signed_off)
