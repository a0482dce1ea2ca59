"""Opens what drafts are made with: the route's engines, and a drafter with the language's data around them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from pipeline import cognates, dictionaries, registry, sign_files
from pipeline.cognates import Cognates
from pipeline.config import Workspace
from pipeline.errors import NoRouteError, UsageError
from pipeline.normalise import leading_to, load_rules, normalise
from pipeline.plugins import Hop
from pipeline.spelt_out import Signs
from pipeline.stages import route
from pipeline.stages.drafting import Drafter
from pipeline.stages.packs import Pack


def plan(workspace: Workspace, pack: Pack, engines: Sequence[str]) -> route.Route:
    """The route to a language over what is installed, with these engines alone (empty: all). Opens nothing.

    Raises UsageError for an unknown engine, NoRouteError saying which engines lead there where these do not.
    """
    refuse_unknown(engines)
    source, language, order = workspace.source_language.tag, pack.language, workspace.settings.engines
    hops = route.installed(registry.engines().values())
    chosen = [hop for hop in hops if not engines or hop.engine in engines]
    try:
        return route.plan(chosen, source, language.tag, order, base=language.base)
    except NoRouteError as error:
        if not engines:
            raise
        whole = route.plan(hops, source, language.tag, order, base=language.base)
        named = " ".join(f"--engine {name}" for name in dict.fromkeys(hop.engine for hop in whole.hops))
        raise NoRouteError(
            f"{', '.join(engines)}: not enough for {source}>{language.tag}. Installed is {whole.describe()}: "
            f"leave --engine out, or name {named}"
        ) from error


def refuse_unknown(engines: Sequence[str]) -> None:
    """Raise UsageError where one of the names is no engine's."""
    known = registry.engines()
    if unknown := sorted(set(engines) - set(known)):
        raise UsageError(f"unknown engine {', '.join(unknown)}: choose from {', '.join(known)}")


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
            planned,
            registry.engines(),
            _spellings(workspace, planned) | _mendings(workspace, planned),
            _cognates(workspace, planned),
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
        )


def _spellings(workspace: Workspace, planned: route.Route) -> dict[str, Callable[[str], str]]:
    """How a text is spelt on its way, for the languages between first and last: in general, then for the pair."""
    names = {hop: (f"{hop.source}.toml", f"{hop.source}-{hop.target}.toml") for hop in planned.hops[1:]}
    return _by(workspace, "normalise", {hop.source: (hop, files) for hop, files in names.items()})


def _mendings(workspace: Workspace, planned: route.Route) -> dict[str, Callable[[str], str]]:
    """What a hop is known to write wrongly, by pair."""
    return _by(workspace, "mending", {hop.pair: (hop, (f"{hop.source}-{hop.target}.toml",)) for hop in planned.hops})


def _by(
    workspace: Workspace, folder: str, wanted: Mapping[str, tuple[Hop, tuple[str, ...]]]
) -> dict[str, Callable[[str], str]]:
    """By name the rules of the files that hold on the way of a hop, where there are any."""
    read = workspace.languages.files
    found = {
        name: leading_to(load_rules(tuple(path for file in files for path in read(folder, file))), hop.target)
        for name, (hop, files) in wanted.items()
    }
    return {name: partial(normalise, rules=rules) for name, rules in found.items() if rules}


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
