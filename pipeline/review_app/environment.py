"""The templates: Jinja2, everything escaped, an unknown name is an error."""

from typing import Any

from jinja2 import Environment, StrictUndefined

from pipeline.renderers import _inline
from pipeline.review_app.assets import asset


def environment(**options: Any) -> Environment:
    """Jinja2 as Django's backend asks for it."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options)  # noqa: S701  Django's options hold autoescape=True, and a test tries it
    made.filters["inline"] = _inline.html
    made.globals["asset"] = asset
    return made
