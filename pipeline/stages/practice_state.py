"""Keeps a learner's practice in `var/practice/<name>.json`: the exercise under way and the last results, by language.

Nothing else refers to these files: whoever deletes one begins anew.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline import files
from pipeline.catalog.remarks import HANDLE
from pipeline.config import Workspace
from pipeline.errors import StoreError, UsageError
from pipeline.stages.lessons import Answer
from pipeline.stages.practice import Practice, Sentence


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a learner is in one language: the exercise under way, the last finished one, how many were finished."""

    current: Practice | None = None
    last: Practice | None = None
    rounds: int = 0

    def moved(self, practice: Practice) -> "Progress":
        """The progress after an answer; a practice without an open sentence is finished."""
        if practice.next is not None:
            return replace(self, current=practice)
        return Progress(last=practice, rounds=self.rounds + 1)


@dataclass(frozen=True, slots=True)
class Notebook:
    """The file of one learner."""

    path: Path
    locks: Path = field(compare=False)

    def read(self, language: str) -> Progress:
        """The progress in a language, none where there is no file. Raises StoreError where the file is damaged."""
        return self._parsed(files.read(self.path)).get(language, Progress())

    def write(self, language: str, progress: Progress) -> None:
        """Keep the progress in a language; that in others stays. Raises StoreError."""

        def change(before: bytes | None) -> bytes:
            kept = {**self._parsed(before), language: progress}
            rows = {tag: _progress_as_json(one) for tag, one in sorted(kept.items())}
            return f"{json.dumps(rows, ensure_ascii=False, indent=1)}\n".encode()

        files.update(self.path, self.locks, change)

    def _parsed(self, data: bytes | None) -> dict[str, Progress]:
        try:
            return {str(tag): _progress(str(tag), row) for tag, row in json.loads(data or b"{}").items()}
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise StoreError(
                f"{self.path}: this is no practice that can be gone on with ({type(error).__name__}: {error});"
                " delete the file and begin anew: nothing but practice is lost"
            ) from error


def notebook(workspace: Workspace, person: str) -> Notebook:
    """The notebook of a learner. Raises UsageError where the name is no handle."""
    if not HANDLE.fullmatch(person):
        raise UsageError(f"{person!r} is no handle: small letters, digits, dots, hyphens (--as ana)")
    return Notebook(workspace.var / "practice" / f"{person}.json", workspace.locks)


def _progress(tag: str, row: Mapping[str, Any]) -> Progress:
    current, last = (None if row[name] is None else _practice(tag, row[name]) for name in ("current", "last"))
    if (current and current.next is None) or (last and last.next is not None):
        raise ValueError("the answers do not fit the sentences")
    return Progress(current, last, int(row["rounds"]))


def _practice(tag: str, row: Mapping[str, Any]) -> Practice:
    sentences = tuple(Sentence(**{name: _text(value) for name, value in one.items()}) for one in row["sentences"])
    answers = {int(number): Answer(answer) for number, answer in row["answers"].items()}
    if not sentences or not set(answers) <= set(range(1, len(sentences) + 1)):
        raise ValueError("the answers do not fit the sentences")
    return Practice(tag, int(row["seed"]), sentences, answers)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _progress_as_json(progress: Progress) -> dict[str, Any]:
    current, last = (_practice_as_json(one) if one else None for one in (progress.current, progress.last))
    return {"rounds": progress.rounds, "current": current, "last": last}


def _practice_as_json(practice: Practice) -> dict[str, Any]:
    return {
        "seed": practice.seed,
        "answers": {str(number): answer.value for number, answer in sorted(practice.answers.items())},
        "sentences": [asdict(sentence) for sentence in practice.sentences],
    }
