"""Drafts every untranslated segment of a language, from phrases, memory, then engines. Writes only drafts."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import Measured, NotDrafted, Origin, Unknown
from pipeline.config import Workspace
from pipeline.errors import EngineError, UsageError
from pipeline.model.document import Document, Key
from pipeline.model.finding import Problem
from pipeline.stages import packs, workshop
from pipeline.stages.cluster import cluster
from pipeline.stages.crew import Alone, Crew, processes
from pipeline.stages.drafting import Draft
from pipeline.stages.extract import Extraction, extract
from pipeline.stages.kit import pack_kit
from pipeline.stages.known import Made, without_engine
from pipeline.stages.memory import Recollection
from pipeline.stages.packs import Pack
from pipeline.stages.reading import source_files
from pipeline.stages.second_look import open_drafts
from pipeline.stages.settled import Settled
from pipeline.stages.workshop import plan

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
class How:
    """How to draft: with which engines (empty: all), in how many processes (None: one), on which Dask cluster.

    `cluster` is `tls://host:port`, `tcp://host:port` or `local`. `warn` takes what the person must know. The
    `second_look` is there where the workspace's settings want it too.
    """

    engines: Sequence[str] = ()
    workers: int | None = None
    cluster: str = ""
    warn: Callable[[str], None] = lambda _text: None
    second_look: bool = True


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
    how: How | None = None,
    redo: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Translation:
    """Extract what changed, then draft what is untranslated in `tags` (all documents, or those named).

    `redo` drafts machine drafts that nobody has touched again. `progress` is called with segments done and segments in
    all. Drafts are written as batches come back. A language that no engine leads to gets its phrases and memory, and is
    a problem in the report. A document with nothing to do is not read again (`pipeline.stages.settled`).
    """
    started = time.monotonic()
    how = how or How()
    _refuse_nonsense(workspace, tags, how.engines)
    loaded = {tag: packs.load(workspace, tag) for tag in tags}
    settled = Settled(workspace)
    known, rest = ({}, list(names)) if redo else _settled(workspace, settled, tags, names)
    extraction = extract(workspace, rest, tags=tags) if rest is not None else Extraction(())
    report = Translation(problems=list(extraction.problems))
    jobs = [_job(workspace, document, pack, redo=redo) for pack in loaded.values() for document in extraction.documents]
    report.documents = _in_order(tags, [*known.values(), *(job.tally for job in jobs)])
    done, total = 0, sum(len(job.keys) for job in jobs)
    progress(done, total)
    for tag in tags:
        mine = [job for job in jobs if job.tally.language == tag and job.keys]
        try:
            for count in _translate_language(workspace, loaded[tag], mine, how) if mine else ():
                done += count
                progress(done, total)
        except EngineError as error:
            report.problems.append(Problem(tag, str(error)))
    for job in jobs:
        settled.note(workspace.root / job.document.path, job.tally.language)
    settled.save()
    report.seconds = time.monotonic() - started
    return report


def _settled(
    workspace: Workspace, settled: Settled, tags: Sequence[str], names: Sequence[str]
) -> tuple[dict[tuple[str, str], Tally], list[str] | None]:
    """The tallies of documents that need nothing in any of `tags`, and the names of the rest; None where none is left.

    Names that no document may have stay among the rest, so that they are reported.
    """
    found = source_files(workspace, names)
    known: dict[tuple[str, str], Tally] = {}
    rest = [problem.document for problem in found.problems]
    for path in found.paths:
        slug, sizes = path.stem.lower(), {tag: settled.segments(path, tag) for tag in tags}
        if None in sizes.values():
            rest.append(slug)
        else:
            known |= {(tag, slug): Tally(slug, tag, segments=size or 0) for tag, size in sizes.items()}
    return known, rest if rest or not known else None


def _in_order(tags: Sequence[str], tallies: Iterable[Tally]) -> list[Tally]:
    """By language as asked for, then by document."""
    return sorted(tallies, key=lambda tally: (tags.index(tally.language), tally.document))


def _refuse_nonsense(workspace: Workspace, tags: Sequence[str], engines: Sequence[str]) -> None:
    workshop.refuse_unknown(engines)
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


def _translate_language(workspace: Workspace, pack: Pack, jobs: list[_Job], how: How) -> Iterator[int]:
    """Draft the jobs of one language; yields how many segments each write brought nearer to the end.

    A sentence that several documents have open is drafted once.
    """
    wanted: dict[str, list[tuple[_Job, Key]]] = {}
    with Recollection(workspace, pack.language.tag) as memory:
        for job in jobs:
            known = {key: made for key in job.keys if (made := without_engine(key, job.pack, memory))}
            if known:
                _write(workspace, job, known)
                yield len(known)
            for key in job.keys:
                if key not in known:
                    wanted.setdefault(key.source, []).append((job, key))
    if wanted and not workspace.settings.drafts.by_machine(pack.language):
        tag, count = pack.language.tag, len(wanted)
        how.warn(f"machine drafts are switched off for {tag} (pipeline.toml): {count} sentences are left to people")
        return
    if not wanted:
        return
    sentences = list(wanted)
    with _crew(workspace, pack, how) as (crew, described):
        for start, drafts in crew.draft(sentences):
            for job, drafted in _by_job(wanted, sentences[start : start + len(drafts)], drafts, described):
                job.tally.route = described
                _write(workspace, job, drafted)
                yield len(drafted)


def _by_job(
    wanted: dict[str, list[tuple[_Job, Key]]], sentences: Sequence[str], drafts: Sequence[Draft], described: str
) -> list[tuple[_Job, dict[Key, Made]]]:
    """The drafts with the documents that want them."""
    found: dict[int, tuple[_Job, dict[Key, Made]]] = {}
    for sentence, draft in zip(sentences, drafts, strict=True):
        for job, key in wanted[sentence]:
            found.setdefault(id(job), (job, {}))[1][key] = _by_engine(draft, described)
    return list(found.values())


@contextmanager
def _crew(workspace: Workspace, pack: Pack, how: How) -> Iterator[tuple[Crew, str]]:
    """Who drafts, and the route as origins name it."""
    described = plan(workspace, pack, how.engines).describe()
    twice = how.second_look and workspace.settings.drafts.second_look
    kit = pack_kit(workspace, pack, how.engines, described, second_look=twice)
    if how.cluster:
        with cluster(kit, how.cluster, how.workers, how.warn) as many:
            yield many, described
    elif (how.workers or 1) > 1:
        with processes(kit, how.workers or 1) as many:
            yield many, described
    else:
        with open_drafts(workspace, pack, how.engines, twice=twice) as (drafter, _):
            yield Alone(drafter), described


def _by_engine(draft: Draft, described: str) -> Made:
    if not draft.target:
        return Made("", (NotDrafted(draft.problem or "the engine returned nothing"),))
    repaired = f", repaired: {', '.join(draft.repaired)}" if draft.repaired else ""
    guessed = f", guessed: {', '.join(draft.guessed)}" if draft.guessed else ""
    unknown = (Unknown(draft.unknown),) if draft.unknown else ()
    return Made(draft.target, (Origin("mt", described + repaired + guessed), *unknown, *_measured(draft)))


def _measured(draft: Draft) -> tuple[Measured, ...]:
    """What was measured at drafting, where anything was."""
    back, score = draft.back, None if draft.score is None else round(draft.score, 2)
    if back is None and score is None:
        return ()
    return (Measured(back.likeness if back else None, back.lost if back else None, score),)


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
    kinds = Counter(next((s.kind for s in said if isinstance(s, Origin)), "failed") for _, said, _ in made.values())
    tally.phrase += kinds["phrase"]
    tally.memory += kinds["memory"]
    tally.engine += kinds["mt"] + kinds["copy"]
    tally.failed += kinds["failed"]
    tally.drafted += len(made) - kinds["failed"]
