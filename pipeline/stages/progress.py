"""How far a document is, in figures: from its catalog, its record and the log."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.catalog.entry import Entry, State
from pipeline.catalog.signoff import signed_off
from pipeline.model.decision import Verdict
from pipeline.model.document import Key
from pipeline.model.finding import LocatedFinding, Severity
from pipeline.queue import LoggedDecision
from pipeline.stages.life import Place, judge
from pipeline.stages.published_state import publication
from pipeline.stages.records import read_record
from pipeline.stages.review import Desk, ReviewSegment
from pipeline.stages.status import frozen_texts, state_of

_TEXTS = (Verdict.APPROVE, Verdict.EDIT, Verdict.SAVE, Verdict.SUBMIT, Verdict.REJECT, Verdict.UNDO)


@dataclass(frozen=True, slots=True)
class Figures:
    """A document in a language: its segments by state, open errors, and of what waits the source's words.

    The oldest segment that waits has done so at least `since`: from the day of the last decision on it (`logged`), else
    from the day on which the file with its sentence was written. `people` signed, wrote, rejected or decided something.
    `target_title` is empty where the title has no translation yet. `published` is in the words of
    `stages.status.Standing`, but for what a suspension says. Where there is a `problem`, nothing else is known.
    """

    document: str
    language: str
    title: str
    initial: int = 0
    translated: int = 0
    reviewed: int = 0
    final: int = 0
    errors: int = 0
    words: int = 0
    since: date | None = None
    logged: bool = False
    people: tuple[str, ...] = ()
    signed_by: str = ""
    signed_on: date | None = None
    published: str = ""
    target_title: str = ""
    problem: str = ""

    @property
    def segments(self) -> int:
        """How many there are."""
        return self.initial + self.translated + self.reviewed + self.final

    @property
    def waiting(self) -> int:
        """How many are not approved."""
        return self.initial + self.translated


def total(rows: Sequence[Figures]) -> Figures:
    """All rows as one, without names: their sums, and the oldest day since which something waits."""
    oldest = min((row for row in rows if row.since), key=lambda row: row.since or date.max, default=None)
    return Figures(
        "",
        "",
        "",
        initial=sum(row.initial for row in rows),
        translated=sum(row.translated for row in rows),
        reviewed=sum(row.reviewed for row in rows),
        final=sum(row.final for row in rows),
        errors=sum(row.errors for row in rows),
        words=sum(row.words for row in rows),
        since=oldest.since if oldest else None,
        logged=bool(oldest and oldest.logged),
    )


def measure(desk: Desk, segments: Sequence[ReviewSegment]) -> Figures:
    """The figures of a desk's document, whose segments these are."""
    tag, slug, catalog = desk.pack.language.tag, desk.document.slug, desk.catalog()
    record = read_record(desk.workspace, tag, slug)
    frozen = frozen_texts(record)
    states = Counter(state_of(s.entry, frozen, desk.signatures) for s in segments)
    log = desk.queue.log(slug, tag)
    since, logged = _oldest(desk, segments, log)
    by = signed_off(catalog, desk.document)
    place = Place(there=True, document=desk.document, sandbox=desk.workspace.settings.policy.sandbox)
    shown = judge(record, place) if record else None
    return Figures(
        document=slug,
        language=tag,
        title=desk.document.title,
        initial=states[State.INITIAL],
        translated=states[State.TRANSLATED],
        reviewed=states[State.REVIEWED],
        final=states[State.FINAL],
        errors=sum(_is_error(one) for s in segments for one in s.findings),
        words=sum(len(s.entry.key.source.split()) for s in segments if s.need),
        since=since,
        logged=logged,
        people=tuple(sorted({*_named(s.entry for s in segments), *(one.decision.person for one in log)})),
        signed_by=by.person if by else "",
        signed_on=by.day if by else None,
        published=publication(shown, desk.document, catalog, desk.signatures),
        target_title=next((s.entry.target for s in segments if s.entry.key == desk.document.keys[0]), ""),
    )


def _is_error(one: LocatedFinding) -> bool:
    return one.finding.severity is Severity.ERROR and not one.dismissed


def _oldest(desk: Desk, segments: Sequence[ReviewSegment], log: Sequence[LoggedDecision]) -> tuple[date | None, bool]:
    """Since when the oldest waiting segment has waited at least, and whether the log says so."""
    slug, tag = desk.document.slug, desk.pack.language.tag
    last = {one.decision.key: one for one in log if one.in_effect and one.decision.verdict in _TEXTS}
    files = (desk.workspace.catalog(tag, slug), desk.workspace.template(slug))
    touched, *template = (_written(path) for path in files if path.is_file())
    days = (_since(s.entry, last, min([touched, *template]), touched) for s in segments if s.need)
    return min(days, key=lambda pair: (pair[0], not pair[1]), default=(None, False))


def _since(entry: Entry, last: Mapping[Key, LoggedDecision], written: date, touched: date) -> tuple[date, bool]:
    """A text that another program changed since its last decision waits from when its catalog was written."""
    one = last.get(entry.key)
    if one is None:
        return written, False
    ours = one.decision.verdict is Verdict.UNDO or one.decision.target == entry.target
    return (one.recorded.astimezone().date(), True) if ours else (touched, False)


def _written(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone().date()


def _named(entries: Iterable[Entry]) -> Iterator[str]:
    """Whom the catalog names for the texts as they stand."""
    for entry in entries:
        yield from (one.person for one in entry.signatures)
        yield from (one.person for one in entry.rejections)
        yield from (one.person for one in entry.dismissals)
        if entry.origin and entry.origin.kind == "person":
            yield entry.origin.detail.partition(",")[0]
