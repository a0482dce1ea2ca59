"""What goes wrong, as RFC 9457 says it to programs: `application/problem+json` with what, where and what to do."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse

BASE = "/api/v1/"
TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, what it is, and what to do unless the case itself says better."""

    status: int
    title: str
    advice: str


KINDS = {
    "bad-request": Kind(400, "The request was not understood", "Send what the OpenAPI document describes."),
    "unauthorised": Kind(401, "Nobody is signed in", "Send `Authorization: Bearer TOKEN` with a token that holds."),
    "forbidden": Kind(403, "You may not do this", "Ask the coordinator for the role that it needs."),
    "csrf": Kind(403, "A session's cookie is not enough", "Send a personal token, or the X-CSRFToken of a page."),
    "not-found": Kind(404, "There is no such thing", "Take addresses and ids from what the API lists."),
    "wrong-method": Kind(405, "This address does not take this method", "Use the method that Allow names."),
    "conflict": Kind(409, "Somebody changed this sentence", "Read `here`, and decide anew with it as `replaces`."),
    "stale": Kind(409, "The document has no such sentence any more", "Ask for the segments anew."),
    "changed": Kind(409, "The text changed while you were reading", "Ask for the segments anew, and read them."),
    "not-now": Kind(409, "This cannot be done now", "Do what `detail` says, then try again."),
    "too-large": Kind(413, "The request is too long", "Send one decision at a time."),
    "no-json": Kind(415, "The request is no JSON", "Send `Content-Type: application/json`."),
    "invalid": Kind(422, "The request has other members than it should", "Mend what `errors` names."),
    "refused": Kind(422, "This was not done", "Do what `detail` says, then try again."),
    "findings": Kind(422, "The checks ask about this text", "Mend it; or save it, dismiss each, and approve it."),
    "unseen": Kind(422, "The checks ask about this text", "Read `findings`; send again with `seen` if you mean it so."),
    "key-used": Kind(422, "This Idempotency-Key stands for another decision", "Take a new key for each decision."),
    "throttled": Kind(429, "Too many wrong tokens", "Wait a quarter of an hour, then try again."),
    "failed": Kind(500, "Something failed", "Nothing is lost that was saved. Tell the coordinator."),
    "store": Kind(503, "The work database or a file fails", "Do what `detail` says, then try again."),
}


class Refused(Exception):  # noqa: N818  it ends a request as it should
    """Ends a request with a problem; `more` are further members of its answer."""

    def __init__(self, kind: str, detail: str = "", **more: Any) -> None:
        super().__init__(kind)
        self.kind, self.detail, self.more = kind, detail, more


def wanted(request: HttpRequest) -> bool:
    """Whether the request is a program's, which wants no page."""
    return request.path.startswith(BASE)


def problem(request: HttpRequest, kind: str, detail: str = "", **more: Any) -> JsonResponse:
    """The answer for a problem of this kind."""
    known = KINDS[kind]
    body = {
        "type": f"urn:pipeline:problem:{kind}",
        "title": known.title,
        "status": known.status,
        "detail": detail or f"{known.title}.",
        "instance": request.path,
        "advice": known.advice,
        **more,
    }
    answer = JsonResponse(body, status=known.status, content_type=TYPE)
    if kind == "unauthorised":
        answer["WWW-Authenticate"] = 'Bearer realm="review"'
    if kind == "throttled":
        answer["Retry-After"] = "900"
    return answer
