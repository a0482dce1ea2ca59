"""A language's pack, to be read by everybody who works in the language and signed by its lead."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from pipeline.errors import UsageError
from pipeline.review_app import office, speech
from pipeline.review_app.permissions import Action, does, may
from pipeline.review_app.views._page import given, moved, page, signed_in
from pipeline.review_app.views.document import today
from pipeline.stages.pack_tables import tables
from pipeline.stages.workspace import sign_pack


@does(Action.READ)
@require_safe
def pack(request: HttpRequest, tag: str) -> HttpResponse:
    """Style, terms, phrases and notices as tables."""
    return _page(request, tag)


@does(Action.SIGN_PACK)
@require_POST
def sign(request: HttpRequest, tag: str) -> HttpResponse:
    """Sign the pack that the form was shown with."""
    _ = speech.of(request).gettext
    if tag not in office.languages():
        raise Http404
    if not request.POST.get("whole"):
        return _page(request, tag, _("Say that you have read the pack, then sign it."), 422)
    shown = given(request, "read")
    if not shown or shown != tables(office.fresh(), tag).fingerprint:
        return _page(request, tag, _("The pack changed while you were reading: read it again, then sign it."), 409)
    try:
        sign_pack(office.fresh(), tag, signed_in(request).handle, today(), read=shown)
    except UsageError as error:
        return _page(request, tag, detail=str(error), status=409)
    return moved(f"/languages/{tag}/")


def _page(request: HttpRequest, tag: str, problem: str = "", status: int = 200, detail: str = "") -> HttpResponse:
    if tag not in office.languages():
        raise Http404
    shown = tables(office.fresh(), tag)
    return page(
        request,
        "pack.jinja",
        status,
        shown=shown,
        target=shown.pack.language,
        source=office.workspace().source_language,
        may_sign=may(signed_in(request).role(tag), Action.SIGN_PACK),
        full=shown.pack.language.pack == "full",
        problem=problem,
        detail=detail,
    )
