"""The leaflet as it would look, made from the catalog at this moment and written nowhere."""

from collections.abc import Mapping

from pipeline import registry
from pipeline.catalog.po import parse
from pipeline.config import Workspace
from pipeline.errors import CatalogError
from pipeline.files import read
from pipeline.model.document import Document, Key
from pipeline.stages.freeze import freeze
from pipeline.stages.leaflets import leaflet
from pipeline.stages.packs import Pack


def preview(workspace: Workspace, document: Document, pack: Pack, anchors: Mapping[Key, str]) -> bytes:
    """The draft page in UTF-8, each sentence with its anchor where it comes first.

    Raises CatalogError where there is no catalog.
    """
    tag = pack.language.tag
    path = workspace.catalog(tag, document.slug)
    data = read(path)
    if data is None:
        raise CatalogError(f"{path.name}: no catalog for {tag}; run `pipeline translate --lang {tag} {document.slug}`")
    catalog = parse(data, f"locales/{tag}/LC_MESSAGES/{path.name}")
    record = freeze(workspace, document, tag, catalog, data)
    page = leaflet(record, pack, (), draft=True, sandbox=workspace.settings.policy.sandbox, anchors=anchors)
    return registry.renderer("html").render(page).content
