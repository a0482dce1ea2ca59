"""The rules of talking about a document: what may be said, what blocks the sign-off, what holds a sentence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.catalog.entry import Entry
from pipeline.catalog.po import parse_entry
from pipeline.catalog.remarks import parse_remark
from pipeline.errors import UsageError
from pipeline.model import talk
from pipeline.model.decision import Applied, Decision, Outcome, Verdict
from pipeline.model.document import Key
from pipeline.model.talk import ENGLISH, Hold, Kind, Thread, Turn
from pipeline.queue import Queue
from pipeline.stages import refusals

LONGEST = 5_000  # characters of a turn
_LETTERS = re.compile(r"\w")
_SHORTEST = 3  # letters: "." tells nobody what is wrong


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is said about one document among those who translate it into one language."""

    queue: Queue
    document: str
    language: str

    def threads(self) -> dict[Key, Thread]:
        """What was said, by sentence."""
        return talk.threads(self.queue.talk.about(self.document, self.language), self.language)

    def holds(self) -> dict[Key, Hold]:
        """The sentences that are held, from whatever language."""
        return {hold.key: hold for hold in talk.holds(self.queue.talk.of_the_english(self.document))}

    def open_comments(self, keys: Iterable[Key]) -> list[Key]:
        """The sentences on which a comment waits to be resolved: of the document's `keys`, in their order, and after
        them those that the source had earlier.
        """
        found = self.threads()
        return [key for key in dict.fromkeys([*keys, *found]) if key in found and found[key].open]

    def is_open(self, key: Key) -> bool:
        """Whether a comment on this sentence waits to be resolved."""
        return key in self.open_comments([key])

    def comment(self, key: Key, person: str, text: str, spoken: str) -> None:
        """Say something; the thread is open then. The same sent twice is one. Raises UsageError for too few words."""
        self._comment(key, person, _words(text), spoken)

    def resolve(self, key: Key, person: str) -> None:
        """Close the thread where it is open."""
        self._turn(key, Kind.RESOLVE, person, when=True)

    def reopen(self, key: Key, person: str) -> None:
        """Open the thread where it was closed."""
        self._turn(key, Kind.REOPEN, person, when=False)

    def report(self, key: Key, person: str, text: str, spoken: str) -> None:
        """Hold the sentence in every language; the same reported twice is one."""
        words = _words(text)
        if not self._reported(key, person, Kind.REPORT, words):
            self._add(key, Kind.REPORT, person, words, spoken)

    def withdraw(self, key: Key, person: str) -> None:
        """Take all that one reported back; others' reports still hold the sentence."""
        if self._reports(key, person):
            self._add(key, Kind.WITHDRAW, person, "", "")

    def objection(self, decision: Decision, held: dict[Key, Hold]) -> str:
        """Why talk forbids a decision; empty where it does not."""
        if decision.verdict in (Verdict.APPROVE, Verdict.EDIT) and decision.key in held:
            return refusals.held(held[decision.key])
        if blames_the_english(decision.reason) and decision.verdict is Verdict.REJECT:
            said = _said(decision.reason)
            return "" if _enough(said) else refusals.no_report(ENGLISH)
        return ""

    def before(self, decision: Decision) -> None:
        """A rejection for the sake of the English holds the sentence, even if the text was changed meanwhile.

        A comment from a file is one like any other: the catalog keeps it too, for whoever opens it elsewhere.
        """
        if decision.verdict is Verdict.COMMENT:
            lines = (line.strip() for line in decision.reason.split("\n"))
            if words := "\n".join(line for line in lines if line and parse_remark(line) is None)[:LONGEST]:
                self._comment(decision.key, decision.person, words, "")
        if decision.verdict is Verdict.REJECT and blames_the_english(decision.reason):
            said = _said(decision.reason)
            if not self._reported(decision.key, decision.person, Kind.REJECTION, said):
                self._add(decision.key, Kind.REJECTION, decision.person, said, "")

    def after(self, applied: Applied) -> None:
        """Taking such a rejection back takes back what was reported by it; what its person reported apart stays."""
        made = applied.decision
        if made.verdict is not Verdict.UNDO or applied.outcome is not Outcome.APPLIED:
            return
        left = _blamed(parse_entry(made.restores), made.person)
        for said in _blamed(parse_entry(applied.before), made.person):
            if said not in left and self._reported(made.key, made.person, Kind.REJECTION, said):
                self._add(made.key, Kind.UNDO, made.person, said, "")

    def _comment(self, key: Key, person: str, words: str, spoken: str) -> None:
        thread = self.threads().get(key)
        last = thread.turns[-1] if thread else None
        if last is None or (last.kind, last.person, last.text) != (Kind.COMMENT, person, words):
            self._add(key, Kind.COMMENT, person, words, spoken)

    def _reports(self, key: Key, person: str) -> list[Turn]:
        hold = self.holds().get(key)
        mine = (self.language, person)
        return [one for one in hold.reports if (one.language, one.person) == mine] if hold else []

    def _reported(self, key: Key, person: str, kind: Kind, text: str) -> bool:
        return any((one.kind, one.text) == (kind, text) for one in self._reports(key, person))

    def _turn(self, key: Key, kind: Kind, person: str, *, when: bool) -> None:
        thread = self.threads().get(key)
        if thread and thread.comments and thread.open is when:
            self._add(key, kind, person, "", "")

    def _add(self, key: Key, kind: Kind, person: str, text: str, spoken: str) -> None:
        self.queue.talk.add(self.document, self.language, key, kind, person, text, spoken)


def answer(queue: Queue, hold: Hold, person: str, text: str, spoken: str) -> None:
    """The English is right, and why: releases the sentence in every language, the explanation in every thread."""
    queue.talk.add(hold.document, "", hold.key, Kind.ANSWER, person, _words(text), spoken)


def blames_the_english(reason: str) -> bool:
    """Whether a rejection says that not the translation is wrong but the source."""
    return reason.partition(":")[0].strip() == ENGLISH


def _said(reason: str) -> str:
    """What is wrong with the English, as the report of a rejection has it: the catalog may keep other spaces."""
    return " ".join(reason.partition(":")[2].split())[:LONGEST]


def _blamed(entry: Entry, person: str) -> list[str]:
    """What the rejections of this person that stand in the entry say of the English."""
    mine = (one.reason for one in entry.rejections if one.person == person)
    return [_said(reason) for reason in mine if blames_the_english(reason)]


def _enough(text: str) -> bool:
    return len(_LETTERS.findall(text)) >= _SHORTEST


def _words(text: str) -> str:
    words = text.strip()
    if not _enough(words):
        raise UsageError(refusals.too_few_words())
    if len(words) > LONGEST:
        raise UsageError(refusals.too_long(LONGEST))
    return words
