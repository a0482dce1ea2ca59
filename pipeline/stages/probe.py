"""Sets fixed traps for a route: sentences of which it is known where machines trip, judged by our checks.

The traps are data (`i18n/probes/`): `und.toml` for every language, a language's own on top. `any` are wordings of which
one has to be there, `never` those that must not; the checks' errors count in any case. It is advice: a model that falls
into traps may still be the best there is.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline import registry
from pipeline.config import Workspace
from pipeline.errors import LanguageError
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.stages import packs, workshop
from pipeline.stages.packs import Pack
from pipeline.stages.route import RouteTranslator
from pipeline.wording import fold, plain

# What a model must never do on its own, by the checks that notice.
_ALTERING = {
    "numbers": "alters numbers",
    "units": "alters units",
    "omission": "drops text",
    "repetition": "repeats itself",
    "negation": "turns negations round",
}


@dataclass(frozen=True, slots=True)
class Trap:
    """A sentence with wordings of which `any` one has to be in its translation and those that may `never` be."""

    name: str
    source: str
    any: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trapped:
    """What became of a trap: what the bare engines wrote, what our drafting made of it, and what is wrong with each."""

    name: str
    source: str
    engine: str
    draft: str
    engine_fails: tuple[str, ...]
    draft_fails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Probe:
    """The route, every trap, and in a few words what the bare engines alter, empty where nothing."""

    route: str
    trapped: tuple[Trapped, ...]
    altered: str


def probe(workspace: Workspace, tag: str, *, engines: Sequence[str] = ()) -> Probe:
    """Set every trap for the route to a language. Raises NoRouteError where there is none."""
    pack = packs.load(workspace, tag)
    planned = workshop.plan(workspace, pack, engines)
    traps = _traps(workspace, pack)
    sources = [trap.source for trap in traps]
    with RouteTranslator(planned, registry.engines()) as bare:
        raw = [output.text for output in bare.translate([plain(source).text for source in sources])]
    with workshop.drafter_over(workspace, pack, planned) as drafter:
        drafts = drafter.draft(sources)
    trapped: list[Trapped] = []
    altered: dict[str, None] = {}
    for trap, text, draft in zip(traps, raw, drafts, strict=True):
        found = _errors(plain(trap.source).text, text, pack)
        altered.update({_ALTERING[f.check]: None for f in found if f.check in _ALTERING})
        ours = _errors(trap.source, draft.target, pack) if draft.target else []
        why = () if draft.target else (draft.problem or "no draft",)
        judged = (_judged(trap, text, found), (*why, *_judged(trap, draft.target, ours)))
        trapped.append(Trapped(trap.name, trap.source, text, draft.target, *judged))
    return Probe(planned.describe(), tuple(trapped), ", ".join(altered))


def _errors(source: str, target: str, pack: Pack) -> list[Finding]:
    """The errors of every check, in the order of the checks."""
    subject = Subject(None, source, target, tuple(pack.terms.find(source)))
    found = (finding for check in registry.checks().values() for finding in check.find(subject, pack.language))
    return [finding for finding in found if finding.severity is Severity.ERROR]


def _judged(trap: Trap, text: str, found: Sequence[Finding]) -> tuple[str, ...]:
    said = fold(plain(text).text)
    why = [finding.message for finding in found]
    if trap.any and not any(fold(wording) in said for wording in trap.any):
        why.append(f"none of “{'”, “'.join(trap.any)}”")
    why += [f"“{wording}”" for wording in trap.never if fold(wording) in said]
    return tuple(why)


def _traps(workspace: Workspace, pack: Pack) -> list[Trap]:
    """The traps for every language and for this one; a later one of the same name replaces an earlier one."""
    names = [name for name in ("und", pack.language.base, pack.language.tag) if name]
    paths = [path for name in names for path in workspace.languages.files("probes", f"{name}.toml")]
    return list({trap.name: trap for path in paths for trap in _read(path)}.values())


def _read(path: Path) -> list[Trap]:
    try:
        rows = tomllib.loads(path.read_text("utf-8"))["trap"]
        return [Trap(r["name"], r["source"], tuple(r.get("any", ())), tuple(r.get("never", ()))) for r in rows]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise LanguageError(f"{path}: {error}; write [[trap]] tables with name and source") from error
