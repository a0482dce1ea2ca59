"""My account: the password, the language of the pages, the name on leaflets, and signing out everywhere."""

import secrets
from typing import Any

from django.contrib import auth
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pipeline.interface import N_
from pipeline.review_app import audit, office, passwords, people, speech, throttle, tokens
from pipeline.review_app.models import Membership
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.views._page import given, moved, page, signed_in
from pipeline.review_app.views.entry import LONGEST_PASSWORD, password_problems
from pipeline.stages.people import LONGEST_NAME, credit_names, is_name, set_credit_name

_DONE = {
    "settings": N_("Saved."),
    "password": N_("Your password is changed. Elsewhere you sign in anew, and your tokens have ended."),
}


@does(Action.ACCOUNT)
@sensitive_post_parameters("current", "password", "again")
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The page, and what its three forms do."""
    if request.method == "GET":
        done = _DONE.get(request.GET.get("done", ""))
        return _page(request, done=speech.of(request).gettext(done) if done else "")
    act = given(request, "do")
    if act == "password":
        return _password(request)
    if act == "leave":
        return _leave(request)
    if act == "settings":
        return _settings(request)
    raise BadRequest


def _page(request: HttpRequest, status: int = 200, **values: Any) -> HttpResponse:
    me = signed_in(request)
    known = office.workspace().languages
    own = Membership.objects.filter(account=me).select_related("account").order_by("language")
    shown: dict[str, Any] = {"problems": [], "done": "", "choice": speech.of(request).language}
    shown["credit"] = credit_names(office.workspace()).get(me.handle, "")
    return page(
        request,
        "account.jinja",
        status,
        memberships=[(one, known.get(one.language)) for one in own],
        roles=people.ROLE_NAMES,
        languages=[known.get(tag) for tag in speech.spoken()],
        longest=LONGEST_NAME,
        log_lines=[(act, audit.in_words(act)) for act in audit.lines(me.handle)],
        **(shown | values),
    )


def _settings(request: HttpRequest) -> HttpResponse:
    """Keep the language, and the name where it is another than before: its file is under version control."""
    me = signed_in(request)
    choice, name = given(request, "language"), " ".join(given(request, "credit").split())
    if not is_name(name):
        problem = speech.of(request).gettext("This name has characters that cannot be shown, or too many.")
        return _page(request, 422, problems=[problem], credit=name, choice=choice)
    if name != credit_names(office.workspace()).get(me.handle, ""):
        set_credit_name(office.workspace(), me.handle, name)
    if choice in speech.spoken():
        me.language = choice
        me.save(update_fields=["language"])
    return moved("/account/?done=settings")


def _password(request: HttpRequest) -> HttpResponse:
    """Another password, for whoever knows the present one; sessions elsewhere end with the old one."""
    me = signed_in(request)
    _ = speech.of(request).gettext
    if not throttle.attempt(me.handle, request.META.get("REMOTE_ADDR", "")):
        return _page(request, 429, problems=[_("Too many attempts. Wait a quarter of an hour, then try again.")])
    if not me.check_password(str(request.POST.get("current", ""))[:LONGEST_PASSWORD]):
        return _page(request, 422, problems=[_("The present password is wrong.")])
    throttle.forget(me.handle)
    if problems := password_problems(request, me.handle):
        return _page(request, 422, problems=problems)
    passwords.change(me, str(request.POST.get("password", "")))
    auth.update_session_auth_hash(request, me)
    return moved("/account/?done=password")


def _leave(request: HttpRequest) -> HttpResponse:
    """End every session and token of the account."""
    me = signed_in(request)
    tokens.revoke_all(me)
    me.session_key = secrets.token_hex(16)
    me.save(update_fields=["session_key"])
    auth.logout(request)
    return moved("/login/")
