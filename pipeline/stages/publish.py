"""The gate: freezes what is fully vouched for, refuses the rest by name, and renders the site from the records."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import files, registry
from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.po import binary
from pipeline.catalog.signoff import signed_off
from pipeline.config import Workspace
from pipeline.errors import PublishError
from pipeline.model.document import Document
from pipeline.model.finding import Problem
from pipeline.model.leaflet import LanguageChoice
from pipeline.stages import packs
from pipeline.stages.check import check_document, open_errors
from pipeline.stages.extract import read_all
from pipeline.stages.freeze import freeze
from pipeline.stages.leaflets import leaflet
from pipeline.stages.packs import Pack
from pipeline.stages.record import Record, from_json, to_json

QUOTED = 70  # characters of a sentence that are enough to find it


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
    problems: tuple[Problem, ...] = ()

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
    same bytes. A document that is refused keeps what was published of it, unless its source is withdrawn.
    """
    read = read_all(workspace, names)
    loaded = {tag: packs.load(workspace, tag) for tag in tags}
    report = Publication(problems=read.problems)
    if draft:
        for pack in loaded.values():
            for document in read.documents:
                report.files += _preview(workspace, document, pack, tags, formats)
        return report
    for pack in loaded.values():
        for document in read.documents:
            reasons = refusals(workspace, document, pack)
            report.refused += [Refused(document.slug, pack.language.tag, why) for why in reasons]
            if not reasons:
                _record(workspace, document, pack)
    withdrawn = {document.slug for document in read_all(workspace).documents if document.record.withdrawn}
    report.files = _render_site(workspace, formats, withdrawn)
    return report


def refusals(workspace: Workspace, document: Document, pack: Pack) -> list[str]:
    """Every reason why the document may not be published in the pack's language; empty where it may."""
    path = workspace.catalog(pack.language.tag, document.slug)
    catalog = store.read(path)
    if catalog is None:
        return [f"there is no catalog: run `pipeline translate --lang {pack.language.tag} {document.slug}`"]
    reasons = [*_rights(workspace, document, pack), *_texts(workspace, document, catalog, pack)]
    if not reasons and signed_off(catalog, document.keys) is None:
        reasons.append(
            "nobody has signed off the whole text in its present wording and order: "
            f"`pipeline review signoff {document.slug} --lang {pack.language.tag} --as NAME`"
        )
    return reasons


def _rights(workspace: Workspace, document: Document, pack: Pack) -> Iterable[str]:
    if document.record.withdrawn:
        yield "the source is withdrawn"
    if workspace.settings.policy.sandbox:
        return
    for name in document.record.missing_rights:
        yield f"no rights: {document.path} does not state {name} (in its sidecar or front matter)"
    if not pack.language.signed_by:
        yield (
            f"the language pack of {pack.language.tag} is not signed: a lead reads it, then "
            f"`pipeline languages sign {pack.language.tag} --as NAME`"
        )


def _texts(workspace: Workspace, document: Document, catalog: Catalog, pack: Pack) -> Iterable[str]:
    needed = workspace.settings.policy.signatures
    active = catalog.active
    for key in dict.fromkeys(document.keys):
        entry = active.get(key)
        if why := _unready(entry, needed):
            yield f"{why}: {key.source[:QUOTED]!r}"
    for key, findings in check_document(workspace, document, pack).items():
        if key in active and active[key].target:
            for one in open_errors(findings):
                yield f"open error ({one.finding.check}): {one.finding.message} In {key.source[:QUOTED]!r}"


def _unready(entry: Entry | None, needed: int) -> str:
    """Why a segment is not approved; empty where it is."""
    if entry is None:
        return "not in the catalog, the source was edited since (run `pipeline translate`)"
    if not entry.target:
        return "not translated"
    if entry.unsigned(needed):
        return "unsigned: its fuzzy flag was cleared, but nobody signed this text (`pipeline review sign`)"
    return "" if entry.approved(needed) else "not approved"


def _record(workspace: Workspace, document: Document, pack: Pack) -> None:
    """Write the record and the `.mo` file of a document that passed the gate."""
    tag = pack.language.tag
    path = workspace.catalog(tag, document.slug)
    data, catalog = files.read(path) or b"", store.read(path)
    assert catalog is not None  # noqa: S101  # the gate has read it
    frozen = to_json(freeze(workspace, document, tag, catalog, data))
    if files.read(workspace.record(tag, document.slug)) != frozen:
        files.write_atomic(workspace.record(tag, document.slug), frozen, expected=files.UNCHECKED)
    files.write_atomic(path.with_suffix(".mo"), binary(catalog), expected=files.UNCHECKED)


def read_record(workspace: Workspace, tag: str, slug: str) -> Record | None:
    """The record of what was last published, or None. Raises PublishError for a file that is no record."""
    path = workspace.record(tag, slug)
    data = files.read(path)
    try:
        return from_json(data) if data is not None else None
    except (ValueError, KeyError, TypeError) as error:
        raise PublishError(f"{path}: not a record ({error}); take it from version control or publish anew") from error


def _render_site(workspace: Workspace, formats: Sequence[str], withdrawn: set[str]) -> list[Published]:
    """Render every record but those of withdrawn sources, remove what no record speaks for, write the manifest."""
    paths = sorted((workspace.root / "locales").glob("*/published/*.json"))
    records = [r for p in paths if (r := read_record(workspace, p.parts[-3], p.stem)) and r.document not in withdrawn]
    written = [
        one
        for record in records
        for one in _render(workspace, record, _switch(workspace, record, records), formats, workspace.site, draft=False)
    ]
    kept = {workspace.root / one.path for one in written}
    for suffix in {registry.renderer(name).suffix for name in formats}:
        for path in workspace.site.glob(f"*/*{suffix}"):
            if path not in kept:
                path.unlink()
    _write_manifest(workspace, written, records)
    return written


def _switch(workspace: Workspace, record: Record, records: Sequence[Record]) -> list[LanguageChoice]:
    """The other languages in which the document is published."""
    others = sorted(r.language for r in records if r.document == record.document and r.language != record.language)
    names = {tag: workspace.languages.get(tag).name for tag in others}
    return [LanguageChoice(tag, names[tag], f"../{tag}/{record.document}") for tag in others]


def _preview(
    workspace: Workspace, document: Document, pack: Pack, tags: Sequence[str], formats: Sequence[str]
) -> list[Published]:
    tag = pack.language.tag
    path = workspace.catalog(tag, document.slug)
    catalog = store.read(path) or Catalog(tag, document.slug, ())
    record = freeze(workspace, document, tag, catalog, files.read(path) or b"")
    others = [other for other in tags if other != tag]
    names = {other: workspace.languages.get(other).name for other in others}
    choices = [LanguageChoice(other, names[other], f"../{other}/{document.slug}-draft") for other in others]
    return _render(workspace, record, choices, formats, workspace.preview, draft=True)


def _render(
    workspace: Workspace,
    record: Record,
    choices: Sequence[LanguageChoice],
    formats: Sequence[str],
    folder: Path,
    *,
    draft: bool,
) -> list[Published]:
    written = []
    pack = packs.load(workspace, record.language)
    for name in formats:
        renderer = registry.renderer(name)
        linked = [LanguageChoice(c.language, c.name, c.address + renderer.suffix) for c in choices]
        rendered = renderer.render(leaflet(record, pack, linked, draft=draft))
        path = folder / record.language / rendered.path
        if files.read(path) != rendered.content:
            files.write_atomic(path, rendered.content, expected=files.UNCHECKED)
        written.append(
            Published(
                record.document,
                record.language,
                name,
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
