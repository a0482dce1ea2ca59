"""Drafts every untranslated segment of a language, from phrases, memory, then engines. Writes only drafts."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial

from pipeline import registry
from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import NotDrafted, Origin, Statement, Unknown
from pipeline.catalog.signoff import is_trial
from pipeline.config import Workspace
from pipeline.errors import CatalogError, EngineError, UsageError
from pipeline.memory import Memory
from pipeline.model.document import Document, Key
from pipeline.model.finding import Problem
from pipeline.normalise import load_rules, normalise
from pipeline.numerals import localise_all
from pipeline.stages import packs, route
from pipeline.stages.drafting import Draft, Drafter
from pipeline.stages.extract import extract
from pipeline.stages.packs import Pack
from pipeline.typography import mend
from pipeline.wording import NOTHING

BATCH = 24  # segments between two writes: what a killed run can lose
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Tally:
    """What became of one document in one language; a line of `translate --json`."""

    document: str
    language: str
    segments: int = 0
    drafted: int = 0
    phrase: int = 0
    memory: int = 0
    engine: int = 0
    failed: int = 0
    route: str = ""


@dataclass(slots=True)
class Translation:
    """The report of a run: a tally per document and language, what could not be read, and the seconds it took."""

    documents: list[Tally] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether every segment has a text."""
        return not self.problems and not any(tally.failed for tally in self.documents)


@dataclass(frozen=True, slots=True)
class _Job:
    """A document in a language with the segments that have to be drafted, and the text each had then."""

    document: Document
    pack: Pack
    keys: dict[Key, str]
    tally: Tally


