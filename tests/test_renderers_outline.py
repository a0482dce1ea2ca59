from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PublishError
from pipeline.model.document import BlockKind
from pipeline.model.leaflet import LeafletBlock, LeafletSentence
from pipeline.renderers._outline import (
    Box,
    Cell,
    Heading,
    Item,
    Listing,
    Paragraph,
    Table,
    outline,
    title_block,
)


def block(kind: BlockKind, *texts: str, **fields: object) -> LeafletBlock:
    return LeafletBlock(kind, tuple(LeafletSentence(t, "es", "reviewed") for t in texts), **fields)  # type: ignore[arg-type]


def item(text: str, level: int = 1, *, ordered: bool = False) -> LeafletBlock:
    return block(BlockKind.ITEM, text, level=level, ordered=ordered)


def bullets(*items: Item) -> Listing:
    return Listing(ordered=False, items=items)


def numbers(*items: Item) -> Listing:
    return Listing(ordered=True, items=items)


def cell(text: str, row: int, column: int, *, header: bool = False) -> LeafletBlock:
    return block(BlockKind.CELL, *filter(None, [text]), table=1, row=row, column=column, header=header)


def test_the_title_is_taken_out_and_a_second_one_is_a_heading() -> None:
    first, second = block(BlockKind.TITLE, "One", level=1), block(BlockKind.TITLE, "Two", level=1)
    assert title_block((first, second)) == first
    assert [(node.kind, getattr(node, "level", 0)) for node in outline((first, second))] == [("heading", 2)]
    assert title_block(()) is None


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ([2, 3, 2], [2, 3, 2]),
        ([3, 3, 4], [2, 2, 3]),
        ([2, 4, 4, 2], [2, 3, 3, 2]),
        ([4, 3, 2], [2, 2, 2]),
        ([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 6]),
    ],
)
def test_headings_leave_no_level_out(source: list[int], shown: list[int]) -> None:
    nodes = outline([block(BlockKind.HEADING, "x", level=level) for level in source])
    assert [node.level for node in nodes if isinstance(node, Heading)] == shown


@given(st.lists(st.integers(1, 6), max_size=20))
def test_heading_order_holds_for_any_source(levels: list[int]) -> None:
    nodes = outline([block(BlockKind.HEADING, "x", level=level) for level in levels])
    shown = [node.level for node in nodes if isinstance(node, Heading)]
    assert len(shown) == len(levels)
    assert all(2 <= level <= 6 for level in shown)
    assert all(after <= before + 1 for before, after in pairwise([1, *shown]))
    assert len({node.anchor for node in nodes if isinstance(node, Heading)}) == len(levels)


def test_deeper_items_belong_to_the_item_before_them() -> None:
    a, b, c, d = item("a"), item("b", 2), item("c", 3), item("d")
    inner = bullets(Item(b, (bullets(Item(c)),)))
    assert outline([a, b, c, d]) == (bullets(Item(a, (inner,)), Item(d)),)


def test_numbered_and_plain_items_are_lists_of_their_own() -> None:
    a, b, c = item("a"), item("b", ordered=True), item("c", ordered=True)
    assert outline([a, b, c]) == (bullets(Item(a)), numbers(Item(b), Item(c)))


def test_a_list_that_starts_deep_loses_no_item() -> None:
    a, b = item("a", 3), item("b", 1)
    assert outline([a, b]) == (bullets(Item(a), Item(b)),)


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=12))
def test_every_item_is_in_the_lists_once_and_in_order(shape: list[tuple[int, bool]]) -> None:
    items = [item(str(number), level, ordered=ordered) for number, (level, ordered) in enumerate(shape)]

    def flat(lists: tuple[Listing, ...]) -> list[LeafletBlock]:
        return [found for one in lists for it in one.items for found in (it.block, *flat(it.lists))]

    assert flat(tuple(node for node in outline(items) if isinstance(node, Listing))) == items


def test_headers_of_a_table_know_what_they_head() -> None:
    corner, column = cell("", 0, 0, header=True), cell("With", 0, 1, header=True)
    row, value, other = cell("Pain", 1, 0, header=True), cell("5", 1, 1), cell("Fever", 2, 0, header=True)
    head = ((Cell(corner), Cell(column, "col")),)
    body = ((Cell(row, "row"), Cell(value)), (Cell(other, "row"), Cell(None)))
    assert outline([corner, column, row, value, other]) == (Table(1, head, body),)


def test_a_table_without_headers_has_only_a_body() -> None:
    a, b = cell("a", 3, 1), cell("b", 3, 2)
    assert outline([a, b]) == (Table(1, (), ((Cell(a), Cell(b)),)),)


def test_two_cells_in_one_place_are_refused_not_dropped() -> None:
    with pytest.raises(PublishError, match="table 1: two cells in one place"):
        outline([cell("a", 0, 0), cell("b", 0, 0)])


def test_key_messages_stand_in_a_box_named_by_their_heading() -> None:
    heading = block(BlockKind.HEADING, "Key messages", level=2, key_messages=True)
    message = block(BlockKind.PARAGRAPH, "It helps.", key_messages=True)
    after = block(BlockKind.PARAGRAPH, "More.")
    named = Heading(heading, 2, "part-1")
    nodes = outline([heading, message, after])
    assert nodes == (Box((named, Paragraph(message))), Paragraph(after))
    assert [node.heading for node in nodes if isinstance(node, Box)] == [named]


def test_what_is_said_nearby_is_not_said_again() -> None:
    kept = LeafletSentence("Said.", "es", "reviewed")
    nearby = LeafletSentence("<none/>", "es", "reviewed")
    both = LeafletBlock(BlockKind.PARAGRAPH, (nearby, kept))
    empty = LeafletBlock(BlockKind.ITEM, (nearby,), level=1)
    assert outline([both, empty]) == (Paragraph(LeafletBlock(BlockKind.PARAGRAPH, (kept,))),)
