"""The leaflet as one HTML page: the version of record, without scripts, fonts or anything else from outside."""

from pathlib import PurePosixPath

from pipeline.model.leaflet import Leaflet, RenderedFile
from pipeline.renderers._leaflet import markup
from pipeline.renderers._page import style_of


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
        page = markup(leaflet, style_of("leaflet.css", leaflet.fonts, leaflet.language))
        return RenderedFile(PurePosixPath(f"{leaflet.name}{self.suffix}"), page.encode("utf-8"))


PLUGIN = HtmlRenderer()
