"""The committed records of what was published: one file a document and language."""

from collections.abc import Iterator
from pathlib import Path

from pipeline import files, registry
from pipeline.catalog.entry import Catalog
from pipeline.config import Workspace
from pipeline.errors import PublishError
from pipeline.model.document import Document
from pipeline.stages.freeze import freeze
from pipeline.stages.history import archive
from pipeline.stages.record import Record, from_json, to_json


def write_record(workspace: Workspace, document: Document, tag: str, catalog: Catalog, data: bytes) -> None:
    """Freeze the texts of a catalog that has passed the gate; `data` are its bytes."""
    keep(workspace, freeze(workspace, document, tag, catalog, data))


def keep(workspace: Workspace, record: Record, *, instead_of: Record | None = None) -> None:
    """Write the record in the place of the one before it, which goes to the earlier issues where readers saw another
    text or version there. Where another one stands there by now than `instead_of`, that one stays.
    """
    path = workspace.record(record.language, record.document)
    before, data = files.read(path), to_json(record)
    if before == data or (instead_of and (before is None or from_json(before) != instead_of)):
        return
    if before is not None:
        archive(path, before, record)
    files.write_atomic(path, data, expected=files.UNCHECKED)


def read_record(workspace: Workspace, tag: str, slug: str) -> Record | None:
    """The record of what was last published, or None. Raises PublishError for a file that is no record."""
    path = workspace.record(tag, slug)
    data = files.read(path)
    try:
        return from_json(data) if data is not None else None
    except (ValueError, KeyError, TypeError) as error:
        raise PublishError(f"{path}: not a record ({error}); take it from version control or publish anew") from error


def places(workspace: Workspace) -> Iterator[tuple[str, str, Path]]:
    """Language, document and file of every record, in that order."""
    for path in sorted((workspace.root / "locales").glob("*/published/*.json")):
        yield path.parts[-3], path.stem, path


def slugs_of_sources(workspace: Workspace) -> set[str]:
    """The documents that have a source, by the names of their files alone."""
    suffixes = {suffix for source in registry.sources().values() for suffix in source.suffixes}
    return {path.stem.lower() for path in workspace.seeds.glob("*") if path.suffix.lower() in suffixes}


def slugs_known(workspace: Workspace) -> set[str]:
    """Every document that has a source or was published in some language."""
    return slugs_of_sources(workspace) | {slug for _, slug, _ in places(workspace)}
