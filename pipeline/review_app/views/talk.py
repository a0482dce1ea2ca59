"""The forms by which people talk about a sentence, and the coordinator's page of questions about the English."""

from contextlib import suppress
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from pipeline.catalog.remarks import digest
from pipeline.errors import UsageError
from pipeline.model.document import Key
from pipeline.model.talk import Hold, Thread
from pipeline.review_app import office, speech, talk, told
from pipeline.review_app.page import Typed, find, identity, next_open
from pipeline.review_app.permissions import Action, does, may
from pipeline.review_app.views import part
from pipeline.review_app.views._page import given, moved, page, signed_in
from pipeline.review_app.views.document import Notice, address, segment_in, shown, typed_text
from pipeline.stages.review import Desk, ReviewSegment
from pipeline.stages.talk import answer as give_answer


@dataclass(frozen=True, slots=True)
class Question:
    """A held sentence as the coordinator reads it: once, with what every language said. `read` stands for that."""

    id: str
    read: str
    document: str
    title: str
    source: str
    reports: tuple[talk.Line, ...]


@does(Action.DRAFT)
@require_POST
def comment(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Say something of a sentence; what stands in the box for the translation stays there."""
    with office.desk(tag, slug) as desk:
        _, segment = segment_in(desk, request)
        try:
            said = say_typed(request, desk, segment)
        except UsageError as error:
            notice = Notice(speech.of(request).gettext("This was not done"), told.why(error))
            return _stay(request, desk, segment, notice)
        say = speech.of(request).gettext("Write a comment first.")
        return _stay(request, desk, segment, None if said else Notice(say), done="commented" if said else "")


def say_typed(request: HttpRequest, desk: Desk, segment: ReviewSegment) -> bool:
    """Keep what was typed as a comment, or as a report that the English is wrong; False where nothing was.

    Raises UsageError where it is too short or too long.
    """
    text, spoken = given(request, "comment").strip(), given(request, "spoken")
    if not text:
        return False
    known = spoken if office.language(spoken) else ""
    say = desk.talk.report if request.POST.get("english") else desk.talk.comment
    say(segment.entry.key, signed_in(request).handle, text, known)
    return True


def keep_typed(request: HttpRequest, desk: Desk, segment: ReviewSegment) -> None:
    """The same beside another button, where a few letters that say nothing are no matter."""
    with suppress(UsageError):
        say_typed(request, desk, segment)


@does(Action.DRAFT)
@require_POST
def thread(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Resolve or reopen the comments on a sentence, be it an earlier one, or take one's own report back.

    Others' comments are resolved by those who decide, and by a form that has shown them all.
    """
    person, name = signed_in(request).handle, given(request, "key")
    with office.desk(tag, slug) as desk:
        threads, segment = desk.talk.threads(), find(desk.segments(), name)
        key = segment.entry.key if segment else next((key for key in threads if identity(key) == name), None)
        if key is None:
            raise Http404
        if segment:
            keep_typed(request, desk, segment)
        notice, done = None, ""
        match given(request, "do"):
            case "resolve":
                notice, done = _resolve(request, desk, key, threads.get(key, Thread(()))), "resolved"
            case "reopen":
                desk.talk.reopen(key, person)
                done = "reopened"
            case "withdraw":
                desk.talk.withdraw(key, person)
                done = "withdrawn"
            case _:
                raise Http404
        if segment:
            return _stay(request, desk, segment, notice, 409, done=done)
        if notice:
            return shown(request, desk, notice=notice, status=409)
        return moved(f"{address(desk, done=done)}#earlier")


def _resolve(request: HttpRequest, desk: Desk, key: Key, there: Thread) -> Notice | None:
    """Close the thread as it was `there` when the form came; what to say where its page had not shown all of it."""
    account = signed_in(request)
    if not may(account.role(desk.pack.language.tag), Action.DECIDE) and not there.only_by(account.handle):
        raise PermissionDenied
    if given(request, "turns") != str(len(there.turns)):
        say = speech.of(request).gettext("Somebody wrote here meanwhile: read it, then resolve the comments.")
        return Notice(say)
    desk.talk.resolve(key, account.handle)
    return None


@does(Action.DRAFT)
@require_POST
def skip(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Go on to the next sentence that waits, or back to the one before, without deciding; typed text is not lost."""
    with office.desk(tag, slug) as desk:
        segments, segment = segment_in(desk, request)
        person, before = signed_in(request).handle, part.asked(request, segments)
        keep_typed(request, desk, segment)
        if _typed(request):
            say = speech.of(request).gettext("You changed the text. Save it as a draft, or put the old text back.")
            return _stay(request, desk, segment, Notice(say))
        back = given(request, "to") == "previous"
        desk.queue.set_bookmark(person, slug, tag, segment.entry.key)
        following = next_open(segments, person, segment.number, back=back)
        return part.go_on(request, desk, before, segments, following, "skipped")


def _typed(request: HttpRequest) -> str:
    """The text in the box where it is another than the catalog's."""
    text = typed_text(request)
    return "" if text == given(request, "replaces").strip() else text


def _stay(
    request: HttpRequest,
    desk: Desk,
    segment: ReviewSegment,
    notice: Notice | None = None,
    status: int = 422,
    *,
    done: str = "",
) -> HttpResponse:
    """The same sentence open, with whatever was typed."""
    name = identity(segment.entry.key)
    unfold = "draft" in request.POST
    text = _typed(request)
    if notice or text:
        seen = given(request, "replaces")
        typed = Typed(name, text, shown="" if seen == segment.entry.target else seen) if text else None
        answer = status if notice else 200
        return shown(request, desk, opened=name, unfold=unfold, notice=notice, typed=typed, status=answer, done=done)
    return moved(f"{address(desk, name, done)}{'&draft=1' if unfold else ''}")


@does(Action.ANSWER)
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The sentences whose English is in doubt, each once."""
    return _questions(request)


@does(Action.ANSWER)
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """The English is right: release the sentence everywhere, with the explanation, if the page showed all reports."""
    words = speech.of(request)
    found = next((hold for hold, _ in office.questions() if _identity(hold) == given(request, "question")), None)
    if found is None:
        raise Http404
    text, spoken = given(request, "text"), given(request, "spoken")
    known = spoken if office.language(spoken) else ""
    if given(request, "read") != _read(found):
        problem = words.gettext("Somebody reported something meanwhile: read it, then answer.")
        return _questions(request, problem, {_identity(found): text}, 409)
    try:
        give_answer(office.queue(), found, signed_in(request).handle, text, known)
    except UsageError:
        problem = words.gettext("Explain why the English is right, so that the translators understand it.")
        return _questions(request, problem, {_identity(found): text}, 422)
    return moved("/questions/")


def _identity(hold: Hold) -> str:
    return f"{hold.document}-{identity(hold.key)}"


def _read(hold: Hold) -> str:
    """What stands for all reports of a hold, in few letters."""
    return digest(tuple(f"{one.at.isoformat()} {one.language} {one.person} {one.text}" for one in hold.reports))


def _questions(
    request: HttpRequest, problem: str = "", typed: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    words = speech.of(request)
    found = [
        Question(
            id=_identity(hold),
            read=_read(hold),
            document=hold.document,
            title=title,
            source=hold.key.source,
            reports=tuple(talk.line(one, words) for one in hold.reports),
        )
        for hold, title in office.questions()
    ]
    source = office.workspace().source_language
    tongues = [known for tag in dict.fromkeys([words.language, source.tag]) if (known := office.language(tag))]
    values = {"questions": found, "source": source, "tongues": tongues, "problem": problem, "typed": typed or {}}
    return page(request, "questions.jinja", status, **values)
