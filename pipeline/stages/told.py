"""What a reviewer is told beside a segment, in words: for those who work in an editor or on paper."""

from pipeline.model.finding import LocatedFinding, Severity, TermUse
from pipeline.stages.packs import Pack
from pipeline.stages.review import ReviewSegment
from pipeline.termbase import Term

_OTHERS = 3  # further accepted forms of a term: more is noise


def state(segment: ReviewSegment) -> str:
    """What the segment waits for, or who approved it."""
    signers = ", ".join(signature.person for signature in segment.entry.signatures)
    return f"waits for {segment.need}" if segment.need else f"approved by {signers}"


def origin(segment: ReviewSegment) -> tuple[str, ...]:
    """Where the text comes from, if anybody knows."""
    found = segment.entry.origin
    return (f"Origin: {found.kind} {found.detail}",) if found else ()


def advice(segment: ReviewSegment) -> tuple[str, ...]:
    """What is known against the text, and how far it can be trusted; dismissed findings too."""
    entry = segment.entry
    lines = [f"Not drafted: {entry.not_drafted}"] if entry.not_drafted else []
    lines += [f"Rejected by {rejection.person}: {rejection.reason}" for rejection in entry.rejections]
    lines += [f"Confidence {segment.confidence}"] if segment.confidence else []
    return (*lines, *map(_finding, segment.findings))


def terms(segment: ReviewSegment, pack: Pack) -> tuple[TermUse, ...]:
    """The terms of the source, each once."""
    found = {use.term: use for use in pack.terms.find(segment.entry.key.source)}
    return tuple(found.values())


def term(use: TermUse) -> str:
    """A term with what it may be and may not be called."""
    others = [form for form in use.accepted if form != use.target][:_OTHERS]
    also = f"; also: {', '.join(others)}" if others else ""
    never = f"; never: {', '.join(use.forbidden)}" if use.forbidden else ""
    return f"Term: {use.term} = {use.target}{also}{never}"


def note(row: Term) -> str:
    """What the termbase notes of a term beyond its gender."""
    return row.note.removeprefix(row.gender).lstrip("; ") if row.gender else row.note


def style(pack: Pack) -> str:
    """The house style in one line."""
    language = pack.language.style
    opening, closing = language.quotation_marks
    parts = [f"address the reader as {language.form_of_address}"] if language.form_of_address else []
    parts += [f"decimal mark “{language.decimal_mark}”", f"quotation marks {opening} {closing}"]
    parts.append("a space before %" if language.percent_space else "no space before %")
    return f"Style: {'; '.join(parts)}"


def _finding(one: LocatedFinding) -> str:
    by = f", dismissed by {', '.join(one.dismissed_by)}" if one.dismissed_by else ""
    asks = ", answer it before approval" if one.blocks and one.finding.severity is not Severity.ERROR else ""
    return f"{one.finding.severity.value.capitalize()} ({one.finding.check}{by}{asks}): {one.finding.message}"
