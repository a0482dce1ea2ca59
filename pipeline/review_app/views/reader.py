"""The reader's page: the translation alone, as a patient would read it, and a way to say what is unclear."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from pipeline.model.document import Block, BlockKind, Key
from pipeline.review_app import confirm, readers
from pipeline.review_app.models import Mark
from pipeline.review_app.page import identity
from pipeline.review_app.standing import standing
from pipeline.review_app.views._page import page, signed_in
from pipeline.stages.review import Desk, ReviewSegment
from pipeline.wording import NOTHING

_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence on the page; `mark` is the reader's own, `seen` stands for the text."""

    id: str
    text: str
    seen: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block with its sentences; `level` is that of a heading (0: none)."""

    block: Block
    level: int
    lines: tuple[Line, ...]


def reading(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The page, with the sentence chosen by `?open=KEY` to be asked about."""
    segments = desk.segments()
    own = readers.marks(desk, signed_in(request).handle)
    texts = {one.entry.key: one for one in segments}
    return page(
        request,
        "reader.jinja",
        paragraphs=[one for block in desk.document.blocks if (one := _paragraph(block, texts, own)).lines],
        target=desk.pack.language,
        opened=request.GET.get("open", ""),
        here=request.path,
        title=texts[desk.document.keys[0]].entry.target or desk.document.title,
        draft=any(one.need for one in segments),
        standing=standing(desk),
        done=confirm.said(request),
        marked=[(one.number, identity(one.entry.key)) for one in segments if identity(one.entry.key) in own],
        gaps=sum(not one.entry.target for one in segments),
        longest=readers.LONGEST_WORDS,
    )


def _paragraph(block: Block, segments: dict[Key, ReviewSegment], own: dict[str, list[Mark]]) -> Paragraph:
    """The block with those of its sentences that have a text of their own."""
    lines = []
    for key in block.keys:
        text, name = segments[key].entry.target, identity(key)
        if text.strip() not in ("", NOTHING):
            lines.append(Line(name, text, readers.fingerprint(text), next(iter(own.get(name, ())), None)))
    heading = block.kind in (BlockKind.TITLE, BlockKind.HEADING)
    level = 0 if not heading else 1 if block.kind is BlockKind.TITLE else min(max(2, block.level), _DEEPEST)
    return Paragraph(block, level, tuple(lines))
