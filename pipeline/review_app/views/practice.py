"""Practice: a translated summary with planted faults, read as one reads before signing, and what was missed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pipeline.config import Workspace
from pipeline.errors import UsageError
from pipeline.review_app import office, practice, speech, told
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.views._page import given, moved, page, signed_in
from pipeline.review_app.views.document import today
from pipeline.stages.lessons import EXPLANATIONS, Answer, lesson
from pipeline.stages.practice import FAULTY, Grade, Practice, Report, grade


@does(Action.READ)
@require_http_methods(["GET", "POST"])
def practice_page(request: HttpRequest, tag: str) -> HttpResponse:
    """The exercise under way, else the last results; a form begins one or answers for a sentence."""
    if tag not in office.languages():
        raise Http404
    with office.alone() as workspace:
        if request.method == "GET":
            return _shown(request, workspace, tag)
        if given(request, "do") == "begin":
            return _begun(request, workspace, tag)
        return _answered(request, workspace, tag)


def _begun(request: HttpRequest, workspace: Workspace, tag: str) -> HttpResponse:
    try:
        practice.begin(workspace, tag, signed_in(request).handle, today())
    except UsageError:
        problem = speech.of(request).gettext("There is no practice in this language yet.")
        return _shown(request, workspace, tag, problem, 404)
    return moved(f"/practice/{tag}/#now")


def _answered(request: HttpRequest, workspace: Workspace, tag: str) -> HttpResponse:
    _ = speech.of(request).gettext
    person = signed_in(request).handle
    current = practice.progress(workspace, tag, person).current
    if current is None or given(request, "exercise") != str(current.seed):
        return _shown(request, workspace, tag, _("That exercise is over."), 409)
    wanted, said = given(request, "number"), given(request, "answer")
    number = next((n for n in range(1, len(current.sentences) + 1) if str(n) == wanted), None)
    if number is None or said not in list(Answer):
        return _shown(request, workspace, tag, _("Choose an answer."), 422)
    practice.answer(workspace, current, person, number, Answer(said))
    return moved(f"/practice/{tag}/#now")


def _shown(request: HttpRequest, workspace: Workspace, tag: str, problem: str = "", status: int = 200) -> HttpResponse:
    kept = practice.progress(workspace, tag, signed_in(request).handle)
    report = grade(kept.last) if kept.last and not kept.current else None
    values: dict[str, Any] = {
        "current": kept.current,
        "opened": _opened(request, kept.current) if kept.current else 0,
        "report": report,
        "outcome": practice.outcome(report) if report else None,
        "groups": _groups(report, speech.of(request).gettext) if report else [],
    }
    return page(
        request,
        "practice.jinja",
        status,
        target=workspace.languages.get(tag),
        source=workspace.source_language,
        kinds=told.REASONS,
        faults=FAULTY,
        needed=practice.NEEDED,
        most=practice.MOST_ALARMS,
        explanations=EXPLANATIONS,
        lesson=lesson,
        problem=problem,
        **values,
    )


def _opened(request: HttpRequest, current: Practice) -> int:
    """The sentence that is asked about: the one chosen, else the first without an answer."""
    chosen = request.GET.get("open", "")
    numbers = range(1, len(current.sentences) + 1)
    return next((n for n in numbers if str(n) == chosen), current.next or 1)


def _groups(report: Report, _: Any) -> list[tuple[str, Any]]:
    """The results by grade, what was missed first."""
    titles = ((_("Missed"), Grade.MISSED), (_("False alarms"), Grade.FALSE_ALARM), (_("Found"), Grade.FOUND))
    return [(title, report.graded(one)) for title, one in titles if report.graded(one)]
