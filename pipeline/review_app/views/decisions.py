"""The forms by which a person decides on a segment; each goes through the desk, under the name of the account."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from pipeline.errors import UsageError
from pipeline.model.decision import Applied, Decision, Mode, Outcome, Verdict
from pipeline.review_app import history, office, speech, team_page, told
from pipeline.review_app.confirm import BY_VERDICT
from pipeline.review_app.page import Typed, identity, next_open, seen
from pipeline.review_app.permissions import Action, does
from pipeline.review_app.team import Place
from pipeline.review_app.views import part
from pipeline.review_app.views._page import given, signed_in
from pipeline.review_app.views.document import Notice, decision, segment_in, shown, typed_text
from pipeline.review_app.views.talk import keep_typed, say_typed
from pipeline.stages.check import blocking
from pipeline.stages.review import Desk, ReviewSegment
from pipeline.stages.talk import LONGEST as LONGEST_COMMENT


@does(Action.DECIDE)
@require_POST
def approve(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Approve the text that was shown; a text typed into the box is never approved or lost by this button."""
    _ = speech.of(request).gettext
    with office.desk(tag, slug) as desk:
        segments, segment = segment_in(desk, request)
        text = typed_text(request)
        if "text" in request.POST and text != given(request, "replaces").strip():
            say = _("You changed the text. Save the edit and approve it, or put the old text back.")
            return _kept(request, desk, segment, Notice(say))
        made = decision(request, desk, segment, Verdict.APPROVE, reason=given(request, "objections"))
        return _decided(request, desk, segments, segment, made)


