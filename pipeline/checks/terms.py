"""Compares the terms of the source with what the termbase accepts and forbids in the target.

Rules. A forbidden form is reported where it is not a part of an accepted one ("presión" inside "presión arterial"); it
is an error. A term of which no accepted form is found, in any inflection that a dictionary knows, is a warning. Rows
that nobody has signed only ever give a note: language data that is merely proposed raises no alarm by itself.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from pipeline.inflection import has_form_of
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject, TermUse
from pipeline.model.said import Said
from pipeline.wording import NOTHING, occurrences, plain, word_texts

_Span = tuple[int, int]


class Terms:
    """Health terms in the agreed wording."""

    name = N_("terms")
    explanation = "The termbase says which word to use for a health term, and which words are wrong."

    def covers(self, language: Language) -> bool:  # noqa: ARG002  # the contract's
        """Needs no data but the terms of the subject."""
        return True

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """A finding per term, in the order of the source."""
        target = subject.target.strip()
        if not target or target == NOTHING:
            return
        places: dict[str, list[_Span]] = {}
        for use in subject.terms:
            places.setdefault(use.term, []).append(use.span)
        uses = {use.term: use for use in subject.terms}
        for term, spans in places.items():
            yield from _checked(uses[term], tuple(spans), subject, language)


PLUGIN = Terms()


def _checked(use: TermUse, spans: tuple[_Span, ...], subject: Subject, language: Language) -> Iterator[Finding]:
    said = subject.source[slice(*spans[0])]
    accepted = occurrences(subject.target, use.accepted)
    wrong = _outside(occurrences(subject.target, use.forbidden), accepted)
    if wrong:
        found = subject.target[slice(*wrong[0])]
        message = Said.gettext(
            "“{found}” is not the right word for “{term}” here: the termbase says “{target}”.",
            found=found,
            term=said,
            target=use.target,
        )
        yield Finding(Terms.name, Severity.ERROR if use.signed else Severity.NOTE, message, spans, wrong)
    elif not accepted and not _inflected(subject.target, use.accepted, language):
        message = Said.gettext(
            "“{term}” should be “{target}”, or another form that the termbase accepts.", term=said, target=use.target
        )
        yield Finding(Terms.name, Severity.WARNING if use.signed else Severity.NOTE, message, spans)


def _inflected(target: str, forms: tuple[str, ...], language: Language) -> bool:
    said = word_texts(plain(target).text)
    return any(has_form_of(said, form, language) for form in forms)


def _outside(spans: tuple[_Span, ...], others: tuple[_Span, ...]) -> tuple[_Span, ...]:
    """The spans that are no part of one of the others; both are in order."""
    starts = [start for start, _ in others]
    around = [
        others[bisect_right(starts, start) - 1] if starts and start >= starts[0] else (0, 0) for start, _ in spans
    ]
    return tuple(span for span, (_, end) in zip(spans, around, strict=True) if span[1] > end)
