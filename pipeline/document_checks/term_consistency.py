"""Compares how a document translates a term: two accepted words for one thing puzzle a reader.

Rules. A term of the termbase whose translations in a document are different accepted words, not forms of one word
(`pipeline.inflection`) and none a part of the other ("presión" for "presión arterial"): a note at the first place of
each word that is rarer than the most frequent one, a warning where the row is signed. Where two words are as frequent,
the preferred one, or the first, is taken for the usual one. A segment that has both words explains one by the other,
and counts for none; an abbreviation is no other word.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.inflection import same_wording
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject, TermUse
from pipeline.model.said import Said
from pipeline.plugins import Scope
from pipeline.wording import fold, occurrences, word_texts

_Places = dict[int, str]


class TermConsistency:
    """One word for one thing."""

    name = N_("term_consistency")
    explanation = "A health term should be translated by the same word throughout a document."
    scope = Scope.DOCUMENT

    def covers(self, language: Language) -> bool:  # noqa: ARG002  # the contract's
        """Needs no data but the terms of the subjects."""
        return True

    def find(self, subjects: Sequence[Subject], language: Language) -> Iterable[tuple[int, Finding]]:
        """One finding a term and rarer word, in reading order."""
        met: dict[tuple[str, str], list[tuple[int, TermUse]]] = {}
        for place, subject in enumerate(subjects):
            for use in {use.term: use for use in subject.terms}.values():
                met.setdefault((subject.document, use.term), []).append((place, use))
        found = [one for uses in met.values() if len(uses) > 1 for one in _mixed(uses, subjects, language)]
        return sorted(found, key=lambda item: item[0])


PLUGIN = TermConsistency()


def _mixed(
    uses: Sequence[tuple[int, TermUse]], subjects: Sequence[Subject], language: Language
) -> Iterator[tuple[int, Finding]]:
    """A finding at the first place of each word for a term but the usual one."""
    use = uses[0][1]
    names = _names(use, language)
    said = {place: names[form] for place, _ in uses if (form := _only(subjects[place].target, use, names))}
    counts = Counter(said.values())
    if len(counts) < 2:  # noqa: PLR2004
        return
    usual = max(counts, key=lambda name: (counts[name], name == names[use.target]))
    told = {usual}
    for place, name in said.items():
        if name in told or _within(name, usual) or _within(usual, name):
            continue
        told.add(name)
        term = subjects[place].source[slice(*next(one.span for where, one in uses if where == place))]
        message = Said.gettext(
            "“{term}” is “{name}” here and “{usual}” elsewhere in the document. Use one word throughout?",
            term=term,
            name=name,
            usual=usual,
        )
        severity = Severity.WARNING if use.signed else Severity.NOTE
        yield place, Finding(TermConsistency.name, severity, message, (), occurrences(subjects[place].target, (name,)))


def _names(use: TermUse, language: Language) -> dict[str, str]:
    """For each accepted form, the first accepted form of the same word."""
    names: dict[str, str] = {}
    for form in use.accepted:
        names[form] = next((other for other in names.values() if same_wording(form, other, language)), form)
    return names


def _only(target: str, use: TermUse, names: dict[str, str]) -> str:
    """The accepted form that the target has; empty where it has none, two words for the term, or an abbreviation."""
    found = [fold(target[start:end]) for start, end in occurrences(target, use.accepted)]
    forms = [form for form in use.accepted if fold(form) in found]
    if any(form.isupper() for form in forms):
        return ""
    return forms[0] if len({names[form] for form in forms}) == 1 else ""


def _within(one: str, other: str) -> bool:
    """Whether one wording is a part of the other."""
    return set(word_texts(one)) < set(word_texts(other))
