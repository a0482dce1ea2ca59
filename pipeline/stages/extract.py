"""Sources to templates to catalogs: what changed in the text changes in the catalogs, and nothing else."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import files, numerals, segmentation
from pipeline.catalog import store
from pipeline.catalog.entry import Catalog
from pipeline.catalog.merge import merge, messages, resegment
from pipeline.catalog.template import facts, new_catalog, template
from pipeline.config import Workspace
from pipeline.errors import CatalogError, PipelineError
from pipeline.model.document import Document
from pipeline.model.finding import Problem
from pipeline.stages.packs import standard_headings
from pipeline.stages.reading import read_document, source_files


@dataclass(frozen=True, slots=True)
class Extraction:
    """The documents as read, the files that were written, and what could not be read."""

    documents: tuple[Document, ...]
    written: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def read_all(
    workspace: Workspace, names: Sequence[str] = (), headings: Callable[[str], bool] | None = None
) -> Extraction:
    """Read the sources (all, or those named) and write nothing. A file that cannot be read is a problem of its own.

    `headings` are those of `standard_headings`, for who has them at hand: to read them takes longer than a document.
    """
    headings = headings or standard_headings(workspace)
    found = source_files(workspace, names)
    documents, problems = [], list(found.problems)
    for path in found.paths:
        try:
            documents.append(read_document(workspace, path, headings))
        except PipelineError as error:
            problems.append(Problem(path.stem.lower(), str(error)))
    return Extraction(tuple(documents), problems=tuple(problems))


def extract(
    workspace: Workspace, names: Sequence[str] = (), *, tags: Iterable[str] = (), new_segmentation: bool = False
) -> Extraction:
    """Write the template of every document and merge it into its catalogs: those there are, and those of `tags`.

    A document that cannot be read or merged is a problem in the report and does not stop the others.
    `new_segmentation` migrates catalogs that were made with another segmenter, where extraction otherwise stops.
    """
    read = read_all(workspace, names)
    wanted = {*workspace.settings.languages, *tags}
    written: list[Path] = []
    problems = list(read.problems)
    kept = []
    for document in read.documents:
        try:
            written += _extract(workspace, document, wanted, new_segmentation=new_segmentation)
            kept.append(document)
        except PipelineError as error:
            problems.append(Problem(document.slug, str(error)))
    return Extraction(tuple(kept), tuple(written), tuple(problems))


def catalog_tags(workspace: Workspace, slug: str) -> tuple[str, ...]:
    """The languages that have a catalog of the document, sorted."""
    paths = (workspace.root / "locales").glob(f"*/LC_MESSAGES/{slug}.po")
    return tuple(sorted(path.parts[-3] for path in paths))


def _extract(workspace: Workspace, document: Document, tags: set[str], *, new_segmentation: bool) -> list[Path]:
    path = workspace.template(document.slug)
    before, now = facts(path), segmentation.identity()
    recut = before is not None and before.segmentation != now
    if recut and not new_segmentation:
        assert before is not None  # noqa: S101  # said above
        raise CatalogError(
            f"{path}: made with segmentation {before.segmentation!r}, this is {now!r}; sentences may be cut elsewhere."
            " Run `pipeline extract --resegment` to carry every translation over as a draft"
        )
    written = [
        catalog
        for tag in sorted(tags.union(catalog_tags(workspace, document.slug)))
        if _merge(workspace, document, catalog := workspace.catalog(tag, document.slug), tag, recut=recut)
    ]
    data = template(document, now)
    if files.read(path) != data:
        files.write_atomic(path, data, expected=files.UNCHECKED)
        written.append(path)
    return written


def _merge(workspace: Workspace, document: Document, path: Path, tag: str, *, recut: bool) -> bool:
    """Merge one catalog; whether its bytes changed."""
    language = workspace.languages.get(tag)
    before = files.read(path)
    store.update(path, workspace.locks, _merger(document, tag, language.plural_forms, recut=recut))
    return files.read(path) != before


def _merger(document: Document, tag: str, plural_forms: str, *, recut: bool) -> Callable[[Catalog | None], Catalog]:
    source = messages(document, lines=False)

    def change(catalog: Catalog | None) -> Catalog:
        if catalog is None:
            catalog = new_catalog(tag, document.slug, plural_forms)
        return resegment(catalog, source) if recut else merge(catalog, source, _same_figures)

    return change


def _same_figures(old: str, new: str) -> bool:
    return numerals.signature(old) == numerals.signature(new)
