"""The shape of a leaflet: lists within lists, tables, the box of key messages, headings without a gap in their order.

A leaflet is a flat run of blocks, as the source has them. Every format that nests reads this outline instead.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby, takewhile
from typing import ClassVar

from pipeline.errors import PublishError
from pipeline.model.document import BlockKind
from pipeline.model.leaflet import LeafletBlock
from pipeline.wording import NOTHING


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    kind: ClassVar[str] = "paragraph"
    block: LeafletBlock


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is 2 to 6 and never jumps downwards by more than one. `anchor` is unique in the leaflet."""

    kind: ClassVar[str] = "heading"
    block: LeafletBlock
    level: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with the lists that stand inside it."""

    block: LeafletBlock
    lists: tuple["Listing", ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, numbered or not."""

    kind: ClassVar[str] = "list"
    ordered: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `scope` is `col`, `row` or empty for a cell that heads nothing. No block: nothing stands there."""

    block: LeafletBlock | None
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the rows that hold headers only, and the others. Every row has the same length. `number` is from 1."""

    kind: ClassVar[str] = "table"
    number: int
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture; the block's sentences say what it shows."""

    kind: ClassVar[str] = "figure"
    block: LeafletBlock


@dataclass(frozen=True, slots=True)
class Box:
    """The key messages."""

    kind: ClassVar[str] = "box"
    nodes: tuple["Node", ...]

    @property
    def heading(self) -> Heading | None:
        """The first heading in the box, which names it."""
        return next((node for node in self.nodes if isinstance(node, Heading)), None)


Node = Paragraph | Heading | Listing | Table | Figure | Box


def title_block(blocks: Sequence[LeafletBlock]) -> LeafletBlock | None:
    """The block that holds the title, without what is said nearby."""
    return next((block for block in _spoken(blocks) if block.kind is BlockKind.TITLE), None)


def outline(blocks: Sequence[LeafletBlock]) -> tuple[Node, ...]:
    """The blocks below the title, nested. A second title counts as a heading."""
    title = next((block for block in blocks if block.kind is BlockKind.TITLE), None)
    anchors, tables = count(1), count(1)
    below = _levelled(_spoken(block for block in blocks if block is not title))
    nodes: list[Node] = []
    for in_box, run in groupby(below, key=lambda block: block.key_messages):
        inside = tuple(_nodes(run, anchors, tables))
        nodes.extend((Box(inside),) if in_box else inside)
    return tuple(nodes)


def _spoken(blocks: Iterable[LeafletBlock]) -> Iterator[LeafletBlock]:
    """The blocks without sentences that are said nearby, and without blocks that hold nothing else (cells stay)."""
    for block in blocks:
        sentences = tuple(sentence for sentence in block.sentences if sentence.text.strip() != NOTHING)
        if sentences or block.kind is BlockKind.CELL:
            yield replace(block, sentences=sentences)


def _levelled(blocks: Iterable[LeafletBlock]) -> Iterator[LeafletBlock]:
    """The blocks with heading levels from 2 that follow the nesting of the source and leave no level out."""
    above: list[int] = []
    for block in blocks:
        if block.kind not in (BlockKind.HEADING, BlockKind.TITLE):
            yield block
            continue
        while above and above[-1] >= block.level:
            above.pop()
        above.append(block.level)
        yield replace(block, level=min(len(above) + 1, 6))


def _nodes(blocks: Iterable[LeafletBlock], anchors: Iterator[int], tables: Iterator[int]) -> Iterator[Node]:
    for (kind, _), run in groupby(blocks, key=lambda block: (block.kind, block.table)):
        match kind:
            case BlockKind.ITEM:
                yield from _lists(tuple(run))
            case BlockKind.CELL:
                yield _table(tuple(run), next(tables))
            case BlockKind.PARAGRAPH:
                yield from (Paragraph(block) for block in run)
            case BlockKind.FIGURE:
                yield from (Figure(block) for block in run)
            case BlockKind.HEADING | BlockKind.TITLE:
                yield from (Heading(block, block.level, f"part-{next(anchors)}") for block in run)


def _lists(blocks: Sequence[LeafletBlock]) -> tuple[Listing, ...]:
    """The items as lists: what is deeper than an item belongs to it, and a change of numbering starts a new list."""
    items: list[Item] = []
    start = 0
    while start < len(blocks):
        end = start + 1
        while end < len(blocks) and blocks[end].level > blocks[start].level:
            end += 1
        items.append(Item(blocks[start], _lists(blocks[start + 1 : end])))
        start = end
    runs = groupby(items, key=lambda item: item.block.ordered)
    return tuple(Listing(ordered, tuple(run)) for ordered, run in runs)


def _table(blocks: Sequence[LeafletBlock], number: int) -> Table:
    cells = {(block.row, block.column): block for block in blocks}
    if len(cells) < len(blocks):
        raise PublishError(f"table {blocks[0].table}: two cells in one place; give each its own row and column")
    rows = sorted({row for row, _ in cells})
    columns = range(min(column for _, column in cells), max(column for _, column in cells) + 1)
    grid = [tuple(cells.get((row, column)) for column in columns) for row in rows]
    top = len(tuple(takewhile(_is_head, grid)))
    head = tuple(tuple(_cell(block, "col") for block in row) for row in grid[:top])
    return Table(number, head, tuple(tuple(_cell(block, "row") for block in row) for row in grid[top:]))


def _is_head(row: tuple[LeafletBlock | None, ...]) -> bool:
    """Whether a row holds headers only; an empty corner does not matter."""
    return all(block.header for block in row if block and block.sentences)


def _cell(block: LeafletBlock | None, scope: str) -> Cell:
    """The cell; `scope` counts only where the block is a header with words in it."""
    return Cell(block, scope if block and block.header and block.sentences else "")
