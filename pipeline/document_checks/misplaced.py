"""Looks for texts that landed in another segment: a list that slipped by a line, a sentence pasted twice.

Rules. Two segments of a document with the same target whose sources share less than half of their words: a warning. A
target that has hardly a counterpart of its own source's words, but those of the source of a segment at most two places
away (`pipeline.counterparts`), is a text of that segment: an error.
"""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.counterparts import answers, doubt, read
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.plugins import Scope
from pipeline.wording import NOTHING, fold, plain, word_texts

_AWAY = 2
_FEWEST = 4  # words of a text that should stand once
_ALIKE = 0.5  # of the words of two sources
_FOREIGN, _OWN = 2.0, -1.5  # doubt about the own source, and about that of another segment
_BETWEEN = 5.0  # at least between the two
_QUOTED = 60


class Misplaced:
    """Each text in its segment."""

    name = N_("misplaced")
    explanation = "A translation must belong to its own sentence, not to another one."
    scope = Scope.DOCUMENT

    def covers(self, language: Language) -> bool:
        """Whether there are words to compare: the meanings of both languages."""
        return bool(language.source and language.source.vocabulary.concepts and language.vocabulary.concepts)

    def find(self, subjects: Sequence[Subject], language: Language) -> Iterable[tuple[int, Finding]]:
        """At most one finding a segment, in reading order."""
        if not self.covers(language):
            return
        twice = dict(_twice(subjects))
        for place, subject in enumerate(subjects):
            if _is_text(subject) and (other := _better(subjects, place, language)) is not None:
                message = Said.gettext(
                    "This seems to be the translation of “{text}”.", text=_shortened(subjects[other].source)
                )
                yield place, Finding(self.name, Severity.ERROR, message, (), ((0, len(subject.target)),))
            elif place in twice:
                message = Said.gettext(
                    "“{text}” has the same translation. Does it belong here?", text=_shortened(twice[place].source)
                )
                yield place, Finding(self.name, Severity.WARNING, message, (), ((0, len(subject.target)),))


PLUGIN = Misplaced()


def _is_text(subject: Subject) -> bool:
    return bool(subject.target.strip()) and subject.target.strip() != NOTHING


def _shortened(text: str) -> str:
    shown = plain(text).text
    return shown if len(shown) <= _QUOTED else shown[:_QUOTED].rpartition(" ")[0] + " …"


def _twice(subjects: Sequence[Subject]) -> Iterator[tuple[int, Subject]]:
    """The segments with the target of an earlier one of the document whose source is another."""
    first: dict[tuple[str, str], Subject] = {}
    for place, subject in enumerate(subjects):
        if not _is_text(subject) or len(word_texts(plain(subject.target).text)) < _FEWEST:
            continue
        earlier = first.setdefault((subject.document, fold(plain(subject.target).text)), subject)
        if earlier is not subject and not _alike(earlier.source, subject.source):
            yield place, earlier


def _alike(one: str, other: str) -> bool:
    ours, theirs = set(word_texts(plain(one).text)), set(word_texts(plain(other).text))
    return len(ours & theirs) >= _ALIKE * len(ours | theirs)


def _better(subjects: Sequence[Subject], place: int, language: Language) -> int | None:
    """The place of the neighbour whose source the target fits, where it does not fit its own at all."""
    subject = subjects[place]
    said = answers(plain(subject.target).text, language.vocabulary)
    own = _doubt(subject, said, language)
    if own < _FOREIGN:
        return None
    near = range(max(0, place - _AWAY), min(len(subjects), place + _AWAY + 1))
    doubts = {
        other: _doubt(subjects[other], said, language)
        for other in near
        if subjects[other].document == subject.document and subjects[other].source != subject.source
    }
    best = min(doubts, key=lambda other: doubts[other], default=None)
    fits = best is not None and doubts[best] <= min(_OWN, own - _BETWEEN)
    return best if fits else None


def _doubt(subject: Subject, said: frozenset[str], language: Language) -> float:
    source = language.source.vocabulary if language.source else language.vocabulary
    return doubt(read(plain(subject.source).text, source), said)
