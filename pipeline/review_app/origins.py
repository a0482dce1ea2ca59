"""Where a text comes from, in the words of the person who reads it: reads what the stages write behind `# origin:`."""

from pipeline.catalog.remarks import Origin
from pipeline.interface import N_
from pipeline.model.said import Said, in_a_row
from pipeline.stages.confidence import GUESSED, REPAIRED

KINDS = {
    "mt": N_("machine"),
    "memory": N_("translation memory"),
    "phrase": N_("standard phrase"),
    "copy": N_("copied figures"),
    "person": N_("person"),
}
_ADAPTED, _BEFORE = ", adapted: ", ", from "
_WORDS = {"signed": Said.gettext("signed"), "proposed": Said.gettext("proposed"), "figures": Said.gettext("figures")}


def said(origin: Origin) -> Said:
    """The origin in words."""
    kind = Said(KINDS.get(origin.kind, origin.kind), "", 0, {})
    return Said.gettext("{kind}: {detail}", kind=kind, detail=_detail(origin))


def _detail(origin: Origin) -> Said:
    match origin.kind:
        case "mt":
            return _drafted(origin.detail)
        case "memory":
            found, _, figures = origin.detail.partition(_ADAPTED)
            pairs = (pair.partition(" to ") for pair in figures.split(", "))
            changed = in_a_row(Said.gettext("{old} to {new}", old=old, new=new) for old, _, new in pairs)
            more = [Said.gettext("adapted: {figures}", figures=changed)] if figures else []
            return in_a_row([_as_it_is(found), *more])
        case "person":
            person, _, before = origin.detail.partition(_BEFORE)
            kind, _, detail = before.partition(" ")
            if before:
                return Said.gettext("{person}, from {origin}", person=person, origin=said(Origin(kind, detail)))
    return _WORDS.get(origin.detail) or _as_it_is(origin.detail)


def _drafted(detail: str) -> Said:
    """A route of engines, and what was put into the draft."""
    head, _, guessed = detail.partition(GUESSED)
    route, _, repaired = head.partition(REPAIRED)
    parts = [_as_it_is(route)]
    parts += [Said.gettext("repaired: {words}", words=repaired)] if repaired else []
    parts += [Said.gettext("guessed: {words}", words=guessed)] if guessed else []
    return in_a_row(parts)


def _as_it_is(text: str) -> Said:
    return Said("{text}", "", 0, {"text": text})
