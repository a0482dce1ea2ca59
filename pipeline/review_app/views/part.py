"""What a decision changed on the page of a document, in the place of the whole page, for a script that asks for it.

The script says which page it has. Only where that is the page as it stands does it get the pieces that are others now,
rendered by the same templates; in all other cases it is told where to go, or gets what a browser without it gets.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse

from pipeline.review_app.page import find, identity, state
from pipeline.review_app.team import Place
from pipeline.review_app.team_page import opening
from pipeline.review_app.views._page import moved, piece, signed_in
from pipeline.review_app.views.document import address, contents
from pipeline.stages.review import Desk, ReviewSegment

TYPE = "application/vnd.review.part+json"


@dataclass(frozen=True, slots=True)
class Before:
    """The page that a script has: its segments, and the name of the one that is open."""

    segments: Sequence[ReviewSegment]
    opened: str


def asked(request: HttpRequest, segments: Sequence[ReviewSegment]) -> Before | None:
    """The page with its `segments` before a decision; None where no part is asked for, or the script has another."""
    if TYPE not in request.headers.get("Accept", ""):
        return None
    known, _, opened = request.headers.get("Review-Page", "").partition(" ")
    return Before(segments, opened) if known == state(segments) else None


def go_on(
    request: HttpRequest,
    desk: Desk,
    before: Before | None,
    segments: Sequence[ReviewSegment],
    following: str,
    done: str,
    end: str = "",
) -> HttpResponse:
    """Open the segment `following` of those there are and say what was `done`: by a part of the page or a way to it.

    Where none follows, the way leads to the `end` of the page.
    """
    to = address(desk, following, done) + ("" if following else end)
    html = _changed(request, desk, before, segments, following, done) if before else ""
    if html:
        return JsonResponse({"address": to, "html": html}, content_type=TYPE)
    if TYPE in request.headers.get("Accept", ""):
        return JsonResponse({"address": to}, content_type=TYPE)
    return moved(to)


def _changed(
    request: HttpRequest, desk: Desk, before: Before, segments: Sequence[ReviewSegment], following: str, done: str
) -> str:
    """The pieces of the page that are others now; empty where it has to be loaded whole.

    That is where nothing waits, since the sign-off shows the findings of all, and where another person has it open.
    """
    account, place = signed_in(request), Place(desk.pack.language.tag, desk.document.slug)
    there = find(segments, following)
    if there is None or len(segments) != len(before.segments) or not any(s.need for s in segments):
        return ""
    met = opening(account, place, following, there.entry.target, anyway=False)
    if met.taken:
        return ""
    pairs = zip(before.segments, segments, strict=True)
    changed = {identity(now.entry.key) for was, now in pairs if was != now}
    only = changed | {before.opened, following}
    values = contents(request, desk, segments, opened=following, typed=met.typed, opening=met, done=done, only=only)
    return piece(request, "part.jinja", **values)
