"""The review: what waits for a person, and the one door through which a person's decision reaches a catalog."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date

from pipeline.catalog import store
from pipeline.catalog.decide import apply
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import HANDLE
from pipeline.catalog.signoff import SignOff, sign_off, trial
from pipeline.confidence import Judgement
from pipeline.config import Workspace
from pipeline.errors import CatalogError, PipelineError, UsageError
from pipeline.files import locked
from pipeline.model.decision import Applied, Decision, Outcome, Verdict
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, LocatedFinding, Problem
from pipeline.model.talk import ANSWER, Hold
from pipeline.queue import Queue
from pipeline.stages import dismissal, proof
from pipeline.stages.appraisal import appraise, in_document
from pipeline.stages.check import blocking, check_entry, entries_of, is_advice
from pipeline.stages.extract import read_all
from pipeline.stages.packs import Pack
from pipeline.stages.sections import key_messages
from pipeline.stages.talk import Conversation, blames_the_english

LONGEST = 20_000  # characters of a sentence: longer is a mistake, and every program that opens the catalog pays for it


@dataclass(frozen=True, slots=True)
class ReviewSegment:
    """A segment as a reviewer meets it: its message, what the checks say, and what is risky about it.

    `number` counts the document's distinct segments from 1 in reading order. `need` is what it waits for:
    `translation`, `approval`, `second review`, `signature`, `another text`, `an answer about the English` (then
    there is a `hold`) or nothing. `confidence` is None where no machine's draft stands there.
    """

    number: int
    entry: Entry
    findings: tuple[LocatedFinding, ...]
    risks: frozenset[str]
    need: str
    confidence: Judgement | None = None
    hold: Hold | None = None

    @property
    def errors(self) -> list[LocatedFinding]:
        """The open findings that block approval."""
        return blocking(self.findings)


@dataclass(frozen=True)
class Desk:
    """One document in one language on a reviewer's desk, with the queue that keeps the log.

    `signed_in` says that the person of each decision is known by a sign-in or a personal token, not by a mere name.
    """

    workspace: Workspace
    document: Document
    pack: Pack
    queue: Queue
    signed_in: bool = False

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

    def segments(self) -> list[ReviewSegment]:
        """The distinct segments in reading order. Raises CatalogError where a sentence is not in the catalog."""
        catalog = self.catalog()
        important = key_messages(self.document, self.workspace.source_language.style)
        keys = list(dict.fromkeys(self.document.keys))
        together = self._together(catalog)
        found = [self._segment(number, catalog, key, key in important, together) for number, key in enumerate(keys, 1)]
        held = self.talk.holds()
        return [replace(s, hold=held[s.entry.key], need=ANSWER) if s.entry.key in held else s for s in found]

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
                why = self._objection(decision, catalog) or self.unproven(decision, entry)
                catalog, _ = apply(catalog, [decision], self.signatures)
            if why:
                return why
        return ""

    def _objection(self, decision: Decision, catalog: Catalog) -> str:
        """Why the decision may not be made on the catalog; empty where it may."""
        if not HANDLE.fullmatch(decision.person):
            return f"{decision.person!r} is no handle: small letters, digits, dots, hyphens (--as ana)"
        if decision.verdict is Verdict.COMMENT and len(decision.reason) > LONGEST:
            return f"a comment is longer than {LONGEST:,} characters: {decision.key.source[:70]!r}"
        if decision.verdict in (Verdict.REJECT, Verdict.DISMISS, Verdict.COMMENT) and not decision.reason.strip():
            return "give a reason: it reaches the next person who reads this segment (--reason TEXT)"
        if decision.verdict is Verdict.DISMISS:
            return self._nothing_to_dismiss(decision, catalog)
        if decision.verdict in (Verdict.APPROVE, Verdict.EDIT, Verdict.SAVE, Verdict.SUBMIT):
            return self._bad_text(decision, catalog)
        return ""

    def _bad_text(self, decision: Decision, catalog: Catalog) -> str:
        """Why the text of the decision may not stand; a draft may have errors, an approved text may not."""
        if not decision.target.strip():
            return "there is no text to approve: edit the segment, or run `pipeline translate`"
        if len(decision.target) > LONGEST:
            return f"the text is longer than {LONGEST:,} characters"
        entry = catalog.active.get(decision.key)
        if entry is None or decision.verdict in (Verdict.SAVE, Verdict.SUBMIT):
            return ""
        if entry.target == decision.target and entry.rejections and decision.reason != entry.objections:
            return f"the text was {entry.objections}. Edit it, or approve it in spite of that (--despite-rejection)"
        errors = blocking(self._findings_on(catalog, entry, decision))
        listed = "; ".join(f"{one.finding.check}: {one.finding.message}" for one in errors)
        return f"open findings block approval: {listed} Mend the text, or dismiss each with a reason" if errors else ""

    def _nothing_to_dismiss(self, decision: Decision, catalog: Catalog) -> str:
        """Why there is no one finding that the decision sets aside, with words; empty where there is."""
        if why := dismissal.wordless(decision.reason):
            return why
        entry = catalog.active.get(decision.key)
        if entry is None or entry.target != decision.replaces or is_advice(decision.check.partition("/")[0]):
            return ""
        return dismissal.unmeant(decision, self._findings_on(catalog, entry, decision))

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
        return self._findings_on(catalog, entry, decision) if entry else []

    def sign_off(self, person: str, day: date, shown: dict[Key, str] | None = None) -> None:
        """Sign off the whole text. Raises UsageError where segments are not approved yet, or comments are open.

        `shown` are the texts the person has read; where the catalog differs by now, CatalogError.
        """
        if not HANDLE.fullmatch(person):
            raise UsageError(f"{person!r} is no handle: small letters, digits, dots, hyphens (--as ana)")
        if self._takes_proof:
            raise UsageError(proof.refusal(proof.WHOLE))
        with self._alone():
            self._finish()
            segments = self.segments()
            waiting = [s for s in segments if s.need]
            if waiting:
                first = waiting[0]
                raise UsageError(
                    f"{len(waiting)} of {len(set(self.document.keys))} segments are not approved; "
                    f"segment {first.number} waits for {first.need}: {first.entry.key.source[:70]!r}"
                )
            read = shown if shown is not None else {segment.entry.key: segment.entry.target for segment in segments}
            self._update(lambda catalog: self._signed_off(catalog, SignOff(day, person), read))

    def _signed_off(self, catalog: Catalog, signature: SignOff, read: dict[Key, str]) -> Catalog:
        """The catalog signed off. What people say is asked here, beside the catalog: they need no lock to say it."""
        held = self.talk.holds()
        if first := next((held[key] for key in self.document.keys if key in held), None):
            raise UsageError(f"a sentence is {first}: {first.key.source[:70]!r}")
        if unresolved := self.talk.open_comments(self.document.keys):
            raise UsageError(
                f"{len(unresolved)} segments have comments that are not resolved; resolve them on the page of the"
                f" document (`pipeline review serve`). The first: {unresolved[0].source[:70]!r}"
            )
        active = catalog.active
        approved = all(key in active and active[key].approved(self.signatures) for key in self.document.keys)
        if not approved or any(active[key].target != text for key, text in read.items()):
            raise CatalogError("the catalog changed while you were reading: look at it again, then sign off")
        return sign_off(catalog, self.document, signature)

    def _segment(
        self,
        number: int,
        catalog: Catalog,
        key: Key,
        important: bool,  # noqa: FBT001  # private, one caller
        together: Mapping[Key, Sequence[Finding]],
    ) -> ReviewSegment:
        entry = catalog.active.get(key)
        if entry is None:
            raise CatalogError(
                f"{self.document.slug}: the source was edited since the catalog was made: "
                f"{self._translate_command}. New: {key.source[:70]!r}"
            )
        said = appraise(self.document.slug, entry, self.pack, together.get(key, ()), important=important)
        return ReviewSegment(number, entry, said.findings, said.risks, need(entry, self.signatures), said.confidence)

    def _findings_on(self, catalog: Catalog, entry: Entry, decision: Decision) -> list[LocatedFinding]:
        if entry.target != decision.target:
            entry = replace(entry, target=decision.target)
            catalog = catalog.with_entries({entry.key: entry})
        return check_entry(self.document.slug, entry, self.pack, self._together(catalog).get(entry.key, ()))

    def _together(self, catalog: Catalog) -> Mapping[Key, Sequence[Finding]]:
        return in_document(self.document.slug, entries_of(self.document, catalog), self.pack)

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


def need(entry: Entry, signatures: int) -> str:
    """What a segment waits for under a policy of so many signatures; empty where it is approved."""
    if entry.approved(signatures):
        return ""
    if not entry.target:
        return "translation"
    if entry.rejections:
        return "another text"
    if entry.unsigned(signatures):
        return "signature"
    return "second review" if 0 < len(entry.signatures) < signatures else "approval"


def waits_for(segment: ReviewSegment, person: str) -> bool:
    """Whether a segment waits for this person: not for a second signature of theirs, nor for another text after their
    own rejection (but where they doubted the English and were answered), nor while it is held.
    """
    entry = segment.entry
    signed = segment.need == "second review" and any(s.person == person for s in entry.signatures)
    mine = (r for r in entry.rejections if r.person == person and not blames_the_english(r.reason))
    return segment.need not in ("", ANSWER) and not signed and not any(mine)


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
