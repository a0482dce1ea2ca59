"""What a reader may see of everything that was ever published."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline import files
from pipeline.config import Workspace
from pipeline.errors import PublishError, WorkspaceError
from pipeline.model.finding import Problem
from pipeline.stages import register
from pipeline.stages.extract import Extraction, read_all
from pipeline.stages.publication import Publication, Refused
from pipeline.stages.reading import source_digest, source_files
from pipeline.stages.record import Record, to_json
from pipeline.stages.records import places, read_record, slugs_of_sources


def changed_sources(workspace: Workspace, records: Iterable[Record]) -> Extraction:
    """The sources that are no longer those of a record, which was none of a withdrawn source: the others say nothing
    new and are not read. That there are none at all is a problem, and still takes their pages down.
    """
    try:
        paths = {path.stem.lower(): path for path in source_files(workspace).paths}
        digests = {slug: source_digest(path) for slug, path in paths.items()}
        changed = {r.document for r in records if r.document in paths and digests[r.document] != r.source.sha256}
        return read_all(workspace, sorted(changed)) if changed else Extraction(())
    except WorkspaceError as error:
        return Extraction((), problems=(Problem("seeds", str(error)),))


def shown_records(workspace: Workspace, report: Publication) -> list[Record]:
    """The records whose source is there and not withdrawn. A withdrawal is written into the record: it stays."""
    found: list[tuple[str, str, Path, Record]] = []
    for tag, slug, path in places(workspace):
        try:
            record = read_record(workspace, tag, slug)
        except PublishError as error:
            report.problems.append(Problem(f"{slug} ({tag})", str(error)))
            continue
        if record:
            found.append((tag, slug, path, record))
    changed = changed_sources(workspace, (record for *_, record in found))
    withdrawn = {document.slug for document in changed.documents if document.record.withdrawn}
    there = slugs_of_sources(workspace)
    suspended = register.read(workspace)
    shown = []
    for tag, slug, path, read in found:
        record = read
        if slug in withdrawn and not record.withdrawn:
            record = replace(record, withdrawn=True)
            files.write_atomic(path, to_json(record), expected=files.UNCHECKED)
        if slug not in there:
            report.refused.append(Refused(slug, tag, "its source is gone from seeds/: the page is taken down"))
        elif record.sandbox and not workspace.settings.policy.sandbox:
            why = "it was made in a sandbox: the page is taken down, publish it anew from signatures given in earnest"
            report.refused.append(Refused(slug, tag, why))
        elif not record.withdrawn and not suspended.suspension(slug, tag):
            shown.append(record)
    return shown
