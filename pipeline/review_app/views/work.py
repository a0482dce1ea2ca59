"""My work: one's own documents by due date, then by language those that are free, the most urgent first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    worked_on = [one for one in found.glances if one.language in claimed]
    lines = _lines(worked_on, account, speech.of(request), tags, unclear)
    mine = sorted((line for line in lines if line.has(account.handle)), key=_due)
    others = sorted((one for one in lines if not one.has(account.handle)), key=lambda line: line.held is not None)
    known = {tag: office.workspace().languages.get(tag) for tag in tags}
    whole = request.GET.get("all", "")
    titles = {line.place: line.title for line in lines}
    return page(
        request,
        "work.jinja",
        mine=mine,
        groups=[_group(known[tag], others, whole=whole == tag) for tag in claimed],
        reads=[(known[tag], _texts(found.glances, account, tag)) for tag in tags if tag not in claimed],
        leads=[known[tag] for tag in tags if may(roles[tag], Action.TEAM)],
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
    found: Sequence[Glance], account: Account, words: Interface, tags: list[str], unclear: Counter[tuple[str, str]]
) -> list[Line]:
    """The lines, the most urgent first; among equals what was added last."""
    since = arrivals.since([Place(one.language, one.document) for one in found])
    ordered = sorted(found, key=lambda one: since[Place(one.language, one.document)], reverse=True)
    ordered.sort(key=lambda one: one.urgency)
    held, here = team.held_in(tags), presence.here(tags, account)
    return [_line(one, account, words, held, here, unclear) for one in ordered]


def _texts(found: Sequence[Glance], account: Account, tag: str) -> list[Text]:
    """What a reader of the language finds, what was signed off first."""
    marked = readers.waiting(office.workspace(), [tag], account.handle)
    texts = [
        Text(
            place=(place := Place(one.language, one.document)),
            title=one.target_title,
            source_title=one.title,
            checked=one.total - len(one.waiting),
            total=one.total,
            signed_off=bool(one.signed_off_by),
            marked=marked[place],
        )
        for one in found
        if one.language == tag
    ]
    return sorted(texts, key=lambda text: not text.signed_off)


def _line(
    glance: Glance,
    account: Account,
    words: Interface,
    held: Mapping[Place, Held],
    here: Mapping[Place, tuple[str, ...]],
    unclear: Counter[tuple[str, str]],
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
        claimable=whose is None,
        unclear=unclear[place],
    )
