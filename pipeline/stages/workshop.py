"""Opens what drafts are made with: the route's engines, and a drafter with the language's data around them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from pipeline import registry
from pipeline.config import Workspace
from pipeline.normalise import load_rules, normalise
from pipeline.stages import route
from pipeline.stages.drafting import Drafter
from pipeline.stages.packs import Pack


def plan(workspace: Workspace, pack: Pack, engines: Sequence[str]) -> route.Route:
    """The route to a language over what is installed, with these engines alone (empty: all). Opens nothing."""
    chosen = (engine for name, engine in registry.engines().items() if not engines or name in engines)
    tag, base = pack.language.tag, pack.language.base
    return route.plan(
        route.installed(chosen), workspace.source_language.tag, tag, workspace.settings.engines, base=base
    )


@contextmanager
def open_drafter(workspace: Workspace, pack: Pack, engines: Sequence[str]) -> Iterator[tuple[Drafter, str]]:
    """A drafter over the planned route, its engines open, and the route as origins name it."""
    source, planned = workspace.source_language, plan(workspace, pack, engines)
    with ExitStack() as stack:
        opened = route.RouteTranslator(planned, registry.engines(), _spellings(workspace, planned))
        stack.callback(opened.close)
        drafter = Drafter(
            opened.translate, opened.unknown_characters, pack.terms.find, pack.rules, source, pack.language
        )
        yield drafter, planned.describe()


def _spellings(workspace: Workspace, planned: route.Route) -> dict[str, Callable[[str], str]]:
    """How a text is spelt on its way, for the languages between the first and the last."""
    files = {hop.source: workspace.languages.files("normalise", f"{hop.source}.toml") for hop in planned.hops[1:]}
    return {tag: partial(normalise, rules=load_rules(paths)) for tag, paths in files.items() if paths}
