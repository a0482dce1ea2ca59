"""The people: all accounts and invitations for the coordinator, the roles in one language for its lead."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pipeline.errors import UsageError
from pipeline.languages import Language
from pipeline.review_app import audit, links, office, passwords, people, speech
from pipeline.review_app.models import Account, Act
from pipeline.review_app.permissions import Action, Role, does
from pipeline.review_app.views._page import given, moved, page, signed_in
from pipeline.review_app.views.invite import ROLES
from pipeline.stages.people import credit_names

_STANDING: dict[str, Callable[[Account, str], None]] = {
    "close": people.close,
    "open": people.reopen,
    "coordinate": people.make_coordinator,
    "resign": people.end_coordinator,
}


@does(Action.PEOPLE)
@require_http_methods(["GET", "POST"])
def everybody(request: HttpRequest) -> HttpResponse:
    """All accounts, the invitations that are open, and what was done; a form takes an invitation back or renews it."""
    if request.method == "GET":
        return _everybody(request)
    actor, act = signed_in(request).handle, given(request, "do")
    number = int(wanted) if (wanted := given(request, "invitation")).isdecimal() and len(wanted) < 19 else 0  # noqa: PLR2004
    if act == "revoke" and (gone := links.revoke(number)):
        audit.record(actor, audit.Deed.REVOKED, gone.handle)
        return moved("/people/#invitations")
    if act == "renew" and (renewed := links.renew(number)):
        link, token = renewed
        audit.record(actor, audit.Deed.RENEWED, link.handle)
        address = request.build_absolute_uri(f"/invitation/{token}/")
        return _everybody(request, invited=link.handle, address=address)
    problem = speech.of(request).gettext("This invitation was used or taken back meanwhile.")
    return _everybody(request, 409, problem=problem)


def _everybody(request: HttpRequest, status: int = 200, **values: Any) -> HttpResponse:
    now = timezone.now()
    given_values: dict[str, Any] = {"problem": "", "invited": "", "address": ""} | values
    return page(
        request,
        "people.jinja",
        status,
        people=people.everybody(),
        names=credit_names(office.workspace()),
        roles=people.ROLE_NAMES,
        languages=[office.workspace().languages.get(tag) for tag in office.languages()],
        invitations=[(link, link.expires_at > now) for link in links.invitations()],
        days=links.INVITATION_DAYS,
        log_lines=_told(audit.lines()),
        **given_values,
    )


@does(Action.PEOPLE)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """One account: its roles, whether it is open, whether it is the coordinator's."""
    if people.person(handle) is None:
        raise Http404
    if request.method == "GET":
        return _person(request, handle)
    actor, act = signed_in(request), given(request, "do")
    try:
        if act in _STANDING:
            _STANDING[act](actor, handle)
        elif act == "roles":
            _give_roles(request, handle)
        elif act == "password":
            token = passwords.link(actor.handle, handle)
            return _person(request, handle, address=request.build_absolute_uri(f"/password/{token}/"))
        else:
            raise BadRequest
    except UsageError as error:
        return _person(request, handle, 409, problem=speech.of(request).gettext(str(error)))
    return moved("/" if act == "resign" and handle == actor.handle else f"/person/{handle}/")


def _give_roles(request: HttpRequest, handle: str) -> None:
    """The roles that the form states; a language that is not in it stays as it is."""
    first = request.POST.getlist("practise")
    stated = [tag for tag in office.languages() if f"role-{tag}" in request.POST]
    wanted = {tag: _role(given(request, f"role-{tag}")) for tag in stated}
    for tag, role in wanted.items():
        people.give_role(signed_in(request), handle, tag, role, practise_first=tag in first)


def _person(
    request: HttpRequest, handle: str, status: int = 200, *, problem: str = "", address: str = ""
) -> HttpResponse:
    found = people.person(handle)
    known = [(tag, office.workspace().languages.get(tag)) for tag in office.languages()]
    return page(
        request,
        "person.jinja",
        status,
        one=found,
        name=credit_names(office.workspace()).get(handle, ""),
        languages=known,
        roles=[(role.value, text) for role, text in ROLES.items()],
        log_lines=_told(audit.lines(handle)),
        problem=problem,
        address=address,
        hours=passwords.HOURS,
    )


@does(Action.TEAM)
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, tag: str) -> HttpResponse:
    """The people of one language, for its lead."""
    if tag not in office.languages():
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            people.give_role(signed_in(request), given(request, "handle"), tag, _role(given(request, "role")))
        except UsageError as error:
            problem = speech.of(request).gettext(str(error))
        else:
            return moved(f"/people/{tag}/")
    known: Language = office.workspace().languages.get(tag)
    return page(
        request,
        "language_people.jinja",
        409 if problem else 200,
        target=known,
        people=people.team(tag),
        role_names=people.ROLE_NAMES,
        names=credit_names(office.workspace()),
        roles=[(role.value, ROLES[role]) for role in people.GIVEN_BY_LEADS],
        given=people.GIVEN_BY_LEADS,
        problem=problem,
    )


def _role(name: str) -> Role | None:
    """The role of a form: none where it says none. Raises UsageError for what is no role to be given."""
    if name and name not in people.GIVEN:
        raise UsageError(people.NOT_YOURS)
    return Role(name) if name else None


def _told(acts: list[Act]) -> list[tuple[Act, str]]:
    return [(act, audit.in_words(act)) for act in acts]
