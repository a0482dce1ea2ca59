"""The leaflet with its original: beneath each paragraph, or beside it on paper and where the screen has room."""

from pathlib import PurePosixPath

from pipeline.model.leaflet import Leaflet, RenderedFile
from pipeline.renderers._leaflet import markup
from pipeline.renderers._page import sheet, style_of


class BilingualRenderer:
    """The page of `html`, all of its words included, for those who read both languages or check one by the other."""

    name = "bilingual"
    suffix = "-bilingual.html"

    def render(self, leaflet: Leaflet) -> RenderedFile:
        """The page, in UTF-8. Raises PublishError as `html` does."""
        beside = f"@media print, (min-width: 64rem) {{\n{sheet('side-by-side.css')}}}"
        styles = (style_of("leaflet.css", leaflet.fonts, leaflet.language), sheet("pairs.css"), beside)
        page = markup(leaflet, "\n".join(styles), pairs=True)
        return RenderedFile(PurePosixPath(f"{leaflet.name}{self.suffix}"), page.encode("utf-8"))


PLUGIN = BilingualRenderer()
