"""What people say to each other about a sentence: comments, and reports that the English itself is wrong or unclear."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipeline.model.document import Key
from pipeline.model.said import Said

ENGLISH = "the English is wrong or unclear"
"""The reason of a rejection that holds the sentence in every language; what is wrong comes after a colon."""
ANSWER = "an answer about the English"
"""What a held sentence waits for."""


class Kind(StrEnum):
    """What a turn does. A comment, or to reopen, leaves the thread of its language open; to resolve closes it.

    A report holds the sentence in every language until it is withdrawn by its person, or all are answered. A rejection
    for the sake of the English is one too; to undo it takes back what was reported by it, and nothing else.
    """

    COMMENT = "comment"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    REPORT = "report"
    REJECTION = "rejection"
    UNDO = "undo"
    WITHDRAW = "withdraw"
    ANSWER = "answer"


EVERYWHERE = frozenset({Kind.REPORT, Kind.REJECTION, Kind.UNDO, Kind.WITHDRAW, Kind.ANSWER})
"""What concerns all languages."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that was said. `language` is the translation's (empty in an answer: it holds for all), `spoken` that of
    the words (empty where nobody knows). `at` is in UTC.
    """

    document: str
    language: str
    key: Key
    kind: Kind
    person: str
    text: str
    spoken: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said of a sentence, oldest first."""

    turns: tuple[Turn, ...]

    @property
    def comments(self) -> int:
        """How many comments there are, resolved or not."""
        return sum(turn.kind is Kind.COMMENT for turn in self.turns)

    @property
    def unresolved(self) -> tuple[Turn, ...]:
        """What waits to be resolved: the comments, and that it was opened again, since it was last closed."""
        found: list[Turn] = []
        for turn in self.turns:
            if turn.kind is Kind.RESOLVE:
                found.clear()
            elif turn.kind in (Kind.COMMENT, Kind.REOPEN):
                found.append(turn)
        return tuple(found)

    @property
    def open(self) -> bool:
        """Whether a comment waits to be resolved."""
        return bool(self.unresolved)

    def only_by(self, person: str) -> bool:
        """Whether nobody else waits for an answer."""
        return all(turn.person == person for turn in self.unresolved)


@dataclass(frozen=True, slots=True)
class Hold:
    """The reports because of which a sentence waits, from whatever languages: never none."""

    document: str
    key: Key
    reports: tuple[Turn, ...]

    @property
    def said(self) -> Said:
        """That it waits, and why."""
        reports = dict.fromkeys(f"{one.person} ({one.language}): {one.text}" for one in self.reports)
        return Said.gettext(
            "held in every language, since the English is wrong or unclear: {reports}", reports="; ".join(reports)
        )

    def __str__(self) -> str:
        return str(self.said)


def threads(turns: Iterable[Turn], language: str) -> dict[Key, Thread]:
    """What the people of one language see said, by sentence: their comments, and what concerns all."""
    seen: dict[Key, list[Turn]] = {}
    for turn in turns:
        if turn.language == language or turn.kind in EVERYWHERE:
            seen.setdefault(turn.key, []).append(turn)
    return {key: Thread(tuple(said)) for key, said in seen.items()}


def holds(turns: Iterable[Turn]) -> list[Hold]:
    """The sentences with a report that is neither withdrawn nor answered, the oldest report first."""
    reports: dict[tuple[str, Key], list[Turn]] = {}
    for turn in turns:
        place = (turn.document, turn.key)
        reports[place] = _after(reports.get(place, []), turn)
    found = [Hold(document, key, tuple(there)) for (document, key), there in reports.items() if there]
    return sorted(found, key=lambda hold: hold.reports[0].at)


def _after(reports: list[Turn], turn: Turn) -> list[Turn]:
    """The reports on one sentence that stand after a turn."""
    who = (turn.language, turn.person)
    match turn.kind:
        case Kind.REPORT | Kind.REJECTION:
            return [*reports, turn]
        case Kind.WITHDRAW:
            return [one for one in reports if (one.language, one.person) != who]
        case Kind.UNDO:
            made = (Kind.REJECTION, *who, turn.text)
            undone = [one for one in reports if (one.kind, one.language, one.person, one.text) == made][-1:]
            return [one for one in reports if one not in undone]
        case Kind.ANSWER:
            return []
        case Kind.COMMENT | Kind.RESOLVE | Kind.REOPEN:
            return reports
