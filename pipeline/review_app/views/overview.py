"""The overview: how far every document is, by language, as a page and as a file for spreadsheets."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.review_app import office, tables
from pipeline.review_app.permissions import Action, does, may
from pipeline.review_app.views._page import page, signed_in
from pipeline.review_app.views.document import today
from pipeline.review_app.views.work import PATIENCE
from pipeline.stages.progress import Figures, total

PUBLISHED = {
    "never": N_("never"),
    "fresh": N_("up to date"),
    "text-changed": N_("text changed since"),
    "source-changed": N_("source changed since"),
    "suspended": N_("suspended"),
    "withdrawn": N_("withdrawn"),
}
STATES = (("initial", N_("Empty")), ("translated", N_("Draft")), ("reviewed", N_("Reviewed")), ("final", N_("Final")))
_COLUMNS = (
    "language document title segments initial translated reviewed final errors words_left waiting_since since_from"
    " people signed_off_by signed_off_on published problem"
)
_SHOWN = 200  # documents of a language on the page; all of them are behind a link and in the file
_WIDTH = 1000  # of the chart, in units of its own


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the chart: a state, how many segments, and where it stands."""

    state: str
    label: str
    count: int
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class Group:
    """A language with its documents (`more` are not shown), and the sums of all."""

    language: Language
    rows: tuple[Figures, ...]
    more: int
    total: Figures
    bars: tuple[Bar, ...]


@does(Action.ACCOUNT)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The tables of the languages that the person oversees."""
    tags = _tags(request)
    found, problems, left = office.figures(tags, PATIENCE)
    whole = request.GET.get("all", "")
    groups = [_group(tag, [row for row in found if row.language == tag], whole=tag == whole) for tag in tags]
    return page(
        request,
        "overview.jinja",
        groups=groups,
        problems=problems,
        left=left,
        whole=total(found),
        published=PUBLISHED,
        source=office.workspace().source_language,
        age=_age,
    )


@does(Action.ACCOUNT)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same as CSV, its headings for programs: English and always the same."""
    found, *_ = office.figures(_tags(request))
    return tables.download("overview.csv", _COLUMNS.split(), map(_cells, found))


def _tags(request: HttpRequest) -> list[str]:
    """The languages that the person oversees. Raises PermissionDenied where there is none."""
    account = signed_in(request)
    tags = [tag for tag in office.languages() if may(account.role(tag), Action.OVERSEE)]
    if not tags and not account.coordinator:
        raise PermissionDenied
    return tags


def _group(tag: str, rows: list[Figures], *, whole: bool) -> Group:
    together, shown = total(rows), rows if whole else rows[:_SHOWN]
    language = office.workspace().languages.get(tag)
    return Group(language, tuple(shown), len(rows) - len(shown), together, _bars(together))


def _bars(whole: Figures) -> tuple[Bar, ...]:
    bars, done = [], 0
    for state, label in STATES:
        count = getattr(whole, state)
        start = _WIDTH * done // max(1, whole.segments)
        done += count
        bars.append(Bar(state, label, count, start, _WIDTH * done // max(1, whole.segments) - start))
    return tuple(bars)


def _age(since: date) -> int:
    """Days until today."""
    return max(0, (today() - since).days)


def _cells(row: Figures) -> tuple[object, ...]:
    counts = (row.segments, row.initial, row.translated, row.reviewed, row.final, row.errors, row.words)
    waiting = (row.since, ("log" if row.logged else "file") if row.since else "")
    signed = (" ".join(row.people), row.signed_by, row.signed_on, row.published, row.problem)
    return (row.language, row.document, row.title, *(("",) * len(counts) if row.problem else counts), *waiting, *signed)
