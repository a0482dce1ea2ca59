"""Takes in what readers report, finds the sentence it is about, and keeps what was answered."""

import re
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path

from pipeline import files
from pipeline.catalog import store
from pipeline.catalog.remarks import HANDLE
from pipeline.config import Workspace
from pipeline.errors import UsageError
from pipeline.model.document import Key
from pipeline.model.report import Answer, Outcome, Report, Reports, Way
from pipeline.stages import register
from pipeline.stages.records import read_record, slugs_known
from pipeline.stages.report_file import HEADING, from_toml, to_toml
from pipeline.wording import fold, plain

LONGEST = 4000  # characters of a report or an answer
_DAY_OR_YEARS = r"\d{4}-\d\d-\d\d|(?:19|20)\d\d[-–](?:19|20)\d\d"
_PERSONAL = re.compile(
    r"[\w.+%-]+@\w[\w-]*(?:\.\w[\w-]*)+"  # mail; then numbers, of which a DOI is none
    rf"|(?<![\d.,])(?<!10\.\d{{4}}/)(?!(?:{_DAY_OR_YEARS})(?!\d))\+?\d(?:[ \u00a0\u202f()/‐‑–-]{{0,3}}\d){{7,}}"
    r"|(?<!\d)\d\d(?:\.\d\d){3,}(?!\d)"  # a telephone's number in pairs
)
_QUOTED = 70


def read(workspace: Workspace) -> Reports:
    """All reports and answers. Raises WorkspaceError for a file that cannot be read."""
    path = _path(workspace)
    return Reports(*from_toml(files.read(path) or b"", path), workspace.settings.report_days)


def add(
    workspace: Workspace,
    slug: str,
    tag: str,
    words: str,
    *,
    way: Way,
    person: str,
    day: date,
    hurts: bool = False,
    sentence: str = "",
    key: Key | None = None,
) -> Report:
    """Register a report, once.

    `sentence` are words of the sentence it is about, in either language; `key` names that sentence. Raises UsageError
    for an unknown document, words that fit no sentence or several, and for personal data.
    """
    if slug not in (known := slugs_known(workspace)):
        raise UsageError(f"no document {slug}: there are {', '.join(sorted(known)) or 'none'}")
    workspace.languages.get(tag)
    _refuse(person, words, "--words")
    found, text = _sentence(workspace, slug, tag, sentence, key) if sentence or key else (None, "")
    about = (slug, tag, day.isoformat(), words, found.source if found else "")
    name = sha256("\0".join(about).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    report = Report(name, slug, tag, day, person, way, words.strip(), hurts, found, text)
    if any(one.id == name for one in read(workspace).reports):
        raise UsageError(f"this report is registered already, as {name}: `pipeline report answer {name} --as NAME`")
    _write(workspace, report)
    return report


def answer(workspace: Workspace, name: str, outcome: Outcome, text: str, *, person: str, day: date) -> Answer:
    """Answer a report. Raises UsageError where what is said has not been done: nothing mended, nothing taken down."""
    reports = read(workspace)
    report = next((one for one in reports.reports if one.id == name), None)
    if report is None:
        raise UsageError(f"no report {name!r}: `pipeline report list` names those that are open")
    if given := reports.answer(report):
        raise UsageError(f"{name} was answered by {given.person} on {given.day.isoformat()}: {given.outcome.value}")
    _refuse(person, text, "--text")
    if why := _undone(workspace, report, outcome):
        raise UsageError(why)
    done = Answer(name, day, person, outcome, text.strip())
    _write(workspace, done)
    return done


def unanswered(workspace: Workspace, slug: str, tag: str) -> list[str]:
    """The open reports of a leaflet that somebody could come to harm by: why it may not be issued anew."""
    return [
        f"a reader reported on {one.day.isoformat()} what could hurt somebody: {one.words[:_QUOTED]!r}: answer it first"
        f" (`pipeline report answer {one.id} --as NAME --outcome OUTCOME --text TEXT`)"
        for one in read(workspace).open_ones(slug, tag)
        if one.hurts
    ]


def _refuse(person: str, words: str, option: str) -> None:
    if not HANDLE.fullmatch(person):
        raise UsageError(f"{person!r} is no handle: small letters, digits, dots, hyphens (--as ana)")
    if not words.strip() or len(words) > LONGEST:
        raise UsageError(f"write what is to be kept, at most {LONGEST:,} characters ({option} TEXT)")
    if found := _PERSONAL.search(words):
        raise UsageError(
            f"{found[0]!r} looks like an address or a number of a person, and this file goes into version control:"
            f" leave it out ({option} TEXT)"
        )


def _sentence(workspace: Workspace, slug: str, tag: str, words: str, key: Key | None) -> tuple[Key, str]:
    """The one sentence that is meant, and how it reads: as it is published, else as the catalog has it."""
    texts = dict(_texts(workspace, slug, tag))
    wanted = fold(plain(words).text)
    fits = [k for k, text in texts.items() if (k == key if key else _holds(k.source, text, wanted))]
    if len(fits) == 1:
        return fits[0], texts[fits[0]]
    if not fits:
        raise UsageError(f"{slug} ({tag}) has no such sentence: give words that stand in it, or leave it out")
    listed = "; ".join(repr(one.source[:_QUOTED]) for one in fits[:5])
    raise UsageError(f"{len(fits)} sentences of {slug} ({tag}) hold that: give more of it. {listed}")


def _holds(source: str, target: str, wanted: str) -> bool:
    return any(wanted in fold(plain(text).text) for text in (source, target))


def _texts(workspace: Workspace, slug: str, tag: str) -> Iterable[tuple[Key, str]]:
    catalog = store.read(workspace.catalog(tag, slug))
    yield from ((entry.key, entry.target) for entry in (catalog.active.values() if catalog else ()))
    record = read_record(workspace, tag, slug)
    yield from ((Key(context, source), target) for context, source, target in (record.texts if record else ()))


def _undone(workspace: Workspace, report: Report, outcome: Outcome) -> str:
    """Why an outcome is not true yet; empty where it is, or where nobody can tell."""
    place = f"{report.document} --lang {report.language}"
    if outcome is Outcome.TAKEN_DOWN and not register.read(workspace).suspension(report.document, report.language):
        return f"it is not taken down: `pipeline suspend {place} --as NAME --why REASON` does so at once"
    catalog = store.read(workspace.catalog(report.language, report.document)) if report.key else None
    entry = catalog.active.get(report.key) if catalog and report.key else None
    if outcome is Outcome.MENDED and entry and entry.target == report.read:
        return (
            f"the sentence still reads {report.read[:_QUOTED]!r}: mend it first"
            f" (`pipeline review start {place} --as NAME`)"
        )
    return ""


def _write(workspace: Workspace, one: Report | Answer) -> None:
    path = _path(workspace)

    def change(data: bytes | None) -> bytes:
        after = (data or HEADING) + to_toml(one).encode("utf-8")
        from_toml(after, path)
        return after

    files.update(path, workspace.locks, change)


def _path(workspace: Workspace) -> Path:
    return workspace.root / "i18n" / "reports.toml"
