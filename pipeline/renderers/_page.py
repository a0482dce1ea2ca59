"""What all pages share: the templates, and one style whose hash is the only thing a page's own policy allows."""

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import bidi, numerals
from pipeline.errors import PublishError
from pipeline.model.leaflet import Leaflet
from pipeline.renderers import _inline, _qr

if TYPE_CHECKING:
    from jinja2 import Environment

_PAGE_OF = "Page {number} of {total}"
_TEMPLATES = Path(__file__).parent / "templates"
_FONT = re.compile(r"[\w-]+(?: [\w-]+)*")
_SYSTEM_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"


@cache
def environment() -> "Environment":
    """Jinja2 with escaping on, undefined names an error, and the filters for the inline notation."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "inline": _inline.html,
        "words": _inline.words,
        "plain": _inline.plain,
        "address": _inline.address,
        "digits": _digits,
        "direction": bidi.direction,
        "qr": _qr.svg,
        "spoken": _inline.spoken,
    }
    return environment


def _digits(number: int, system: str) -> str:
    return numerals.in_digits(str(number), system)


def style_of(name: str, fonts: Sequence[str], language: str, *, behind: str = _SYSTEM_FONTS) -> str:
    """What stands between the style tags, to the byte; `behind` are the fonts to take where these are missing.

    Raises PublishError for a font name that is more than a name.
    """
    for font in fonts:
        if not _FONT.fullmatch(font):
            raise PublishError(f"{language}: font name {font!r}; use letters, digits, hyphens, single spaces")
    families = ", ".join((*(f"'{font}'" for font in fonts), behind))
    return f":root {{ --fonts: {families}; }}\n{sheet(name)}".strip()


@cache
def sheet(name: str) -> str:
    """One of our style sheets."""
    return (_TEMPLATES / name).read_text("utf-8")


def style_seal(style: str) -> str:
    """The hash of a style, as a Content Security Policy names it."""
    return base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")


def page_of(leaflet: Leaflet) -> list[str]:
    """`Page {number} of {total}` in parts; `{number} / {total}` in a language that has no words for it yet."""
    words = leaflet.chrome[_PAGE_OF]
    if words == _PAGE_OF and leaflet.language.partition("-")[0] != "en":
        words = "\u2066{number} / {total}\u2069"
    return [part for part in re.split(r"(\{\w+\})", words) if part]
