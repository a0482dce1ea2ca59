"""Runs today's checks, terms and phrases over what is published: what would be refused if it came up now?"""

import time
from collections.abc import Sequence
from datetime import date

from pipeline.catalog.entry import Entry
from pipeline.catalog.remarks import Dismissal, sealed
from pipeline.config import Workspace
from pipeline.errors import UsageError
from pipeline.model.document import Key
from pipeline.model.finding import Finding, LocatedFinding, Problem, Severity
from pipeline.plugins import Scope
from pipeline.stages import packs
from pipeline.stages.check import CheckReport, check_entries, not_checked, subject_of
from pipeline.stages.packs import Pack
from pipeline.stages.publication import Publication
from pipeline.stages.record import Record, RecordedSentence
from pipeline.stages.shown import everything_shown
from pipeline.wording import fold


def check_published(workspace: Workspace, tags: Sequence[str] = (), names: Sequence[str] = ()) -> CheckReport:
    """Check the published texts of `tags` (none: all languages) and documents; what is down already is left out.

    A phrase that has another wording today is a warning where the pack is signed, else a note.
    """
    started = time.monotonic()
    findings: list[LocatedFinding] = []
    problems: list[Problem] = []
    segments = 0
    records = published_records(workspace, problems)
    if missing := [name for name in names if name not in {record.document for record in records}]:
        raise UsageError(f"not published: {', '.join(missing)}")
    for tag in tags:
        workspace.languages.get(tag)
    chosen = [r for r in records if (not tags or r.language in tags) and (not names or r.document in names)]
    for record in chosen:
        pack = packs.load(workspace, record.language)
        found = check_record(record, pack)
        segments += len(found)
        findings += [one for group in found for one in group]
    missing_data = {tag: not_checked(workspace.languages.get(tag)) for tag in sorted({r.language for r in chosen})}
    return CheckReport(tuple(findings), segments, time.monotonic() - started, tuple(problems), missing_data)


def published_records(workspace: Workspace, problems: list[Problem]) -> list[Record]:
    """The records of pages that are up, by document and language; what cannot be read is added to `problems`."""
    report = Publication()
    records = [one.record for one in everything_shown(workspace, report, settle=False) if one.up]
    problems += report.problems
    return sorted(records, key=lambda record: (record.document, record.language))


def check_record(record: Record, pack: Pack) -> list[list[LocatedFinding]]:
    """The findings on each distinct sentence of a record, in reading order."""
    sentences = {(s.context, s.source): s for block in record.blocks for s in block.sentences}
    placed = [(record.document, _entry(sentence)) for sentence in sentences.values()]
    found = check_entries(placed, pack, Scope.DOCUMENT)
    for (document, entry), group in zip(placed, found, strict=True):
        phrase = pack.phrases.find(entry.key)
        if phrase and fold(phrase.target) != fold(entry.target):
            severity = Severity.WARNING if phrase.signed else Severity.NOTE
            finding = Finding("phrases", severity, f"The standard wording is “{phrase.target}”.")
            subject = subject_of(document, entry, pack)
            group.append(LocatedFinding(document, pack.language.tag, subject, finding))
    return found


def _entry(sentence: RecordedSentence) -> Entry:
    """The sentence as a message, with what was dismissed when it was published."""
    key = Key(sentence.context, sentence.source)
    rows = [row.split(" ", 3) for row in sentence.dismissed]
    dismissals = [Dismissal(check, date.fromisoformat(day), who, why) for check, day, who, why in rows]
    return Entry(key, sentence.target, remarks=tuple(sealed(one, key, sentence.target) for one in dismissals))
