"""My work: one's own documents by due date, then by language those that are free, the most urgent first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pipeline.interface import Interface
from pipeline.languages import Language
from pipeline.review_app import arrivals, office, presence, speech, team, team_page
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

    def has(self, person: str) -> bool:
        """Whether the person has a part in it."""
        return self.held is not None and person in self.held.people


@does(Action.ACCOUNT)
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """The list of documents in the languages in which the person has a role."""
    account = signed_in(request)
    roles = {tag: account.role(tag) for tag in office.languages()}
    tags = [tag for tag, role in roles.items() if may(role, Action.READ)]
    found = office.glances(tags, PATIENCE)
    claimed = [tag for tag in tags if may(roles[tag], Action.DRAFT)]
    lines = _lines(found.glances, account, speech.of(request), tags, claimed)
    mine = sorted((line for line in lines if line.has(account.handle)), key=_due)
    others = sorted((one for one in lines if not one.has(account.handle)), key=lambda line: line.held is not None)
    known = {tag: office.workspace().languages.get(tag) for tag in tags}
    whole = request.GET.get("all", "")
    titles = {line.place: line.title for line in lines}
    return page(
        request,
        "work.jinja",
        mine=mine,
        groups=[_group(known[tag], others, whole=whole == tag) for tag in tags],
        known=known,
        problems=found.problems,
        left=found.left,
        source=_source(),
        soon=sum(line.soon for line in mine),
        within=team.SOON,
        lapsed=[(place, titles[place]) for place in team.lapsed(account) if place in titles],
        days=team.DAYS,
        may_invite=account.coordinator,
        questions=len(office.questions()) if account.coordinator else 0,
    )


def _group(language: Language, lines: Sequence[Line], *, whole: bool) -> tuple[Language, list[Line], int]:
    """The language's lines that are shown, and how many are not."""
    own = [line for line in lines if line.place.language == language.tag]
    shown = own if whole else own[:_SHOWN]
    return language, shown, len(own) - len(shown)


def _source() -> Language:
    return office.workspace().source_language


def _due(line: Line) -> str:
    return line.held.due.isoformat() if line.held else ""


def _lines(
    found: Sequence[Glance], account: Account, words: Interface, tags: list[str], claimed: list[str]
) -> list[Line]:
    """The lines, the most urgent first; among equals what was added last."""
    since = arrivals.since([Place(one.language, one.document) for one in found])
    ordered = sorted(found, key=lambda one: since[Place(one.language, one.document)], reverse=True)
    ordered.sort(key=lambda one: one.urgency)
    held, here = team.held_in(tags), presence.here(tags, account)
    return [_line(one, account, words, held, here, claimable=one.language in claimed) for one in ordered]


def _line(
    glance: Glance,
    account: Account,
    words: Interface,
    held: Mapping[Place, Held],
    here: Mapping[Place, tuple[str, ...]],
    *,
    claimable: bool,
) -> Line:
    place = Place(glance.language, glance.document)
    waiting = glance.for_person(account.handle)
    whose = held.get(place)
    return Line(
        place=place,
        title=glance.title,
        waiting=len(waiting),
        risky=sum(one.risky for one in waiting),
        errors=sum(one.errors for one in waiting),
        words=sum(one.words for one in waiting),
        total=glance.total,
        held=whose,
        due=team_page.due(whose.due, words) if whose else "",
        soon=whose is not None and team.days_left(whose.due) <= team.SOON,
        here=here.get(place, ()),
        claimable=claimable and whose is None,
    )
