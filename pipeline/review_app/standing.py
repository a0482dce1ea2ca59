"""How a document stands before its readers: whether it is published, and who has signed it off."""

import re
from dataclasses import dataclass
from datetime import date

from pipeline.catalog.signoff import signed_off
from pipeline.errors import PublishError
from pipeline.interface import N_
from pipeline.stages import register
from pipeline.stages.life import Place, judge
from pipeline.stages.published_state import publication
from pipeline.stages.records import read_record
from pipeline.stages.review import Desk

_LINE = re.compile(r"(\d{4}-\d\d-\d\d) (\S+) ~\S+")
UP = ("fresh", "text-changed", "source-changed")  # published and not taken down
TO_READERS = {
    "fresh": N_("This text is published."),
    "text-changed": N_("An earlier version of this text is published. Here it stands as it is now."),
    "source-changed": N_("An earlier version of this text is published: its English has changed since."),
    "suspended": N_("This text was published and is taken down for now."),
    "withdrawn": N_("This text was published and is withdrawn."),
}
NOT_YET = N_("This text is not published yet.")


@dataclass(frozen=True, slots=True)
class Standing:
    """`published` in the words of `stages.status.Standing`; `signed_by` is empty where no sign-off holds.

    `before` and `before_on`: the sign-off that held until a text, or the source, changed.
    """

    published: str
    signed_by: str = ""
    signed_on: date | None = None
    before: str = ""
    before_on: str = ""

    @property
    def up(self) -> bool:
        """Whether patients can read it now."""
        return self.published in UP

    @property
    def to_readers(self) -> str:
        """What readers are told of it, in English, to be translated."""
        return TO_READERS.get(self.published, NOT_YET)


def standing(desk: Desk) -> Standing:
    """The document in its language as it stands now; one whose record cannot be read counts as not published."""
    catalog = desk.catalog()
    try:
        record = read_record(desk.workspace, desk.pack.language.tag, desk.document.slug)
    except PublishError:
        record = None
    shown = judge(record, _place(desk)) if record else None
    published = publication(shown, desk.document, catalog, desk.signatures)
    if by := signed_off(catalog, desk.document):
        return Standing(published, by.person, by.day)
    line = _LINE.fullmatch(catalog.header.get("X-Signed-Off", ""))
    return Standing(published, before=line[2], before_on=line[1]) if line else Standing(published)


def _place(desk: Desk) -> Place:
    """What stands around the document's record; that its source is there needs no look at all the others."""
    down = register.read(desk.workspace).suspension(desk.document.slug, desk.pack.language.tag)
    return Place(there=True, document=desk.document, suspension=down, sandbox=desk.workspace.settings.policy.sandbox)
