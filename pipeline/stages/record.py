"""The frozen leaflet: what is published, who vouched for it, what it was made from. Committed beside the catalogs."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.model.document import BlockKind, Link

FORMAT = 1


@dataclass(frozen=True, slots=True)
class RecordedSentence:
    """A sentence: both texts, its state, the origin of the target, who signed it, what was dismissed or excepted.

    `signatures` are `DATE HANDLE MODE`, `dismissed` are `CHECK DATE HANDLE REASON`, `exceptions` `DATE HANDLE REASON`.
    """

    context: str | None
    source: str
    target: str
    state: str
    origin: str = ""
    signatures: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedBlock:
    """A block with its sentences; fields as in `model.document.Block`."""

    kind: BlockKind
    sentences: tuple[RecordedSentence, ...]
    level: int = 0
    ordered: bool = False
    table: int = 0
    row: int = 0
    column: int = 0
    header: bool = False
    links: tuple[Link, ...] = ()
    key_messages: bool = False
    picture: str = ""


@dataclass(frozen=True, slots=True)
class RecordedSource:
    """The source as it was translated; fields as in `model.document.SourceRecord`, dates as ISO text.

    `source_class` is empty in records from before it was kept.
    """

    path: str
    sha256: str
    language: str
    title: str
    version: str
    doi: str
    published: str
    evidence_date: str
    authors: tuple[str, ...]
    rights_holder: str
    licence: str
    translation_permission: str
    source_url: str
    source_class: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One document in one language as published.

    `checkers` is how many people the policy asked for, `credits` the names of those who wish to be named.
    `signed_off` is `DATE HANDLE`, empty in a draft. `catalog_sha256` is of the catalog's bytes. `withdrawn` holds until
    the text is signed off anew; `withdrawn_for` is `safety`, or `withdrawn` (also where nothing stands there), and
    `withdrawn_on` the day, where one was stated.
    """

    document: str
    language: str
    source: RecordedSource
    blocks: tuple[RecordedBlock, ...]
    machine_drafted: bool
    checkers: int
    credits: tuple[str, ...]
    signed_off: str
    sandbox: bool
    catalog_sha256: str
    code_version: str
    withdrawn: bool = False
    withdrawn_for: str = ""
    withdrawn_on: str = ""

    @property
    def came_down_on(self) -> str:
        """The day on which the text came down, where it was stated.

        Of a safety version nobody states it: older records hold the day of that version there.
        """
        return "" if self.withdrawn_for == "safety" else self.withdrawn_on

    @property
    def texts(self) -> tuple[tuple[str | None, str, str], ...]:
        """Context, source and target of every sentence in reading order."""
        return tuple((s.context, s.source, s.target) for block in self.blocks for s in block.sentences)


def to_json(record: Record) -> bytes:
    """The record as it is committed: stable order, one field a line, the hash of all of it at the end.

    The hash shows an edit by hand or by search-and-replace; it prevents no forgery.
    """
    fields = {"format": FORMAT, **asdict(record)}
    return (json.dumps({**fields, "sha256": _hash(fields)}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def from_json(data: bytes) -> Record:
    """The record in the bytes of its file. Raises ValueError, KeyError or TypeError for anything else."""
    raw: dict[str, Any] = json.loads(data)
    if raw.pop("sha256") != _hash(raw):
        raise ValueError("it was changed after it was written")
    if raw.pop("format") != FORMAT:
        raise ValueError("a record of another format: publish anew with this version")
    raw["source"] = RecordedSource(**_tuples(raw["source"]))
    raw["blocks"] = tuple(_block(block) for block in raw["blocks"])
    return Record(**_tuples(raw))


def _hash(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode("utf-8")).hexdigest()


def _block(raw: dict[str, Any]) -> RecordedBlock:
    raw["kind"] = BlockKind(raw["kind"])
    raw["sentences"] = tuple(RecordedSentence(**_tuples(sentence)) for sentence in raw["sentences"])
    raw["links"] = tuple(Link(**link) for link in raw["links"])
    return RecordedBlock(**raw)


def _tuples(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
