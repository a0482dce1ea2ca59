"""Hands a document out to those who review elsewhere: a PO file for an editor, a page to print or to read aloud."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline import files
from pipeline.catalog.working_copy import Sheet, write_copy
from pipeline.errors import UsageError
from pipeline.stages import told
from pipeline.stages.reading_copy import reading_copy
from pipeline.stages.review import Desk, ReviewSegment

_PREFACE = """\
{title}: {language} ({tag}).
Not for patients. Change what you want to change, and clear the "fuzzy" or "needs work" flag of what you have finished;
what keeps it comes in as a draft. A cleared flag alone signs nothing.
Leave the comments "as exported" alone: they tell whether a sentence has changed on both sides.
When you are done:  pipeline review import FILE --lang {tag} --as NAME
{style}"""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A file that was written."""

    document: str
    language: str
    path: Path


def hand_out(desk: Desk, kind: str, folder: Path, *, anew: bool = False) -> HandedOut:
    """Write the document into `folder` as `kind`, a key of `KINDS`.

    Raises UsageError where another file of the name is there (it may hold somebody's work), unless it is `anew`.
    """
    tag = desk.pack.language.tag
    path = folder / f"{desk.document.slug}.{tag}.{kind}"
    data, there = KINDS[kind](desk), files.read(path)
    if there not in (None, data) and not anew:
        raise UsageError(
            f"{path}: there is another version of this file, which may hold somebody's work: import it first, "
            "export to another folder, or replace it (--replace)"
        )
    files.write_atomic(path, data, expected=there)
    return HandedOut(desk.document.slug, tag, path)


def working_copy(desk: Desk) -> bytes:
    """The document as a PO file, its messages in reading order."""
    segments = desk.segments()
    language = desk.pack.language
    preface = _PREFACE.format(
        title=desk.document.title, language=language.english_name, tag=language.tag, style=told.style(desk.pack)
    )
    sheets = [Sheet(s.entry, s.entry.target, _told(s, desk, len(segments))) for s in segments]
    return write_copy(desk.catalog(), sheets, language.tag, preface)


def _told(segment: ReviewSegment, desk: Desk, total: int) -> tuple[str, ...]:
    place = f"Sentence {segment.number} of {total}, {told.state(segment)}"
    section = (f"Section: {line}" for line in segment.entry.section)
    terms = map(told.term, told.terms(segment, desk.pack))
    return (*section, place, *told.origin(segment), *told.advice(segment), *terms)


KINDS: Mapping[str, Callable[[Desk], bytes]] = {"po": working_copy, "html": reading_copy}
"""What a document can be handed out as."""
