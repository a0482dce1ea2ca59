"""Runs every check over the segments of documents, and tells which findings a person has set aside."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline import registry
from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry
from pipeline.config import Workspace
from pipeline.errors import CatalogError
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, LocatedFinding, Problem, Severity, Subject
from pipeline.stages import packs
from pipeline.stages.extract import read_all
from pipeline.stages.packs import Pack


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings in reading order, how many segments were looked at, and the seconds it took."""

    findings: tuple[LocatedFinding, ...]
    segments: int
    seconds: float
    problems: tuple[Problem, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether there is no problem and nothing but notes and dismissed findings."""
        open_ones = (f for f in self.findings if not f.dismissed and f.finding.severity is not Severity.NOTE)
        return not self.problems and not any(open_ones)


def check(workspace: Workspace, tags: Sequence[str], names: Sequence[str] = ()) -> CheckReport:
    """Check the catalogs of `tags` against the sources as they are now."""
    started = time.monotonic()
    read = read_all(workspace, names)
    findings: list[LocatedFinding] = []
    problems = list(read.problems)
    segments = 0
    for tag in tags:
        pack = packs.load(workspace, tag)
        for document in read.documents:
            try:
                catalog = store.read(workspace.catalog(tag, document.slug))
            except CatalogError as error:
                problems.append(Problem(f"{document.slug} ({tag})", str(error)))
                continue
            found = check_document(document, catalog, pack)
            segments += len(found)
            findings += [one for group in found.values() for one in group]
    return CheckReport(tuple(findings), segments, time.monotonic() - started, tuple(problems))


def check_document(document: Document, catalog: Catalog | None, pack: Pack) -> dict[Key, list[LocatedFinding]]:
    """The findings on each segment of a document, in reading order; segments without findings have empty lists."""
    active = catalog.active if catalog else {}
    return {key: check_entry(document.slug, active.get(key, Entry(key)), pack) for key in dict.fromkeys(document.keys)}


def check_entry(document: str, entry: Entry, pack: Pack) -> list[LocatedFinding]:
    """The findings on one message as it stands."""
    subject = subject_of(entry, pack)
    dismissed = {dismissal.check for dismissal in entry.dismissals}
    return [
        LocatedFinding(document, pack.language.tag, subject, finding, dismissed=finding.check in dismissed)
        for finding in find(subject, pack)
    ]


def subject_of(entry: Entry, pack: Pack) -> Subject:
    """The message as checks see it."""
    terms = tuple(pack.terms.find(entry.key.source))
    return Subject(entry.key.context, entry.key.source, entry.target, terms, entry.unknown, entry.not_drafted)


def find(subject: Subject, pack: Pack) -> Iterable[Finding]:
    """Every finding of every check on a pair of texts."""
    return (finding for one in registry.checks().values() for finding in one.find(subject, pack.language))


def open_errors(findings: Iterable[LocatedFinding]) -> list[LocatedFinding]:
    """The errors that nobody has set aside: they block approval and publishing."""
    return [one for one in findings if one.finding.severity is Severity.ERROR and not one.dismissed]
