"""The ways in and out: sign in, sign out, the first coordinator's link, an invitation."""

from collections.abc import Mapping
from typing import Any

from django.contrib import auth
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from pipeline.catalog.remarks import HANDLE
from pipeline.review_app import links, office, speech, throttle
from pipeline.review_app.models import Account, Link
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.team_page import is_segment
from pipeline.review_app.views._page import given, moved, page, typed

LONGEST_PASSWORD = 1000  # characters: a longer one only costs time


@does(Action.ENTER)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Sign in, and go on to where one was going."""
    following = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(following, allowed_hosts=None):
        following = "/"
    handle = given(request, "handle").strip().lower()[:LONGEST_PASSWORD]
    if request.method == "GET":
        return page(request, "login.jinja", following=following, handle="", problem="")
    _ = speech.of(request).gettext
    if not throttle.attempt(handle, request.META.get("REMOTE_ADDR", "")):
        problem = _("Too many attempts. Wait a quarter of an hour, then try again.")
        return page(request, "login.jinja", 429, following=following, handle=handle, problem=problem)
    password = str(request.POST.get("password", ""))[:LONGEST_PASSWORD]
    account = auth.authenticate(request, username=handle, password=password)
    if account is None:
        problem = _("Handle or password is wrong.")
        return page(request, "login.jinja", 401, following=following, handle=handle, problem=problem)
    throttle.forget(handle)
    auth.login(request, account)
    return moved(following)


def ended(request: HttpRequest, names: Mapping[str, Any]) -> HttpResponse:
    """A form came when its session was over: sign in here and go on at its document; what was typed is on the page."""
    following, key = "/", given(request, "key")
    if "slug" in names:
        following = f"/documents/{names['tag']}/{names['slug']}/" + (f"?open={key}" if is_segment(key) else "")
    problem = speech.of(request).gettext("You were signed out meanwhile: what you sent was not done.")
    values = {"following": following, "handle": "", "problem": problem, "typed": typed(request)}
    return page(request, "login.jinja", 401, **values)


@does(Action.ACCOUNT)
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    auth.logout(request)
    return moved("/login/")


@does(Action.ENTER)
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first coordinator's account."""
    return _join(request, token, coordinator=True)


@does(Action.ENTER)
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Make the account of somebody who was invited."""
    return _join(request, token, coordinator=False)


def _join(request: HttpRequest, token: str, *, coordinator: bool) -> HttpResponse:
    link = links.valid(token, coordinator=coordinator)
    if link is None:
        return link_ended(request)
    handle = link.handle or given(request, "handle").strip()
    choice = given(request, "language")
    languages = [office.workspace().languages.get(tag) for tag in speech.spoken()]
    shown: dict[str, Any] = {"link": link, "handle": handle, "languages": languages}
    if request.method == "GET":
        return page(request, "join.jinja", problems=[], choice=speech.of(request).language, **shown)
    if problems := _problems(request, handle):
        return page(request, "join.jinja", 422, problems=problems, choice=choice, **shown)
    return _made(request, link, handle, choice if choice in speech.spoken() else "", shown)


def link_ended(request: HttpRequest) -> HttpResponse:
    """The page for a link that was used, is too old, or never was."""
    _ = speech.of(request).gettext
    title = _("This link does not work any more")
    advice = _("It was used, or it is too old. Ask the coordinator for a new one.")
    return page(request, "error.jinja", 404, title=title, advice=advice, detail="")


def _made(request: HttpRequest, link: Link, handle: str, choice: str, shown: dict[str, Any]) -> HttpResponse:
    account = links.use(link, handle, str(request.POST.get("password", "")), choice)
    if account is None:
        problems = [speech.of(request).gettext("There is an account with this handle already.")]
        return page(request, "join.jinja", 409, problems=problems, choice=choice, **shown)
    auth.login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return moved("/")


def _problems(request: HttpRequest, handle: str) -> list[str]:
    """What is wrong with the handle and the password, in words."""
    _ = speech.of(request).gettext
    problems = []
    if not HANDLE.fullmatch(handle):
        problems.append(_("A handle is made of small letters, digits, dots and hyphens, such as ana-maria."))
    return problems + password_problems(request, handle)


def password_problems(request: HttpRequest, handle: str) -> list[str]:
    """What is wrong with the new password in the form, in words."""
    _ = speech.of(request).gettext
    password = str(request.POST.get("password", ""))
    problems = []
    if password != request.POST.get("again"):
        problems.append(_("The two passwords differ."))
    if len(password) > LONGEST_PASSWORD:
        problems.append(_("This password is too long."))
        return problems
    try:
        validate_password(password, Account(handle=handle))
    except ValidationError as error:
        problems += error.messages
    return problems
