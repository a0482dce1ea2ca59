"""The review: what waits for a person, and the one door through which a person's decision reaches a catalog."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date

from pipeline.catalog import store
from pipeline.catalog.decide import apply
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import HANDLE
from pipeline.catalog.signoff import SignOff, sign_off, trial
from pipeline.config import Workspace
from pipeline.errors import CatalogError, PipelineError, UsageError
from pipeline.files import locked
from pipeline.model.decision import Applied, Decision, Outcome
from pipeline.model.document import Document, Key
from pipeline.model.finding import LocatedFinding, Problem
from pipeline.queue import Queue
from pipeline.stages import proof, refusals
from pipeline.stages.extract import read_all
from pipeline.stages.objections import LONGEST, Objections
from pipeline.stages.packs import Pack
from pipeline.stages.segments import Known, Reader, ReviewSegment, held, need, waits_for
from pipeline.stages.talk import Conversation

__all__ = ["LONGEST", "Desk", "ReviewSegment", "desks", "need", "waits_for"]


@dataclass(frozen=True)
class Desk:
    """One document in one language on a reviewer's desk, with the queue that keeps the log.

    `signed_in` says that the person of each decision is known by a sign-in or a personal token, not by a mere name.
    `known` is what was found with the same pack before.
    """

    workspace: Workspace
    document: Document
    pack: Pack
    queue: Queue
    signed_in: bool = False
    known: Known = field(default_factory=Known, compare=False, repr=False)

    @property
    def signatures(self) -> int:
        """How many people have to sign each segment."""
        return self.workspace.settings.policy.signatures

    @property
    def talk(self) -> Conversation:
        """What the people of this language say about the document."""
        return Conversation(self.queue, self.document.slug, self.pack.language.tag)

    @property
    def _translate_command(self) -> str:
        return f"run `pipeline translate --lang {self.pack.language.tag} {self.document.slug}`"

    @property
    def _objections(self) -> Objections:
        return Objections(self._reader)

    @property
    def _reader(self) -> Reader:
        return Reader(self.document, self.pack, self.signatures, self.known)

    def segments(self) -> list[ReviewSegment]:
        """The distinct segments in reading order. Raises CatalogError where a sentence is not in the catalog."""
        return held(self._reader.segments(self.catalog(), self._missing), self.talk.holds())

    def _missing(self, key: Key) -> CatalogError:
        return CatalogError(
            f"{self.document.slug}: the source was edited since the catalog was made: "
            f"{self._translate_command}. New: {key.source[:70]!r}"
        )

    def segment(self, key: Key) -> ReviewSegment:
        """The segment with this key. Raises UsageError where the document has none."""
        for segment in self.segments():
            if segment.entry.key == key:
                return segment
        where = f"with context {key.context!r}" if key.context else "without context"
        raise UsageError(
            f"{self.document.slug} has no segment {where} and the source {key.source!r}:"
            f" `pipeline review show {self.document.slug} --lang {self.pack.language.tag}` lists them"
        )

    def decide(self, *decisions: Decision, token: str = "") -> list[Applied]:
        """Record the decisions and apply them in order. Raises UsageError, and does nothing, where one may not be made.

        They are in the log before the catalog changes. What a crash left in the log is applied before anything new, so
        that an older decision never comes after a newer one. Nobody else decides between the question whether one may
        be made and its end; what comes without our lock (a report in another language, an editor) is asked about once
        more beside the catalog, and what may no longer be made is a conflict in the log. `token` names the act of
        deciding (`Queue.record`), for one decision alone.
        """
        with self._alone():
            self._finish()
            catalog = self.catalog()
            if why := self._refusal(decisions, catalog):
                raise UsageError(why)
            for decision in decisions:
                self.talk.before(decision)
            names = [token] if token else [uuid.uuid4().hex for _ in decisions]
            numbers = [self.queue.record(decision, name) for decision, name in zip(decisions, names, strict=True)]
            done = self._apply(list(zip(numbers, decisions, strict=True)), asked=catalog)
            for applied in done:
                self.talk.after(applied)
        return done

    def heal(self) -> list[Applied]:
        """Apply what an interrupted run recorded but did not finish; returns what became of each."""
        if not self._pending():
            return []
        with self._alone():
            return self._finish()

    def _finish(self) -> list[Applied]:
        return self._apply(self._pending())

    def _pending(self) -> list[tuple[int, Decision]]:
        return self.queue.pending(self.document.slug, self.pack.language.tag)

    def _alone(self) -> AbstractContextManager[None]:
        """One at a time: who comes between the catalog and the log would take a decision for one of a crash."""
        path = self.workspace.catalog(self.pack.language.tag, self.document.slug)
        return locked(path.with_suffix(".decisions"), self.workspace.locks)

    def _refusal(self, decisions: Iterable[Decision], catalog: Catalog, asked: Catalog | None = None) -> str:
        """Why one of the decisions may not be made; empty where all may. Of the catalog that was `asked` about before,
        only what people say meanwhile is asked.
        """
        anew, held = catalog != asked, self.talk.holds()
        for decision in decisions:
            why = self.talk.objection(decision, held)
            if anew and not why:
                entry = catalog.active.get(decision.key)
                why = self._objections.to(decision, catalog) or self.unproven(decision, entry)
                catalog, _ = apply(catalog, [decision], self.signatures)
            if why:
                return why
        return ""

    def unproven(self, decision: Decision, entry: Entry | None) -> str:
        """Why the decision's person has to sign in first; empty where their name will do."""
        needed = entry is not None and proof.adds_a_voice(decision, entry) and self._takes_proof
        return proof.refusal(proof.SECOND) if needed else ""

    @property
    def _takes_proof(self) -> bool:
        return self.signatures > 1 and not self.signed_in and self.queue.has_accounts()

    def findings_after(self, decision: Decision) -> list[LocatedFinding]:
        """What the checks say of the text that a decision would leave."""
        catalog = self.catalog()
        entry = catalog.active.get(decision.key)
        return self._reader.findings(catalog, entry, decision) if entry else []

    def sign_off(self, person: str, day: date, shown: dict[Key, str] | None = None) -> None:
        """Sign off the whole text. Raises UsageError where segments are not approved yet, or comments are open.

        `shown` are the texts the person has read; where the catalog differs by now, CatalogError.
        """
        if not HANDLE.fullmatch(person):
            raise UsageError(refusals.no_handle(person))
        if self._takes_proof:
            raise UsageError(proof.refusal(proof.WHOLE))
        with self._alone():
            self._finish()
            segments = self.segments()
            waiting = [s for s in segments if s.need]
            if waiting:
                first = waiting[0]
                every = len(set(self.document.keys))
                raise UsageError(refusals.waiting(len(waiting), every, first.number, first.need, first.entry.key))
            read = shown if shown is not None else {segment.entry.key: segment.entry.target for segment in segments}
            self._update(lambda catalog: self._signed_off(catalog, SignOff(day, person), read))

    def _signed_off(self, catalog: Catalog, signature: SignOff, read: dict[Key, str]) -> Catalog:
        """The catalog signed off. What people say is asked here, beside the catalog: they need no lock to say it."""
        held = self.talk.holds()
        if first := next((held[key] for key in self.document.keys if key in held), None):
            raise UsageError(refusals.doubted(first))
        if unresolved := self.talk.open_comments(self.document.keys):
            raise UsageError(refusals.commented(unresolved))
        active = catalog.active
        approved = all(key in active and active[key].approved(self.signatures) for key in self.document.keys)
        if not approved or any(active[key].target != text for key, text in read.items()):
            raise CatalogError(refusals.changed())
        return sign_off(catalog, self.document, signature)

    def catalog(self) -> Catalog:
        """The document's catalog as it stands on the disk. Raises UsageError where there is none."""
        catalog = store.read(self.workspace.catalog(self.pack.language.tag, self.document.slug))
        if catalog is None:
            raise UsageError(f"{self.document.slug} has no catalog: {self._translate_command}")
        return catalog

    def _apply(self, numbered: Sequence[tuple[int, Decision]], asked: Catalog | None = None) -> list[Applied]:
        """Apply recorded decisions and settle them; what another process has settled meanwhile is not done again.

        With the catalog on which they were `asked` about, they are asked about once more. Raises UsageError, and does
        nothing, where one may no longer be made.
        """
        results: dict[int, Applied] = {}
        late: list[str] = []

        def change(catalog: Catalog) -> Catalog:
            open_ones = {number for number, _ in self._pending()}
            mine = [(number, decision) for number, decision in numbered if number in open_ones]
            decisions = [decision for _, decision in mine]
            late[:] = filter(None, [self._refusal(decisions, catalog, asked) if asked else ""])
            if late:
                applied = tuple(_left(catalog, decision) for decision in decisions)
            else:
                catalog, applied = apply(catalog, decisions, self.signatures)
            results.clear()
            results.update(zip((number for number, _ in mine), applied, strict=True))
            return catalog

        if numbered:
            self._update(change)
            for number, applied in results.items():
                self.queue.settle(number, applied)
        if late:
            raise UsageError(late[0])
        return [results.get(number, Applied(decision, Outcome.ALREADY)) for number, decision in numbered]

    def _update(self, change: Callable[[Catalog], Catalog]) -> None:
        path = self.workspace.catalog(self.pack.language.tag, self.document.slug)

        def changed(catalog: Catalog | None) -> Catalog:
            after = change(catalog or self.catalog())
            return trial(after) if self.workspace.settings.policy.sandbox else after

        store.update(path, self.workspace.locks, changed)


