"""The page on which a person changes the shortcuts or turns them off."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pipeline.review_app import keys, speech
from pipeline.review_app.keys import Chosen
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.views._page import given, moved, page, signed_in


@does(Action.ACCOUNT)
@require_http_methods(["GET", "POST"])
def shortcuts(request: HttpRequest) -> HttpResponse:
    """Show the shortcuts; a form keeps others, none, or those we begin with."""
    account = signed_in(request)
    if request.method == "GET":
        return _page(request, keys.of(account))
    typed = Chosen({name: given(request, name) for name in keys.ACTIONS}, bool(request.POST.get("single")))
    chosen = {"off": keys.OFF, "default": keys.DEFAULT}.get(given(request, "do"), typed)
    if why := keys.problem(chosen):
        return _page(request, chosen, speech.of(request).gettext(why), 422)
    keys.keep(account, chosen)
    return moved("/keys/?kept")


def _page(request: HttpRequest, chosen: Chosen, problem: str = "", status: int = 200) -> HttpResponse:
    values = {"chosen": chosen, "problem": problem, "kept": "kept" in request.GET and not problem}
    return page(request, "keys.jinja", status, free=keys.free, letters=keys.SINGLE, **values)
