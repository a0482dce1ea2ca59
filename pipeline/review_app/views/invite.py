"""The coordinator's invitations: a handle, a role, the languages; the link is shown once."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pipeline.catalog.remarks import HANDLE
from pipeline.interface import N_
from pipeline.review_app import audit, links, office, speech
from pipeline.review_app.models import Account
from pipeline.review_app.permissions import Action, Role, does
from pipeline.review_app.views._page import given, page, signed_in

ROLES = {
    Role.READER: N_("reader: reads the translation and says what is unclear"),
    Role.TRANSLATOR: N_("translator: writes drafts"),
    Role.REVIEWER: N_("reviewer: approves and signs off"),
    Role.LEAD: N_("lead: answers for the language"),
}


@does(Action.INVITE)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a person. The coordinator names the handle, so that nobody takes the name of one who has signed."""
    handle = given(request, "handle").strip()
    role = given(request, "role")
    chosen = [tag for tag in office.languages() if tag in request.POST.getlist("languages")]
    problems = _problems(request, handle, role, chosen) if request.method == "POST" else []
    address = ""
    if request.method == "POST" and not problems:
        token = links.invite(handle, Role(role), chosen, practise_first="practise" in request.POST)
        audit.record(signed_in(request).handle, audit.Deed.INVITED, handle, f"{', '.join(chosen)}: {role}")
        address = request.build_absolute_uri(f"/invitation/{token}/")
    known = [(tag, office.workspace().languages.get(tag)) for tag in office.languages()]
    return page(
        request,
        "invite.jinja",
        422 if problems else 200,
        problems=problems,
        address=address,
        handle=handle,
        role=role or Role.REVIEWER.value,
        roles=[(name.value, text) for name, text in ROLES.items()],
        languages=known,
        chosen=chosen,
        practise="practise" in request.POST and not address,
        days=links.INVITATION_DAYS,
        taken=bool(problems) and Account.objects.filter(handle=handle).exists(),
    )


def _problems(request: HttpRequest, handle: str, role: str, chosen: list[str]) -> list[str]:
    _ = speech.of(request).gettext
    problems = []
    if not HANDLE.fullmatch(handle):
        problems.append(_("A handle is made of small letters, digits, dots and hyphens, such as ana-maria."))
    elif Account.objects.filter(handle=handle).exists():
        problems.append(_("There is an account with this handle already."))
    if role not in [name.value for name in ROLES]:
        problems.append(_("Choose a role."))
    if not chosen:
        problems.append(_("Choose at least one language."))
    return problems
