"""How far each document is, without opening what has not changed: the figures of lists and overviews.

A glance depends on the bytes of the source, its sidecar, the catalog and the published record, on which sentences are
held and on what was decided; it is kept for as long as none of these has changed. Nothing is decided by it. The
language data is that of the packs it was made with.

What was decided through the log is seen at the next look, and so is any other change of up to some thousand documents,
and of those that stood in front of the last list. Of more documents, the others are gone round in turn.
"""

import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Protocol

from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.model.document import Document
from pipeline.model.finding import Problem
from pipeline.model.talk import ANSWER, holds
from pipeline.queue import Queue
from pipeline.stages.glance_files import Files, Place, Round
from pipeline.stages.packs import Pack, standard_headings
from pipeline.stages.progress import Figures, measure
from pipeline.stages.reading import read_document, source_files
from pipeline.stages.review import Desk, ReviewSegment
from pipeline.stages.segments import Known
from pipeline.stages.talk import blames_the_english

Lock = AbstractContextManager[object]
_SWEEP = 0.05  # seconds for looking at files that nothing is known to have changed
_FRONT = 200  # documents in front of a list, by language: looked at each time


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many segments that wait, for the same people not: how many are risky, their errors, their sources' words.

    Those that are `held` wait for an answer, and for nobody's text.
    """

    segments: int
    risky: int
    errors: int
    words: int
    not_for: frozenset[str] = frozenset()
    held: bool = False


@dataclass(frozen=True, slots=True)
class Glance:
    """A document in a language as a list shows it. `written` is when its text was published.

    `urgency` is as `stages.review.desks` orders: most risky, then the oldest text, then most errors.
    """

    figures: Figures
    written: date | None
    waiting: tuple[Waiting, ...]
    place: Place = field(init=False)
    urgency: tuple[int, date, int] = field(init=False)

    def __post_init__(self) -> None:
        risky, errors = sum(one.risky for one in self.waiting), sum(one.errors for one in self.waiting)
        object.__setattr__(self, "place", (self.figures.language, self.figures.document))
        object.__setattr__(self, "urgency", (-risky, self.written or date.max, -errors))

    def all_waiting(self) -> Waiting:
        """What of it waits for anybody."""
        return _together(self.waiting)

    def for_person(self, person: str) -> Waiting:
        """What of it waits for this person, as `stages.segments.waits_for` has it."""
        return _together([one for one in self.waiting if not one.held and person not in one.not_for])


def _together(several: Sequence[Waiting]) -> Waiting:
    return Waiting(
        segments=sum(one.segments for one in several),
        risky=sum(one.risky for one in several),
        errors=sum(one.errors for one in several),
        words=sum(one.words for one in several),
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A glance, or why there is none, and the files it was made from: how they looked, and what was in them.

    Where it is not `settled`, they may have changed since and look the same.
    """

    look: bytes
    digest: bytes
    settled: bool
    found: Glance | Problem


class Keeper(Protocol):
    """Keeps glances between two runs of the program, and for other processes."""

    def news(self) -> Mapping[Place, Kept]:
        """What was kept since the last call, by anybody; the first time, all."""
        ...

    def keep(self, made: Mapping[Place, Kept]) -> None:
        """Keep what was made."""
        ...


class Forgetful:
    """Keeps nothing."""

    def news(self) -> Mapping[Place, Kept]:
        """Nothing."""
        return {}

    def keep(self, made: Mapping[Place, Kept]) -> None:
        """Let it go."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A glance at each document, most urgent first; `figures` of each by language and document; what is broken.

    `misnamed` are the sources that cannot be told apart, or not be read for their names. For `left` there was no time.
    """

    glances: Sequence[Glance]
    figures: Sequence[Figures]
    broken: list[Problem]
    misnamed: list[Problem]
    left: int = 0

    @property
    def problems(self) -> list[Problem]:
        """All that is broken."""
        return [*self.misnamed, *self.broken]


