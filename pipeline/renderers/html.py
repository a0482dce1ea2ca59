"""The leaflet as one HTML page: the version of record, without scripts, fonts or anything else from outside."""

from pathlib import PurePosixPath

from markupsafe import Markup

from pipeline.errors import PublishError
from pipeline.model.leaflet import Leaflet, RenderedFile
from pipeline.renderers import _outline
from pipeline.renderers._page import environment, style_of, style_seal


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
        style = style_of("leaflet.css", leaflet.fonts, leaflet.language)
        title = _outline.title_block(leaflet.blocks)
        try:
            page = environment().get_template("leaflet.html.jinja").render(
                leaflet=leaflet,
                pairs=False,
                chrome=leaflet.chrome,
                title=title,
                nodes=_outline.outline(leaflet.blocks),
                style=Markup(style),  # noqa: S704 - our own file and checked font names
                style_hash=style_seal(style),
                in_english=any(s.language != leaflet.language for block in leaflet.blocks for s in block.sentences),
            )  # fmt: skip
        except UndefinedError as error:
            raise PublishError(f"{where}: {error}; fill `chrome` by pipeline.interface.chrome") from error
        return RenderedFile(PurePosixPath(f"{leaflet.name}{self.suffix}"), page.encode("utf-8"))


PLUGIN = HtmlRenderer()
