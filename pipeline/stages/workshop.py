"""Opens what drafts are made with: the route's engines, and a drafter with the language's data around them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from pipeline import cognates, dictionaries, registry, sign_files
from pipeline.cognates import Cognates
from pipeline.config import Workspace
from pipeline.normalise import load_rules, normalise
from pipeline.spelt_out import Signs
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
    planned = plan(workspace, pack, engines)
    with drafter_over(workspace, pack, planned) as drafter:
        yield drafter, planned.describe()


@contextmanager
def drafter_over(workspace: Workspace, pack: Pack, planned: route.Route) -> Iterator[Drafter]:
    """A drafter over this route, its engines open. Raises EngineError where one does not open."""
    with ExitStack() as stack:
        opened = route.RouteTranslator(
            planned, registry.engines(), _spellings(workspace, planned), _cognates(workspace, planned)
        )
        stack.callback(opened.close)
        yield Drafter(
            opened.translate,
            opened.unknown_characters,
            pack.terms.find,
            pack.rules,
            workspace.source_language,
            pack.language,
            _signs(workspace, pack),
            load_rules(
                workspace.languages.files("mending", f"{planned.hops[-1].source}-{planned.hops[-1].target}.toml")
            ),
        )


def _spellings(workspace: Workspace, planned: route.Route) -> dict[str, Callable[[str], str]]:
    """How a text is spelt on its way, for the languages between first and last: in general, then for the pair."""
    names = {hop.source: (f"{hop.source}.toml", f"{hop.source}-{hop.target}.toml") for hop in planned.hops[1:]}
    read = workspace.languages.files
    files = {tag: tuple(path for name in pair for path in read("normalise", name)) for tag, pair in names.items()}
    return {tag: partial(normalise, rules=load_rules(paths)) for tag, paths in files.items() if paths}


def _cognates(workspace: Workspace, planned: route.Route) -> dict[str, Cognates]:
    """What becomes of words that a hop does not know, by pair, where there are data for it."""
    languages = workspace.languages
    files = {hop: languages.files("cognates", f"{hop.source}-{hop.target}.toml") for hop in planned.hops}
    return {
        hop.pair: cognates.load(paths, partial(dictionaries.of, languages.get(hop.target)))
        for hop, paths in files.items()
        if paths and hop.target in languages.tags
    }


def _signs(workspace: Workspace, pack: Pack) -> Signs:
    """What drafts in a language owe their sources, sign by sign."""
    source = workspace.source_language
    tags = (tag for tag in ("und", source.tag, pack.language.base, pack.language.tag) if tag)
    paths = (path for tag in tags for path in workspace.languages.files("signs", f"{tag}.toml"))
    names = workspace.languages.files("keep", "names.txt")
    return sign_files.load(source.style, pack.language.style, paths, names)
