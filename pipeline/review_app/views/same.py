"""The form that makes one's last decision in other documents too, where the same sentence has the same draft."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from pipeline.review_app import history, office, speech
from pipeline.review_app.page import next_open
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.views._page import given, moved, signed_in
from pipeline.review_app.views.document import Notice, address, shown
from pipeline.stages.same import follow


@does(Action.DECIDE)
@require_POST
def same(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Decide the same in the documents that were ticked; the form names the decision it stood beside."""
    words = speech.of(request)
    person = signed_in(request).handle
    chosen = request.POST.getlist("documents")
    with office.desk(tag, slug) as desk:
        last = history.last_own(desk, person)
        if last is None or str(last.number) != given(request, "number"):
            text = words.gettext("Your last decision is another by now; nothing was done.")
            return shown(request, desk, notice=Notice(text), status=409)
        done = follow(desk, last.decision, chosen)
        opened = next_open(desk.segments(), person, desk.segment(last.decision.key).number)
        if len(done) < len(chosen) or not chosen:
            text = words.ngettext("Done in {count} document.", "Done in {count} documents.", len(done))
            more = words.gettext("The others changed meanwhile: read the sentence there.") if chosen else ""
            return shown(request, desk, opened=opened, notice=Notice(f"{text.format(count=len(done))} {more}".strip()))
        return moved(address(desk, opened))
