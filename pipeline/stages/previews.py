"""Writes drafts for checking as files, to the folder of previews: pages of catalogs as they stand, never published."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from pipeline import files
from pipeline.catalog import store
from pipeline.catalog.entry import Catalog
from pipeline.config import Workspace
from pipeline.model.document import Document
from pipeline.model.leaflet import LanguageChoice
from pipeline.plugins import Renderer
from pipeline.stages.freeze import freeze
from pipeline.stages.leaflets import leaflet
from pipeline.stages.packs import Pack
from pipeline.stages.publication import Published


def render_preview(
    workspace: Workspace, document: Document, pack: Pack, tags: Sequence[str], renderers: Sequence[Renderer]
) -> list[Published]:
    """Write the draft pages of a document as its catalog stands."""
    tag = pack.language.tag
    path = workspace.catalog(tag, document.slug)
    catalog = store.read(path) or Catalog(tag, document.slug, ())
    record = freeze(workspace, document, tag, catalog, files.read(path) or b"")
    names = {other: workspace.languages.get(other).name for other in tags if other != tag}
    page = leaflet(record, pack, (), draft=True, sandbox=workspace.settings.policy.sandbox)
    written = []
    for renderer in renderers:
        address = f"{document.slug}-draft{renderer.suffix}"
        choices = tuple(LanguageChoice(other, name, f"../{other}/{address}") for other, name in names.items())
        rendered = renderer.render(replace(page, choices=choices))
        target = workspace.preview / tag / rendered.path
        changed = files.read(target) != rendered.content
        if changed:
            files.write_atomic(target, rendered.content, expected=files.UNCHECKED)
        sha256 = hashlib.sha256(rendered.content).hexdigest()
        shown = target.relative_to(workspace.root).as_posix()
        written.append(Published(document.slug, tag, renderer.name, shown, sha256, draft=True, changed=changed))
    return written
