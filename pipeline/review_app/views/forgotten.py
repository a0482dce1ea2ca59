"""A new password for who has forgotten theirs, with a link from the coordinator that works once."""

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pipeline.review_app import passwords
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.views._page import moved, page
from pipeline.review_app.views.entry import link_ended, password_problems


@does(Action.ENTER)
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password and be signed in."""
    link = passwords.valid(token)
    if link is None:
        return link_ended(request)
    handle = link.account.handle
    if request.method == "GET":
        return page(request, "forgotten.jinja", handle=handle, problems=[])
    if problems := password_problems(request, handle):
        return page(request, "forgotten.jinja", 422, handle=handle, problems=problems)
    account = passwords.use(link, str(request.POST.get("password", "")))
    if account is None:
        return link_ended(request)
    auth.login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return moved("/")
