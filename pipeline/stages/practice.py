"""Practice for a reviewer: a sound translation in which some sentences got one fault each, and how well it was read.

Nothing here touches a catalog or the log. The same texts and the same seed make the same exercise.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from random import Random
from typing import Any, NamedTuple

from pipeline import faults
from pipeline.config import Workspace
from pipeline.errors import UsageError
from pipeline.faults import Fault, Pair, Words
from pipeline.stages.lessons import EXPLANATIONS, Answer, lesson
from pipeline.stages.self_test import read_pairs

FAULTY = 12  # sentences of an exercise that carry a fault
_SEEDS = 10_000

# How often a kind of fault comes, against 1 for the others: most where a patient can be hurt.
_WEIGHTS = {Answer.NUMBER: 3.0, Answer.DIRECTION: 3.0, Answer.CERTAINTY: 2.0, Answer.OMISSION: 2.0}
_WEIGHTS |= dict.fromkeys((Answer.MEANING, Answer.GRAMMAR, Answer.FORMAT), 0.5)
# Nobody learns to read by these: two spaces cannot be seen, and the others cannot be overlooked.
_NOT_FOR_READERS = frozenset({"space-doubled", "source-left", "encoding-broken"})


class Grade(StrEnum):
    """What became of a sentence."""

    FOUND = "found"
    MISSED = "missed"
    FALSE_ALARM = "false alarm"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an exercise: the `sound` translation, the one that is `shown`, and the fault's name, if any."""

    source: str
    sound: str
    shown: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    """An exercise and the answers so far, by sentence, counted from 1."""

    language: str
    seed: int
    sentences: tuple[Sentence, ...]
    answers: Mapping[int, Answer] = field(default_factory=dict)

    @property
    def next(self) -> int | None:
        """The first sentence without an answer, None where all have one."""
        return next((n for n in range(1, len(self.sentences) + 1) if n not in self.answers), None)

    def answered(self, number: int, answer: Answer) -> "Practice":
        """The practice with one more answer, or another one to the same sentence."""
        return replace(self, answers={**self.answers, number: answer})


