"""What helps beside the texts and changes nothing: a text on its way back, and the leaflet as it will look."""

import re

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from pipeline.review_app import office, second_sight, speech
from pipeline.review_app.page import Typed, identity
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.views._page import given
from pipeline.review_app.views.document import Notice, segment_in, shown, typed_text
from pipeline.stages.preview import preview
from pipeline.stages.review import LONGEST

_STYLE = re.compile(rb"style-src 'sha256-[A-Za-z0-9+/=]+'")


@does(Action.DRAFT)
@require_POST
def back(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Translate the text of the box back; the box stays as it was typed. The desk is free while the engine works."""
    words = speech.of(request)
    _ = words.gettext
    text, replaced = typed_text(request), given(request, "replaces")
    with office.desk(tag, slug) as desk:
        segment_in(desk, request)
    seen = second_sight.look(tag, text, words) if text and len(text) <= LONGEST else None
    with office.desk(tag, slug) as desk:
        __, segment = segment_in(desk, request)
        name, unfold = identity(segment.entry.key), "draft" in request.POST
        if segment.entry.target == replaced:
            return shown(request, desk, opened=name, unfold=unfold, typed=Typed(name, text), back=seen)
        say = _("Somebody changed this sentence while you worked on it. Their text stands; yours is kept here.")
        mine = Typed(name, text, shown=replaced)
        return shown(request, desk, opened=name, unfold=unfold, notice=Notice(say), typed=mine, back=seen, status=409)


@does(Action.READ)
@require_safe
def leaflet(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """The whole text as the leaflet will look, with a draft's banner; a page of its own that allows its own style."""
    del request
    with office.desk(tag, slug) as desk:
        anchors = {key: f"s-{identity(key)}" for key in desk.document.keys}
        page = preview(desk.workspace, desk.document, desk.pack, anchors)
    style = _STYLE.search(page)
    allowed = style[0].decode("ascii") if style else "style-src 'none'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return HttpResponse(page, headers={"Content-Security-Policy": policy})
