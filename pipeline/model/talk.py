"""What people say to each other about a sentence: comments, and reports that the English itself is wrong or unclear."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipeline.model.document import Key

ENGLISH = "the English is wrong or unclear"
"""The reason of a rejection that holds the sentence in every language; what is wrong comes after a colon."""
ANSWER = "an answer about the English"
"""What a held sentence waits for."""


class Kind(StrEnum):
    """What a turn does. A comment, or to reopen, leaves the thread of its language open; to resolve closes it.

    A report holds the sentence in every language until it is withdrawn by its person, or all are answered.
    """

    COMMENT = "comment"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    REPORT = "report"
    WITHDRAW = "withdraw"
    ANSWER = "answer"


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
    """What was said of a sentence, oldest first. `open`: a comment waits to be resolved; `author` wrote the last."""

    turns: tuple[Turn, ...]
    open: bool
    author: str


@dataclass(frozen=True, slots=True)
class Hold:
    """The reports because of which a sentence waits, from whatever languages: never none."""

    document: str
    key: Key
    reports: tuple[Turn, ...]

    def __str__(self) -> str:
        said = "; ".join(f"{one.person} ({one.language}): {one.text}" for one in self.reports)
        return f"held in every language, since the English is wrong or unclear: {said}"


def threads(turns: Iterable[Turn], language: str) -> dict[Key, Thread]:
    """What the people of one language see said, by sentence: their comments, and what concerns all."""
    seen: dict[Key, list[Turn]] = {}
    for turn in turns:
        if turn.language == language or turn.kind in (Kind.REPORT, Kind.WITHDRAW, Kind.ANSWER):
            seen.setdefault(turn.key, []).append(turn)
    return {key: _thread(said) for key, said in seen.items()}


def _thread(turns: list[Turn]) -> Thread:
    state = [turn.kind for turn in turns if turn.kind in (Kind.COMMENT, Kind.RESOLVE, Kind.REOPEN)]
    comments = [turn.person for turn in turns if turn.kind is Kind.COMMENT]
    return Thread(tuple(turns), bool(state) and state[-1] is not Kind.RESOLVE, comments[-1] if comments else "")


def holds(turns: Iterable[Turn]) -> list[Hold]:
    """The sentences with a report that is neither withdrawn nor answered, the oldest report first."""
    reports: dict[tuple[str, Key], dict[tuple[str, str], Turn]] = {}
    for turn in turns:
        there = reports.setdefault((turn.document, turn.key), {})
        who = (turn.language, turn.person)
        match turn.kind:
            case Kind.REPORT:
                there.setdefault(who, turn)
            case Kind.WITHDRAW:
                there.pop(who, None)
            case Kind.ANSWER:
                there.clear()
            case Kind.COMMENT | Kind.RESOLVE | Kind.REOPEN:
                pass
    found = [Hold(document, key, tuple(there.values())) for (document, key), there in reports.items() if there]
    return sorted(found, key=lambda hold: hold.reports[0].at)
