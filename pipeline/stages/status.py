"""How far each document has come in each language, and whether what is published still holds."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline import risk
from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry, State
from pipeline.catalog.signoff import signed_off
from pipeline.confidence import Band
from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.model.document import Document
from pipeline.model.finding import Problem, Severity
from pipeline.stages import packs, register
from pipeline.stages.check import check_document
from pipeline.stages.confidence import judge_entry
from pipeline.stages.extract import catalog_tags, read_all
from pipeline.stages.packs import Pack
from pipeline.stages.record import Record
from pipeline.stages.records import read_record
from pipeline.stages.sections import key_messages


@dataclass(frozen=True, slots=True)
class Standing:
    """A document in a language: segments by state, open errors and warnings, machine drafts by confidence, open
    segments that are risky.

    `published` is `never`, `fresh`, `text-changed` (approved anew or edited since), `source-changed`, `suspended` or
    `withdrawn`.
    """

    document: str
    language: str
    initial: int
    translated: int
    reviewed: int
    final: int
    errors: int
    warnings: int
    published: str
    risky: int = 0
    band_a: int = 0
    band_b: int = 0
    band_c: int = 0
    band_d: int = 0


@dataclass(frozen=True, slots=True)
class StatusReport:
    """Every document in every language that has a catalog of it."""

    documents: tuple[Standing, ...]
    problems: tuple[Problem, ...] = ()


def status(workspace: Workspace, tags: Sequence[str] = (), names: Sequence[str] = ()) -> StatusReport:
    """The standing of the documents (all, or those named) in `tags`, by default in every language with a catalog.

    The most urgent comes first, as in the review's queue.
    """
    read = read_all(workspace, names)
    rows: list[tuple[tuple[int, date, int], Standing]] = []
    problems = list(read.problems)
    for document in read.documents:
        for tag in tags or catalog_tags(workspace, document.slug):
            try:
                row = _standing(workspace, document, packs.load(workspace, tag))
                rows.append(((-row.risky, document.record.published or date.max, -row.errors), row))
            except PipelineError as error:
                problems.append(Problem(f"{document.slug} ({tag})", str(error)))
    return StatusReport(tuple(row for _, row in sorted(rows, key=lambda pair: pair[0])), tuple(problems))


def _standing(workspace: Workspace, document: Document, pack: Pack) -> Standing:
    tag = pack.language.tag
    catalog = store.read(workspace.catalog(tag, document.slug))
    active = catalog.active if catalog else {}
    entries = [active.get(key, Entry(key)) for key in dict.fromkeys(document.keys)]
    record = read_record(workspace, tag, document.slug)
    frozen = frozen_texts(record)
    states = Counter(state_of(entry, frozen, workspace.settings.policy.signatures) for entry in entries)
    findings = check_document(document, catalog, pack)
    found = [f for group in findings.values() for f in group if not f.dismissed]
    bands = Counter(one.band for entry in entries if (one := judge_entry(entry, findings[entry.key], pack)))
    severities = Counter(f.finding.severity for f in found)
    return Standing(
        document.slug,
        tag,
        states[State.INITIAL],
        states[State.TRANSLATED],
        states[State.REVIEWED],
        states[State.FINAL],
        severities[Severity.ERROR],
        severities[Severity.WARNING],
        publication(workspace, document, catalog, record),
        _risky(workspace, document, entries),
        *(bands[band] for band in Band),
    )


def _risky(workspace: Workspace, document: Document, entries: Iterable[Entry]) -> int:
    """How many of the segments that are not approved hold something that can hurt."""
    style, needed = workspace.source_language.style, workspace.settings.policy.signatures
    important = key_messages(document, style)
    open_ones = (entry.key for entry in entries if not entry.approved(needed))
    return sum(bool(risk.kinds(key.source, key.context, key in important, style.risk)) for key in open_ones)


def frozen_texts(record: Record | None) -> dict[tuple[str | None, str], str]:
    """The texts that were last published, by context and source."""
    return {(context, source): target for context, source, target in record.texts} if record else {}


def state_of(entry: Entry, frozen: Mapping[tuple[str | None, str], str], needed: int) -> State:
    """How far a segment has come; `frozen` are the texts of the published record."""
    state = entry.state(needed)
    final = state is State.REVIEWED and frozen.get(entry.key) == entry.target
    return State.FINAL if final else state


def publication(workspace: Workspace, document: Document, catalog: Catalog | None, record: Record | None) -> str:
    """Whether what is published still holds, in the words of `Standing.published`."""
    found = held_against(workspace, document, catalog, record)
    return if_suspended(found, register.read(workspace), document.slug, record.language) if record else found


def if_suspended(published: str, known: register.Register, slug: str, language: str) -> str:
    """What a page is where it may be suspended: what is withdrawn or was never published is nothing else."""
    up = published in ("never", "withdrawn") or known.suspension(slug, language) is None
    return published if up else "suspended"


def held_against(workspace: Workspace, document: Document, catalog: Catalog | None, record: Record | None) -> str:
    """The same from the document's own files alone."""
    if record is None:
        return "never"
    if document.record.withdrawn or record.withdrawn:
        return "withdrawn"
    if record.source.sha256 != document.sha256:
        return "source-changed"
    active = catalog.active if catalog else {}
    needed = workspace.settings.policy.signatures
    now = tuple((*key, active[key].target) for key in document.keys if key in active and active[key].approved(needed))
    return "fresh" if catalog and now == record.texts and signed_off(catalog, document) else "text-changed"
