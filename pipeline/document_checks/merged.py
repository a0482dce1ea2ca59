"""Asks where a segment went whose translation says that a neighbour says it (`<none/>`).

Rules. The neighbours are the nearest segments of the same document, before and behind, that have a text; a heading or a
title takes no sentence in. Of each, and of both together, the length of the target is compared with the usual length
for their sources and that of the segment (Gale and Church 1993), and its words with those of the segment
(`pipeline.counterparts`). Where the best of them is far too short, or says hardly a word of it, that is a warning; both
together are an error.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.counterparts import answers, doubt, read
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.plugins import Scope
from pipeline.wording import NOTHING, plain

_TOO_SHORT = -2.0  # spreads
_DOUBTFUL = 2.5  # logarithms of odds
_LEAST_SPREAD = 0.02


class _Host(NamedTuple):
    """How well neighbours may hold the segment: spreads from the usual length, and what the words say against it."""

    steps: float
    doubt: float

    @property
    def fits(self) -> bool:
        return self.steps >= _TOO_SHORT and self.doubt < _DOUBTFUL


class Merged:
    """What is said in the neighbouring segment is said there."""

    name = N_("merged")
    explanation = "A sentence that is said together with its neighbour must be found in the neighbour."
    scope = Scope.DOCUMENT

    def covers(self, language: Language) -> bool:
        """Whether the usual length of a translation is known."""
        return language.source is not None and bool(language.vocabulary.length_ratio)

    def find(self, subjects: Sequence[Subject], language: Language) -> Iterable[tuple[int, Finding]]:
        """One finding for each segment that no neighbour seems to say."""
        if not self.covers(language):
            return
        for place, subject in enumerate(subjects):
            if not _is_nothing(subject):
                continue
            hosts = list(_hosts(subjects, place, language))
            if any(host.fits for host in hosts):
                continue
            wrong = all(host.steps < _TOO_SHORT and host.doubt >= _DOUBTFUL for host in hosts)
            severity = Severity.ERROR if wrong else Severity.WARNING
            if hosts:
                message = Said.gettext(
                    "This is marked as said in the neighbouring segment, but no neighbour seems to say it. Is it lost?"
                )
            else:
                message = Said.gettext(
                    "This is marked as said in the neighbouring segment, but it has no neighbour with a translation."
                )
            yield place, Finding(self.name, severity, message, ((0, len(subject.source)),))


PLUGIN = Merged()


def _is_nothing(subject: Subject) -> bool:
    return subject.target.strip() == NOTHING and bool(subject.source)


def _hosts(subjects: Sequence[Subject], place: int, language: Language) -> Iterator[_Host]:
    before, gone_before = _nearest(subjects, place, -1)
    behind, gone_behind = _nearest(subjects, place, 1)
    gone = [*reversed(gone_before), subjects[place], *gone_behind]
    sides = [one for one in (before, behind) if one is not None]
    for side in sides:
        yield _host([side], [subjects[place]], subjects[place], language)
    if len(sides) > 1:
        yield _host(sides, gone, subjects[place], language)


def _nearest(subjects: Sequence[Subject], place: int, step: int) -> tuple[Subject | None, list[Subject]]:
    """The nearest segment of the document with a text on one side, and those without one that are passed over."""
    gone: list[Subject] = []
    place, document = place + step, subjects[place].document
    while 0 <= place < len(subjects) and subjects[place].document == document:
        if not _is_nothing(subjects[place]):
            one = subjects[place]
            return (one if one.context is None and one.target.strip() else None), gone
        gone.append(subjects[place])
        place += step
    return None, gone


def _host(hosts: Sequence[Subject], gone: Sequence[Subject], segment: Subject, language: Language) -> _Host:
    wanted = sum(len(plain(one.source).text) for one in (*hosts, *gone))
    length = sum(len(plain(one.target).text) for one in hosts)
    words = language.vocabulary
    spread = max(_LEAST_SPREAD, words.length_spread * math.sqrt(100 / wanted))
    steps = math.log(max(length, 1) / (wanted * words.length_ratio)) / spread
    theirs = frozenset().union(*(answers(plain(one.target).text, words) for one in hosts))
    source = language.source.vocabulary if language.source else words
    return _Host(steps, doubt(read(plain(segment.source).text, source), theirs))
