"""The smaller fields of a sentence's forms that could not be taken, a reason or a comment: they go back into them."""

from dataclasses import dataclass

from django.http import HttpRequest

from pipeline.review_app.talk import Talk
from pipeline.review_app.views._page import given


@dataclass(frozen=True, slots=True)
class Refused:
    """What goes back: of the rejection (`kind`, `more`), of the dismissal (`check`, `why`), of the comment."""

    kind: str = ""
    more: str = ""
    check: str = ""
    why: str = ""
    comment: str = ""
    english: bool = False


def refused(request: HttpRequest, opened: str, talk: Talk) -> Refused:
    """What the form brought and nobody has now; a comment that stands among what is said was taken."""
    match request.resolver_match.url_name if request.resolver_match else "":
        case "reject":
            return Refused(kind=given(request, "reason"), more=given(request, "more"))
        case "dismiss":
            return Refused(check=given(request, "check"), why=given(request, "reason"))
    comment, said = given(request, "comment").strip(), talk.by_sentence.get(opened)
    if not comment or (said and comment in {line.text for line in said.lines}):
        return Refused()
    return Refused(comment=comment, english=bool(request.POST.get("english")))
