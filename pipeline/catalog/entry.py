"""A message of a catalog, and everything about its state that can be derived from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pipeline.catalog.remarks import (
    Dismissal,
    Measured,
    NotDrafted,
    Origin,
    Rejection,
    Remark,
    Signature,
    Statement,
    Unknown,
    seal,
    sealed,
)
from pipeline.model.document import Key


class State(StrEnum):
    """XLIFF 2's words for how far a segment has come; `final` is said of the published record only."""

    INITIAL = "initial"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Entry:
    """One message.

    `notes` are translator comments that are not remarks, `section` the extracted comments, `places` what stands after
    `#:`, `previous` the key after `#|`.
    """

    key: Key
    target: str = ""
    fuzzy: bool = False
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: Key | None = None
    obsolete: bool = False

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What is said of the text as it stands: the statements whose seal matches."""
        current = seal(self.key, self.target)
        return tuple(remark.statement for remark in self.remarks if remark.seal == current)

    @property
    def origin(self) -> Origin | None:
        """Where the text came from, or None: then it is a person's work."""
        origins = [statement for statement in self.statements if isinstance(statement, Origin)]
        return origins[-1] if origins else None

    @property
    def ancestry(self) -> str:
        """The machine or memory behind a text or behind the text it was made from; empty where there is none."""
        origins = [remark.statement for remark in self.remarks if isinstance(remark.statement, Origin)]
        origin = self.origin or (origins[-1] if origins else None)
        if origin is None:
            return ""
        return origin.detail.partition(", from ")[2] if origin.kind == "person" else f"{origin.kind} {origin.detail}"

    @property
    def machine_made(self) -> bool:
        """Whether no person has worked on the text: a valid origin says engine, memory or phrase."""
        return self.origin is not None and self.origin.kind != "person"

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """The signatures under the text as it stands, one a person, oldest first."""
        found = {s.person: s for s in reversed(self.statements) if isinstance(s, Signature)}
        return tuple(sorted(found.values(), key=lambda signature: (signature.second, signature.day)))

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """The rejections of the text as it stands."""
        return tuple(statement for statement in self.statements if isinstance(statement, Rejection))

    @property
    def objections(self) -> str:
        """The rejections in words; an approval in spite of them repeats them, so that none is overlooked."""
        return "; ".join(f"rejected by {r.person} on {r.day.isoformat()}: {r.reason}" for r in self.rejections)

    @property
    def dismissals(self) -> tuple[Dismissal, ...]:
        """The findings on the text as it stands that people set aside."""
        return tuple(statement for statement in self.statements if isinstance(statement, Dismissal))

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words an engine did not know."""
        return tuple(word for s in self.statements if isinstance(s, Unknown) for word in s.words)

    @property
    def measured(self) -> Measured | None:
        """What was measured when the text was drafted; None where nothing was, or where a person wrote the text."""
        return next((s for s in self.statements if isinstance(s, Measured)), None)

    @property
    def not_drafted(self) -> str:
        """Why there is no draft; empty where nothing is known."""
        return "; ".join(s.reason for s in self.statements if isinstance(s, NotDrafted))

    def approved(self, signatures: int) -> bool:
        """Whether the text is approved under a policy of so many signatures by different people."""
        return bool(self.target) and not self.fuzzy and not self.rejections and len(self.signatures) >= signatures

    def unsigned(self, signatures: int) -> bool:
        """Whether the fuzzy flag is gone but the signatures are not there: some other program or hand cleared it."""
        return bool(self.target) and not self.fuzzy and not self.approved(signatures)

    def state(self, signatures: int) -> State:
        """How far the segment has come under a policy of so many signatures."""
        if not self.target:
            return State.INITIAL
        return State.REVIEWED if self.approved(signatures) else State.TRANSLATED

    def with_statements(self, statements: Iterable[Statement]) -> "Entry":
        """The entry with these statements, sealed for its text, in place of the valid ones of the same kind.

        Stale remarks go: they are in the history of the file and in the decision log.
        """
        new = tuple(statements)
        kinds = {type(statement) for statement in new}
        kept = [statement for statement in self.statements if type(statement) not in kinds]
        return replace(self, remarks=tuple(sealed(s, self.key, self.target) for s in (*new, *kept)))

    def retouched(self, target: str) -> "Entry":
        """The entry with its text mended in spelling or spacing: what was said of the text is said of this one."""
        return replace(self, target=target, remarks=tuple(sealed(s, self.key, target) for s in self.statements))

    def drafted(self, target: str, statements: Iterable[Statement], previous: Key | None = None) -> "Entry":
        """A machine draft: fuzzy, with these statements sealed and nothing of what was said of an earlier text.

        `previous` is the other source that the text was once approved for.
        """
        remarks = tuple(sealed(statement, self.key, target) for statement in statements)
        return replace(self, target=target, fuzzy=bool(target), remarks=remarks, previous=previous)


@dataclass(frozen=True, slots=True)
class Catalog:
    """A catalog: its header fields, the header's comment, and its entries in order, obsolete ones last."""

    language: str
    domain: str
    entries: tuple[Entry, ...]
    header: dict[str, str] = field(default_factory=dict)
    comment: str = ""

    @property
    def active(self) -> dict[Key, Entry]:
        """The entries that belong to the source as last extracted, by key, in order."""
        return {entry.key: entry for entry in self.entries if not entry.obsolete}

    def with_entries(self, changed: dict[Key, Entry]) -> "Catalog":
        """The catalog with these active entries in the place of those with the same key."""
        return replace(self, entries=tuple(e if e.obsolete else changed.get(e.key, e) for e in self.entries))