@dataclass(frozen=True, slots=True)
class Result:
    """A sentence with its answer. `named` says whether a fault that was found was called by its kind."""

    number: int
    sentence: Sentence
    answer: Answer

    @property
    def grade(self) -> Grade:
        """Found or missed where there is a fault; a false alarm or right where there is none."""
        if self.sentence.fault:
            return Grade.MISSED if self.answer is Answer.OK else Grade.FOUND
        return Grade.RIGHT if self.answer is Answer.OK else Grade.FALSE_ALARM

    @property
    def named(self) -> bool:
        """Whether the fault was found and called by a kind that fits."""
        return self.grade is Grade.FOUND and self.answer in lesson(self.sentence.fault).kinds


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, missed and accused in a whole exercise."""

    language: str
    seed: int
    results: tuple[Result, ...]

    def graded(self, grade: Grade) -> tuple[Result, ...]:
        """The sentences with one grade, in reading order."""
        return tuple(one for one in self.results if one.grade is grade)

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        counts = Counter(one.grade for one in self.results)
        return {
            "language": self.language,
            "seed": self.seed,
            "sentences": len(self.results),
            "faulty": counts[Grade.FOUND] + counts[Grade.MISSED],
            "found": counts[Grade.FOUND],
            "named": sum(one.named for one in self.results),
            "missed": counts[Grade.MISSED],
            "false_alarms": counts[Grade.FALSE_ALARM],
            "results": [_result_as_json(one) for one in self.results],
        }


class _Place(NamedTuple):
    """A sentence, counted from 0, a fault that finds a place in it, and what becomes of its translation."""

    sentence: int
    fault: Fault
    shown: str


def start(workspace: Workspace, tag: str, seed: int) -> Practice:
    """An exercise in a language. Raises UsageError where there is no practice document for it."""
    languages = workspace.languages
    names = (tag, languages.get(tag).base)
    paths = [path for name in names if name for path in reversed(languages.files("practice", f"{name}.tsv"))]
    if not paths:
        known = sorted({path.stem for folder in languages.folders for path in (folder / "practice").glob("*.tsv")})
        raise UsageError(
            f"there is no practice document in {tag}, only in {', '.join(known)}; to add one, write"
            f" i18n/practice/{tag}.tsv: English, a tab and its translation on each line"
        )
    return Practice(tag, seed, exercise(read_pairs(paths[0]), faults.load(languages, tag), seed))


def usual_seed(person: str, day: date, rounds: int) -> int:
    """The seed for whoever names none: another for each person and day, and after each exercise."""
    digest = hashlib.sha256(f"{person} {day.isoformat()} {rounds}".encode()).digest()
    return int.from_bytes(digest[:4]) % _SEEDS


def exercise(pairs: Sequence[tuple[str, str]], words: Words, seed: int) -> tuple[Sentence, ...]:
    """The pairs in order, exactly `FAULTY` of them with one fault. Raises UsageError where so many find no place."""
    random = Random(seed)  # noqa: S311  nothing secret
    places = list(_places(pairs, words, seed))
    start_at = {kind: random.random() for kind in Answer}
    planted: dict[int, _Place] = {}
    while len(planted) < FAULTY:
        free = [place for place in places if place.sentence not in planted]
        if not free:
            raise UsageError(
                f"only {len(planted)} sentences of the practice document in {words.tag} can carry a fault, and {FAULTY}"
                f" have to: add sentences to i18n/practice/{words.tag}.tsv, or faults to i18n/faults/{words.tag}.toml"
            )
        place = _choose(free, list(planted.values()), start_at, random)
        planted[place.sentence] = place
    return tuple(
        Sentence(*pair, planted[i].shown, planted[i].fault.name) if i in planted else Sentence(*pair, pair[1])
        for i, pair in enumerate(pairs)
    )


def grade(practice: Practice) -> Report:
    """The report on an exercise. Raises UsageError where a sentence has no answer yet."""
    if practice.next is not None:
        raise UsageError(
            f"sentence {practice.next} has no answer yet: go on with the exercise, then look at its results"
        )
    numbered = enumerate(practice.sentences, 1)
    results = tuple(Result(number, sentence, practice.answers[number]) for number, sentence in numbered)
    return Report(practice.language, practice.seed, results)


def _places(pairs: Sequence[tuple[str, str]], words: Words, seed: int) -> Iterator[_Place]:
    """Every fault that finds a place in a sentence, one way each."""
    kinds = [fault for fault in faults.all_faults() if fault.name not in _NOT_FOR_READERS]
    for i, pair in enumerate(pairs):
        whole = Pair(*pair, pairs[(i + 1) % len(pairs)][1])
        for fault in kinds:
            shown = fault.plant(whole, words, Random(f"{seed} {i} {fault.name}"))  # noqa: S311  nothing secret
            if shown is not None:
                yield _Place(i, fault, shown)


def _choose(
    free: Sequence[_Place], planted: Sequence[_Place], start_at: Mapping[Answer, float], random: Random
) -> _Place:
    """The next place: of the kind that is due, of a fault that is there least, in any sentence.

    A kind is due by how often it is there already, for its weight; `start_at`, below 1, makes exercises differ.
    """
    kinds = Counter(lesson(place.fault.name).kinds[0] for place in planted)
    used = Counter(place.fault.name for place in planted)
    there = sorted({lesson(place.fault.name).kinds[0] for place in free})
    due = {kind: (kinds[kind] + start_at[kind]) / _WEIGHTS.get(kind, 1) for kind in there}
    kind = min(there, key=lambda one: due[one])
    names = sorted({place.fault.name for place in free if lesson(place.fault.name).kinds[0] is kind})
    fewest = min(used[name] for name in names)
    name = random.choice([name for name in names if used[name] == fewest])
    return random.choice([place for place in free if place.fault.name == name])


def _result_as_json(one: Result) -> dict[str, Any]:
    fault = one.sentence.fault
    taught = lesson(fault) if fault else None
    return {
        "number": one.number,
        "source": one.sentence.source,
        "shown": one.sentence.shown,
        "sound": one.sentence.sound,
        "fault": fault,
        "explanation": EXPLANATIONS.get(fault, ""),
        "kinds": [kind.value for kind in taught.kinds] if taught else [],
        "answer": one.answer.value,
        "grade": one.grade.value,
        "named": one.named,
        "why": taught.why if taught else "",
    }
