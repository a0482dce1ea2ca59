"""One's own address for the digest: there is one only where the person gives it, and it can be taken away again."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pipeline.review_app import speech
from pipeline.review_app.models import Account
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.views._page import given, page, signed_in

_LONGEST = 254  # characters: the width of the column


@does(Action.ACCOUNT)
@require_http_methods(["GET", "POST"])
def email(request: HttpRequest) -> HttpResponse:
    """Show the form; keep what it says."""
    account = signed_in(request)
    if request.method == "GET":
        return page(request, "email.jinja", email=account.email, problem="", done=False)
    email = given(request, "email").strip()
    if problem := _problem(request, email):
        return page(request, "email.jinja", 422, email=email, problem=problem, done=False)
    Account.objects.filter(pk=account.pk).update(email=email)
    return page(request, "email.jinja", email=email, problem="", done=True)


def _problem(request: HttpRequest, email: str) -> str:
    _ = speech.of(request).gettext
    try:
        if email:
            validate_email(email)
    except ValidationError:
        return _("This is no e-mail address.")
    return _("This address is too long.") if len(email) > _LONGEST else ""
