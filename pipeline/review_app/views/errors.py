"""Pages for what goes wrong: they say what, and what to do."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from pipeline.errors import StoreError
from pipeline.review_app import speech, told
from pipeline.review_app.api import problems
from pipeline.review_app.views._page import page, typed


def trouble(request: HttpRequest, error: Exception) -> HttpResponse:
    """An error of ours: its own words say what to do."""
    status = 503 if isinstance(error, StoreError) else 409
    if problems.wanted(request):
        return problems.problem(request, "store" if isinstance(error, StoreError) else "not-now", str(error))
    title = speech.of(request).gettext("This cannot be done now")
    return page(request, "error.jinja", status, title=title, advice="", detail=told.why(error), typed=typed(request))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The server did not understand."""
    del exception
    _ = speech.of(request).gettext
    return _plain(request, "bad-request", _("This request was not understood"), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The table of permissions says no."""
    del exception
    _ = speech.of(request).gettext
    advice = _("Ask the coordinator for the role that it needs.")
    return _plain(request, "forbidden", _("You may not do this"), advice, typed(request))


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that does not come from our own page, or from one that is too old."""
    del reason
    _ = speech.of(request).gettext
    advice = _("Go back, load the page again and send the form once more. Cookies must be allowed.")
    return _plain(request, "csrf", _("This form is too old"), advice, typed(request))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page."""
    del exception
    _ = speech.of(request).gettext
    advice = _("Go to your work and choose from the list.")
    return _plain(request, "not-found", _("There is no such page"), advice, typed(request))


def failed(request: HttpRequest) -> HttpResponse:
    """An error that is ours to mend."""
    _ = speech.of(request).gettext
    return _plain(request, "failed", _("Something failed"), _("Nothing is lost that was saved. Tell the coordinator."))


def _plain(request: HttpRequest, kind: str, title: str, advice: str, typed: Sequence[str] = ()) -> HttpResponse:
    if problems.wanted(request):
        return problems.problem(request, kind)
    status = problems.KINDS[kind].status
    return page(request, "error.jinja", status, title=title, advice=advice, detail="", typed=typed)
