"""What a person decided about one segment: the only thing that may turn a draft into an approved text."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.model.document import Key


class Verdict(StrEnum):
    """What is done to the segment. `EDIT` replaces the text and signs it, `SAVE` replaces it and leaves it a draft,
    `SUBMIT` replaces it by finished work from another program that nobody has signed yet; `COMMENT` adds a comment for
    the next reader; `DISMISS` sets one finding aside with a reason; `UNDO` takes a decision back.
    """

    APPROVE = "approve"
    EDIT = "edit"
    SAVE = "save"
    SUBMIT = "submit"
    COMMENT = "comment"
    REJECT = "reject"
    DISMISS = "dismiss"
    UNDO = "undo"


class Mode(StrEnum):
    """How the person came to the decision; it stands in the signature."""

    READ = "read"
    EDITED = "edited"
    ADOPTED = "adopted"
    BULK = "bulk"


class Outcome(StrEnum):
    """What became of a decision when it was applied to the catalog."""

    APPLIED = "applied"
    ALREADY = "already"
    CONFLICT = "conflict"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on one segment.

    `replaces` is the target text the person saw, `target` the text they decided on (equal for approve, reject, dismiss
    and comment). `reason` is required for reject and dismiss, holds the words of a comment, and for approving a
    rejected text it repeats the rejections that the person saw (`catalog.entry.Entry.objections`); `check` names the
    finding that is dismissed. `restores` is for undo only: the segment as it was, in the catalog's own serialised form.
    """

    document: str
    language: str
    key: Key
    verdict: Verdict
    person: str
    day: date
    replaces: str
    target: str
    mode: Mode = Mode.READ
    reason: str = ""
    check: str = ""
    restores: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """A decision with what became of it; `found` is the text that stood in the catalog, `before` the segment as it was
    (serialised, for undo).
    """

    decision: Decision
    outcome: Outcome
    found: str = ""
    before: str = ""
