"""A source document: blocks of segments in reading order, and the facts about the text that are never translated."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class BlockKind(StrEnum):
    """What a block is. Every kind but the paragraph is also the `msgctxt` of its segments."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    FIGURE = "figure"


class SourceClass(StrEnum):
    """How much a new version of a source text matters to the reader of an old translation."""

    EDITORIAL = "editorial"
    CONTENT = "content"
    SAFETY = "safety"


class Key(NamedTuple):
    """What identifies a message in a catalog: its context (None for a sentence of a paragraph) and its source text."""

    context: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Link:
    """The attributes behind an `<a1>` in a segment; they stay in the document and never reach a translator."""

    number: int
    target: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A title, heading, paragraph, list item, table cell or picture.

    `segments` are sentences with inline markup in the project's notation (`<b>`, `<i>`, `<sub>`, `<sup>`, `<code>`,
    `<a1>`). `level` is 1 for the title, 2 to 6 for headings and the depth (from 1) of a list item. `line` is where the
    block starts in the source file, from 1. `reason` says in words why the parser took the block for its kind. The
    segments of a figure say in words what it shows; `picture` is its file's name as the parser found it, and a data URI
    once the document is read.
    """

    kind: BlockKind
    segments: tuple[str, ...]
    level: int = 0
    line: int = 0
    reason: str = ""
    ordered: bool = False
    table: int = 0
    row: int = 0
    column: int = 0
    header: bool = False
    links: tuple[Link, ...] = ()
    picture: str = ""

    @property
    def context(self) -> str | None:
        """The `msgctxt` of the block's segments."""
        return None if self.kind is BlockKind.PARAGRAPH else self.kind.value

    @property
    def keys(self) -> tuple[Key, ...]:
        """The catalog keys of the segments, in order."""
        return tuple(Key(self.context, segment) for segment in self.segments)


_NOT_GIVEN = frozenset(("", "no", "none", "not", "pending", "unknown", "n/a", "na", "tbd", "-", "?"))


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What a sidecar or front matter states about a text: who owns it, how old it is, whether it may be translated.

    `evidence_date` is `YYYY-MM` or `YYYY-MM-DD`. Empty strings mean "not stated". `withdrawn` is the day, where stated.
    """

    version: str = ""
    doi: str = ""
    published: date | None = None
    evidence_date: str = ""
    authors: tuple[str, ...] = ()
    rights_holder: str = ""
    licence: str = ""
    translation_permission: str = ""
    source_url: str = ""
    source_class: SourceClass = SourceClass.CONTENT
    withdrawn: bool | date = False
    sources: tuple[str, ...] = ()

    @property
    def missing_rights(self) -> tuple[str, ...]:
        """The names of the rights that are not stated, or stated as open (`pending`); a final leaflet needs all."""
        rights = {
            "rights_holder": self.rights_holder,
            "licence": self.licence,
            "translation_permission": self.translation_permission,
        }
        return tuple(name for name, value in rights.items() if value.strip(" .").casefold() in _NOT_GIVEN)


@dataclass(frozen=True, slots=True)
class Document:
    """One source text as it was understood.

    `path` is relative to the workspace (`seeds/stroke.txt`); `sha256` is of the file's bytes (with its sidecar's).
    """

    slug: str
    path: str
    sha256: str
    language: str
    blocks: tuple[Block, ...]
    record: SourceRecord = field(default_factory=SourceRecord)

    @property
    def title(self) -> str:
        """The source title, sentences joined by a space; the slug where the text has none."""
        titles = [" ".join(block.segments) for block in self.blocks if block.kind is BlockKind.TITLE]
        return titles[0] if titles else self.slug

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every segment's key in reading order, repeats included."""
        return tuple(key for block in self.blocks for key in block.keys)
