"""The markup of a leaflet: one template for the screen and for paper, with the style of the one or the other."""

from markupsafe import Markup

from pipeline.errors import PublishError
from pipeline.model.leaflet import Leaflet
from pipeline.renderers import _outline
from pipeline.renderers._page import environment, style_seal


def markup(leaflet: Leaflet, style: str, *, pairs: bool = False) -> str:
    """The leaflet as a page of HTML with `style` in it; with `pairs`, each block with its original.

    Raises PublishError where the leaflet lacks one of the page's own words, or a draft does not say that it is one.
    """
    from jinja2 import UndefinedError

    where = f"{leaflet.document} [{leaflet.language}]"
    if (leaflet.draft or leaflet.sandbox) and not leaflet.banners:
        raise PublishError(f"{where}: a draft or test page without a banner; take one from i18n/notices/")
    title = _outline.title_block(leaflet.blocks)
    try:
        return environment().get_template("leaflet.html.jinja").render(
            leaflet=leaflet,
            pairs=pairs,
            chrome=leaflet.chrome,
            title=title,
            nodes=_outline.outline(leaflet.blocks),
            style=Markup(style),  # noqa: S704 - our own files and checked font names
            style_hash=style_seal(style),
            pictures=any(block.picture for block in leaflet.blocks),
            in_english=any(s.language != leaflet.language for block in leaflet.blocks for s in block.sentences),
        )  # fmt: skip
    except UndefinedError as error:
        raise PublishError(f"{where}: {error}; fill `chrome` by pipeline.stages.page_words") from error
