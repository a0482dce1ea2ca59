"""The templates: Jinja2, everything escaped, an unknown name is an error."""

from typing import Any

from jinja2 import Environment, StrictUndefined

from pipeline.renderers import _inline
from pipeline.review_app.assets import asset
from pipeline.review_app.mixed import called, commas, filled, listed
from pipeline.review_app.readings import reading


def environment(**options: Any) -> Environment:
    """Jinja2 as Django's backend asks for it."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options)  # noqa: S701  Django's options hold autoescape=True, and a test tries it
    made.filters["inline"] = _inline.html
    made.filters |= {"plain": _inline.plain, "reading": reading}
    made.filters |= {"filled": filled, "listed": listed, "commas": commas, "called": called}
    made.globals["asset"] = asset
    return made
