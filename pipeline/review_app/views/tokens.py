"""A person's own tokens for programs: made here and shown once, listed with their last use, revoked."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pipeline.review_app import speech, tokens
from pipeline.review_app.models import Token
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.views._page import given, moved, page, signed_in

LASTS = (7, 30, 90, tokens.LONGEST_DAYS)
_LONGEST_NAME = 64
_USUAL_DAYS = "30"
_MOST = 50  # tokens in use by one account


@does(Action.ACCOUNT)
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The list; a form that makes another."""
    if request.method == "GET":
        return _shown(request)
    name, days = given(request, "name").strip(), given(request, "days")
    if problems := _problems(request, name, days):
        return _shown(request, problems=problems, name=name, days=days, status=422)
    made = tokens.make(signed_in(request), name, int(days), read_only=given(request, "rights") != "all")
    return _shown(request, made=made)


@does(Action.ACCOUNT)
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """End a token at once."""
    number = given(request, "number")
    if number.isascii() and number.isdigit() and len(number) < 16:  # noqa: PLR2004  what a database can count
        tokens.revoke(signed_in(request), int(number))
    return moved("/tokens/")


def _shown(
    request: HttpRequest,
    *,
    problems: list[str] | None = None,
    made: str = "",
    name: str = "",
    days: str = _USUAL_DAYS,
    status: int = 200,
) -> HttpResponse:
    """The page; where the form was refused, with everything in it as it was sent."""
    values = {"problems": problems or [], "made": made, "name": name, "lasts": LASTS, "longest": _LONGEST_NAME}
    rights = "all" if problems and given(request, "rights") == "all" else "read"
    return page(request, "tokens.jinja", status, tokens=_in_use(request), chosen=days, rights=rights, **values)


def _in_use(request: HttpRequest) -> list[Token]:
    live = Token.objects.filter(account=signed_in(request), revoked_at=None, expires_at__gt=timezone.now())
    return list(live.order_by("-id"))


def _problems(request: HttpRequest, name: str, days: str) -> list[str]:
    _ = speech.of(request).gettext
    problems = []
    if not 1 <= len(name) <= _LONGEST_NAME or "\0" in name:
        problems.append(_("Give the token a name, such as the program that will use it."))
    if days not in map(str, LASTS):
        problems.append(_("Choose how long it lasts."))
    if len(_in_use(request)) >= _MOST:
        problems.append(_("You have many tokens already. Revoke one that you do not use."))
    return problems
