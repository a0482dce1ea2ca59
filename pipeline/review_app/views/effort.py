"""What machine drafts cost in work: a person sees their own, the coordinator everybody's."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pipeline.confidence import Band
from pipeline.review_app import effort as effort_of
from pipeline.review_app import office, origins, tables, told
from pipeline.review_app.effort import Effort, Work, band_of, summary, works
from pipeline.review_app.log_runs import DAYS, start_of_window
from pipeline.review_app.models import Account
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.views._page import page, signed_in

_COLUMNS = (
    "person route band drafts kept share_kept changed rejected mean_edit median_edit mean_edit_words median_edit_words"
    " median_seconds timed"
)


@does(Action.ACCOUNT)
@require_safe
def effort(request: HttpRequest) -> HttpResponse:
    """The tables: by route and band, and for the coordinator by person too."""
    account = signed_in(request)
    found = _works(account)
    return page(
        request,
        "effort.jinja",
        rows=summary(found),
        by_person=summary(found, by_person=True) if account.coordinator else [],
        bands={band.value: text for band, text in told.BANDS.items() if band in Band},
        origins=origins.KINDS,
        days=DAYS,
        minutes=effort_of.LONGEST // 60,
    )


@does(Action.ACCOUNT)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same as CSV, by person."""
    rows = summary(_works(signed_in(request)), by_person=True)
    return tables.download("effort.csv", _COLUMNS.split(), map(_cells, rows))


def _works(account: Account) -> list[Work]:
    person = None if account.coordinator else account.handle
    return list(works(office.queue().log(person=person, since=start_of_window()), band_of))


def _cells(row: Effort) -> tuple[object, ...]:
    counts = (row.drafts, row.same, _rounded(row.share), row.changed, row.rejected)
    distances = map(_rounded, (row.mean, row.middle, row.mean_words, row.middle_words))
    return (row.person, row.route, row.band, *counts, *distances, _rounded(row.seconds), row.timed)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