@dataclass(slots=True)
class Glances:
    """The glances of a workspace. `lock` is held while a document is opened, and only then.

    `known_of` a language is what was found with its data, by whoever opens its documents.
    """

    workspace: Workspace
    queue: Queue
    lock: Lock
    known_of: Callable[[str], Known]
    keeper: Keeper = field(default_factory=Forgetful)
    _kept: dict[Place, Kept] = field(default_factory=dict)
    _held: dict[str, bytes] = field(default_factory=dict)
    _again: set[Place] = field(default_factory=set)
    _front: list[Place] = field(default_factory=list)
    _decided: int = 0
    _headings: Callable[[str], bool] | None = None
    _alone: threading.Lock = field(default_factory=threading.Lock)
    _round: Round = field(init=False)

    def __post_init__(self) -> None:
        self._round = Round(self.workspace)

    def all(self, packs: Sequence[Pack], *, seconds: float = math.inf) -> Listed:
        """Each document in these languages that has a catalog.

        Decisions that an interrupted run left are applied before. After so many `seconds` no more documents are opened:
        of one that changed the older glance is given, of one that was never seen none.
        """
        until = time.monotonic() + seconds
        with self._alone:
            sources = source_files(self.workspace)
            by_tag = {pack.language.tag: pack for pack in packs}
            there = self._round.there(list(by_tag), sources.paths)
            unfinished = {(made.language, made.document) for _, made in self.queue.pending()}
            news = self.keeper.news()
            self._kept.update(news)
            first = list(dict.fromkeys([*unfinished, *self._changed(by_tag), *islice(news, _FRONT), *self._front]))
            made: dict[Place, Kept] = {}
            for files in self._round.some(there, first, math.inf if seconds == math.inf else _SWEEP):
                kept = self._up_to_date(files, anew=files.place in unfinished)
                if kept is None and time.monotonic() < until:
                    kept = made[files.place] = self._open(files, by_tag[files.place[0]])
                wanting = kept is None or not kept.settled
                (self._again.add if wanting and files.place in self._kept else self._again.discard)(files.place)
            self._kept.update(made)
            self.keeper.keep(made)
            return self._listed(there, sources.problems)

    def _changed(self, tags: Mapping[str, object]) -> Iterator[Place]:
        """Where something is known to have happened, or could not be told the last time."""
        places, self._decided = self.queue.decided_since(self._decided)
        held = self._holding()
        other = {slug for slug in held.keys() | self._held.keys() if held.get(slug) != self._held.get(slug)}
        self._held = held
        yield from places
        yield from ((tag, slug) for slug in sorted(other) for tag in tags)
        yield from list(self._again)

    def _holding(self) -> dict[str, bytes]:
        """What stands for the sentences that are held, by document."""
        found: dict[str, list[str]] = {}
        for hold in holds(self.queue.talk.of_the_english()):
            found.setdefault(hold.document, []).append(repr(tuple(hold.key)))
        texts = {slug: "\0".join(sorted(keys)) for slug, keys in found.items()}
        return {slug: sha256(text.encode("utf-8", "surrogatepass")).digest() for slug, text in texts.items()}

    def _up_to_date(self, files: Files, *, anew: bool) -> Kept | None:
        """What is known of a document; None where it has to be opened."""
        kept, held = self._kept.get(files.place), self._held.get(files.place[1], b"")
        if kept is None or anew:
            return None
        look, settled = files.look(held)
        if kept.look == look and kept.settled:
            return kept
        if self._digest(files, held) != kept.digest:
            return None
        self._kept[files.place] = kept = Kept(look, kept.digest, settled, kept.found)
        return kept

    def _digest(self, files: Files, held: bytes) -> bytes:
        tag, slug = files.place
        return files.digest(held, self.queue.last_number(slug, tag))

    def _open(self, files: Files, pack: Pack) -> Kept:
        held = self._held.get(files.place[1], b"")
        with self.lock:
            look, settled = files.look(held)  # before it is read: what comes later is another
            digest = self._digest(files, held)
            document = self._read(files.source)
            found = document if isinstance(document, Problem) else self._look(document, pack)
        return Kept(look, digest, settled, found)

    def _read(self, path: Path) -> Document | Problem:
        try:
            self._headings = self._headings or standard_headings(self.workspace)
            return read_document(self.workspace, path, self._headings)
        except PipelineError as error:
            return Problem(path.stem.lower(), str(error))

    def _look(self, document: Document, pack: Pack) -> Glance | Problem:
        desk = Desk(self.workspace, document, pack, self.queue, known=self.known_of(pack.language.tag))
        try:
            desk.heal()
            return glance(desk)
        except PipelineError as error:
            return Problem(f"{document.slug} ({pack.language.tag})", str(error))

    def _listed(self, there: Mapping[Place, Files], misnamed: Sequence[Problem]) -> Listed:
        found = [(place, self._kept[place].found) for place in there if place in self._kept]
        glances = sorted((one for _, one in found if isinstance(one, Glance)), key=attrgetter("urgency"))
        broken = list(dict.fromkeys(one for _, one in found if isinstance(one, Problem)))
        figures = [_figures(place, one) for place, one in found]
        self._front = [*_front([one.place for one in glances]), *_front([place for place, _ in found])]
        return Listed(glances, figures, broken, list(misnamed), len(there) - len(found))


def _front(places: Sequence[Place]) -> Iterator[Place]:
    for tag in {tag for tag, _ in places}:
        yield from islice((place for place in places if place[0] == tag), _FRONT)


def _figures(place: Place, found: Glance | Problem) -> Figures:
    tag, slug = place
    return found.figures if isinstance(found, Glance) else Figures(slug, tag, slug, problem=found.why)


def glance(desk: Desk) -> Glance:
    """The figures of an open document."""
    segments = desk.segments()
    groups: dict[tuple[frozenset[str], bool], Counter[str]] = {}
    for segment in segments:
        if segment.need:
            count = groups.setdefault((_not_for(segment), segment.need == ANSWER), Counter())
            words = len(segment.entry.key.source.split())
            count.update(segments=1, risky=bool(segment.risks), errors=len(segment.errors), words=words)
    waiting = (
        Waiting(count["segments"], count["risky"], count["errors"], count["words"], not_for, held)
        for (not_for, held), count in groups.items()
    )
    return Glance(measure(desk, segments), desk.document.record.published, tuple(waiting))


def _not_for(segment: ReviewSegment) -> frozenset[str]:
    entry = segment.entry
    signed = {one.person for one in entry.signatures} if segment.need == "second review" else set()
    return frozenset(signed | {one.person for one in entry.rejections if not blames_the_english(one.reason)})
