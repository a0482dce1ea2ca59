"""Drafts every untranslated segment of a language, from phrases, memory, then engines. Writes only drafts."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline import registry
from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import NotDrafted, Origin, Unknown
from pipeline.config import Workspace
from pipeline.errors import EngineError, UsageError
from pipeline.model.document import Document, Key
from pipeline.model.finding import Problem
from pipeline.stages import packs
from pipeline.stages.drafting import Draft
from pipeline.stages.extract import extract
from pipeline.stages.known import Made, approved_memory, without_engine
from pipeline.stages.packs import Pack
from pipeline.stages.workshop import open_drafter

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
        known = {key: made for key in job.keys if (made := without_engine(key, job.pack, memory))}
        if known:
            _write(workspace, job, known)
            yield len(known)
        if left := [key for key in job.keys if key not in known]:
            rest.append((job, left))
    if not rest:
        return
    with open_drafter(workspace, pack, engines) as (drafter, described):
        for job, keys in rest:
            job.tally.route = described
            for start in range(0, len(keys), BATCH):
                batch = keys[start : start + BATCH]
                drafts = drafter.draft([key.source for key in batch])
                drafted = {k: _by_engine(d, described) for k, d in zip(batch, drafts, strict=True)}
                _write(workspace, job, drafted)
                yield len(batch)


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
