"""What the API is, and who asks."""

from typing import Any

from pipeline.review_app import office
from pipeline.review_app.api import openapi, serialise
from pipeline.review_app.api.endpoint import ENDPOINTS, Call, endpoint
from pipeline.review_app.api.shapes import Me
from pipeline.review_app.permissions import Action


@endpoint("GET", "openapi.json", Action.ENTER, gives=None)
def openapi_document(call: Call) -> dict[str, Any]:
    """This document."""
    del call
    return openapi.document(ENDPOINTS)


@endpoint("GET", "me", Action.ACCOUNT, gives=Me)
def me(call: Call) -> Me:
    """Who asks, and what they may do in which language."""
    return serialise.me(call.request.user, office.languages(), read_only=call.read_only)  # type: ignore[arg-type]
