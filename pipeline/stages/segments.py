"""What a reviewer reads: the segments of a document, with what is known of each as it stands.

To check a document takes a hundred times as long as to read it, and between two looks a sentence or two have changed.
So a desk is given what was found before; a message that is another by a letter or a remark is looked at anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline import risk
from pipeline.catalog.entry import Catalog, Entry
from pipeline.confidence import Judgement
from pipeline.errors import CatalogError
from pipeline.looks import Recent
from pipeline.model.decision import Decision
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, LocatedFinding
from pipeline.model.talk import ANSWER, Hold
from pipeline.plugins import Scope
from pipeline.stages.check import blocking, check_entry, entries_of, find_together
from pipeline.stages.confidence import judge_entry
from pipeline.stages.packs import Pack
from pipeline.stages.sections import key_messages
from pipeline.stages.talk import blames_the_english

_DOCUMENTS, _SEGMENTS = 128, 20_000  # kept in memory, of those that were read last


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


Together = Mapping[Key, Sequence[Finding]]
_Texts = tuple[str, tuple[tuple[Key, str], ...]]
_Place = tuple[str, int, Entry, bool, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Known:
    """What was found with one language's data: `of` whole documents, `together` by their checks, and by `segment`.

    Nothing in it depends on who reads or on what people say. It is right for as long as the pack is.
    """

    of: Recent[str, tuple[Document, Catalog, list[ReviewSegment]]] = field(default_factory=lambda: Recent(_DOCUMENTS))
    together: Recent[_Texts, Together] = field(default_factory=lambda: Recent(_DOCUMENTS))
    segment: Recent[_Place, ReviewSegment] = field(default_factory=lambda: Recent(_SEGMENTS))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a document's segments from its catalog, with the data of a pack and what is known already."""

    document: Document
    pack: Pack
    signatures: int
    known: Known

    def segments(self, catalog: Catalog, missing: Callable[[Key], CatalogError]) -> list[ReviewSegment]:
        """The distinct segments in reading order. Raises what `missing` says where a sentence is not in the catalog."""

        def make() -> tuple[Document, Catalog, list[ReviewSegment]]:
            return self.document, catalog, self._segments(catalog, missing)

        slug = self.document.slug
        document, read, found = self.known.of.get(slug, make)
        if document is not self.document or read is not catalog:
            self.known.of.forget(slug)
            *_, found = self.known.of.get(slug, make)
        return list(found)

    def findings(self, catalog: Catalog, entry: Entry, decision: Decision) -> list[LocatedFinding]:
        """What the checks say of the text that a decision would leave."""
        if entry.target != decision.target:
            entry = replace(entry, target=decision.target)
            catalog = catalog.with_entries({entry.key: entry})
        together = self._together(entries_of(self.document, catalog)).get(entry.key, ())
        return check_entry(self.document.slug, entry, self.pack, together)

    def _segments(self, catalog: Catalog, missing: Callable[[Key], CatalogError]) -> list[ReviewSegment]:
        active = catalog.active
        if lost := next((key for key in self.document.keys if key not in active), None):
            raise missing(lost)
        entries = entries_of(self.document, catalog)
        important = key_messages(self.document, self.pack.workspace.source_language.style)
        together = self._together(entries)
        return [
            self._segment(number, entry, entry.key in important, tuple(together.get(entry.key, ())))
            for number, entry in enumerate(entries, 1)
        ]

    def _segment(
        self,
        number: int,
        entry: Entry,
        important: bool,  # noqa: FBT001  # private, one caller
        together: tuple[Finding, ...],
    ) -> ReviewSegment:
        slug, style = self.document.slug, self.pack.workspace.source_language.style

        def make() -> ReviewSegment:
            findings = tuple(check_entry(slug, entry, self.pack, together))
            risks = risk.kinds(entry.key.source, entry.key.context, important, style.risk)
            waits = need(entry, self.signatures)
            return ReviewSegment(number, entry, findings, risks, waits, judge_entry(entry, findings, self.pack))

        return self.known.segment.get((slug, number, entry, important, together), make)

    def _together(self, entries: Sequence[Entry]) -> Together:
        """What the checks of whole documents say, by segment; asked anew only where a text has changed."""

        def make() -> Together:
            found = find_together([(self.document.slug, entry) for entry in entries], self.pack, Scope.DOCUMENT)
            return {entry.key: one for entry, one in zip(entries, found, strict=True) if one}

        texts = tuple((entry.key, entry.target) for entry in entries)
        return self.known.together.get((self.document.slug, texts), make)


def held(segments: Sequence[ReviewSegment], holds: Mapping[Key, Hold]) -> list[ReviewSegment]:
    """The segments, those that are held waiting for an answer alone."""
    return [replace(s, hold=holds[s.entry.key], need=ANSWER) if s.entry.key in holds else s for s in segments]


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
