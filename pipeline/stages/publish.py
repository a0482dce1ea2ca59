"""The gate: freezes what is fully vouched for, refuses the rest by name, and has the site rendered."""

from collections.abc import Iterable, Sequence
from functools import cache, partial
from pathlib import Path

from pipeline import files, registry
from pipeline.catalog.po import binary, parse
from pipeline.config import Workspace
from pipeline.errors import PipelineError, WorkspaceError
from pipeline.model.document import Document
from pipeline.model.finding import Problem
from pipeline.stages import packs
from pipeline.stages.admitted import Admitted
from pipeline.stages.gate import refusals, suspended
from pipeline.stages.packs import Pack, standard_headings
from pipeline.stages.previews import render_preview
from pipeline.stages.publication import Publication, Refused
from pipeline.stages.reading import read_document, source_files
from pipeline.stages.records import write_record
from pipeline.stages.site import How, render_site, renderers_of


def publish(
    workspace: Workspace,
    tags: Sequence[str],
    names: Sequence[str] = (),
    *,
    formats: Sequence[str] = (),
    draft: bool = False,
    how: How | None = None,
) -> Publication:
    """Publish the documents (all, or those named) in `tags`; with `draft`, previews for checking and nothing else.

    Final leaflets are rendered from the committed records: deleting `build/` and `var/` and publishing again gives the
    same bytes. A document that is refused keeps what was published of it, unless its source is withdrawn or gone.
    Without `tags` nothing passes the gate, and the site is rendered from the records as they are.
    """
    how = how or How(formats=tuple(formats))
    renderers_of(workspace, how.formats)  # an unknown format is wrong usage before anything is written
    workspace.languages.refuse_unknown(tags)
    report = Publication()
    paths = _paths(workspace, names, report) if tags else ()
    if draft:
        _preview(workspace, paths, [packs.load(workspace, tag) for tag in tags], report, how)
    else:
        _admit(workspace, paths, tags, report, how)
        render_site(workspace, report, how)
    return report


def _paths(workspace: Workspace, names: Sequence[str], report: Publication) -> tuple[Path, ...]:
    """The sources; that there are none at all is a problem, and still takes their pages down."""
    try:
        found = source_files(workspace, names)
    except WorkspaceError as error:
        report.problems.append(Problem("seeds", str(error)))
        return ()
    report.problems += found.problems
    return found.paths


def _preview(
    workspace: Workspace, paths: Sequence[Path], loaded: Sequence[Pack], report: Publication, how: How
) -> None:
    renderers = [registry.renderer(name) for name in how.formats or workspace.settings.formats]
    tags = [pack.language.tag for pack in loaded]
    for number, path in enumerate(paths):
        how.progress(number, len(paths))
        if (document := _read(workspace, path, report)) is None:
            continue
        for pack in loaded:
            try:
                report.files += render_preview(workspace, document, pack, tags, renderers)
            except PipelineError as error:
                report.problems.append(Problem(f"{document.slug} ({pack.language.tag})", str(error)))
    how.progress(len(paths), len(paths))
    report.files.sort(key=lambda one: tags.index(one.language))


def _admit(workspace: Workspace, paths: Sequence[Path], tags: Sequence[str], report: Publication, how: How) -> None:
    """Let through what may go out; of what did not change since the last time, the answer is remembered."""
    admitted = Admitted(workspace)
    pack_of = cache(partial(packs.load, workspace))
    for number, path in enumerate(paths, start=1):
        known = {tag: admitted.reasons(path, tag) for tag in tags}
        asked = {tag: admitted.asked_about(path, tag) for tag, reasons in known.items() if reasons is None}
        report.refused += [Refused(path.stem.lower(), tag, why) for tag in tags for why in known[tag] or ()]
        if asked and (document := _read(workspace, path, report)):
            _ask(workspace, path, document, [(pack_of(tag), about) for tag, about in asked.items()], admitted, report)
        how.asked(number, len(paths))
    admitted.save()
    report.refused.sort(key=lambda one: tags.index(one.language))


def _ask(
    workspace: Workspace,
    path: Path,
    document: Document,
    asked: Iterable[tuple[Pack, bytes]],
    admitted: Admitted,
    report: Publication,
) -> None:
    for pack, asked_about in asked:
        tag = pack.language.tag
        try:
            reasons = _publish(workspace, document, pack)
        except PipelineError as error:
            report.problems.append(Problem(f"{document.slug} ({tag})", str(error)))
            continue
        admitted.note(path, tag, reasons, asked_about)
        report.refused += [Refused(document.slug, tag, why) for why in reasons]


def _read(workspace: Workspace, path: Path, report: Publication) -> Document | None:
    try:
        return read_document(workspace, path, standard_headings(workspace))
    except PipelineError as error:
        report.problems.append(Problem(path.stem.lower(), str(error)))
        return None


def _publish(workspace: Workspace, document: Document, pack: Pack) -> list[str]:
    """Freeze the document if it passes the gate; the reasons why it does not."""
    tag = pack.language.tag
    path = workspace.catalog(tag, document.slug)
    data = files.read(path)
    catalog = parse(data, f"locales/{tag}/LC_MESSAGES/{path.name}") if data is not None else None
    reasons = refusals(workspace, document, catalog, pack)
    if down := suspended(workspace, document, tag):
        reasons.insert(0, down)
    if reasons:
        return reasons
    assert catalog is not None  # noqa: S101  # the gate refuses a document without one
    assert data is not None  # noqa: S101
    write_record(workspace, document, tag, catalog, data)
    files.write_atomic(path.with_suffix(".mo"), binary(catalog), expected=files.UNCHECKED)
    return []