@does(Action.DECIDE)
@require_POST
def edit(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Replace the text and sign it. What the checks say of it is shown first; with what blocks it stays a draft."""
    _ = speech.of(request).gettext
    with office.desk(tag, slug) as desk:
        segments, segment = segment_in(desk, request)
        text = typed_text(request)
        if not text:
            return _kept(request, desk, segment, Notice(_("There is no text to approve.")))
        if text == given(request, "replaces"):
            made = decision(request, desk, segment, Verdict.APPROVE, reason=given(request, "objections"))
            return _decided(request, desk, segments, segment, made)
        if _replaces_unasked(request):
            return _asked_to_replace(request, desk, segment, text)
        made = decision(request, desk, segment, Verdict.EDIT, target=text, mode=Mode.EDITED)
        found = tuple(one for one in desk.findings_after(made) if not one.dismissed)
        if blocking(found):
            saved = decision(request, desk, segment, Verdict.SAVE, target=text, mode=Mode.EDITED)
            say = _("Saved as a draft: dismiss each error with a reason, or edit again.")
            return _decided(request, desk, segments, segment, saved, Notice(say))
        if found and given(request, "seen") != seen(text, found):
            say = _("The checks ask about your text. Read what they say; approve it again if you mean it so.")
            return _kept(request, desk, segment, Notice(say), Typed(identity(segment.entry.key), text, found))
        return _decided(request, desk, segments, segment, made)


@does(Action.DRAFT)
@require_POST
def save(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Keep the text as a draft, signed by nobody."""
    _ = speech.of(request).gettext
    with office.desk(tag, slug) as desk:
        segments, segment = segment_in(desk, request)
        text = typed_text(request)
        if text in ("", given(request, "replaces")):
            return _kept(request, desk, segment, Notice(_("Nothing changed.")))
        if _replaces_unasked(request):
            return _asked_to_replace(request, desk, segment, text)
        made = decision(request, desk, segment, Verdict.SAVE, target=text, mode=Mode.EDITED)
        return _decided(request, desk, segments, segment, made, Notice(_("Saved as a draft.")))


@does(Action.DECIDE)
@require_POST
def reject(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Send the text back with a reason for the next person."""
    _ = speech.of(request).gettext
    kind, more = given(request, "reason"), given(request, "more").strip()
    with office.desk(tag, slug) as desk:
        segments, segment = segment_in(desk, request)
        if kind not in told.REASONS:
            return _kept(request, desk, segment, Notice(_("Choose what is wrong.")))
        reason = f"{kind}: {more}" if more else kind
        made = decision(request, desk, segment, Verdict.REJECT, reason=reason)
        return _decided(request, desk, segments, segment, made)


@does(Action.DECIDE)
@require_POST
def dismiss(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Set one finding aside, with a reason on the record."""
    with office.desk(tag, slug) as desk:
        segments, segment = segment_in(desk, request)
        changes = {"check": given(request, "check"), "reason": given(request, "reason").strip()}
        made = decision(request, desk, segment, Verdict.DISMISS, **changes)
        return _decided(request, desk, segments, segment, made, stay=True)


@does(Action.DRAFT)
@require_POST
def undo(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Take one's own last decision on the document back: the one that the form names."""
    _ = speech.of(request).gettext
    with office.desk(tag, slug) as desk:
        last = history.last_own(desk, signed_in(request).handle)
        if last is None or str(last.number) != given(request, "number"):
            return shown(request, desk, notice=Notice(_("There is nothing to take back.")), status=409)
        before = last.decision
        texts = {"replaces": before.target, "target": last.found, "restores": last.before}
        segments, segment = desk.segments(), desk.segment(before.key)
        made = decision(request, desk, segment, Verdict.UNDO, **texts)
        return _decided(request, desk, segments, segment, made, stay=True)


def _decided(
    request: HttpRequest,
    desk: Desk,
    segments: Sequence[ReviewSegment],
    segment: ReviewSegment,
    made: Decision,
    notice: Notice | None = None,
    *,
    stay: bool = False,
) -> HttpResponse:
    """Carry it out and go on to what waits next; where it was not taken, say why and keep what was typed."""
    _ = speech.of(request).gettext
    before = part.asked(request, segments)
    try:
        _say(request, desk, segment)
        (applied,) = desk.decide(made)
    except UsageError as error:
        return _kept(request, desk, segment, Notice(_("This was not done"), told.why(error)))
    if applied.outcome in (Outcome.CONFLICT, Outcome.STALE):
        return _conflict(request, desk, segment, applied)
    name = identity(segment.entry.key)
    if made.verdict in (Verdict.APPROVE, Verdict.EDIT, Verdict.SAVE):
        team_page.decided(signed_in(request), Place(desk.pack.language.tag, desk.document.slug), name)
    if notice:
        return shown(request, desk, opened=name, unfold=True, notice=notice)
    desk.queue.set_bookmark(made.person, desk.document.slug, desk.pack.language.tag, made.key)
    now = desk.segments()
    following = name if stay else next_open(now, made.person, segment.number)
    return part.go_on(request, desk, before, now, following, BY_VERDICT.get(made.verdict, ""), "#sign-off")


def _say(request: HttpRequest, desk: Desk, segment: ReviewSegment) -> None:
    """Keep the comment beside the button; a few letters that say nothing do not stop a decision.

    Raises UsageError where it is too long, or is to report the English.
    """
    brief = len(given(request, "comment").strip()) <= LONGEST_COMMENT
    keep = keep_typed if brief and not request.POST.get("english") else say_typed
    keep(request, desk, segment)


def _conflict(request: HttpRequest, desk: Desk, segment: ReviewSegment, applied: Applied) -> HttpResponse:
    """Both texts on one page: the catalog's, which stands, and the person's, which is kept in the box."""
    mine = Typed(identity(segment.entry.key), applied.decision.target, shown=applied.decision.replaces)
    return _kept(request, desk, segment, _changed(request), mine, status=409)


def _replaces_unasked(request: HttpRequest) -> bool:
    """Whether a text would take the place of another person's by a mere second press of a key."""
    return "conflict" in request.POST and given(request, "replace") != "yes"


def _asked_to_replace(request: HttpRequest, desk: Desk, segment: ReviewSegment, text: str) -> HttpResponse:
    _ = speech.of(request).gettext
    say = _("Tick that your text shall replace the one that stands there now, or go on with that one.")
    typed = Typed(identity(segment.entry.key), text, shown=given(request, "conflict"))
    return _kept(request, desk, segment, Notice(say), typed)


def _changed(request: HttpRequest) -> Notice:
    _ = speech.of(request).gettext
    return Notice(_("Somebody changed this sentence while you worked on it. Their text stands; yours is kept here."))


def _kept(
    request: HttpRequest,
    desk: Desk,
    segment: ReviewSegment,
    notice: Notice,
    typed: Typed | None = None,
    status: int = 422,
) -> HttpResponse:
    """The page again, with the segment open and the text of the box as the person left it.

    Whatever the page is shown for: where the text is another than the form's, that is said first, since the next form
    will carry the new one.
    """
    keep_typed(request, desk, segment)
    name = identity(segment.entry.key)
    text = typed_text(request) if "text" in request.POST else ""
    replaced = given(request, "replaces")
    if status != 409 and "replaces" in request.POST and segment.entry.target != replaced:  # noqa: PLR2004
        notice, typed, status = _changed(request), Typed(name, text or replaced, shown=replaced), 409
    if typed is None and "text" in request.POST:
        typed = Typed(name, text)
    return shown(request, desk, opened=name, unfold="draft" in request.POST, notice=notice, typed=typed, status=status)
