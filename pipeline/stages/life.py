"""The life of a leaflet: what its source, the register and its record say of it decides what a reader sees."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pipeline.model.document import Block, Document, SourceClass
from pipeline.stages.freeze import recorded_source
from pipeline.stages.record import Record, RecordedBlock
from pipeline.stages.register import Line


class View(StrEnum):
    """What stands at the address of a leaflet."""

    NOTHING = "nothing"
    LEAFLET = "leaflet"
    NOTICE = "leaflet with notice"
    TOMBSTONE = "tombstone"


class Cause(StrEnum):
    """Why a text came down."""

    WITHDRAWN = "withdrawn"
    SAFETY = "safety"
    SUSPENDED = "suspended"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Place:
    """What stands around a record today: whether its source is there, how it reads (None: it cannot be read), the
    suspension that keeps the page down, and whether the workspace is a sandbox.
    """

    there: bool
    document: Document | None = None
    suspension: Line | None = None
    sandbox: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees in the place of a record.

    `cause` is why a tombstone stands there. `day` is when the text came down or, with a notice, of which day the newer
    version is; ISO, empty where nobody stated it. `url` is where the English original is read.
    """

    record: Record
    view: View
    cause: Cause | None = None
    day: str = ""
    url: str = ""

    @property
    def up(self) -> bool:
        """Whether the text itself is shown."""
        return self.view in (View.LEAFLET, View.NOTICE)


def judge(record: Record, place: Place) -> Shown:
    """What is shown of a record. Nothing here reads a clock: days are those that people wrote down."""
    if record.sandbox and not place.sandbox:
        return Shown(record, View.NOTHING)
    url = _original(record, place.document)
    if down := _down(record, place):
        return Shown(record, View.TOMBSTONE, *down, url)
    document = place.document
    if document is None or is_same(record, document):
        return Shown(record, View.LEAFLET, url=url)
    return Shown(record, View.NOTICE, day=_iso(document.record.published), url=url)


def settled(record: Record, place: Place) -> Record:
    """The record as it is to be kept: a withdrawal is written into it, an unchanged text gets its source's new version.

    A suspension stays in the register alone, which somebody may lift; a source that is gone may come back.
    """
    shown, document = judge(record, place), place.document
    if shown.cause in (Cause.WITHDRAWN, Cause.SAFETY):
        return replace(record, withdrawn=True, withdrawn_for=shown.cause.value, withdrawn_on=shown.day)
    if shown.view is View.LEAFLET and document is not None and document.sha256 != record.source.sha256:
        return replace(record, source=recorded_source(document))
    return record


def is_same(record: Record, document: Document) -> bool:
    """Whether the source still has the sentences, order, structure, links, pictures and rights of the record."""
    return (
        has_same_rights(record, document)
        and [_shape(block, block.keys) for block in document.blocks]
        == [_shape(block, tuple((s.context, s.source) for s in block.sentences)) for block in record.blocks]
    )  # fmt: skip


def has_same_rights(record: Record, document: Document) -> bool:
    """Whether the source states the rights of the record, and is in its language."""
    now, then = recorded_source(document), record.source
    return (now.rights_holder, now.licence, now.translation_permission, now.language) == (
        then.rights_holder,
        then.licence,
        then.translation_permission,
        then.language,
    )


def _shape(block: Block | RecordedBlock, keys: tuple[tuple[str | None, str], ...]) -> tuple[object, ...]:
    place = (block.kind, block.level, block.ordered, block.table, block.row, block.column, block.header)
    return (*place, block.links, block.picture, tuple(map(tuple, keys)))


def _down(record: Record, place: Place) -> tuple[Cause, str] | None:
    """Why and since when the text is down; None where it may be up."""
    document = place.document
    if document and document.record.withdrawn:
        return Cause.WITHDRAWN, _iso(document.record.withdrawn) or record.came_down_on
    if record.withdrawn:
        return Cause(record.withdrawn_for or Cause.WITHDRAWN), record.came_down_on
    if document and _is_new_safety(record, document):
        return Cause.SAFETY, ""  # the day of the newer version is not the day on which the text came down
    if place.suspension:
        return Cause.SUSPENDED, place.suspension.day.isoformat()
    return None if place.there else (Cause.GONE, "")


def _is_new_safety(record: Record, document: Document) -> bool:
    """Whether the source is a safety version, and another one than the record's."""
    if document.record.source_class is not SourceClass.SAFETY or document.sha256 == record.source.sha256:
        return False
    now, then = recorded_source(document), record.source
    known = (now.source_class, now.version, now.published) == (then.source_class, then.version, then.published)
    return not (known and is_same(record, document))


def _iso(day: date | bool | None) -> str:  # noqa: FBT001  # a withdrawal is stated as true or as its day
    return day.isoformat() if isinstance(day, date) else ""


def _original(record: Record, document: Document | None) -> str:
    """Where the English is read: the newest version's own address, else its DOI; nothing where there is neither."""
    newest, then = document.record if document else record.source, record.source
    return newest.source_url or _resolver(newest.doi) or then.source_url or _resolver(then.doi)


def _resolver(doi: str) -> str:
    return f"https://doi.org/{doi}" if doi else ""
