"""What is said of a segment on its page, in the words of the person who reads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.confidence import Band
from pipeline.interface import N_, Interface
from pipeline.model.finding import LocatedFinding, Severity
from pipeline.model.said import Said, in_parts
from pipeline.model.talk import ANSWER, ENGLISH
from pipeline.review_app import origins
from pipeline.stages.review import ReviewSegment

STATES = {
    "": N_("approved"),
    "approval": N_("not yet checked"),
    "second review": N_("waits for a second person"),
    "signature": N_("unsigned"),
    "another text": N_("rejected"),
    "translation": N_("empty"),
    ANSWER: N_("held: the English is in doubt"),
}
BANDS = {Band.A: N_("likely fine"), Band.B: N_("usual"), Band.C: N_("look closely"), Band.D: N_("likely poor")}
RISKS = {
    "number": N_("number"),
    "unit": N_("unit"),
    "negation": N_("negation"),
    "certainty": N_("certainty"),
    "title": N_("title"),
    "key message": N_("key message"),
}
SEVERITIES = {Severity.ERROR: N_("Error"), Severity.WARNING: N_("Warning"), Severity.NOTE: N_("Note")}
REASONS = {
    "wrong meaning": N_("wrong meaning"),
    "number or dose": N_("number or dose"),
    "negation or direction": N_("negation or direction"),
    "certainty": N_("certainty"),
    "omission": N_("something is left out"),
    "addition": N_("something is added"),
    "term": N_("term"),
    "not plain": N_("not plain"),
    "grammar": N_("grammar"),
    "format": N_("format"),
    ENGLISH: N_("the English is wrong or unclear"),
}
"""Why a text is rejected: as the catalog has it, and as the page says it."""

EVENTS = {
    "approved": N_("{person} approved it."),
    "changed": N_("{person} changed it:"),
    "rejected": N_("{person} rejected it:"),
    "remark": N_("{person} commented:"),
}
"""What somebody did with another's text."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words. `open`: nobody, or not enough people, have set it aside.

    `english` says that the message is in English because its check knows no other language.
    """

    code: str
    anchor: str
    severity: str
    check: str
    message: str
    english: bool
    blocks: bool
    open: bool
    dismissed_by: str


def why(error: Exception) -> str:
    """The reason of an error, such that it can be said in another language if it is one of those that can."""
    reason = error.args[0] if error.args else ""
    return reason if isinstance(reason, Said) else str(error)


def is_english(text: str) -> bool:
    """Whether a text can be said in English alone."""
    return not isinstance(text, Said)


def label(segment: ReviewSegment, total: int, words: Interface) -> str:
    """The name of a segment's group."""
    state = words.gettext(STATES[segment.need])
    text = words.gettext("Sentence {number} of {total}, {state}")
    return text.format(number=segment.number, total=total, state=state)


def risks(segment: ReviewSegment, words: Interface) -> tuple[str, ...]:
    """What in the sentence can hurt when it goes wrong."""
    return tuple(words.gettext(RISKS.get(kind, kind)) for kind in sorted(segment.risks))


def band(segment: ReviewSegment, words: Interface) -> tuple[str, str, str] | None:
    """The confidence in a draft: its letter, what the letter means, and why."""
    judged = segment.confidence
    return (
        (judged.band.value, words.gettext(BANDS[judged.band]), words.say(in_parts(judged.reasons))) if judged else None
    )


def origin(segment: ReviewSegment, words: Interface) -> str:
    """Where the text comes from; empty where nobody knows."""
    found = segment.entry.origin
    return words.say(origins.said(found)) if found else ""


def reason(text: str, words: Interface) -> str:
    """Why a text was rejected: the kind in the reader's words, the rest as it was written."""
    kind, mark, more = text.partition(": ")
    return f"{words.gettext(REASONS[kind])}{mark}{more}" if kind in REASONS else text


def findings(found: Sequence[LocatedFinding], words: Interface) -> tuple[Told, ...]:
    """The findings, those that block first."""
    ordered = sorted(found, key=lambda one: (not one.blocks, one.dismissed))
    return tuple(
        Told(
            code=one.finding.code,
            anchor=one.finding.code.replace("/", "-"),
            severity=words.gettext(SEVERITIES[one.finding.severity]),
            check=words.gettext(one.finding.check),
            message=words.say(one.finding.message),
            english=is_english(one.finding.message),
            blocks=one.blocks,
            open=not one.dismissed,
            dismissed_by=", ".join(one.dismissed_by),
        )
        for one in ordered
    )
