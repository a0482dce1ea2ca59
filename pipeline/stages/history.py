"""Every issue of a leaflet: the records of earlier ones, kept to the byte, and what changed from one to the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from pipeline import files
from pipeline.config import Workspace
from pipeline.stages.record import Record, RecordedSentence, from_json

_FOLDER = "history"
_UNREADABLE = (ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that was `added`, `removed` or `changed`: both texts before and after, empty where there was none."""

    kind: str
    source_before: str
    source: str
    target_before: str
    target: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A leaflet as it was published: which version of the source, who signed it off and when, what was new in it.

    `number` counts from 1. `withdrawn_for` is empty where the issue was never taken down for good.
    """

    number: int
    version: str
    published: str
    evidence_date: str
    source_class: str
    signed_off: str
    withdrawn_for: str
    withdrawn_on: str
    changes: tuple[Change, ...]


def archive(path: Path, before: bytes, record: Record) -> None:
    """Keep what stands in the record's file beside it, if `record` is another issue than that.

    What is no record is left to the version control. Killed after this and run again, it keeps one copy.
    """
    try:
        earlier = from_json(before)
    except _UNREADABLE:
        return
    kept = _files(path)
    if _issue(earlier) != _issue(record) and not (kept and files.read(kept[-1]) == before):
        files.write_atomic(_folder(path) / f"{len(kept) + 1}.json", before, expected=None)


def issues(workspace: Workspace, tag: str, slug: str) -> tuple[Issue, ...]:
    """Every issue of a leaflet, the newest first; none where it was never published.

    Raises ValueError, KeyError or TypeError for a file that is no record.
    """
    path = workspace.record(tag, slug)
    paths = [*_files(path), *([path] if path.is_file() else [])]
    records = [from_json(one.read_bytes()) for one in paths]
    changed = [(), *(changes(one, other) for one, other in pairwise(records))]
    numbered = enumerate(zip(records, changed, strict=False), 1)
    return tuple(_of(number, record, what) for number, (record, what) in numbered)[::-1]


def changes(before: Record, after: Record) -> tuple[Change, ...]:
    """What changed from one issue to the next, in reading order. A sentence that moved is removed here, added there."""
    old, new = _sentences(before), _sentences(after)
    matcher = SequenceMatcher(None, [s.source for s in old], [s.source for s in new], autojunk=False)
    found: list[Change] = []
    for kind, i, j, k, n in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(old[i:j], new[k:n], strict=True)
            found += [_change(one, other) for one, other in pairs if one.target != other.target]
        else:
            found += _replaced(old[i:j], new[k:n])
    return tuple(found)


def _replaced(old: Sequence[RecordedSentence], new: Sequence[RecordedSentence]) -> Iterator[Change]:
    """Sentences in the place of others: pair by pair, and what is left over."""
    both = min(len(old), len(new))
    yield from map(_change, old[:both], new[:both])
    yield from (Change("removed", s.source, "", s.target, "") for s in old[both:])
    yield from (Change("added", "", s.source, "", s.target) for s in new[both:])


def _change(before: RecordedSentence, after: RecordedSentence) -> Change:
    return Change("changed", before.source, after.source, before.target, after.target)


def _sentences(record: Record) -> list[RecordedSentence]:
    return [sentence for block in record.blocks for sentence in block.sentences]


def _of(number: int, record: Record, what: tuple[Change, ...]) -> Issue:
    source = record.source
    facts = (source.version, source.published, source.evidence_date, source.source_class, record.signed_off)
    why = (record.withdrawn_for or "withdrawn") if record.withdrawn else ""
    return Issue(number, *facts, why, record.came_down_on, what)


def _issue(record: Record) -> tuple[object, ...]:
    """What makes an issue another one: the version of its source, its texts, who signed the whole off."""
    source = record.source
    return source.version, source.published, source.evidence_date, record.texts, record.signed_off


def _folder(path: Path) -> Path:
    return path.parent / _FOLDER / path.stem


def _files(path: Path) -> list[Path]:
    """The earlier issues, the oldest first."""
    return sorted((one for one in _folder(path).glob("*.json") if one.stem.isdigit()), key=lambda one: int(one.stem))
