"""What the page of a document shows, as data: the templates only lay it out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from pipeline.catalog.entry import Entry
from pipeline.catalog.remarks import digest
from pipeline.confidence import Band
from pipeline.interface import Interface
from pipeline.model.document import Block, BlockKind, Key
from pipeline.model.finding import LocatedFinding
from pipeline.review_app import told
from pipeline.stages.review import Desk, ReviewSegment, waits_for
from pipeline.wording import NOTHING

_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed that was not taken, and is not to be lost.

    `text` goes back into the box; `seen` are the codes of the findings on it that the page now shows; `shown` is the
    text they had before them, where the catalog has another one by now.
    """

    key: str
    text: str
    findings: tuple[LocatedFinding, ...] = ()
    shown: str = ""

    @property
    def seen(self) -> str:
        """The findings that the person has been shown, for this text alone."""
        return seen(self.text, self.findings)


@dataclass(frozen=True, slots=True)
class Row:
    """One segment on the page. `open` has the box; `folded` is a poor draft that is kept from the eye."""

    id: str
    segment: ReviewSegment
    label: str
    origin: str
    findings: tuple[told.Told, ...]
    risks: tuple[str, ...]
    band: tuple[str, str, str] | None
    open: bool
    folded: bool
    text: str
    typed: Typed | None = None
    typed_findings: tuple[told.Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A block, by its number: its rows that were not shown before, and its heading level (0: none)."""

    number: int
    block: Block
    rows: tuple[Row, ...]
    level: int
    heading: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page. `read` is the fingerprint of the texts that a sign-off vouches for, `state` that of all it shows."""

    parts: tuple[Part, ...]
    total: int
    waiting: int
    mine: int
    read: str
    state: str
    first: str = ""
    segments: tuple[ReviewSegment, ...] = ()
    findings: int = field(default=0)


def one_line(text: str) -> str:
    """A text as one line: a sentence has no line breaks."""
    return " ".join(text.replace("\r\n", "\n").split("\n")).strip()


@lru_cache(maxsize=20_000)
def identity(key: Key) -> str:
    """A name for a segment that fits into an address: the same as long as context and source are."""
    return sha256(repr(tuple(key)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def seen(text: str, findings: Sequence[LocatedFinding]) -> str:
    """The open findings on a text, and the text, in few letters: what a person was shown before signing it."""
    codes = sorted(one.finding.code for one in findings if not one.dismissed)
    return digest((text, *codes)) if codes else ""


def fingerprint(segments: Sequence[ReviewSegment]) -> str:
    """What stands for all texts in their order."""
    texts = (part for s in segments for part in (s.entry.key.context or "", s.entry.key.source, s.entry.target))
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def state(segments: Sequence[ReviewSegment]) -> str:
    """What stands for all texts in their order, with what is signed, noted and held: the same in every process."""
    return digest(tuple(part for s in segments for part in (_said_of(s.entry), s.need)))


@lru_cache(maxsize=20_000)
def _said_of(entry: Entry) -> str:
    return digest((repr(entry),))


def find(segments: Sequence[ReviewSegment], name: str) -> ReviewSegment | None:
    """The segment with this identity."""
    return next((s for s in segments if identity(s.entry.key) == name), None)


def next_open(segments: Sequence[ReviewSegment], person: str, after: int, *, back: bool = False) -> str:
    """The identity of the next segment that waits for the person, coming round; empty where none does.

    `back` looks for the one before.
    """
    waiting = [s for s in segments if waits_for(s, person)]
    if back:
        waiting.reverse()
    beyond = (s for s in waiting if (s.number < after if back else s.number > after))
    chosen = next(beyond, waiting[0] if waiting else None)
    return identity(chosen.entry.key) if chosen else ""


def view(
    desk: Desk,
    segments: Sequence[ReviewSegment],
    words: Interface,
    person: str,
    *,
    opened: str = "",
    unfold: bool = False,
    typed: Typed | None = None,
    only: Collection[str] | None = None,
) -> View:
    """The page for this person, with the segment `opened` open. `unfold`: its poor draft is to be shown.

    `only` these segments are laid out, where they are named, and the blocks that hold them.
    """
    total = len(segments)
    laid_out = [s for s in segments if only is None or identity(s.entry.key) in only]
    rows = {s.entry.key: _row(s, words, total, opened=opened, unfold=unfold, typed=typed) for s in laid_out}
    return View(
        parts=tuple(_parts(desk, rows, {s.entry.key: s.entry.target for s in segments})),
        total=total,
        waiting=sum(bool(s.need) for s in segments),
        mine=sum(waits_for(s, person) for s in segments),
        read=fingerprint(segments),
        state=state(segments),
        first=next_open(segments, person, 0),
        segments=tuple(segments),
        findings=sum(not one.dismissed for s in segments for one in s.findings),
    )


def _row(s: ReviewSegment, words: Interface, total: int, *, opened: str, unfold: bool, typed: Typed | None) -> Row:
    name = identity(s.entry.key)
    poor = s.confidence is not None and s.confidence.band is Band.D
    mine = typed if typed and typed.key == name else None
    folded = poor and not (unfold and name == opened)
    text = mine.text if mine else ("" if folded else s.entry.target)
    return Row(
        id=name,
        segment=s,
        label=told.label(s, total, words),
        origin=told.origin(s, words),
        findings=told.findings(s.findings, words),
        risks=told.risks(s, words),
        band=told.band(s, words),
        open=name == opened,
        folded=folded,
        text=text,
        typed=mine,
        typed_findings=told.findings(mine.findings, words) if mine else (),
    )


def _parts(desk: Desk, rows: Mapping[Key, Row], targets: Mapping[Key, str]) -> Iterator[Part]:
    """The blocks in order that hold a row; a sentence that comes again is decided on where it comes first."""
    shown: set[Key] = set()
    level = 1
    for number, block in enumerate(desk.document.blocks):
        fresh = tuple(rows[key] for key in dict.fromkeys(block.keys) if key in rows and key not in shown)
        shown.update(block.keys)
        heading = ""
        here = 0
        if block.kind in (BlockKind.TITLE, BlockKind.HEADING):
            here = 2 if block.kind is BlockKind.TITLE else max(2, min(block.level, level + 1, _DEEPEST))
            level, heading = here, " ".join(block.segments)
        if rows.keys().isdisjoint(block.keys):
            continue
        texts = tuple(text for key in block.keys if (text := targets[key]).strip() not in ("", NOTHING))
        yield Part(number, block, fresh, here, heading, texts)
