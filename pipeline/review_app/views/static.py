"""Our own style and script: these files and no others."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pipeline.review_app.assets import FOLDER, version
from pipeline.review_app.permissions import Action, does

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
    "swift.js": "text/javascript",
    "team.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


@does(Action.ENTER)
@require_safe
def static(request: HttpRequest, name: str) -> HttpResponse:
    """One of our files; under the address that names its state it may be kept for a year."""
    if name not in _FILES:
        raise Http404
    content = (FOLDER / name).read_bytes()
    lasting = request.META.get("QUERY_STRING", "") == version(name)
    kept = "public, max-age=31536000, immutable" if lasting else "no-cache"
    return HttpResponse(content, content_type=f"{_FILES[name]}; charset=utf-8", headers={"Cache-Control": kept})
