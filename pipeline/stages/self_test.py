"""The proof of the checks: faults planted into good translations, and how many of them the checks find.

Found means that the checks say something about the faulty text that they do not say about the untouched one: an error
or a warning. Of a fault in typography or terms a note will do, since no more is due to a doubled space or to a term
that nobody signed. Errors and warnings on the untouched texts, which a person wrote, are false alarms.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline import faults
from pipeline.errors import UsageError
from pipeline.faults import Fault, Pair, Words
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.stages import check
from pipeline.stages.packs import Pack
from pipeline.wording import contains

Find = Callable[[Subject], Iterable[Finding]]
Remarks = frozenset[tuple[str, Severity, str]]

# The share of planted faults that the checks must find, by family; and the shares of good texts they may speak about.
AIMS = {"number": 0.99, "unit": 0.99, "negation": 0.9, "certainty": 0.9, "half": 0.98, "clause": 0.6}
OTHER_AIM = 0.9
A_NOTE_WILL_DO = frozenset({"typography", "term"})
ERRORS_AT_MOST = 0.01
WARNINGS_AT_MOST = 0.06


@dataclass(frozen=True, slots=True)
class Recall:
    """How many faults of one kind were found, `errors` of them as an error; `missed` are the pairs that were not."""

    kind: str
    family: str
    places: int
    found: int
    errors: int
    missed: tuple[tuple[str, str], ...] = ()

    @property
    def share(self) -> float:
        """The share that was found; 1 where there was no place for the fault."""
        return self.found / self.places if self.places else 1.0

    @property
    def aim(self) -> float:
        """The share that is wanted."""
        return AIMS.get(self.family, OTHER_AIM)

    @property
    def passed(self) -> bool:
        """Whether as many were found as is wanted."""
        return self.share >= self.aim


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """How many untouched references got an error, a warning, and each of them from which check."""

    references: int
    errors: int
    warnings: int
    by_check: tuple[tuple[str, int, int], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the checks are as quiet as is wanted."""
        return self.errors <= ERRORS_AT_MOST * self.references and self.warnings <= WARNINGS_AT_MOST * self.references


@dataclass(frozen=True, slots=True)
class SelfTestReport:
    """The recall of every kind and the false alarms."""

    language: str
    kinds: tuple[Recall, ...]
    alarms: FalseAlarms
    segments_per_second: float

    @property
    def passed(self) -> bool:
        """Whether every aim is met."""
        return (
            self.alarms.passed and any(kind.places for kind in self.kinds) and all(kind.passed for kind in self.kinds)
        )

    @property
    def families(self) -> tuple[Recall, ...]:
        """The kinds of each family taken together."""
        names = dict.fromkeys(kind.family for kind in self.kinds)
        return tuple(_together(name, [kind for kind in self.kinds if kind.family == name]) for name in names)

    def as_json(self) -> dict[str, Any]:
        """The report for programs; shares are between 0 and 1, None where there was no place."""
        return {
            "language": self.language,
            "passed": self.passed,
            "references": self.alarms.references,
            "segments_per_second": round(self.segments_per_second),
            "false_alarms": {
                "passed": self.alarms.passed,
                "errors": {"segments": self.alarms.errors, "at_most": ERRORS_AT_MOST},
                "warnings": {"segments": self.alarms.warnings, "at_most": WARNINGS_AT_MOST},
                "by_check": {name: {"errors": e, "warnings": w} for name, e, w in self.alarms.by_check},
            },
            "kinds": [_recall_as_json(kind) for kind in self.kinds],
        }


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """The lines of a file, English TAB translation; empty lines and `#` without a tab are passed over.

    Raises UsageError with the line.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    pairs = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or (line.startswith("#") and "\t" not in line):
            continue
        source, tab, target = line.rstrip("\r").partition("\t")
        if not (tab and source.strip() and target.strip()) or "\t" in target:
            raise UsageError(f"{path}:{number}: write the English, one tab and the translation on each line")
        pairs.append((source, target))
    if not pairs:
        raise UsageError(f"{path}: there is no line with an English text, a tab and its translation")
    return pairs


def run(path: Path, pack: Pack) -> SelfTestReport:
    """Test the checks of a language with the terms of its pack on the references of a file."""
    words = faults.load(pack.workspace.languages, pack.language.tag)

    def find(subject: Subject) -> Iterable[Finding]:
        return check.find(subject, pack)

    return self_test(read_pairs(path), words, find, subject=lambda pair: _subject(pair, pack))


def _subject(pair: tuple[str, str], pack: Pack) -> Subject:
    return Subject(None, *pair, terms=tuple(pack.terms.find(pair[0])))


def self_test(
    pairs: Sequence[tuple[str, str]],
    words: Words,
    find: Find,
    *,
    subject: Callable[[tuple[str, str]], Subject] = lambda pair: Subject(None, *pair),
    kinds: Sequence[Fault] | None = None,
) -> SelfTestReport:
    """Plant every kind of fault into every pair that has a place for it, and count what `find` finds."""
    subjects = [subject(pair) for pair in pairs]
    untouched = [_remarks(find(one)) for one in subjects]
    neighbours = [pairs[(i + 1) % len(pairs)][1] if len(pairs) > 1 else "" for i in range(len(pairs))]
    planted = [Pair(*pair, neighbour) for pair, neighbour in zip(pairs, neighbours, strict=True)]
    tested = faults.all_faults() if kinds is None else kinds
    clock = _Clock(find)
    recalls = tuple(_recall(kind, planted, words, clock.find, subjects, untouched) for kind in tested)
    return SelfTestReport(words.tag, recalls, _alarms(untouched), clock.rate)


class _Clock:
    """Times what `find` does with the faulty texts: all new, and after the untouched ones have had the data read."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._seconds = 0.0
        self._texts = 0

    def find(self, subject: Subject) -> Iterable[Finding]:
        started = time.process_time()
        found = tuple(self._find(subject))
        self._seconds += time.process_time() - started
        self._texts += 1
        return found

    @property
    def rate(self) -> float:
        return self._texts / self._seconds if self._seconds else 0.0


