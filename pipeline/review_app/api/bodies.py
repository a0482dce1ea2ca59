"""What comes in, as dataclasses with their limits: the OpenAPI document is made from them, and they are held to."""

from dataclasses import dataclass

from pipeline.review_app import told
from pipeline.review_app.api.schema import about
from pipeline.stages.review import LONGEST

_NAME, _REASON = 64, 2_000


def _segment() -> str:
    text: str = about("The id of the segment.", minLength=1, maxLength=_NAME)
    return text


def _replaces() -> str:
    text: str = about("The text that you saw.", maxLength=LONGEST)
    return text


@dataclass(frozen=True, slots=True)
class Approval:
    """Approve the text that you saw."""

    segment: str = _segment()
    replaces: str = _replaces()
    objections: str = about("The segment's `objections`, to overrule them.", default="", maxLength=LONGEST)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text and sign it."""

    segment: str = _segment()
    replaces: str = _replaces()
    text: str = about("The new text.", minLength=1, maxLength=LONGEST)
    objections: str = about("As in an approval.", default="", maxLength=LONGEST)
    seen: str = about("That you have seen what the checks say of it.", default="", maxLength=_NAME)


@dataclass(frozen=True, slots=True)
class Draft:
    """Keep a text as a draft, signed by nobody."""

    segment: str = _segment()
    replaces: str = _replaces()
    text: str = about("The new text.", minLength=1, maxLength=LONGEST)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Send the text back to the next person."""

    segment: str = _segment()
    replaces: str = _replaces()
    reason: str = about("What is wrong.", enum=list(told.REASONS), maxLength=_NAME)
    more: str = about("In your words.", default="", maxLength=_REASON)


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Set one finding aside, on the record."""

    segment: str = _segment()
    replaces: str = _replaces()
    finding: str = about("The finding's code.", minLength=1, maxLength=_NAME)
    reason: str = about("Why the text is right all the same.", minLength=3, maxLength=_REASON)


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back your own last decision on the document."""

    number: int = about("The number of that decision.", minimum=1, maximum=2**53 - 1)


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be checked in the place of a segment's."""

    segment: str = _segment()
    text: str = about("The text.", minLength=1, maxLength=LONGEST)


@dataclass(frozen=True, slots=True)
class Whole:
    """Vouch for the whole text."""

    read: str = about("The `read` of the segments that you have read.", minLength=1, maxLength=_NAME)
    whole: bool = about("That you have read the whole text in order.")


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which decisions."""

    limit: int = about("So many of the newest.", default=100, minimum=1, maximum=1000)
    person: str = about("Those of one person.", default="", maxLength=_NAME)
