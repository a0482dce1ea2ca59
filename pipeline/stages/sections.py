"""Where in a document a segment stands: its section, and whether it is a key message."""

from collections.abc import Iterator

from pipeline.languages import Style
from pipeline.model.document import Block, BlockKind, Document, Key
from pipeline.phrases import fold


def with_key_messages(document: Document, style: Style) -> Iterator[tuple[Block, bool]]:
    """Each block, and whether it belongs to the key messages: their heading and all up to the next heading.

    `style` is the source language's; its `key_messages` lists the headings that open the section.
    """
    names = {fold(name) for name in style.key_messages}
    inside = False
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            inside = fold(" ".join(block.segments)).rstrip(":") in names
        yield block, inside


def key_messages(document: Document, style: Style) -> frozenset[Key]:
    """The segments of the key messages."""
    return frozenset(key for block, inside in with_key_messages(document, style) if inside for key in block.keys)
