"""My work: the documents that wait, by language, the most urgent first."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pipeline.languages import Language
from pipeline.review_app import office
from pipeline.review_app.models import Account
from pipeline.review_app.permissions import Action, does, may
from pipeline.review_app.views._page import page, signed_in
from pipeline.stages.review import Desk, waits_for


@dataclass(frozen=True, slots=True)
class Line:
    """A document in the list, with what waits in it for this person; words are those of the source."""

    slug: str
    title: str
    waiting: int
    risky: int
    errors: int
    words: int
    total: int


@does(Action.ACCOUNT)
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """The list of documents in the languages in which the person has a role."""
    account = signed_in(request)
    tags = [tag for tag in office.languages() if may(account.role(tag), Action.READ)]
    with office.all_desks(tags) as (found, problems):
        lines = [(desk.pack.language.tag, _line(desk, account)) for desk in found]
    groups = [(office.workspace().languages.get(tag), [line for t, line in lines if t == tag]) for tag in tags]
    return page(
        request,
        "work.jinja",
        groups=groups,
        problems=problems,
        source=_source(),
        may_invite=account.coordinator,
        questions=len(office.questions()) if account.coordinator else 0,
    )


def _source() -> Language:
    return office.workspace().source_language


def _line(desk: Desk, account: Account) -> Line:
    segments = desk.segments()
    waiting = [s for s in segments if waits_for(s, account.handle)]
    return Line(
        slug=desk.document.slug,
        title=desk.document.title,
        waiting=len(waiting),
        risky=sum(bool(s.risks) for s in waiting),
        errors=sum(len(s.errors) for s in waiting),
        words=sum(len(s.entry.key.source.split()) for s in waiting),
        total=len(segments),
    )
