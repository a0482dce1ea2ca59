"""What a document's page holds for those who write: the style notes, and the aids beside the open segment."""

from dataclasses import dataclass

from pipeline.catalog.entry import Entry
from pipeline.review_app.aids import Aids, beside
from pipeline.review_app.page import identity
from pipeline.review_app.second_sight import Back, leads_back
from pipeline.review_app.style_notes import StyleNotes, notes
from pipeline.stages.review import Desk


@dataclass(frozen=True, slots=True)
class Help:
    """`aids` is None where no segment is open; `style` and `back` are there where they were asked for."""

    style: StyleNotes | None
    aids: Aids | None
    leads_back: bool
    back: Back | None


def helps(desk: Desk, opened: str, back: Back | None = None, *, style: bool = True) -> Help:
    """The helps for the page with this segment open, the style notes among them where the `style` is asked for."""
    entry = _entry(desk, opened)
    aids = beside(desk, entry) if entry else None
    return Help(notes(desk.pack, desk.document) if style else None, aids, leads_back(desk.pack.language.tag), back)


def offered(desk: Desk, opened: str, use: str) -> str:
    """The text that the aids of a segment offer under a name; empty where there is none."""
    entry = _entry(desk, opened)
    return beside(desk, entry).text(use) if entry else ""


def _entry(desk: Desk, opened: str) -> Entry | None:
    keys = (key for key in desk.document.keys if opened and identity(key) == opened)
    key = next(keys, None)
    return desk.catalog().active.get(key) if key else None
