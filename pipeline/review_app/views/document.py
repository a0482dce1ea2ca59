"""The page of a document: both texts in reading order, the sign-off, and the findings while one types."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from pipeline.errors import CatalogError, UsageError
from pipeline.model.decision import Decision, Mode, Verdict
from pipeline.review_app import confirm, history, office, readers, reported, speech, talk, told, unsaved
from pipeline.review_app.helps import helps, offered
from pipeline.review_app.page import Typed, find, fingerprint, identity, one_line, view
from pipeline.review_app.permissions import Action, does, may
from pipeline.review_app.second_sight import Back
from pipeline.review_app.standing import standing
from pipeline.review_app.team import Place
from pipeline.review_app.team_page import Opening, beside, opening
from pipeline.review_app.views._page import given, moved, page, signed_in
from pipeline.review_app.views.reader import reading
from pipeline.review_app.views.refused import refused
from pipeline.stages.check import not_checked
from pipeline.stages.review import LONGEST, Desk, ReviewSegment
from pipeline.stages.same import elsewhere, places


@dataclass(frozen=True, slots=True)
class Notice:
    """What the page says first: why something was not done, in our words and, as detail, the desk's reason."""

    text: str
    detail: str = ""


@does(Action.READ)
@require_safe
def document(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """The whole document; `?open=KEY` opens one segment, `&draft=1` unfolds its poor draft, `&use=` fills its box.

    A segment that another person has open stays closed without `&anyway=1`.
    """
    account, name, use = signed_in(request), request.GET.get("open", ""), request.GET.get("use", "")
    unfold = "draft" in request.GET
    with office.desk(tag, slug) as desk:
        if not may(account.role(tag), Action.DRAFT):
            return reading(request, desk)
        segments = desk.segments()
        segment = find(segments, name)
        if segment is None:
            return shown(request, desk, segments, opened=name, unfold=unfold)
        met = opening(account, Place(tag, slug), name, segment.entry.target, anyway="anyway" in request.GET)
        text = offered(desk, name, use) if use else ""
        typed = Typed(name, text) if text else met.typed
        return shown(request, desk, segments, opened="" if met.taken else name, unfold=unfold, typed=typed, opening=met)


def shown(
    request: HttpRequest,
    desk: Desk,
    segments: Sequence[ReviewSegment] | None = None,
    *,
    opened: str = "",
    unfold: bool = False,
    notice: Notice | None = None,
    typed: Typed | None = None,
    back: Back | None = None,
    opening: Opening | None = None,
    status: int = 200,
    done: str = "",
) -> HttpResponse:
    """The page of the document and its `segments`, with what was typed and could not be taken, and what was `done`."""
    values = contents(
        request,
        desk,
        segments,
        opened=opened,
        unfold=unfold,
        notice=notice,
        typed=typed,
        back=back,
        opening=opening,
        done=done,
    )
    return page(request, "document.jinja", status, **values)


def contents(
    request: HttpRequest,
    desk: Desk,
    segments: Sequence[ReviewSegment] | None = None,
    *,
    opened: str = "",
    unfold: bool = False,
    notice: Notice | None = None,
    typed: Typed | None = None,
    back: Back | None = None,
    opening: Opening | None = None,
    done: str = "",
    only: Collection[str] | None = None,
) -> dict[str, Any]:
    """What the templates of the page lay out: all of it, or of the segments `only` those."""
    account, words = signed_in(request), speech.of(request)
    place = Place(desk.pack.language.tag, desk.document.slug)
    role = account.role(place.language)
    allowed = {action.name.lower(): may(role, action) for action in Action}
    there = segments or desk.segments()
    seen = view(desk, there, words, account.handle, opened=opened, unfold=unfold, typed=typed, only=only)
    in_hand = opened if allowed["draft"] and any(row.open for part in seen.parts for row in part.rows) else ""
    said = talk.of(desk, seen.segments, words, account.handle)
    return {
        **_facts(desk),
        "view": seen,
        "talk": said,
        "refused": refused(request, opened, said),
        "team": beside(account, place, words, opened=in_hand, assigns=allowed["assign"], opening=opening),
        "may": allowed,
        "why": lambda reason: told.reason(reason, words),
        "notice": notice,
        "left": unsaved.left(account, place, [identity(one.entry.key) for one in seen.segments]),
        "done": confirm.said(request, done),
        "opened": opened,
        "in_hand": in_hand,
        **_last(desk, account.handle, same="same" in request.GET, decides=allowed["decide"]),
        "help": helps(desk, opened, back, style=only is None) if allowed["draft"] else None,
    }


def _facts(desk: Desk) -> dict[str, Any]:
    """What the page says of the document, whoever reads it."""
    return {
        "desk": desk,
        "marks": readers.marks(desk),
        "mark_version": readers.version,
        "reported": reported.of(desk, today()),
        "outcomes": reported.OUTCOMES,
        "identity": identity,
        "source": desk.workspace.source_language,
        "target": desk.pack.language,
        "reasons": tuple(told.REASONS.items()),
        "standing": standing(desk),
        "not_checked": not_checked(desk.pack.language),
        "longest": LONGEST,
    }


def _last(desk: Desk, person: str, *, same: bool, decides: bool) -> dict[str, Any]:
    """The person's own last decision, in how many documents its draft stands too, and if asked, those documents."""
    last = history.last_own(desk, person)
    return {
        "last": last,
        "same": places(desk, last.decision) if last and decides and same else [],
        "elsewhere": elsewhere(desk, last.decision) if last and decides else 0,
        "same_key": identity(last.decision.key) if last else "",
    }


def segment_in(desk: Desk, request: HttpRequest) -> tuple[list[ReviewSegment], ReviewSegment]:
    """All segments, and the one that the form is about. Raises Http404 where there is none."""
    segments = desk.segments()
    if found := find(segments, given(request, "key")):
        return segments, found
    raise Http404


def today() -> date:
    """The day of the decision: that of the machine that serves."""
    return date.today()  # noqa: DTZ011  a reviewer's day is the local one


def decision(request: HttpRequest, desk: Desk, segment: ReviewSegment, verdict: Verdict, **changes: Any) -> Decision:
    """The decision of the signed-in person on a segment as the form says they saw it."""
    text = given(request, "replaces")
    fields: dict[str, Any] = {"replaces": text, "target": text} | changes
    where = (desk.document.slug, desk.pack.language.tag, segment.entry.key)
    return Decision(*where, verdict, signed_in(request).handle, today(), **fields)


def typed_text(request: HttpRequest) -> str:
    """The text in the box, as one line."""
    return one_line(given(request, "text"))


def address(desk: Desk, opened: str = "", done: str = "") -> str:
    """Where the page is, with a segment open, and with what was done (a name in `confirm.SAID`)."""
    query = urlencode({name: value for name, value in (("open", opened), ("done", done)) if value})
    return f"/documents/{desk.pack.language.tag}/{desk.document.slug}/{'?' if query else ''}{query}"


@does(Action.SIGN_OFF)
@require_POST
def sign_off(request: HttpRequest, tag: str, slug: str) -> HttpResponse:
    """Vouch for the whole text, as it was on the page that the form stood on."""
    _ = speech.of(request).gettext
    with office.desk(tag, slug) as desk:
        segments = desk.segments()
        if given(request, "read") != fingerprint(segments):
            text = _("The text changed while you were reading: read it again, then sign it off.")
            return shown(request, desk, notice=Notice(text), status=409)
        if not request.POST.get("whole"):
            text = _("Say that you have read the whole text, then sign it off.")
            return shown(request, desk, notice=Notice(text), status=422)
        texts = {segment.entry.key: segment.entry.target for segment in segments}
        try:
            desk.sign_off(signed_in(request).handle, today(), texts)
        except (UsageError, CatalogError) as error:
            return shown(request, desk, notice=Notice(_("Not signed off"), told.why(error)), status=409)
        return moved(f"{address(desk, done='signed-off')}#sign-off")


@does(Action.DRAFT)
@require_POST
def check(request: HttpRequest, tag: str, slug: str) -> JsonResponse:
    """What the checks say of the text in the box, for the script; nothing is kept."""
    words = speech.of(request)
    text = typed_text(request)
    with office.desk(tag, slug) as desk:
        _, segment = segment_in(desk, request)
        if not text or len(text) > LONGEST:
            return JsonResponse({"findings": [], "summary": ""})
        made = decision(request, desk, segment, Verdict.EDIT, target=text, mode=Mode.EDITED)
        found = [one for one in desk.findings_after(made) if not one.dismissed]
    said = told.findings(found, words)
    count = len(said)
    summary = words.ngettext("{count} finding", "{count} findings", count).format(count=count)
    return JsonResponse({"findings": [asdict(one) for one in said], "summary": summary})
