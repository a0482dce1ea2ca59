"""The routes of the API, made from the endpoints as they are declared."""

from django.urls import URLPattern, path

from pipeline.review_app.api.endpoint import ENDPOINTS
from pipeline.review_app.api.problems import BASE
from pipeline.review_app.api.views import about, decisions, documents  # noqa: F401  they declare themselves


def routes() -> list[URLPattern]:
    """A route for each endpoint; the converters of `urls` are known by then."""
    return [path(BASE.lstrip("/") + one.path, one.view(), name=one.name) for one in ENDPOINTS]
