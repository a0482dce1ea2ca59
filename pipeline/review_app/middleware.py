"""What every request passes: headers, the language of the pages, our own errors as pages, and the gate."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import translation

from pipeline.errors import PipelineError
from pipeline.review_app import speech
from pipeline.review_app.api import problems
from pipeline.review_app.models import Account
from pipeline.review_app.permissions import Action, may

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)
Next = Callable[[HttpRequest], HttpResponseBase]


def headers(get_response: Next) -> Next:
    """Nothing from outside, nothing inline, nothing kept by browsers or proxies but our own static files."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)  # the preview of a leaflet names its own style
        response.setdefault("Cache-Control", "no-store")
        return response

    return respond


def language(get_response: Next) -> Next:
    """The pages' language: the account's, else the first of Accept-Language that we have words in.

    Before that, a host that we do not answer to is refused.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        request.get_host()  # refuses a name that is not ours: another site's, led to this machine
        own = request.user.language if isinstance(request.user, Account) else ""
        tag = own or speech.preferred(request.headers.get("Accept-Language", ""))
        request.words = speech.words(tag)  # type: ignore[attr-defined]
        with translation.override(tag):  # Django's own messages, about passwords
            return get_response(request)

    return respond


def troubles(get_response: Next) -> Next:
    """An error of ours, such as a broken catalog, as a page that says what to do."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        from pipeline.review_app.views.errors import trouble

        return trouble(request, error) if isinstance(error, PipelineError) else None

    respond.process_exception = process_exception  # type: ignore[attr-defined]
    return respond


class Gate:
    """Asks the table of permissions before a view runs; a view without an action is refused."""

    def __init__(self, get_response: Next) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on: the gate stands before the view alone."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], names: dict[str, Any]
    ) -> HttpResponse | None:
        """None where the view may run. Raises PermissionDenied where it may not."""
        action = getattr(view, "action", None)
        if action is Action.ENTER:
            return None
        if not isinstance(request.user, Account):
            if problems.wanted(request):
                return problems.problem(request, "unauthorised")
            if request.method not in ("GET", "HEAD"):
                from pipeline.review_app.views.entry import ended

                return ended(request, names)
            return HttpResponseRedirect(f"/login/?next={quote(request.get_full_path())}")
        role = request.user.role(names.get("tag", ""))
        if action is None or not may(role, action, read_only=getattr(request, "read_only", False)):
            raise PermissionDenied
        return None
