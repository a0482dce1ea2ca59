"""How much work machine drafts are to those who decide on them: what stayed, what was changed, and how long it took.

All from the log of decisions: a row keeps the message as it stood before, with its sealed origin. The confidence band
is not in it; it is judged again from that message, by what the checks say today of the sentence alone.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, median

from rapidfuzz.distance import Levenshtein

from pipeline.catalog.entry import Entry
from pipeline.catalog.po import parse_entry
from pipeline.errors import PipelineError
from pipeline.model.decision import Mode, Verdict
from pipeline.queue import LoggedDecision
from pipeline.review_app import office
from pipeline.review_app.differences import words
from pipeline.review_app.log_runs import Run, kept, runs
from pipeline.stages.check import check_entry
from pipeline.stages.confidence import judge_entry

SHORTEST, LONGEST = 1, 600  # seconds: what is less was decided by a program, what is more had a break in it
_HOP = re.compile(r"([\w.-]+) ([\w-]+>[\w-]+)")
_REPAIRS = re.compile(r", (?:repaired|guessed): ")
_DECIDING = (Verdict.APPROVE, Verdict.EDIT, Verdict.SAVE, Verdict.SUBMIT, Verdict.REJECT)
Bands = Callable[[LoggedDecision], str]


@dataclass(frozen=True, slots=True)
class Work:
    """One draft that a person decided on. Distances are shares of the longer text, None where it was rejected.

    `band` is empty where it cannot be judged, `seconds` is None where nobody knows.
    """

    person: str
    route: str
    band: str
    characters: float | None
    words: float | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Effort:
    """The work on the drafts of one route and band. Of `drafts`, so many were `same`, `changed`, `rejected`."""

    person: str
    route: str
    band: str
    drafts: int
    same: int
    changed: int
    rejected: int
    mean: float | None
    middle: float | None
    mean_words: float | None
    middle_words: float | None
    seconds: float | None
    timed: int

    @property
    def share(self) -> float:
        """The share of the drafts that stayed exactly as they were."""
        return self.same / self.drafts


def works(log: Iterable[LoggedDecision], band: Bands) -> Iterator[Work]:
    """The drafts that were decided on in a log: once for each person who did before it was signed; none in bulk."""
    for run in runs(kept(log)):
        deciding = [one for one in run.rows if one.decision.verdict in _DECIDING and one.decision.mode is not Mode.BULK]
        if deciding and (draft := _draft(deciding[0])):
            yield _work(run, draft, deciding, band)


def summary(found: Iterable[Work], *, by_person: bool = False) -> list[Effort]:
    """The work by route and band (and person), in this order."""
    groups: dict[tuple[str, str, str], list[Work]] = defaultdict(list)
    for one in found:
        groups[(one.person if by_person else "", one.route, one.band)].append(one)
    return [_effort(name, group) for name, group in sorted(groups.items())]


def band_of(one: LoggedDecision) -> str:
    """The confidence band of the draft that a decision was about, as it would be judged today; empty where unknown."""
    return _band(one.decision.document, one.decision.language, one.before)


def route(entry: Entry) -> str:
    """The way a draft was made, without versions and repairs: `firefox en>pt, apertium pt>es`, `memory`."""
    if entry.origin is None:
        return ""
    hops = _HOP.findall(_REPAIRS.split(entry.origin.detail)[0]) if entry.origin.kind == "mt" else []
    return ", ".join(f"{engine} {pair}" for engine, pair in hops) or entry.origin.kind


@lru_cache(maxsize=100_000)
def _band(document: str, tag: str, before: str) -> str:
    entry = parse_entry(before)
    try:
        with office.pack(tag) as pack:
            judged = judge_entry(entry, check_entry(document, entry, pack), pack)
    except PipelineError:
        return ""
    return judged.band.value if judged else ""


@lru_cache(maxsize=100_000)
def _entry(before: str) -> Entry:
    return parse_entry(before)


def _draft(first: LoggedDecision) -> Entry | None:
    """The draft as it stood before the first decision on it; None where that was a person's text, or signed."""
    entry = _entry(first.before) if first.before else None
    return entry if entry and entry.machine_made and entry.target and not entry.signatures else None


def _work(run: Run, draft: Entry, deciding: list[LoggedDecision], band: Bands) -> Work:
    last = deciding[-1].decision
    rejected = last.verdict is Verdict.REJECT
    return Work(
        person=last.person,
        route=route(draft),
        band=band(deciding[0]),
        characters=None if rejected else Levenshtein.normalized_distance(draft.target, last.target),
        words=None if rejected else Levenshtein.normalized_distance(_words(draft.target), _words(last.target)),
        seconds=_seconds(run),
    )


def _seconds(run: Run) -> float | None:
    if run.before is None or any(one.decision.verdict is Verdict.SUBMIT for one in run.rows):
        return None
    taken = (run.rows[-1].recorded - run.before).total_seconds()
    return taken if SHORTEST <= taken <= LONGEST else None


def _words(text: str) -> list[str]:
    return [word for word in words(text) if not word.isspace()]


def _effort(name: tuple[str, str, str], group: list[Work]) -> Effort:
    characters = [one.characters for one in group if one.characters is not None]
    in_words = [one.words for one in group if one.words is not None]
    seconds = [one.seconds for one in group if one.seconds is not None]
    same = sum(distance == 0 for distance in characters)
    return Effort(
        *name,
        drafts=len(group),
        same=same,
        changed=len(characters) - same,
        rejected=len(group) - len(characters),
        mean=fmean(characters) if characters else None,
        middle=median(characters) if characters else None,
        mean_words=fmean(in_words) if in_words else None,
        middle_words=median(in_words) if in_words else None,
        seconds=median(seconds) if seconds else None,
        timed=len(seconds),
    )
