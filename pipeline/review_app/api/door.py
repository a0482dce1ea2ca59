"""Who comes in with a personal token: its account, for this request alone. A session's cookie stays under CSRF."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from pipeline.review_app import throttle, tokens
from pipeline.review_app.api.problems import problem, wanted

_LONGEST = 200  # characters of a header that could hold a token of ours


def door(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let in whom a token stands for. A request with a wrong token is refused, whatever cookie is with it."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        header = request.headers.get("Authorization") if wanted(request) else None
        return get_response(request) if header is None else _admit(request, header) or get_response(request)

    return respond


def _admit(request: HttpRequest, header: str) -> HttpResponse | None:
    address = request.META.get("REMOTE_ADDR", "")
    scheme, _, token = header[:_LONGEST].partition(" ")
    found = tokens.find(token.strip()) if scheme.lower() == "bearer" else None
    if found is None and throttle.paused(address):
        return problem(request, "throttled")
    if found is None:
        throttle.wrong_token(address)
        return problem(request, "unauthorised", "The token is unknown, revoked or over.")
    request.user = found.account
    request.read_only = found.read_only  # type: ignore[attr-defined]
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # noqa: SLF001  Django's own mark: no cookie speaks here
    return None
