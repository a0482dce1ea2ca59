"""What the checks and the confidence say of messages, remembered with the language data that they were asked with.

A page of a document asks about each of its sentences several times a second, and one of them has changed. The answer
depends on the message, on what is known of it as part of its document, and on the pack, which is read once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pipeline import risk
from pipeline.catalog.entry import Entry
from pipeline.confidence import Judgement
from pipeline.model.document import Key
from pipeline.model.finding import Finding, LocatedFinding
from pipeline.plugins import Scope
from pipeline.stages.check import check_entry, find_together
from pipeline.stages.confidence import judge_entry
from pipeline.stages.packs import Pack

Answer = TypeVar("Answer")
_MESSAGES, _DOCUMENTS = 20_000, 200  # so many are remembered of a language


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The findings on a message, what is risky about it, and the confidence where a machine's draft stands there."""

    findings: tuple[LocatedFinding, ...]
    risks: frozenset[str]
    confidence: Judgement | None


def appraise(
    document: str, entry: Entry, pack: Pack, together: Sequence[Finding], *, important: bool = False
) -> Appraisal:
    """What is said of this message; `together` is known of it as part of its document."""

    def make() -> Appraisal:
        findings = tuple(check_entry(document, entry, pack, together))
        style = pack.workspace.source_language.style
        risks = risk.kinds(entry.key.source, entry.key.context, important, style.risk)
        return Appraisal(findings, risks, judge_entry(entry, findings, pack))

    return _remembered(pack.appraisals, _MESSAGES, (document, entry, tuple(together), important), make)


def in_document(document: str, entries: Sequence[Entry], pack: Pack) -> Mapping[Key, Sequence[Finding]]:
    """What the checks of whole documents say, by message."""

    def make() -> Mapping[Key, Sequence[Finding]]:
        found = find_together([(document, entry) for entry in entries], pack, Scope.DOCUMENT)
        return {entry.key: tuple(one) for entry, one in zip(entries, found, strict=True)}

    texts = tuple((one.key, one.target, one.unknown, one.not_drafted) for one in entries)
    return _remembered(pack.documents, _DOCUMENTS, (document, texts), make)


def _remembered(known: dict[Any, Any], most: int, question: Any, make: Callable[[], Answer]) -> Answer:
    """The answer to a question that was asked before, or a new one; the oldest goes where it gets too many."""
    if question in known:
        answer: Answer = known[question]
        return answer
    if len(known) >= most:
        del known[next(iter(known))]
    made = make()
    known[question] = made
    return made