def translate(
    workspace: Workspace,
    tags: Sequence[str],
    names: Sequence[str] = (),
    *,
    engines: Sequence[str] = (),
    redo: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Translation:
    """Extract what changed, then draft what is untranslated in `tags` (all documents, or those named).

    `engines` narrows the choice of engines. `redo` drafts machine drafts that nobody has touched again. `progress` is
    called with segments done and segments in all. Drafts are written every `BATCH` segments. A language that no engine
    leads to gets its phrases and memory, and is a problem in the report.
    """
    started = time.monotonic()
    _refuse_nonsense(workspace, tags, engines)
    loaded = {tag: packs.load(workspace, tag) for tag in tags}
    extraction = extract(workspace, names, tags=tags)
    report = Translation(problems=list(extraction.problems))
    jobs = [_job(workspace, document, pack, redo=redo) for pack in loaded.values() for document in extraction.documents]
    report.documents = [job.tally for job in jobs]
    done, total = 0, sum(len(job.keys) for job in jobs)
    progress(done, total)
    for tag in tags:
        mine = [job for job in jobs if job.tally.language == tag and job.keys]
        try:
            for count in _translate_language(workspace, loaded[tag], mine, engines) if mine else ():
                done += count
                progress(done, total)
        except EngineError as error:
            report.problems.append(Problem(tag, str(error)))
    report.seconds = time.monotonic() - started
    return report


def _refuse_nonsense(workspace: Workspace, tags: Sequence[str], engines: Sequence[str]) -> None:
    known = registry.engines()
    if unknown := sorted(set(engines) - set(known)):
        raise UsageError(f"unknown engine {', '.join(unknown)}: choose from {', '.join(known)}")
    if workspace.settings.source_language in tags:
        raise UsageError(f"{workspace.settings.source_language} is the language of the sources: name another one")


def _job(workspace: Workspace, document: Document, pack: Pack, *, redo: bool) -> _Job:
    tag = pack.language.tag
    catalog = store.read(workspace.catalog(tag, document.slug))
    active = catalog.active if catalog else {}
    keys = {key: entry.target for key, entry in active.items() if _open(entry, redo=redo)}
    return _Job(document, pack, keys, Tally(document.slug, tag, segments=len(active)))


def _open(entry: Entry, *, redo: bool) -> bool:
    """Whether a draft may be written: no text yet or, with `redo`, a machine's text that no person has touched."""
    untouched = entry.machine_made and entry.fuzzy and not entry.signatures and not entry.rejections
    return not entry.target or (redo and untouched)


def _translate_language(workspace: Workspace, pack: Pack, jobs: list[_Job], engines: Sequence[str]) -> Iterator[int]:
    """Draft the jobs of one language; yields how many segments each write brought nearer to the end."""
    memory = approved_memory(workspace, pack.language.tag)
    rest = []
    for job in jobs:
        known = {key: made for key in job.keys if (made := _without_engine(key, job, memory))}
        if known:
            _write(workspace, job, known)
            yield len(known)
        if left := [key for key in job.keys if key not in known]:
            rest.append((job, left))
    if not rest:
        return
    with _drafter(workspace, pack, engines) as (drafter, described):
        for job, keys in rest:
            job.tally.route = described
            for start in range(0, len(keys), BATCH):
                batch = keys[start : start + BATCH]
                drafts = drafter.draft([key.source for key in batch])
                drafted = {k: _by_engine(d, described) for k, d in zip(batch, drafts, strict=True)}
                _write(workspace, job, drafted)
                yield len(batch)


Made = tuple[str, tuple[Statement, ...]]  # a target text and what is to be said of it


def _without_engine(key: Key, job: _Job, memory: Memory) -> Made | None:
    """A draft from phrases, memory, or a segment that holds figures only."""
    pack = job.pack
    if phrase := pack.phrases.find(key):
        return phrase.target, (Origin("phrase", "signed" if phrase.signed else "proposed"),)
    if match := memory.find(key):
        return match.target, (Origin("memory", f"{match.score:.2f} {match.document}"),)
    if not any(c.isalpha() for c in key.source):
        source = pack.workspace.source_language.style
        figures = mend(localise_all(key.source, source, pack.language.style), key.source, pack.language.style)
        return figures, (Origin("copy", "figures"),)
    return None


def _by_engine(draft: Draft, described: str) -> Made:
    if not draft.target:
        return "", (NotDrafted(draft.problem or "the engine returned nothing"),)
    repaired = f", repaired: {', '.join(draft.repaired)}" if draft.repaired else ""
    unknown = (Unknown(draft.unknown),) if draft.unknown else ()
    return draft.target, (Origin("mt", described + repaired), *unknown)


def _write(workspace: Workspace, job: _Job, made: dict[Key, Made]) -> None:
    """Write drafts into the catalog, but over no text that has come there since the job was made."""
    path = workspace.catalog(job.tally.language, job.document.slug)

    def change(catalog: Catalog | None) -> Catalog:
        catalog = catalog or Catalog(job.tally.language, job.document.slug, ())
        still = {
            key: entry
            for key, entry in catalog.active.items()
            if key in made and entry.target == job.keys[key] and _open(entry, redo=True)
        }
        return catalog.with_entries({key: entry.drafted(*made[key]) for key, entry in still.items()})

    store.update(path, workspace.locks, change)
    _count(job.tally, made)


def _count(tally: Tally, made: dict[Key, Made]) -> None:
    kinds = Counter(next((s.kind for s in said if isinstance(s, Origin)), "failed") for _, said in made.values())
    tally.phrase += kinds["phrase"]
    tally.memory += kinds["memory"]
    tally.engine += kinds["mt"] + kinds["copy"]
    tally.failed += kinds["failed"]
    tally.drafted += len(made) - kinds["failed"]


def approved_memory(workspace: Workspace, tag: str, *, base: bool = True) -> Memory:
    """The approved segments of every document of the language, and with `base` those of the language it comes from.

    A catalog that cannot be read lends nothing; its own document reports it. Trials in a sandbox lend to sandboxes.
    """
    memory = Memory()
    policy = workspace.settings.policy
    tags = [t for t in (tag, workspace.languages.get(tag).base if base else "") if t]
    for path in (p for t in tags for p in sorted((workspace.root / "locales" / t / "LC_MESSAGES").glob("*.po"))):
        if not workspace.template(path.stem).is_file():
            continue
        try:
            catalog = store.read(path)
        except CatalogError:
            continue
        if catalog is None or (is_trial(catalog) and not policy.sandbox):
            continue
        for key, entry in catalog.active.items():
            if entry.approved(policy.signatures) and entry.target != NOTHING:
                memory.add(key, entry.target, path.stem)
    return memory


@contextmanager
def _drafter(workspace: Workspace, pack: Pack, engines: Sequence[str]) -> Iterator[tuple[Drafter, str]]:
    """A drafter over the planned route, its engines open, and the route as origins name it."""
    source = workspace.source_language
    chosen = {n: e for n, e in registry.engines().items() if not engines or n in engines}
    planned = route.plan(
        route.installed(chosen.values()),
        source.tag,
        pack.language.tag,
        workspace.settings.engines,
        base=pack.language.base,
    )
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
