"""The gate: freezes what is fully vouched for, refuses the rest by name, and renders the site from the records."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline import files, registry
from pipeline.catalog import store
from pipeline.catalog.entry import Catalog
from pipeline.catalog.po import binary, parse
from pipeline.config import Workspace
from pipeline.errors import PipelineError, PublishError, WorkspaceError
from pipeline.model.document import Document
from pipeline.model.finding import Problem
from pipeline.model.leaflet import LanguageChoice
from pipeline.plugins import Renderer
from pipeline.stages import packs, register
from pipeline.stages.extract import Extraction, read_all
from pipeline.stages.freeze import freeze
from pipeline.stages.gate import refusals, suspended
from pipeline.stages.leaflets import leaflet
from pipeline.stages.packs import Pack
from pipeline.stages.record import Record, from_json, to_json

_PATIENCE = 600.0  # seconds that a run waits for another one to finish the site


@dataclass(frozen=True, slots=True)
class Published:
    """A file that was written; `path` is relative to the workspace."""

    document: str
    language: str
    format: str
    path: str
    sha256: str
    draft: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """One reason why a document is not published in a language."""

    document: str
    language: str
    why: str


@dataclass(slots=True)
class Publication:
    """The report of a run."""

    files: list[Published] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether all that was asked for is there."""
        return not self.refused and not self.problems


def publish(
    workspace: Workspace,
    tags: Sequence[str],
    names: Sequence[str] = (),
    *,
    formats: Sequence[str] = ("html",),
    draft: bool = False,
) -> Publication:
    """Publish the documents (all, or those named) in `tags`; with `draft`, previews for checking and nothing else.

    Final leaflets are rendered from the committed records: deleting `build/` and `var/` and publishing again gives the
    same bytes. A document that is refused keeps what was published of it, unless its source is withdrawn or gone.
    """
    renderers = [registry.renderer(name.strip()) for name in formats]
    read = _sources(workspace, names)
    loaded = {tag: packs.load(workspace, tag) for tag in tags}
    report = Publication(problems=list(read.problems))
    for pack in loaded.values():
        for document in read.documents:
            try:
                if draft:
                    report.files += _preview(workspace, document, pack, tags, renderers)
                else:
                    report.refused += _publish(workspace, document, pack)
            except PipelineError as error:
                report.problems.append(Problem(f"{document.slug} ({pack.language.tag})", str(error)))
    if not draft:
        _render_site(workspace, renderers, report)
    return report


def _sources(workspace: Workspace, names: Sequence[str] = ()) -> Extraction:
    """The sources; that there are none at all is a problem, and still takes their pages down."""
    try:
        return read_all(workspace, names)
    except WorkspaceError as error:
        return Extraction((), problems=(Problem("seeds", str(error)),))


def _publish(workspace: Workspace, document: Document, pack: Pack) -> list[Refused]:
    """Freeze the document if it passes the gate; the reasons why it does not."""
    tag = pack.language.tag
    path = workspace.catalog(tag, document.slug)
    data = files.read(path)
    catalog = parse(data, f"locales/{tag}/LC_MESSAGES/{path.name}") if data is not None else None
    reasons = refusals(workspace, document, catalog, pack)
    if down := suspended(workspace, document, tag):
        reasons.insert(0, down)
    if reasons:
        return [Refused(document.slug, tag, why) for why in reasons]
    assert catalog is not None  # noqa: S101  # the gate refuses a document without one
    assert data is not None  # noqa: S101
    write_record(workspace, document, tag, catalog, data)
    files.write_atomic(path.with_suffix(".mo"), binary(catalog), expected=files.UNCHECKED)
    return []


def write_record(workspace: Workspace, document: Document, tag: str, catalog: Catalog, data: bytes) -> None:
    """Freeze the texts of a catalog that has passed the gate; `data` are its bytes."""
    frozen = to_json(freeze(workspace, document, tag, catalog, data))
    if files.read(workspace.record(tag, document.slug)) != frozen:
        files.write_atomic(workspace.record(tag, document.slug), frozen, expected=files.UNCHECKED)


def read_record(workspace: Workspace, tag: str, slug: str) -> Record | None:
    """The record of what was last published, or None. Raises PublishError for a file that is no record."""
    path = workspace.record(tag, slug)
    data = files.read(path)
    try:
        return from_json(data) if data is not None else None
    except (ValueError, KeyError, TypeError) as error:
        raise PublishError(f"{path}: not a record ({error}); take it from version control or publish anew") from error


def _render_site(workspace: Workspace, renderers: Sequence[Renderer], report: Publication) -> None:
    """Render every record that may be shown, remove every other page, write the manifest.

    One run at a time, the register read within: no run that began before a suspension writes the page back after it.
    """
    with files.locked(workspace.site, workspace.locks, timeout=_PATIENCE):
        _render_alone(workspace, renderers, report)


