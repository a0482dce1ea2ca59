"""Who decides answers what a reader reported."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from pipeline.errors import UsageError
from pipeline.model.report import Outcome
from pipeline.review_app import office, reported, speech
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.views._page import given, moved, signed_in
from pipeline.review_app.views.document import Notice, address, shown, today
from pipeline.stages import reports


@does(Action.DECIDE)
@require_POST
def answer(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Answer an open report on this document. What is said to be mended or taken down has to be."""
    name, outcome, text = (given(request, field) for field in ("report", "outcome", "text"))
    with office.desk(tag, slug) as desk:
        found = reported.of(desk, today())
        places = [
            *((key, one) for key, group in found.sentences.items() for one in group),
            *(("", r) for r in found.whole),
        ]
        place = next((key for key, one in places if one.id == name), None)
        if place is None or outcome not in list(Outcome):
            raise Http404
        try:
            person = signed_in(request).handle
            reports.answer(desk.workspace, name, Outcome(outcome), text, person=person, day=today())
        except UsageError as error:
            say = Notice(speech.of(request).gettext("This was not done"), str(error))
            return shown(request, desk, opened=place, notice=say, status=409)
        return moved(f"{address(desk)}#s-{place}" if place else address(desk))
