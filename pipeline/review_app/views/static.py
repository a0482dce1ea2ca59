"""Our own style and script: these files and no others."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pipeline.review_app.permissions import Action, does

_FOLDER = Path(__file__).resolve().parent.parent / "static"
_FILES = {
    "review.css": "text/css",
    "people.css": "text/css",
    "review.js": "text/javascript",
    "talk.css": "text/css",
    "keys.js": "text/javascript",
    "away.js": "text/javascript",
    "aids.css": "text/css",
    "aids.js": "text/javascript",
    "overview.css": "text/css",
    "team.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


@does(Action.ENTER)
@require_safe
def static(request: HttpRequest, name: str) -> HttpResponse:
    """One of our files."""
    del request
    if name not in _FILES:
        raise Http404
    content = (_FOLDER / name).read_bytes()
    return HttpResponse(content, content_type=f"{_FILES[name]}; charset=utf-8", headers={"Cache-Control": "no-cache"})
