"""What a reader says of a sentence, and what who decides does about it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from pipeline.review_app import office, readers
from pipeline.review_app.page import identity
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.views._page import given, moved, signed_in
from pipeline.review_app.views.document import address, segment_in


@does(Action.MARK)
@require_POST
def mark(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Keep, or take back, "I don't understand this" for the text that the form shows."""
    person = signed_in(request).handle
    with office.desk(tag, slug) as desk:
        _, segment = segment_in(desk, request)
        name = identity(segment.entry.key)
        done = ""
        if given(request, "do") == "back":
            readers.take_back(desk, segment, person)
            done = "unmarked"
        elif given(request, "replaces") == readers.fingerprint(segment.entry.target):
            readers.mark(desk, segment, person, " ".join(given(request, "words").split()))
            done = "marked"
        return moved(f"{address(desk, done=done)}#s-{name}")


@does(Action.DECIDE)
@require_POST
def set_aside(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Set the readers' marks aside that stood on the page: they were thought about."""
    with office.desk(tag, slug) as desk:
        _, segment = segment_in(desk, request)
        readers.set_aside(desk, segment, signed_in(request).handle, request.POST.getlist("mark"))
        return moved(address(desk, identity(segment.entry.key), "aside"))
