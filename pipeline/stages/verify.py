"""Holds the site against its manifest and the committed records, and the records against the log of decisions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.model.decision import Verdict
from pipeline.queue import LoggedDecision, Queue
from pipeline.queue.entry import last_signed_text
from pipeline.stages import formats, site
from pipeline.stages.edition import Before, files_in, sha256_of
from pipeline.stages.generations import Spool
from pipeline.stages.manifest import NAME, FileRow, Manifest, read_manifest
from pipeline.stages.publication import Publication
from pipeline.stages.record import Record, RecordedSentence
from pipeline.stages.records import places, read_record

_SIGNING = (Verdict.APPROVE, Verdict.EDIT)
_QUOTED = 70
_MEND = "publish again"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it should be: a file of the site by its path in it, or a record by its path in the
    workspace.
    """

    path: str
    why: str
    document: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was compared, and what differs. `notes` are no errors: what cannot be said here."""

    files: int
    records: int
    signatures: int
    differences: tuple[Difference, ...]
    notes: tuple[Difference, ...] = ()


def verify(workspace: Workspace, queue: Queue | None, how: site.How) -> Verified:
    """Compare every byte of the site with its manifest, with what the records give, and signatures with the log.

    Everything is rendered again, so that a page and a manifest that were changed together are found too. Nothing is
    written. `queue` is None where there is no log. Raises PublishError for a manifest that is none.
    """
    with site.locked(workspace):
        manifest = read_manifest(workspace.site)
        if manifest is None:
            missing = Difference(NAME, "there is no manifest: publish first") if workspace.site.exists() else None
            found = [missing] if missing else _records_without_site(workspace)
        else:
            found = [*_bytes(workspace.site, manifest), *_made_again(workspace, manifest, how)]
    records = list(_records(workspace, found))
    notes: list[Difference] = []
    for record in records if queue else ():
        assert queue is not None  # noqa: S101  # said above
        _compare(record, queue.log(record.document, record.language), found, notes)
    signatures = sum(len(s.signatures) for record in records for s in _sentences(record))
    count = len(manifest.files) if manifest else 0
    return Verified(count, len(records), signatures, tuple(dict.fromkeys(found)), tuple(notes))


def _records_without_site(workspace: Workspace) -> list[Difference]:
    records = any(True for _ in places(workspace))
    return [Difference(NAME, "there is no site, but there are records: publish first")] if records else []


def _bytes(folder: Path, manifest: Manifest) -> Iterator[Difference]:
    """The files that are missing, changed or not in the manifest."""
    there = files_in(folder)
    for row in manifest.files:
        if row.path not in there:
            yield _of(row, f"is missing: {_MEND}")
        elif sha256_of(folder / row.path) != row.sha256:
            yield _of(row, f"was changed after it was published: {_MEND}")
    for path in sorted(there - {row.path for row in manifest.files} - {NAME}):
        yield Difference(path, f"is no file of the site: remove it, or {_MEND}, which does")


def _made_again(workspace: Workspace, manifest: Manifest, how: site.How) -> Iterator[Difference]:
    """Where the manifest is not what the records give today."""
    report = Publication()
    renderers = site.renderers_of(workspace, formats.chosen(workspace))
    nothing = Before(workspace.site / "none")  # nothing is taken over: all of it is rendered
    with TemporaryDirectory() as folder:
        printer = site.Printer(renderers, Spool(Path(folder)), how)
        edition = site.compose(workspace, nothing, site.pages_of(workspace, report), printer, report)
    yield from (Difference(problem.document, problem.why) for problem in report.problems)
    rows = manifest.by_path
    for path, now in edition.rows.items():
        if (row := rows.get(path)) is None:
            yield _of(now, f"is not in the manifest, and the records have it: {_MEND}")
        elif row != now:
            yield _of(row, f"{_changed(row, now)}: {_MEND}")
    for path in sorted(set(rows) - set(edition.rows)):
        yield _of(rows[path], f"may not be shown any more, or cannot be rendered: {_MEND}")


def _changed(row: FileRow, now: FileRow) -> str:
    """In what a row differs from what it would be now."""
    names = {
        "record_sha256": "its record",
        "source_sha256": "its source",
        "template_sha256": "the templates",
        "fonts_sha256": "the fonts",
        "code_version": "the version of the program",
        "key": "what it is made from",
        "sha256": "its bytes",
    }
    for name, what in names.items():
        if getattr(row, name) != getattr(now, name):
            return f"differs from what is published in {what}"
    return "its row of the manifest was changed"


def _of(row: FileRow, why: str) -> Difference:
    return Difference(row.path, why, row.document, row.language)


def _records(workspace: Workspace, found: list[Difference]) -> Iterator[Record]:
    """The records that can be read; one that was changed by hand is a difference."""
    for tag, slug, path in places(workspace):
        name = path.relative_to(workspace.root).as_posix()
        try:
            record = read_record(workspace, tag, slug)
        except PipelineError as error:
            found.append(Difference(name, str(error).removeprefix(f"{path}: "), slug, tag))
            continue
        if record and (record.document, record.language) != (slug, tag):
            found.append(Difference(name, f"is the record of {record.document} ({record.language})", slug, tag))
        elif record:
            found += [Difference(name, why, slug, tag) for why in _unsigned(record)]
            yield record


def _unsigned(record: Record) -> Iterator[str]:
    """What this record lacks that every one past the gate has: a sign-off, and enough people under each sentence."""
    if not record.signed_off:
        yield "nobody signed off the whole"
    for sentence in dict.fromkeys(_sentences(record)):
        people = {line.split(" ")[1] for line in sentence.signatures}
        if len(people) < record.checkers:
            yield f"signed by {len(people)} of {record.checkers} people: {sentence.source[:_QUOTED]!r}"


def _sentences(record: Record) -> Iterator[RecordedSentence]:
    return (sentence for block in record.blocks for sentence in block.sentences)


def _compare(record: Record, log: Sequence[LoggedDecision], found: list[Difference], notes: list[Difference]) -> None:
    """Hold the signatures of a record against the log: an error where it says otherwise, a note where it is silent."""
    path = f"locales/{record.language}/published/{record.document}.json"
    place = record.document, record.language
    silent = 0
    for sentence in dict.fromkeys(_sentences(record)):
        for person in (line.split(" ")[1] for line in sentence.signatures):
            known, why = _known(sentence, person, log)
            silent += not known and not why
            if why:
                found.append(Difference(path, f"{why}: {sentence.source[:_QUOTED]!r}", *place))
    if silent:
        signatures = "1 signature is" if silent == 1 else f"{silent} signatures are"
        notes.append(Difference(path, f"{signatures} not in the log here", *place))


def _known(sentence: RecordedSentence, person: str, log: Sequence[LoggedDecision]) -> tuple[bool, str]:
    """Whether the log holds a person's signature, and what it says against it.

    That they signed another text later is no contradiction: what is published was signed then.
    """
    key = (sentence.context, sentence.source)
    own = [one for one in log if one.in_effect and one.decision.person == person and one.decision.key == key]
    signing = [place for place, one in enumerate(own) if one.decision.verdict in _SIGNING]
    signed = [place for place in signing if own[place].decision.target == sentence.target]
    if not signed:
        return False, f"{person} signs a text that they decided otherwise on, says the log" if signing else ""
    later = [one.decision for one in own[signed[-1] + 1 :]]
    if any(one.verdict is Verdict.REJECT and one.target == sentence.target for one in later):
        return False, f"{person} rejected this text after signing it, says the log"
    undone = any(one.verdict is Verdict.UNDO for one in later) and not any(one.verdict in _SIGNING for one in later)
    if undone and last_signed_text(own) != sentence.target:
        return False, f"{person} took their signature back, says the log"
    return True, ""