def _render_alone(workspace: Workspace, renderers: Sequence[Renderer], report: Publication) -> None:
    records = _shown_records(workspace, report)
    loaded: dict[str, Pack] = {}
    for record in records:
        try:
            pack = loaded.setdefault(record.language, packs.load(workspace, record.language))
            choices = _switch(workspace, record, records)
            report.files += _render(workspace, record, pack, choices, renderers, workspace.site, draft=False)
        except PipelineError as error:
            report.problems.append(Problem(f"{record.document} ({record.language})", str(error)))
    kept = {workspace.root / one.path for one in report.files}
    for renderer in renderers:
        for path in workspace.site.glob(f"*/*{renderer.suffix}"):
            if path not in kept:
                path.unlink()
    _write_manifest(workspace, report.files, records)


def _shown_records(workspace: Workspace, report: Publication) -> list[Record]:
    """The records whose source is there and not withdrawn. A withdrawal is written into the record: it stays."""
    everything = _sources(workspace)
    withdrawn = {document.slug for document in everything.documents if document.record.withdrawn}
    sources = _slugs_of_sources(workspace)
    suspended = register.read(workspace)
    shown = []
    for path in sorted((workspace.root / "locales").glob("*/published/*.json")):
        tag, slug = path.parts[-3], path.stem
        try:
            record = read_record(workspace, tag, slug)
        except PublishError as error:
            report.problems.append(Problem(f"{slug} ({tag})", str(error)))
            continue
        if record and slug in withdrawn and not record.withdrawn:
            record = replace(record, withdrawn=True)
            files.write_atomic(path, to_json(record), expected=files.UNCHECKED)
        if slug not in sources:
            report.refused.append(Refused(slug, tag, "its source is gone from seeds/: the page is taken down"))
        elif record and record.sandbox and not workspace.settings.policy.sandbox:
            why = "it was made in a sandbox: the page is taken down, publish it anew from signatures given in earnest"
            report.refused.append(Refused(slug, tag, why))
        elif record and not record.withdrawn and not suspended.suspension(slug, tag):
            shown.append(record)
    return shown


def _slugs_of_sources(workspace: Workspace) -> set[str]:
    suffixes = {suffix for source in registry.sources().values() for suffix in source.suffixes}
    return {path.stem.lower() for path in workspace.seeds.glob("*") if path.suffix.lower() in suffixes}


def slugs_known(workspace: Workspace) -> set[str]:
    """Every document that has a source or was published in some language."""
    return _slugs_of_sources(workspace) | {p.stem for p in (workspace.root / "locales").glob("*/published/*.json")}


def _switch(workspace: Workspace, record: Record, records: Sequence[Record]) -> list[LanguageChoice]:
    """The other languages in which the document is published."""
    others = sorted(r.language for r in records if r.document == record.document and r.language != record.language)
    names = {tag: workspace.languages.get(tag).name for tag in others}
    return [LanguageChoice(tag, names[tag], f"../{tag}/{record.document}") for tag in others]


def _preview(
    workspace: Workspace, document: Document, pack: Pack, tags: Sequence[str], renderers: Sequence[Renderer]
) -> list[Published]:
    tag = pack.language.tag
    path = workspace.catalog(tag, document.slug)
    catalog = store.read(path) or Catalog(tag, document.slug, ())
    record = freeze(workspace, document, tag, catalog, files.read(path) or b"")
    others = [other for other in tags if other != tag]
    names = {other: workspace.languages.get(other).name for other in others}
    choices = [LanguageChoice(other, names[other], f"../{other}/{document.slug}-draft") for other in others]
    return _render(workspace, record, pack, choices, renderers, workspace.preview, draft=True)


def _render(
    workspace: Workspace,
    record: Record,
    pack: Pack,
    choices: Sequence[LanguageChoice],
    renderers: Sequence[Renderer],
    folder: Path,
    *,
    draft: bool,
) -> list[Published]:
    written = []
    sandbox = workspace.settings.policy.sandbox
    for renderer in renderers:
        linked = [LanguageChoice(c.language, c.name, c.address + renderer.suffix) for c in choices]
        rendered = renderer.render(leaflet(record, pack, linked, draft=draft, sandbox=sandbox))
        path = folder / record.language / rendered.path
        if files.read(path) != rendered.content:
            files.write_atomic(path, rendered.content, expected=files.UNCHECKED)
        written.append(
            Published(
                record.document,
                record.language,
                renderer.name,
                path.relative_to(workspace.root).as_posix(),
                hashlib.sha256(rendered.content).hexdigest(),
                draft,
            )
        )
    return written


def _write_manifest(workspace: Workspace, written: Sequence[Published], records: Sequence[Record]) -> None:
    """`manifest.json`: each file of the site with its hash and those of the source and catalog behind it."""
    by_leaflet = {(record.document, record.language): record for record in records}
    rows = []
    for one in written:
        record = by_leaflet[one.document, one.language]
        rows.append(
            {
                "path": Path(one.path).relative_to(workspace.site.relative_to(workspace.root)).as_posix(),
                "sha256": one.sha256,
                "document": one.document,
                "language": one.language,
                "format": one.format,
                "source_sha256": record.source.sha256,
                "catalog_sha256": record.catalog_sha256,
                "signed_off": record.signed_off,
                "code_version": record.code_version,
            }
        )
    data = (json.dumps({"files": rows}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    if written or workspace.site.exists():
        files.write_atomic(workspace.site / "manifest.json", data, expected=files.UNCHECKED)