def _recall(
    fault: Fault,
    pairs: Sequence[Pair],
    words: Words,
    find: Find,
    subjects: Sequence[Subject],
    untouched: Sequence[Remarks],
) -> Recall:
    places = found = errors = 0
    missed = []
    for pair, subject, known in zip(pairs, subjects, untouched, strict=True):
        faulty = fault.plant(pair, words, fault.seed(pair))
        if faulty is None or (fault.family == "term" and not _loses_a_term(subject, faulty)):
            continue
        places += 1
        said = {severity for _, severity, _ in _remarks(find(replace(subject, target=faulty))) - known}
        if fault.family not in A_NOTE_WILL_DO:
            said.discard(Severity.NOTE)
        found += bool(said)
        errors += Severity.ERROR in said
        if not said:
            missed.append((pair.source, faulty))
    return Recall(fault.name, fault.family, places, found, errors, tuple(missed))


def _loses_a_term(subject: Subject, faulty: str) -> bool:
    """Whether a faulty text has no accepted form left of a term that the termbase has: others nobody can know."""
    return any(
        any(contains(subject.target, form) for form in term.accepted)
        and not any(contains(faulty, form) for form in term.accepted)
        for term in subject.terms
    )


def _remarks(findings: Iterable[Finding]) -> Remarks:
    return frozenset((finding.check, finding.severity, finding.message) for finding in findings)


def _alarms(untouched: Sequence[Remarks]) -> FalseAlarms:
    said = [{(name, severity) for name, severity, _ in remarks} for remarks in untouched]
    counts = Counter(one for segment in said for one in segment)
    names = sorted({name for name, severity in counts if severity is not Severity.NOTE})
    return FalseAlarms(
        len(untouched),
        sum(any(severity is Severity.ERROR for _, severity in segment) for segment in said),
        sum(any(severity is Severity.WARNING for _, severity in segment) for segment in said),
        tuple((name, counts[name, Severity.ERROR], counts[name, Severity.WARNING]) for name in names),
    )


def _together(family: str, kinds: Sequence[Recall]) -> Recall:
    return Recall(
        family, family, *(sum(values) for values in zip(*((k.places, k.found, k.errors) for k in kinds), strict=True))
    )


def _recall_as_json(kind: Recall) -> dict[str, Any]:
    return {
        "kind": kind.kind,
        "family": kind.family,
        "places": kind.places,
        "found": kind.found,
        "found_as_error": kind.errors,
        "recall": round(kind.share, 4) if kind.places else None,
        "aim": kind.aim,
        "passed": kind.passed,
        "missed": [{"source": source, "faulty": faulty} for source, faulty in kind.missed],
    }
