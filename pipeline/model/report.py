"""What readers report of a leaflet, and what became of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pipeline.model.document import Key


class Way(StrEnum):
    """How a report came in."""

    MAIL = "e-mail"
    PHONE = "phone"
    PAPER = "paper"
    IN_PERSON = "in person"
    WEB = "web"


class Outcome(StrEnum):
    """What became of a report."""

    MENDED = "mended"
    NO_CHANGE = "no change"
    TAKEN_DOWN = "taken down"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided about a report, by whom and when; `text` is for whoever asks later, and for the reader."""

    report: str
    day: date
    person: str
    outcome: Outcome
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """A reader's words about a leaflet. `person` registered it; who the reader is stands nowhere.

    `hurts`: somebody could come to harm. `key` is the sentence it is about and `read` how that read, where it is known.
    """

    id: str
    document: str
    language: str
    day: date
    person: str
    way: Way
    words: str
    hurts: bool = False
    key: Key | None = None
    read: str = ""


@dataclass(frozen=True, slots=True)
class Reports:
    """All reports and answers, oldest first; `days` is how long one may stay open before the coordinator is asked."""

    reports: tuple[Report, ...] = ()
    answers: tuple[Answer, ...] = ()
    days: int = 14

    def answer(self, report: Report) -> Answer | None:
        """What was decided; None while the report is open."""
        return next((one for one in self.answers if one.report == report.id), None)

    def open_ones(self, document: str = "", language: str = "") -> tuple[Report, ...]:
        """The reports that nobody has answered: what could hurt first, then the oldest."""
        answered = {one.report for one in self.answers}
        found = [
            one
            for one in self.reports
            if one.id not in answered and document in ("", one.document) and language in ("", one.language)
        ]
        return tuple(sorted(found, key=lambda one: (not one.hurts, one.day)))

    def due(self, report: Report) -> date:
        """The last day on which it may be open; what could hurt is due at once."""
        return report.day if report.hurts else report.day + timedelta(days=self.days)

    def overdue(self, today: date) -> tuple[Report, ...]:
        """The open reports whose day has passed: they are the coordinator's."""
        return tuple(one for one in self.open_ones() if self.due(one) < today)
