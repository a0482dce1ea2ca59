"""Runs the checks of originals: what an editor should look at before anything is translated."""

import time
from collections.abc import Sequence

from pipeline import registry
from pipeline.config import Workspace
from pipeline.model.document import Document
from pipeline.model.finding import LocatedFinding, Subject
from pipeline.stages.check import CheckReport
from pipeline.stages.extract import read_all


def check_sources(workspace: Workspace, names: Sequence[str] = ()) -> CheckReport:
    """Check the originals. A finding on a whole document has a subject without a text."""
    started = time.monotonic()
    read = read_all(workspace, names)
    language = workspace.source_language
    checks = registry.source_checks()
    findings = [one for document in read.documents for one in _check_document(document, workspace)]
    segments = sum(len(set(document.keys)) for document in read.documents)
    missing = tuple(name for name, one in checks.items() if not one.covers(language))
    seconds = time.monotonic() - started
    return CheckReport(tuple(findings), segments, seconds, read.problems, {language.tag: missing})


def _check_document(document: Document, workspace: Workspace) -> list[LocatedFinding]:
    """The findings on a document: first those on all of it, then by sentence in reading order."""
    language = workspace.source_language
    order = {key: number for number, key in enumerate(dict.fromkeys(document.keys), 1)}
    found = []
    for one in registry.source_checks().values():
        if one.covers(language):
            for key, finding in one.find(document, language):
                subject = Subject(key.context, key.source, "", document=document.slug) if key else Subject(None, "", "")
                located = LocatedFinding(document.slug, language.tag, subject, finding)
                found.append((order[key] if key else 0, located))
    return [located for _, located in sorted(found, key=lambda pair: pair[0])]
