"""The review: what waits for a person, and the one door through which a person's decision reaches a catalog."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline import risk
from pipeline.catalog import store
from pipeline.catalog.decide import apply
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import HANDLE
from pipeline.catalog.signoff import SignOff, sign_off
from pipeline.config import Workspace
from pipeline.errors import CatalogError, UsageError
from pipeline.model.decision import Applied, Decision, Verdict
from pipeline.model.document import Document, Key
from pipeline.model.finding import LocatedFinding
from pipeline.queue import Queue
from pipeline.stages.check import check_entry, open_errors
from pipeline.stages.extract import read_all
from pipeline.stages.packs import Pack
from pipeline.stages.sections import key_messages


@dataclass(frozen=True, slots=True)
class ReviewSegment:
    """A segment as a reviewer meets it: its message, what the checks say, and what is risky about it.

    `number` counts the document's distinct segments from 1 in reading order. `need` is what it waits for:
    `translation`, `approval`, `second review`, `signature`, `another text` or nothing.
    """

    number: int
    entry: Entry
    findings: tuple[LocatedFinding, ...]
    risks: frozenset[str]
    need: str

    @property
    def errors(self) -> list[LocatedFinding]:
        """The open errors, which block approval."""
        return open_errors(self.findings)


@dataclass(frozen=True)
class Desk:
    """One document in one language on a reviewer's desk, with the queue that keeps the log."""

    workspace: Workspace
    document: Document
    pack: Pack
    queue: Queue

    @property
    def signatures(self) -> int:
        """How many people have to sign each segment."""
        return self.workspace.settings.policy.signatures

    @property
    def _translate_command(self) -> str:
        return f"run `pipeline translate --lang {self.pack.language.tag} {self.document.slug}`"

    def segments(self) -> list[ReviewSegment]:
        """The distinct segments in reading order. Raises CatalogError where a sentence is not in the catalog."""
        catalog = self._catalog()
        important = key_messages(self.document, self.workspace.source_language.style)
        keys = list(dict.fromkeys(self.document.keys))
        return [self._segment(number, catalog, key, key in important) for number, key in enumerate(keys, 1)]

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

    def decide(self, *decisions: Decision) -> list[Applied]:
        """Record the decisions and apply them in order. Raises UsageError, and does nothing, where one may not be made.

        They are in the log before the catalog changes. What a crash left in the log is applied before anything new, so
        that an older decision never comes after a newer one.
        """
        self.heal()
        catalog = self._catalog()
        for decision in decisions:
            if why := self._objection(decision, catalog):
                raise UsageError(why)
            catalog, _ = apply(catalog, [decision], self.signatures)
        return self._apply([(self.queue.record(decision, uuid.uuid4().hex), decision) for decision in decisions])

    def heal(self) -> list[Applied]:
        """Apply what an interrupted run recorded but did not finish; returns what became of each."""
        return self._apply(self.queue.pending(self.document.slug, self.pack.language.tag))

    def _objection(self, decision: Decision, catalog: Catalog) -> str:
        """Why the decision may not be made on the catalog; empty where it may."""
        if not HANDLE.fullmatch(decision.person):
            return f"{decision.person!r} is no handle: small letters, digits, dots, hyphens (--as ana)"
        if decision.verdict in (Verdict.REJECT, Verdict.DISMISS) and not decision.reason.strip():
            return "give a reason: it reaches the next person who reads this segment (--reason TEXT)"
        if decision.verdict not in (Verdict.APPROVE, Verdict.EDIT):
            return ""
        if not decision.target.strip():
            return "there is no text to approve: edit the segment, or run `pipeline translate`"
        entry = catalog.active.get(decision.key)
        errors = self._errors_after(entry, decision) if entry else []
        listed = "; ".join(f"{one.finding.check}: {one.finding.message}" for one in errors)
        return f"open errors block approval: {listed}. Edit the text, or dismiss each with a reason" if errors else ""

    def sign_off(self, person: str, day: date) -> None:
        """Sign off the whole text. Raises UsageError naming the segments that are not approved yet."""
        if not HANDLE.fullmatch(person):
            raise UsageError(f"{person!r} is no handle: small letters, digits, dots, hyphens (--as ana)")
        waiting = [s for s in self.segments() if s.need]
        if waiting:
            first = waiting[0]
            raise UsageError(
                f"{len(waiting)} of {len(set(self.document.keys))} segments are not approved; "
                f"segment {first.number} waits for {first.need}: {first.entry.key.source[:70]!r}"
            )
        self._update(lambda catalog: self._signed_off(catalog, SignOff(day, person)))

    def _signed_off(self, catalog: Catalog, signature: SignOff) -> Catalog:
        active = catalog.active
        if not all(key in active and active[key].approved(self.signatures) for key in self.document.keys):
            raise CatalogError("the catalog changed while you were reading: look at it again, then sign off")
        return sign_off(catalog, self.document.keys, signature)

    def _segment(self, number: int, catalog: Catalog, key: Key, important: bool) -> ReviewSegment:  # noqa: FBT001
        entry = catalog.active.get(key)
        if entry is None:
            raise CatalogError(
                f"{self.document.slug}: the source was edited since the catalog was made: "
                f"{self._translate_command}. New: {key.source[:70]!r}"
            )
        findings = tuple(check_entry(self.document.slug, entry, self.pack))
        risks = risk.kinds(key.source, key.context, important, self.workspace.source_language.style.risk)
        return ReviewSegment(number, entry, findings, risks, need(entry, self.signatures))

    def _errors_after(self, entry: Entry, decision: Decision) -> list[LocatedFinding]:
        changed = entry if entry.target == decision.target else replace(entry, target=decision.target)
        return open_errors(check_entry(self.document.slug, changed, self.pack))

    def _catalog(self) -> Catalog:
        catalog = store.read(self.workspace.catalog(self.pack.language.tag, self.document.slug))
        if catalog is None:
            raise UsageError(f"{self.document.slug} has no catalog: {self._translate_command}")
        return catalog

    def _apply(self, decisions: Iterable[tuple[int, Decision]]) -> list[Applied]:
        numbered = list(decisions)
        results: tuple[Applied, ...] = ()

        def change(catalog: Catalog) -> Catalog:
            nonlocal results
            catalog, results = apply(catalog, [decision for _, decision in numbered], self.signatures)
            return catalog

        if numbered:
            self._update(change)
        for (number, _), applied in zip(numbered, results, strict=True):
            self.queue.settle(number, applied)
        return list(results)

    def _update(self, change: Callable[[Catalog], Catalog]) -> None:
        path = self.workspace.catalog(self.pack.language.tag, self.document.slug)

        def changed(catalog: Catalog | None) -> Catalog:
            return change(catalog or self._catalog())

        store.update(path, self.workspace.locks, changed)


def need(entry: Entry, signatures: int) -> str:
    """What a segment waits for under a policy of so many signatures; empty where it is approved."""
    if entry.approved(signatures):
        return ""
    if not entry.target:
        return "translation"
    if entry.rejection:
        return "another text"
    if entry.unsigned(signatures):
        return "signature"
    return "second review" if entry.signatures else "approval"


def desks(workspace: Workspace, packs: Sequence[Pack], queue: Queue, names: Sequence[str] = ()) -> Iterable[Desk]:
    """A desk for each document (all, or those named) and language that has a catalog, interrupted decisions healed."""
    read = read_all(workspace, names)
    for document in read.documents:
        for pack in packs:
            if workspace.catalog(pack.language.tag, document.slug).is_file():
                desk = Desk(workspace, document, pack, queue)
                desk.heal()
                yield desk
