"""The forms of claiming, sharing and assigning a document, and what the page keeps while somebody types."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from pipeline.review_app import office, presence, speech, team, team_page, unsaved
from pipeline.review_app.models import Account
from pipeline.review_app.permissions import Action, does, may
from pipeline.review_app.team import Place
from pipeline.review_app.views._page import given, moved, signed_in
from pipeline.review_app.views.document import Notice, shown


@does(Action.DRAFT)
@require_POST
def claim(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Take the document on."""
    place = _place(tag, slug)
    if team.claim(signed_in(request), place, _days(request, tag)):
        return _back(place)
    return _refused(request, place)


@does(Action.DRAFT)
@require_POST
def join(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Work with the person who has it."""
    place = _place(tag, slug)
    if team.join(signed_in(request), place):
        return _back(place)
    return _refused(request, place)


@does(Action.DRAFT)
@require_POST
def extend(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Move the due date: whoever has a part in it, or who assigns."""
    place = _place(tag, slug)
    if _concerns(signed_in(request), place) and team.extend(place, _days(request, tag)):
        return _back(place)
    return _refused(request, place)


@does(Action.DRAFT)
@require_POST
def give_back(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Give one's part back."""
    place = _place(tag, slug)
    if team.give_back(signed_in(request), place):
        return _back(place)
    return _refused(request, place)


@does(Action.ASSIGN)
@require_POST
def assign(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Give the document to a person who may work on it, until a due date."""
    place = _place(tag, slug)
    handle = given(request, "person")
    if handle in team.workers(tag):
        person = Account.objects.get(handle=handle)
        if team.claim(person, place, _days(request, tag), given_by=signed_in(request).handle):
            return _back(place)
        return _refused(request, place)
    _ = speech.of(request).gettext
    return _shown(request, place, _("Choose a person who works on this language."), 422)


@does(Action.ASSIGN)
@require_POST
def free(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Take the document back from those who have it; what they did stays."""
    place = _place(tag, slug)
    if team.take_back(place):
        return _back(place)
    return _refused(request, place)


@does(Action.DRAFT)
@require_POST
def keep(request: HttpRequest, tag: str, slug: str) -> JsonResponse:
    """Keep what is in the box, and hold the sentence for ten minutes more; says who else has it open."""
    place, account, segment = _place(tag, slug), signed_in(request), _segment(request)
    kept = unsaved.keep(account, place, segment, given(request, "text"), given(request, "replaces"))
    other = presence.taken(account, place, segment)
    presence.seen(account, place, segment)
    _ = speech.of(request).gettext
    said = _("{person} has this sentence open too.").format(person=other.person) if other else ""
    return JsonResponse({"kept": kept, "seconds": int(presence.LEASE.total_seconds()), "said": said})


@does(Action.DRAFT)
@require_POST
def discard(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Forget what one typed, and open the sentence as it stands."""
    place, segment = _place(tag, slug), _segment(request)
    unsaved.drop(signed_in(request), place, segment)
    return moved(f"{_address(place)}?open={segment}")


def _place(tag: str, slug: str) -> Place:
    """The place, where a document has a catalog. Raises Http404 where there is none."""
    workspace = office.workspace()
    there = (workspace.catalog(tag, slug), workspace.template(slug))  # documents go by templates: `app.po` is none
    if tag not in office.languages() or not all(path.is_file() for path in there):
        raise Http404
    return Place(tag, slug)


def _segment(request: HttpRequest) -> str:
    name = given(request, "key")
    if not team_page.is_segment(name):
        raise Http404
    return name


def _assigns(request: HttpRequest, tag: str) -> bool:
    return may(signed_in(request).role(tag), Action.ASSIGN)


def _concerns(account: Account, place: Place) -> bool:
    held = team.held(place)
    return held is not None and (account.handle in held.people or may(account.role(place.language), Action.ASSIGN))


def _days(request: HttpRequest, tag: str) -> int:
    """So many days as the form says, where the person may choose; else the usual."""
    days = given(request, "days")
    sound = _assigns(request, tag) and days.isdecimal() and len(days) < 4  # noqa: PLR2004  999 is cut off later
    return int(days) if sound else team.DAYS


def _address(place: Place) -> str:
    return f"/documents/{place.language}/{place.document}/"


def _back(place: Place) -> HttpResponse:
    return moved(_address(place))


def _refused(request: HttpRequest, place: Place) -> HttpResponse:
    """Nothing was done, since things are not as the page had them: say how they are."""
    words = speech.of(request)
    held = team.held(place)
    text = words.gettext("Nobody has this document now.")
    if held:
        text = words.gettext("{person} has this document now.").format(person=held.person)
    return _shown(request, place, text, 409)


def _shown(request: HttpRequest, place: Place, text: str, status: int) -> HttpResponse:
    with office.desk(*place) as desk:
        return shown(request, desk, notice=Notice(text), status=status)
