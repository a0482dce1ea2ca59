"""What a reader may see of everything that was ever published."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.config import Workspace
from pipeline.errors import PublishError, WorkspaceError
from pipeline.model.document import Document
from pipeline.model.finding import Problem
from pipeline.stages import register
from pipeline.stages.changed_figures import changed_figures
from pipeline.stages.extract import Extraction, read_all
from pipeline.stages.life import Cause, Place, Shown, View, judge, settled
from pipeline.stages.publication import Publication, Refused
from pipeline.stages.reading import SourceFiles, source_digest, source_files
from pipeline.stages.record import Record
from pipeline.stages.records import keep, places, read_record, slugs_of_sources
from pipeline.stages.register import Register

_STANDS = "; a notice stands at its address"
_SANDBOX = "it was made in a sandbox: the page is taken down, publish it anew from signatures given in earnest"
_WHY = {
    Cause.WITHDRAWN: f"its original was withdrawn{_STANDS}",
    Cause.SAFETY: f"a newer version changes what matters for safety: sign the whole text off anew{_STANDS}",
    Cause.GONE: f"its source is gone from seeds/: the page is taken down{_STANDS}",
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides about every record: the sources that can be read, the names of all there are, the register."""

    documents: Mapping[str, Document]
    there: frozenset[str]
    register: Register
    sandbox: bool

    def of(self, slug: str, tag: str) -> Place:
        """What stands around the record of this document and language."""
        return Place(slug in self.there, self.documents.get(slug), self.register.suspension(slug, tag), self.sandbox)


def surroundings(workspace: Workspace, documents: Sequence[Document]) -> Surroundings:
    """What decides about the records. Raises WorkspaceError for a register that cannot be read."""
    found = {document.slug: document for document in documents}
    there, sandbox = frozenset(slugs_of_sources(workspace)), workspace.settings.policy.sandbox
    return Surroundings(found, there, register.read(workspace), sandbox)


def everything_shown(workspace: Workspace, report: Publication, *, settle: bool) -> list[Shown]:
    """What stands at each address that ever held a leaflet, by language and document.

    With `settle`, what has become of a record is written into it first: a withdrawal, which then stays, and the newer
    version of a source whose text is the same. A record that cannot be read, or was made in a sandbox, is not shown.
    """
    records = list(_records(workspace, report))
    around = surroundings(workspace, _changed(workspace, [record for _, _, record in records], report))
    shown = []
    for tag, slug, record in records:
        place = around.of(slug, tag)
        kept = settled(record, place)
        if settle and kept != record:
            keep(workspace, kept, instead_of=record)
        one = judge(kept, place)
        if one.view is not View.NOTHING:
            shown.append(one)
        if one.view is View.NOTICE and place.document:
            report.ask(slug, changed_figures(kept, place.document, workspace.source_language))
        if why := _why(one):
            report.refused.append(Refused(slug, tag, why))
    return shown


def _changed(workspace: Workspace, records: Sequence[Record], report: Publication) -> tuple[Document, ...]:
    """The sources that are not those of their records any more. The others need no reading: nothing in them is new.

    One that cannot be read is a problem: it may hold a withdrawal.
    """
    known: dict[str, set[str]] = {}
    for record in records:
        known.setdefault(record.document, set()).add(record.source.sha256)
    found = _sources(workspace)
    names = [path.name for path in found.paths if known.get(path.stem.lower(), set()) - {source_digest(path)}]
    read = read_all(workspace, names) if names else Extraction(())
    problems = dict.fromkeys((*found.problems, *read.problems))
    report.problems += [one for one in problems if one.document in known]
    return read.documents


def _sources(workspace: Workspace) -> SourceFiles:
    try:
        return source_files(workspace)
    except WorkspaceError:
        return SourceFiles(())


def _why(shown: Shown) -> str:
    """Why the text is not shown; empty where it is, or where the gate has said so: a suspension is looked up there."""
    if shown.view is View.NOTHING:
        return _SANDBOX
    return _WHY.get(shown.cause, "") if shown.cause else ""


def _records(workspace: Workspace, report: Publication) -> Iterator[tuple[str, str, Record]]:
    """The records that can be read and stand in their own place: a copy would be judged by suspensions of another."""
    for tag, slug, path in places(workspace):
        try:
            record = read_record(workspace, tag, slug)
            if record and (record.document, record.language) != (slug, tag):
                whose = f"{record.document} ({record.language})"
                raise PublishError(f"{path}: is the record of {whose}: remove it, and publish {slug} anew")  # noqa: TRY301
        except PublishError as error:
            report.problems.append(Problem(f"{slug} ({tag})", str(error)))
            report.damaged.append((slug, tag))
            continue
        if record:
            yield tag, slug, record
