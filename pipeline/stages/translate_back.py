"""Translates a text back into the source's language, for a person who wants a second look at it: an aid, no proof."""

from pipeline import registry
from pipeline.config import Workspace
from pipeline.errors import NoRouteError
from pipeline.plugins import Output
from pipeline.stages import route, workshop
from pipeline.stages.packs import Pack
from pipeline.stages.route import Route, RouteTranslator
from pipeline.stages.second_look import plan_back
from pipeline.wording import plain


def way_back(workspace: Workspace, pack: Pack) -> Route | None:
    """The way back over what is installed, None where nothing leads back; opens nothing.

    Where a draft comes over a way of its own, the way back is the one that the draft's confidence is judged by.
    """
    hops = route.installed(registry.engines().values())
    order = workspace.settings.engines
    try:
        return plan_back(hops, workshop.plan(workspace, pack, ()), order)
    except NoRouteError:
        pass
    try:
        return route.plan(hops, pack.language.tag, workspace.source_language.tag, order)
    except NoRouteError:
        return None


def translate_back(way: Route, text: str) -> Output:
    """The text on its way back, its markup left out. Raises EngineError where an engine does not open."""
    with RouteTranslator(way, registry.engines()) as translator:
        (output,) = translator.translate([plain(text).text])
    return output
