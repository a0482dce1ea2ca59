"""What helps beside the texts and changes nothing: a text on its way back, and the leaflet as it will look."""

import re

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from pipeline.review_app import office, second_sight, speech
from pipeline.review_app.page import Typed, identity
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.views._page import direction, given
from pipeline.review_app.views.document import Notice, address, segment_in, shown, typed_text
from pipeline.stages.preview import preview
from pipeline.stages.review import LONGEST

_BODY = re.compile(rb"<body[^>]*>\n")
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
    with office.desk(tag, slug) as desk:
        anchors = {key: f"s-{identity(key)}" for key in desk.document.keys}
        page = preview(desk.workspace, desk.document, desk.pack, anchors)
        back = _way_back(request, address(desk))
    page = _BODY.sub(lambda body: body[0] + back, page, count=1)
    style = _STYLE.search(page)
    allowed = style[0].decode("ascii") if style else "style-src 'none'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return HttpResponse(page, headers={"Content-Security-Policy": policy})


def _way_back(request: HttpRequest, document: str) -> bytes:
    """A line above the leaflet that leads to the document again, in the language of the pages."""
    words = speech.of(request)
    text, way = words.gettext("Back to the document"), direction(words.language)
    line = Markup(
        '<header lang="{}" dir="{}"><nav aria-label="{}"><ul><li><a href="{}">{}</a></li></ul></nav></header>\n'
    )
    return line.format(words.language, way, words.gettext("Pages"), document, text).encode("utf-8")