def _left(catalog: Catalog, decision: Decision) -> Applied:
    """What becomes of a decision that may no longer be made: the catalog stands."""
    entry = catalog.active.get(decision.key)
    return Applied(decision, Outcome.CONFLICT if entry else Outcome.STALE, found=entry.target if entry else "")


def desks(
    workspace: Workspace, packs: Sequence[Pack], queue: Queue, names: Sequence[str] = (), *, signed_in: bool = False
) -> tuple[list[Desk], list[Problem]]:
    """A desk for each document (all, or those named) and language that has a catalog, interrupted decisions healed.

    The most urgent comes first: most risky segments open, then the oldest text, then most errors.
    What cannot be read, or was edited since its catalog was made, is a problem and stops no other.
    """
    read = read_all(workspace, names)
    found: list[tuple[tuple[int, date, int], Desk]] = []
    problems = list(read.problems)
    for document in read.documents:
        for pack in packs:
            if not workspace.catalog(pack.language.tag, document.slug).is_file():
                continue
            desk = Desk(workspace, document, pack, queue, signed_in)
            try:
                desk.heal()
                found.append((_urgency(desk), desk))
            except PipelineError as error:
                problems.append(Problem(f"{document.slug} ({pack.language.tag})", str(error)))
    return [desk for _, desk in sorted(found, key=lambda pair: pair[0])], problems


def _urgency(desk: Desk) -> tuple[int, date, int]:
    """What a queue is sorted by, the most urgent first. A text that does not say when it was published comes last."""
    open_ones = [segment for segment in desk.segments() if segment.need]
    risky, errors = sum(bool(s.risks) for s in open_ones), sum(len(s.errors) for s in open_ones)
    return -risky, desk.document.record.published or date.max, -errors
