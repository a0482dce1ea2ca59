"""Compares all documents of a language: the same sentence translated in two ways, two sentences in the same way.

Rules. Segments with the same context and source whose translations differ in more than case, spaces and the full stop:
a note on those in the minority, a warning where they differ in a figure. Segments with the same translation, of two
words or more, whose sources differ in a figure, or in that one of them denies: a warning.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said, quoted
from pipeline.plugins import Scope
from pipeline.wording import NOTHING, fold, plain, word_texts

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_FEWEST = 2  # words of a sentence that should have a translation of its own
_QUOTED = 80
_Group = list[int]


class Consistency:
    """The same words for the same sentence, other words for another one."""

    name = N_("consistency")
    explanation = "The same sentence should have the same translation everywhere, another sentence another one."
    scope = Scope.LANGUAGE

    def covers(self, language: Language) -> bool:  # noqa: ARG002  # the contract's
        """Needs no data: it compares texts with each other."""
        return True

    def find(self, subjects: Sequence[Subject], language: Language) -> Iterable[tuple[int, Finding]]:
        """The findings in the order of the segments."""
        there = [place for place, one in enumerate(subjects) if one.target.strip() and one.target.strip() != NOTHING]
        same_source = _grouped(there, lambda place: (subjects[place].context, _shown(subjects[place].source)))
        same_target = _grouped(there, lambda place: _shown(subjects[place].target))
        found = [one for group in same_source for one in _in_other_words(group, subjects)]
        found += [one for group in same_target for one in _said_alike(group, subjects, language)]
        return sorted(found, key=lambda item: item[0])


PLUGIN = Consistency()


def _shown(text: str) -> str:
    """A text as two are compared: without markup, in any case, with or without its full stop."""
    return fold(plain(text).text).rstrip(" .")


def _grouped(places: Iterable[int], key: Callable[[int], object]) -> list[_Group]:
    """The places with the same key, where there are several."""
    groups: dict[object, _Group] = {}
    for place in places:
        groups.setdefault(key(place), []).append(place)
    return [group for group in groups.values() if len(group) > 1]


def _in_other_words(group: _Group, subjects: Sequence[Subject]) -> Iterator[tuple[int, Finding]]:
    """The segments whose translation is not the most frequent one of their source, the first of equals."""
    counts = Counter(_shown(subjects[place].target) for place in group)
    if len(counts) == 1:
        return
    usual = counts.most_common(1)[0][0]
    example = next(subjects[place] for place in group if _shown(subjects[place].target) == usual)
    for place in group:
        one = subjects[place]
        if _shown(one.target) == usual:
            continue
        figures = _figures(one.target) != _figures(example.target)
        severity = Severity.WARNING if figures else Severity.NOTE
        message = Said.gettext(
            "The same sentence is translated otherwise in {where}: “{text}”.",
            where=_where(example, one),
            text=_quoted(example.target),
        )
        if figures:
            message = message.then(Said.gettext("The figures differ."))
        yield place, Finding(Consistency.name, severity, message, (), ((0, len(one.target)),))


def _said_alike(group: _Group, subjects: Sequence[Subject], language: Language) -> Iterator[tuple[int, Finding]]:
    """The later ones of segments with one translation whose sources do not say the same."""
    first = subjects[group[0]]
    if len(word_texts(plain(first.target).text)) < _FEWEST:
        return
    for place in group[1:]:
        one = subjects[place]
        if _figures(one.source) != _figures(first.source):
            message = Said.gettext(
                "“{text}” in {where} says other figures, but has the same translation.",
                text=_quoted(first.source),
                where=_where(first, one),
            )
        elif _denies(one.source, language) != _denies(first.source, language):
            message = Said.gettext(
                "“{text}” in {where} says the opposite, but has the same translation.",
                text=_quoted(first.source),
                where=_where(first, one),
            )
        else:
            continue
        yield place, Finding(Consistency.name, Severity.WARNING, message, (), ((0, len(one.target)),))


def _figures(text: str) -> list[str]:
    return sorted(re.sub(r"\D", "", figure) for figure in _FIGURE.findall(plain(text).text))


def _denies(source: str, language: Language) -> bool:
    """Whether the source has words that deny."""
    cues = language.source.lexicon.find("negation", plain(source)) if language.source else ()
    return any(cue.category in ("deny", "echo") for cue in cues)


def _where(other: Subject, one: Subject) -> Said:
    here = other.document == one.document or not other.document
    return Said.gettext("this document") if here else quoted(other.document)


def _quoted(text: str) -> str:
    shown = plain(text).text
    return shown if len(shown) <= _QUOTED else shown[:_QUOTED].rpartition(" ")[0] + " …"
