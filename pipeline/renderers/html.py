"""The leaflet as one HTML page: the version of record, without scripts, fonts or anything else from outside."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from markupsafe import Markup

from pipeline.errors import PublishError
from pipeline.model.leaflet import Leaflet, RenderedFile
from pipeline.renderers import _inline, _outline

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
_FONT = re.compile(r"[\w-]+(?: [\w-]+)*")
_SYSTEM_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"


class HtmlRenderer:
    """An accessible page that is complete in itself: styles inside, readable on a phone, on paper and by ear.

    What a translator wrote can become no tag but those of the inline notation, and the page's Content Security Policy
    allows its own style and nothing else.
    """

    name = "html"
    suffix = ".html"

    def render(self, leaflet: Leaflet) -> RenderedFile:
        """The page, in UTF-8.

        Raises PublishError where the leaflet lacks one of the page's own words, or a draft does not say that it is one.
        """
        from jinja2 import UndefinedError

        where = f"{leaflet.document} [{leaflet.language}]"
        if (leaflet.draft or leaflet.sandbox) and not leaflet.banners:
            raise PublishError(f"{where}: a draft or test page without a banner; take one from i18n/notices/")
        style = _style(leaflet)
        title = _outline.title_block(leaflet.blocks)
        try:
            page = _environment().get_template("leaflet.html.jinja").render(
                leaflet=leaflet,
                chrome=leaflet.chrome,
                title=title,
                nodes=_outline.outline(leaflet.blocks),
                style=Markup(style),  # noqa: S704 - our own file and checked font names
                style_hash=base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
                in_english=any(s.language != leaflet.language for block in leaflet.blocks for s in block.sentences),
            )  # fmt: skip
        except UndefinedError as error:
            raise PublishError(f"{where}: {error}; fill `chrome` by pipeline.interface.chrome") from error
        return RenderedFile(PurePosixPath(f"{leaflet.name}{self.suffix}"), page.encode("utf-8"))


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"inline": _inline.html, "plain": _inline.plain, "address": _inline.address}
    return environment


def _style(leaflet: Leaflet) -> str:
    """What stands between the style tags, to the byte: the policy of the page names its hash."""
    for font in leaflet.fonts:
        if not _FONT.fullmatch(font):
            raise PublishError(f"{leaflet.language}: font name {font!r}; use letters, digits, hyphens, single spaces")
    fonts = ", ".join((*(f"'{font}'" for font in leaflet.fonts), _SYSTEM_FONTS))
    return f":root {{ --fonts: {fonts}; }}\n{(_TEMPLATES / 'leaflet.css').read_text('utf-8')}".strip()


PLUGIN = HtmlRenderer()
