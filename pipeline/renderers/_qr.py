"""A web address as a QR code, drawn inside the page: it needs no file and no request."""

from functools import lru_cache
from io import BytesIO

from markupsafe import Markup

_DOTS = 8  # of a picture, for each module
_QUIET = 4  # modules of white around the code, as ISO/IEC 18004 asks


@lru_cache(maxsize=256)
def svg(address: str, name: str) -> Markup:
    """The code as an SVG image; `name` is what a screen reader says in its place. Black on white on a dark page too."""
    import segno

    code = segno.make_qr(address, error="m")
    drawn = code.svg_inline(
        border=_QUIET, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    ).removeprefix("<svg ")
    return Markup('<svg role="img" aria-label="{}" ').format(name) + Markup(drawn)  # noqa: S704 - holds digits alone


@lru_cache(maxsize=256)
def png(address: str) -> bytes:
    """The code as a picture, for formats that hold no drawings."""
    import segno

    out = BytesIO()
    segno.make_qr(address, error="m").save(out, kind="png", border=_QUIET, scale=_DOTS)
    return out.getvalue()
