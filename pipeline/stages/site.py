"""Renders the site from the records that may be shown, previews from catalogs, and writes down what was rendered."""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pipeline import files
from pipeline.catalog import store
from pipeline.catalog.entry import Catalog
from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.model.document import Document
from pipeline.model.finding import Problem
from pipeline.model.leaflet import LanguageChoice, Leaflet
from pipeline.plugins import Renderer
from pipeline.stages import packs
from pipeline.stages.freeze import freeze
from pipeline.stages.leaflets import leaflet
from pipeline.stages.packs import Pack
from pipeline.stages.presented import present
from pipeline.stages.publication import Publication, Published
from pipeline.stages.record import Record
from pipeline.stages.shown import everything_shown
from pipeline.stages.takedown import remove_previews

_PATIENCE = 600.0  # seconds that a run waits for another one to finish the site


def render_site(workspace: Workspace, renderers: Sequence[Renderer], report: Publication) -> None:
    """Render every record that may be shown, remove every other page, write the manifest.

    One run at a time, the register read within: no run that began before a suspension writes the page back after it.
    """
    with files.locked(workspace.site, workspace.locks, timeout=_PATIENCE):
        _render_alone(workspace, renderers, report)


def _render_alone(workspace: Workspace, renderers: Sequence[Renderer], report: Publication) -> None:
    shown = everything_shown(workspace, report)
    up = [one.record for one in shown if one.up]
    remove_previews(workspace, shown)
    loaded: dict[str, Pack] = {}
    for one in shown:
        record = one.record
        try:
            pack = loaded.setdefault(record.language, packs.load(workspace, record.language))
            choices = _switch(workspace, record, up)
            report.files += _write(workspace, partial(present, one, pack), choices, renderers, workspace.site)
        except PipelineError as error:
            report.problems.append(Problem(f"{record.document} ({record.language})", str(error)))
    kept = {workspace.root / one.path for one in report.files}
    for renderer in renderers:
        for path in workspace.site.glob(f"*/*{renderer.suffix}"):
            if path not in kept:
                path.unlink()
    _write_manifest(workspace, report.files, [one.record for one in shown])


def _switch(workspace: Workspace, record: Record, records: Sequence[Record]) -> list[LanguageChoice]:
    """The other languages in which the document is published."""
    others = sorted(r.language for r in records if r.document == record.document and r.language != record.language)
    names = {tag: workspace.languages.get(tag).name for tag in others}
    return [LanguageChoice(tag, names[tag], f"../{tag}/{record.document}") for tag in others]


def render_preview(
    workspace: Workspace, document: Document, pack: Pack, tags: Sequence[str], renderers: Sequence[Renderer]
) -> list[Published]:
    """Write the draft pages of a document as its catalog stands, to the folder of previews."""
    tag = pack.language.tag
    path = workspace.catalog(tag, document.slug)
    catalog = store.read(path) or Catalog(tag, document.slug, ())
    record = freeze(workspace, document, tag, catalog, files.read(path) or b"")
    others = [other for other in tags if other != tag]
    names = {other: workspace.languages.get(other).name for other in others}
    choices = [LanguageChoice(other, names[other], f"../{other}/{document.slug}-draft") for other in others]
    make = partial(leaflet, record, pack, draft=True)
    return _write(workspace, make, choices, renderers, workspace.preview)


def _write(
    workspace: Workspace,
    make: Callable[..., Leaflet],
    choices: Sequence[LanguageChoice],
    renderers: Sequence[Renderer],
    folder: Path,
) -> list[Published]:
    written = []
    sandbox = workspace.settings.policy.sandbox
    for renderer in renderers:
        linked = [LanguageChoice(c.language, c.name, c.address + renderer.suffix) for c in choices]
        page = make(choices=linked, sandbox=sandbox)
        rendered = renderer.render(page)
        path = folder / page.language / rendered.path
        if files.read(path) != rendered.content:
            files.write_atomic(path, rendered.content, expected=files.UNCHECKED)
        written.append(
            Published(
                page.document,
                page.language,
                renderer.name,
                path.relative_to(workspace.root).as_posix(),
                hashlib.sha256(rendered.content).hexdigest(),
                page.draft,
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
