"""What readers reported of a document, beside the sentences it is about, and what is open in a person's languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.interface import N_, Interface
from pipeline.model.report import Outcome, Report
from pipeline.review_app import office
from pipeline.review_app.models import Account
from pipeline.review_app.page import identity
from pipeline.review_app.permissions import Action, may
from pipeline.stages import reports
from pipeline.stages.review import Desk

OUTCOMES = {
    Outcome.MENDED: N_("Mended"),
    Outcome.NO_CHANGE: N_("No change is needed"),
    Outcome.TAKEN_DOWN: N_("The leaflet was taken down"),
}
_MOST = 30  # reports that a message names


@dataclass(frozen=True, slots=True)
class Reported:
    """The open reports of a document: on its sentences, by identity, and on the whole of it or on earlier sentences."""

    sentences: Mapping[str, tuple[Report, ...]]
    whole: tuple[Report, ...]
    late: frozenset[str]


def of(desk: Desk, today: date) -> Reported:
    """What is open of a desk's document."""
    known = reports.read(desk.workspace)
    found = known.open_ones(desk.document.slug, desk.pack.language.tag)
    keys = set(desk.document.keys)
    sentences: dict[str, tuple[Report, ...]] = {}
    for one in found:
        if one.key in keys:
            name = identity(one.key)
            sentences[name] = (*sentences.get(name, ()), one)
    late = frozenset(one.id for one in known.overdue(today))
    return Reported(sentences, tuple(one for one in found if one.key not in keys), late)


def digest(account: Account, words: Interface, today: date) -> Iterator[str]:
    """The part of a person's message about reports: those of their languages, for the coordinator all overdue ones."""
    known = reports.read(office.workspace())
    late = set(known.overdue(today))
    tags = {tag for tag in office.languages() if may(account.role(tag), Action.DECIDE)}
    mine = [one for one in known.open_ones() if one.language in tags or (account.coordinator and one in late)]
    if not mine:
        return
    lines = [words.gettext("What readers reported").upper()]
    for one in mine[:_MOST]:
        parts = [f"{one.document} ({one.language}): {one.words}"]
        parts += [words.gettext("Somebody could come to harm by it.")] if one.hurts else []
        parts += [words.gettext("The answer is overdue.")] if one in late else []
        lines.append(" ".join(parts))
    yield "\n".join(lines)
