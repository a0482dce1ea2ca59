"""A person's practice in the browser: the exercise in their notebook, and the result that is kept with the account."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from pipeline.config import Workspace
from pipeline.review_app.models import PracticeResult
from pipeline.stages import practice
from pipeline.stages.lessons import Answer
from pipeline.stages.practice import Grade, Practice, Report
from pipeline.stages.practice_state import Progress, notebook

NEEDED = 10  # of the twelve faults of an exercise
MOST_ALARMS = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished exercise in figures."""

    planted: int
    found: int
    alarms: int

    @property
    def passed(self) -> bool:
        """Whether that is enough for the reviewer's role."""
        return self.found >= NEEDED and self.alarms <= MOST_ALARMS


def outcome(report: Report) -> Outcome:
    """The figures of a report."""
    found, missed, alarms = (len(report.graded(one)) for one in (Grade.FOUND, Grade.MISSED, Grade.FALSE_ALARM))
    return Outcome(found + missed, found, alarms)


def progress(workspace: Workspace, tag: str, person: str) -> Progress:
    """How far the person is in the language."""
    return notebook(workspace, person).read(tag)


def begin(workspace: Workspace, tag: str, person: str, day: date) -> None:
    """Begin an exercise, unless one is under way. Raises UsageError where there is none in the language."""
    kept = notebook(workspace, person)
    before = kept.read(tag)
    if before.current is None:
        seed = practice.usual_seed(person, day, before.rounds)
        kept.write(tag, before.moved(practice.start(workspace, tag, seed)))


def answer(workspace: Workspace, current: Practice, person: str, number: int, given: Answer) -> None:
    """Keep an answer; the last one ends the exercise, and its result goes to the account."""
    kept = notebook(workspace, person)
    after = kept.read(current.language).moved(current.answered(number, given))
    kept.write(current.language, after)
    if after.last is not None and after.current is None:
        _keep(practice.grade(after.last), person, after.rounds)


def _keep(report: Report, person: str, rounds: int) -> None:
    done = outcome(report)
    PracticeResult.objects.get_or_create(
        person=person,
        language=report.language,
        exercise=f"{report.seed}-{rounds}",
        defaults={
            "planted": done.planted,
            "found": done.found,
            "false_alarms": done.alarms,
            "passed": done.passed,
            "made_at": timezone.now(),
        },
    )
