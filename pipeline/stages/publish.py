"""The gate: freezes what is fully vouched for, refuses the rest by name, and has the site rendered."""

from collections.abc import Sequence

from pipeline import files, registry
from pipeline.catalog.po import binary, parse
from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.model.document import Document
from pipeline.model.finding import Problem
from pipeline.stages import packs
from pipeline.stages.gate import refusals, suspended
from pipeline.stages.packs import Pack
from pipeline.stages.publication import Publication, Refused
from pipeline.stages.records import write_record
from pipeline.stages.shown import sources
from pipeline.stages.site import render_preview, render_site


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
    read = sources(workspace, names)
    loaded = {tag: packs.load(workspace, tag) for tag in tags}
    report = Publication(problems=list(read.problems))
    for pack in loaded.values():
        for document in read.documents:
            try:
                if draft:
                    report.files += render_preview(workspace, document, pack, tags, renderers)
                else:
                    report.refused += _publish(workspace, document, pack)
            except PipelineError as error:
                report.problems.append(Problem(f"{document.slug} ({pack.language.tag})", str(error)))
    if not draft:
        render_site(workspace, renderers, report)
    return report


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
