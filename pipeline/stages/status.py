"""How far each document has come in each language, and whether what is published still holds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry, State
from pipeline.catalog.signoff import signed_off
from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.model.document import Document
from pipeline.model.finding import Problem, Severity
from pipeline.stages import packs, register
from pipeline.stages.check import check_document
from pipeline.stages.extract import catalog_tags, read_all
from pipeline.stages.packs import Pack
from pipeline.stages.publish import read_record
from pipeline.stages.record import Record


@dataclass(frozen=True, slots=True)
class Standing:
    """A document in a language: segments by state, open errors and warnings.

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


@dataclass(frozen=True, slots=True)
class StatusReport:
    """Every document in every language that has a catalog of it."""

    documents: tuple[Standing, ...]
    problems: tuple[Problem, ...] = ()


def status(workspace: Workspace, tags: Sequence[str] = (), names: Sequence[str] = ()) -> StatusReport:
    """The standing of the documents (all, or those named) in `tags`, by default in every language with a catalog."""
    read = read_all(workspace, names)
    rows, problems = [], list(read.problems)
    for document in read.documents:
        for tag in tags or catalog_tags(workspace, document.slug):
            try:
                rows.append(_standing(workspace, document, packs.load(workspace, tag)))
            except PipelineError as error:
                problems.append(Problem(f"{document.slug} ({tag})", str(error)))
    return StatusReport(tuple(rows), tuple(problems))


def _standing(workspace: Workspace, document: Document, pack: Pack) -> Standing:
    tag = pack.language.tag
    catalog = store.read(workspace.catalog(tag, document.slug))
    active = catalog.active if catalog else {}
    entries = [active.get(key, Entry(key)) for key in dict.fromkeys(document.keys)]
    record = read_record(workspace, tag, document.slug)
    frozen = {(context, source): target for context, source, target in record.texts} if record else {}
    states = Counter(_state(entry, frozen, workspace.settings.policy.signatures) for entry in entries)
    found = [f for group in check_document(document, catalog, pack).values() for f in group if not f.dismissed]
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
        _published(workspace, document, catalog, record),
    )


def _state(entry: Entry, frozen: dict[tuple[str | None, str], str], needed: int) -> State:
    state = entry.state(needed)
    final = state is State.REVIEWED and frozen.get(entry.key) == entry.target
    return State.FINAL if final else state


def _published(workspace: Workspace, document: Document, catalog: Catalog | None, record: Record | None) -> str:
    if record is None:
        return "never"
    if document.record.withdrawn or record.withdrawn:
        return "withdrawn"
    if register.read(workspace).suspension(document.slug, record.language):
        return "suspended"
    if record.source.sha256 != document.sha256:
        return "source-changed"
    active = catalog.active if catalog else {}
    needed = workspace.settings.policy.signatures
    now = tuple((*key, active[key].target) for key in document.keys if key in active and active[key].approved(needed))
    return "fresh" if catalog and now == record.texts and signed_off(catalog, document) else "text-changed"
