"""A document as a page to print or to read aloud from, both languages side by side, in reading order."""

from pipeline.languages import Language
from pipeline.model.document import Block, BlockKind, Key
from pipeline.renderers._review_page import Part, ReviewPage, Row, Side, render
from pipeline.stages import told
from pipeline.stages.review import Desk, ReviewSegment

_DRAFT = "Draft for checking. Not for patients."
_KINDS = {BlockKind.ITEM: "list item", BlockKind.CELL: "table cell", BlockKind.FIGURE: "words for a picture"}
_DEEPEST = 6


def reading_copy(desk: Desk) -> bytes:
    """The page in UTF-8. Raises CatalogError where a sentence is not in the catalog."""
    page = ReviewPage(
        document=desk.document.slug,
        title=desk.document.title,
        source=_side(desk.workspace.source_language),
        target=_side(desk.pack.language),
        fonts=desk.pack.language.fonts,
        warning=desk.pack.notices.get(_DRAFT, ""),
        style=told.style(desk.pack),
        parts=_parts(desk),
    )
    return render(page)


def _side(language: Language) -> Side:
    return Side(language.tag, language.direction, language.english_name)


def _parts(desk: Desk) -> tuple[Part, ...]:
    """The document cut before each heading; no level is skipped on the way down."""
    segments = {segment.entry.key: segment for segment in desk.segments()}
    parts = [Part(1, (Row(0, desk.document.slug, desk.document.slug),), ())] if _untitled(desk) else []
    for block in desk.document.blocks:
        rows = _rows(block, segments, desk)
        if block.kind in (BlockKind.TITLE, BlockKind.HEADING):
            deepest = parts[-1].level + 1 if parts else 1
            level = 1 if block.kind is BlockKind.TITLE else max(2, min(block.level, deepest, _DEEPEST))
            parts.append(Part(level, rows, ()))
        else:
            last = parts[-1]
            parts[-1] = Part(last.level, last.headings, (*last.rows, *rows))
    return tuple(parts)


def _untitled(desk: Desk) -> bool:
    return not desk.document.blocks or desk.document.blocks[0].kind is not BlockKind.TITLE


def _rows(block: Block, segments: dict[Key, ReviewSegment], desk: Desk) -> tuple[Row, ...]:
    kind = _KINDS.get(block.kind, "")
    found = [segments[key] for key in block.keys]
    return tuple(
        Row(
            number=one.number,
            source=one.entry.key.source,
            target=one.entry.target,
            notes=(told.state(one), *told.advice(one)),
            terms=tuple((use.term, use.target) for use in told.terms(one, desk.pack)),
            kind=kind,
            begins=place == 0,
            links=block.links,
        )
        for place, one in enumerate(found)
    )
