"""What waits in each document, without opening what has not changed: the figures of a list of work.

A glance depends on the bytes of the source, its sidecar and the catalog, and on which sentences are held; it is kept
for as long as none of these has changed. Nothing is decided by it. The language data is that of the packs it was made
with.
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from pipeline import looks
from pipeline.catalog.signoff import signed_off
from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.model.document import Document
from pipeline.model.finding import Problem
from pipeline.model.talk import ANSWER, holds
from pipeline.queue import Queue
from pipeline.stages.packs import Pack, standard_headings
from pipeline.stages.reading import read_document, source_files
from pipeline.stages.review import Desk, ReviewSegment
from pipeline.stages.talk import blames_the_english

Lock = AbstractContextManager[object]
_RARELY = 20  # one of so many is new: only then is all of it written down again


@dataclass(frozen=True, slots=True)
class Waiting:
    """A segment that waits: for whom not, what is risky about it, and how many words its source has.

    One that is `held` waits for an answer, and for nobody's text.
    """

    risky: bool
    errors: int
    words: int
    not_for: frozenset[str]
    held: bool = False


@dataclass(frozen=True, slots=True)
class Glance:
    """A document in a language as a list shows it; `target_title` is empty where the title has no translation yet."""

    document: str
    language: str
    title: str
    published: date | None
    total: int
    waiting: tuple[Waiting, ...]
    signed_off_by: str = ""
    target_title: str = ""

    @property
    def urgency(self) -> tuple[int, date, int]:
        """As `stages.review.desks` orders: most risky, then the oldest text, then most errors."""
        risky, errors = sum(one.risky for one in self.waiting), sum(one.errors for one in self.waiting)
        return -risky, self.published or date.max, -errors

    def for_person(self, person: str) -> list[Waiting]:
        """What of it waits for this person, as `stages.review.waits_for` has it."""
        return [one for one in self.waiting if not one.held and person not in one.not_for]


@dataclass(frozen=True, slots=True)
class Listed:
    """A glance at each document, most urgent first, and what is broken. For `left` there was no time this time."""

    glances: list[Glance]
    problems: list[Problem]
    left: int = 0


Known = dict[tuple[str, str], tuple[bytes, Glance | Problem]]  # language and document; digest of the files


@dataclass(slots=True)
class Glances:
    """The glances of a workspace. `lock` is held while a document is opened, and only then.

    `keep` gets all that is known whenever enough of it is new; `known` may come from an earlier run.
    """

    workspace: Workspace
    queue: Queue
    lock: Lock
    known: Known = field(default_factory=dict)
    keep: Callable[[Known], None] = lambda _: None
    _new: int = 0
    _headings: Callable[[str], bool] | None = None

    def all(self, packs: Sequence[Pack], *, seconds: float = math.inf) -> Listed:
        """Each document in these languages that has a catalog.

        Decisions that an interrupted run left are applied before. After so many `seconds` no more documents are opened:
        of one that changed the older glance is given, of one that was never seen none.
        """
        until = time.monotonic() + seconds
        files = source_files(self.workspace)
        unfinished = {(made.language, made.document) for _, made in self.queue.pending()}
        held = self._held()
        found = [one for path in files.paths for one in self._of(path, packs, held, unfinished, until)]
        if self._new * _RARELY > len(self.known):
            self._new = 0
            self.keep(dict(self.known))
        glances = [one for one in found if isinstance(one, Glance)]
        problems = [*files.problems, *dict.fromkeys(one for one in found if isinstance(one, Problem))]
        return Listed(sorted(glances, key=lambda one: one.urgency), problems, found.count(None))

    def _held(self) -> dict[str, bytes]:
        """What stands for the sentences that are held, by document."""
        found: dict[str, list[str]] = {}
        for hold in holds(self.queue.talk.of_the_english()):
            found.setdefault(hold.document, []).append(repr(tuple(hold.key)))
        texts = {slug: "\0".join(sorted(keys)) for slug, keys in found.items()}
        return {slug: sha256(text.encode("utf-8", "surrogatepass")).digest() for slug, text in texts.items()}

    def _of(
        self,
        path: Path,
        packs: Sequence[Pack],
        held: Mapping[str, bytes],
        unfinished: set[tuple[str, str]],
        until: float,
    ) -> Iterator[Glance | Problem | None]:
        slug = path.stem.lower()
        source = _digest(path) + _digest(path.with_suffix(".toml")) + held.get(slug, b"")
        document: Document | Problem | None = None
        for pack in packs:
            place = (pack.language.tag, slug)
            catalog = _digest(self.workspace.catalog(*place))
            if not catalog:
                continue
            stale = place in unfinished or self._stamp(place) != source + catalog
            if stale and time.monotonic() < until:
                with self.lock:
                    if place in unfinished or self._stamp(place) != source + catalog:  # nobody was faster
                        document = document or self._read(path)
                        known = document if isinstance(document, Problem) else self._look(document, pack)
                        self.known[place] = (source + catalog, known)
                        self._new += 1
            yield self.known[place][1] if place in self.known else None

    def _stamp(self, place: tuple[str, str]) -> bytes:
        return self.known[place][0] if place in self.known else b""

    def _read(self, path: Path) -> Document | Problem:
        try:
            self._headings = self._headings or standard_headings(self.workspace)
            return read_document(self.workspace, path, self._headings)
        except PipelineError as error:
            return Problem(path.stem.lower(), str(error))

    def _look(self, document: Document, pack: Pack) -> Glance | Problem:
        desk = Desk(self.workspace, document, pack, self.queue)
        try:
            desk.heal()
            return glance(desk)
        except PipelineError as error:
            return Problem(f"{document.slug} ({pack.language.tag})", str(error))


def glance(desk: Desk) -> Glance:
    """The figures of an open document."""
    segments = desk.segments()
    by = signed_off(desk.catalog(), desk.document)
    return Glance(
        document=desk.document.slug,
        language=desk.pack.language.tag,
        title=desk.document.title,
        published=desk.document.record.published,
        total=len(segments),
        waiting=tuple(_waiting(segment) for segment in segments if segment.need),
        signed_off_by=by.person if by else "",
        target_title=next((s.entry.target for s in segments if s.entry.key == desk.document.keys[0]), ""),
    )


def _waiting(segment: ReviewSegment) -> Waiting:
    entry = segment.entry
    signed = {one.person for one in entry.signatures} if segment.need == "second review" else set()
    return Waiting(
        risky=bool(segment.risks),
        errors=len(segment.errors),
        words=len(entry.key.source.split()),
        not_for=frozenset(signed | {one.person for one in entry.rejections if not blames_the_english(one.reason)}),
        held=segment.need == ANSWER,
    )


def _digest(path: Path) -> bytes:
    """Of the file's bytes; empty where there is no file."""
    try:
        return looks.digest(path)
    except OSError:
        return b""
