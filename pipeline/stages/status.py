"""How far each document has come in each language, and whether what is published still holds."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline import risk
from pipeline.catalog import store
from pipeline.catalog.entry import Entry, State
from pipeline.confidence import Band
from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.languages import Language
from pipeline.model.document import Document
from pipeline.model.finding import Problem, Severity
from pipeline.stages import packs
from pipeline.stages.changed_figures import changed_figures
from pipeline.stages.check import check_document
from pipeline.stages.confidence import judge_entry
from pipeline.stages.extract import catalog_tags, read_all
from pipeline.stages.life import Shown, View, judge
from pipeline.stages.online import Site
from pipeline.stages.packs import Pack
from pipeline.stages.published_state import publication
from pipeline.stages.record import Record
from pipeline.stages.records import places, read_record
from pipeline.stages.sections import key_messages
from pipeline.stages.shown import Surroundings, surroundings


@dataclass(frozen=True, slots=True)
class Standing:
    """A document in a language: segments by state, open errors and warnings, machine drafts by confidence, open
    segments that are risky.

    `published` is `never`, `fresh`, `text-changed` (approved anew or edited since), `source-changed`, `suspended` or
    `withdrawn`. `reader` is what stands at its address: `nothing`, `leaflet`, `leaflet with notice` or `tombstone`, and
    `cause` why a tombstone does: `suspended`, `withdrawn`, `safety` or `gone` (its source). `online` says whether the
    site that was built here shows that: `as stated`, `older` (what stood before, until the next `pipeline publish`) or
    `not built`. `figures` are those that the text readers have states and its newer original does not: `4 g -> 3 g`.
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
    reader: str
    cause: str
    online: str
    figures: tuple[str, ...] = ()
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
    around, site = surroundings(workspace, read.documents), Site(workspace)
    for document in read.documents:
        for tag in tags or catalog_tags(workspace, document.slug):
            try:
                row = _standing(workspace, document, packs.load(workspace, tag), around, site)
                rows.append(((-row.risky, document.record.published or date.max, -row.errors), row))
            except PipelineError as error:
                problems.append(Problem(f"{document.slug} ({tag})", str(error)))
    gone = () if names else tuple(_without_source(workspace, around, site, tags))
    return StatusReport((*(row for _, row in sorted(rows, key=lambda pair: pair[0])), *gone), tuple(problems))


def _standing(workspace: Workspace, document: Document, pack: Pack, around: Surroundings, site: Site) -> Standing:
    tag, needed = pack.language.tag, workspace.settings.policy.signatures
    catalog = store.read(workspace.catalog(tag, document.slug))
    active = catalog.active if catalog else {}
    entries = [active.get(key, Entry(key)) for key in dict.fromkeys(document.keys)]
    record = read_record(workspace, tag, document.slug)
    place = around.of(document.slug, tag)
    shown = judge(record, place) if record else None
    frozen = frozen_texts(record)
    states = Counter(state_of(entry, frozen, needed) for entry in entries)
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
        publication(shown, document, catalog, needed),
        *_seen(shown),
        site.shows(document.slug, tag, shown, place).value,
        _figures(shown, document, workspace.source_language),
        _risky(workspace, document, entries),
        *(bands[band] for band in Band),
    )


def _figures(shown: Shown | None, document: Document, language: Language) -> tuple[str, ...]:
    asked = shown is not None and shown.view is View.NOTICE
    return changed_figures(shown.record, document, language) if shown and asked else ()


def _without_source(workspace: Workspace, around: Surroundings, site: Site, tags: Sequence[str]) -> Iterable[Standing]:
    """What was published of texts whose source is gone: a tombstone, for as long as the record is there."""
    for tag, slug, _ in places(workspace):
        if slug not in around.there and (not tags or tag in tags):
            record = read_record(workspace, tag, slug)
            place = around.of(slug, tag)
            shown = judge(record, place) if record else None
            online = site.shows(slug, tag, shown, place).value
            yield Standing(slug, tag, 0, 0, 0, 0, 0, 0, "withdrawn", *_seen(shown), online)


def _seen(shown: Shown | None) -> tuple[str, str]:
    """What stands at the address of a leaflet, and why a tombstone does."""
    if shown is None:
        return View.NOTHING.value, ""
    return shown.view.value, shown.cause.value if shown.cause else ""


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
