"""Feedback: what became of the texts that the signed-in person wrote or approved."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pipeline.errors import LanguageError
from pipeline.languages import Language
from pipeline.review_app import news, office, speech, told
from pipeline.review_app.log_runs import DAYS, start_of_window
from pipeline.review_app.news import Story
from pipeline.review_app.permissions import Action, does, may
from pipeline.review_app.views._page import page, signed_in

_MOST = 100  # stories on a page


@does(Action.ACCOUNT)
@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    """The newest stories, and how many texts nobody has touched."""
    account = signed_in(request)
    told_of = {tag for tag in office.languages() if may(account.role(tag), Action.COMPARE)}
    found = [one for one in news.of(office.queue(), account.handle, start_of_window()) if one.language in told_of]
    touched = [story for story in found if story.events]
    words = speech.of(request)
    return page(
        request,
        "feedback.jinja",
        stories=[(story, _language(story)) for story in touched[:_MOST]],
        more=max(0, len(touched) - _MOST),
        quiet=len(found) - len(touched),
        days=DAYS,
        source=office.workspace().source_language,
        events=told.EVENTS,
        why=lambda reason: told.reason(reason, words),
    )


def _language(story: Story) -> Language:
    """The language of a text; English where the workspace does not know it any more."""
    try:
        return office.workspace().languages.get(story.language)
    except LanguageError:
        return office.workspace().source_language
