"""An index of approved translations on disk: pairs of words lead to similar sources, rapidfuzz judges them.

The file is a cache: what it holds comes from catalogs and TMX files (`pipeline.stages.memory`), and a file that is
broken or of another version is made anew. Every origin (a catalog, a TMX file) is replaced whole in one transaction, so
that a process that dies leaves the file as it was. Readers are not held up by a writer.

Rule. A source's grams are its pairs of neighbouring words, with its beginning and end. The rarest grams of a text are
looked up first, within a fixed budget of postings, so that a million units take no longer than ten thousand.
"""

import hashlib
import re
import sqlite3
import sys
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from rapidfuzz import fuzz

from pipeline.errors import StoreError
from pipeline.model.document import Key
from pipeline.wording import fold

_VERSION = 1
_FLUSH = 100_000  # units whose postings are held in memory
_LOOKED_THROUGH = 2_000  # units of an origin up to which those that stay are left alone
_BUDGET = 6000  # postings that one lookup reads
_CANDIDATES = 48  # sources that are compared letter by letter
_OTHER_CONTEXT = 0.05  # what another context takes off the score
_BUSY_SECONDS = 30.0
_REMEMBERED = 200_000  # words whose numbers are kept
_ODD, _MASK = 0x9E3779B1, (1 << 62) - 1
_WORD = re.compile(r"\w+")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS origin (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS unit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, origin INTEGER NOT NULL, context TEXT, source TEXT NOT NULL,
    target TEXT NOT NULL, hash INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS unit_hash ON unit (hash);
CREATE INDEX IF NOT EXISTS unit_origin ON unit (origin);
CREATE TABLE IF NOT EXISTS posting (
    gram INTEGER NOT NULL, first INTEGER NOT NULL, ids BLOB NOT NULL, PRIMARY KEY (gram, first)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """A translation and where it was approved: a document's slug, or `tmx:` and the name of a file."""

    key: Key
    target: str
    origin: str


@dataclass(frozen=True, slots=True)
class Similar:
    """A unit whose source is like a text; `score` from 0 to 1, 1 for the same text in the same context."""

    unit: Unit
    score: float


class Index:
    """The index of one language. Belongs to the thread that opened it."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it; one of another version is made anew. Raises StoreError where that fails."""
        self._path = path
        try:
            self._open()
        except sqlite3.OperationalError as error:  # locked, or a disk that fails: nothing to throw away
            raise StoreError(f"{path}: {error}; end the program that holds it, or free some space") from error
        except sqlite3.DatabaseError:
            self._remove()
            self._open()

    def close(self) -> None:
        """May be called twice."""
        self._data.close()

    @property
    def origins(self) -> dict[str, str]:
        """The digest of each origin by name."""
        return dict(self._data.execute("SELECT name, digest FROM origin"))

    @property
    def size(self) -> int:
        """How many units there are."""
        return int(self._data.execute("SELECT count(*) FROM unit").fetchone()[0])

    def replace(self, origin: str, digest: str, units: Iterable[tuple[Key, str]]) -> int:
        """Put these units (key, target) in the place of what the origin had; returns how many. All of them or none.

        What it had already stays as it is, where that is not too much to look through: most often one unit has come.
        """
        with self._changing():
            left = self._had(origin)
            if not left:
                self._forget(origin)
            self._data.execute(
                "INSERT INTO origin (name, digest) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET digest = excluded.digest",
                (origin, digest),
            )
            (number,) = self._data.execute("SELECT id FROM origin WHERE name = ?", (origin,)).fetchone()
            had = len(left)
            added = self._insert(number, (one for one in units if left.pop((*one[0], one[1]), None) is None))
            self._data.executemany("DELETE FROM unit WHERE id = ?", ((place,) for place in left.values()))
            return had - len(left) + added

    def forget(self, origin: str) -> None:
        """Drop all that comes from an origin."""
        with self._changing():
            self._forget(origin)

    def exact(self, key: Key) -> list[Unit]:
        """The units with this very source in this very context, in the order in which they came."""
        rows = self._data.execute(
            "SELECT context, source, target, name FROM unit JOIN origin ON origin.id = unit.origin "
            "WHERE hash = ? AND source = ? AND context IS ? ORDER BY unit.id",
            (_hash(key), key.source, key.context),
        )
        return [_unit(*row) for row in rows]

    def similar(self, key: Key, *, least: float, limit: int = 5) -> list[Similar]:
        """The units whose sources are most like this one, from a score of `least` on, each target once, best first."""
        wanted = fold(key.source)
        places = self._candidates(_grams(wanted))
        if not places:
            return []
        marks = ",".join("?" * len(places))
        rows = self._data.execute(
            "SELECT context, source, target, name FROM unit JOIN origin ON origin.id = unit.origin "  # noqa: S608 # marks
            f"WHERE unit.id IN ({marks})",
            places,
        )
        best: dict[str, Similar] = {}
        for row in rows:
            unit = _unit(*row)
            score = fuzz.ratio(wanted, fold(unit.key.source), score_cutoff=least * 100) / 100
            score -= 0 if unit.key.context == key.context else _OTHER_CONTEXT
            if score >= least and (unit.target not in best or best[unit.target].score < score):
                best[unit.target] = Similar(unit, score)
        return sorted(best.values(), key=lambda one: (-one.score, one.unit.origin, one.unit.target))[:limit]

    def units(self) -> Iterator[Unit]:
        """Every unit, in the order in which they came."""
        rows = self._data.execute(
            "SELECT context, source, target, name FROM unit JOIN origin ON origin.id = unit.origin ORDER BY unit.id"
        )
        return (_unit(*row) for row in rows)

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._data = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
        self._data.execute("PRAGMA journal_mode=WAL")
        self._data.execute("PRAGMA synchronous=NORMAL")
        version = self._data.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError("another version")
        if not version:
            self._data.executescript(_SCHEMA)
            self._data.execute(f"PRAGMA user_version={_VERSION}")
        self._data.execute("SELECT 1 FROM unit LIMIT 1")

    def _remove(self) -> None:
        with suppress(AttributeError):
            self._data.close()
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """A transaction that holds off other writers from its beginning."""
        self._data.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._data.execute("ROLLBACK")
            raise
        self._data.execute("COMMIT")

    def _had(self, origin: str) -> dict[tuple[str | None, str, str], int]:
        """The units of an origin with their numbers; none where they are many, or where one is there twice."""
        rows = self._data.execute(
            "SELECT context, source, target, unit.id FROM unit JOIN origin ON origin.id = unit.origin WHERE name = ? "
            "LIMIT ?",
            (origin, _LOOKED_THROUGH + 1),
        ).fetchall()
        found = {(context, source, target): place for context, source, target, place in rows}
        return found if len(found) == len(rows) <= _LOOKED_THROUGH else {}

    def _forget(self, origin: str) -> None:
        """Postings of units that are gone stay until the file is made anew; they lead nowhere."""
        self._data.execute("DELETE FROM unit WHERE origin IN (SELECT id FROM origin WHERE name = ?)", (origin,))
        self._data.execute("DELETE FROM origin WHERE name = ?", (origin,))

    def _insert(self, origin: int, units: Iterable[tuple[Key, str]]) -> int:
        row = self._data.execute("SELECT seq FROM sqlite_sequence WHERE name = 'unit'").fetchone()
        first = place = (row[0] if row else 0) + 1
        postings: defaultdict[int, array[int]] = defaultdict(_postings)
        rows = []
        for key, target in units:
            rows.append((place, origin, key.context, key.source, target, _hash(key)))
            for gram in _grams(fold(key.source)):
                postings[gram].append(place)
            place += 1
            if len(rows) == _FLUSH:
                self._flush(rows, postings)
                rows, postings = [], defaultdict(_postings)
        self._flush(rows, postings)
        return place - first

    def _flush(self, rows: Sequence[tuple[object, ...]], postings: Mapping[int, "array[int]"]) -> None:
        self._data.executemany("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._data.executemany(
            "INSERT INTO posting VALUES (?, ?, ?)",
            ((gram, postings[gram][0], _packed(postings[gram])) for gram in sorted(postings)),
        )

    def _candidates(self, grams: frozenset[int]) -> list[int]:
        """The numbers of the units that share most grams with a text, found by the rarest of them."""
        marks = ",".join("?" * len(grams))
        query = f"SELECT gram, sum(length(ids)) FROM posting WHERE gram IN ({marks}) GROUP BY gram"  # noqa: S608 # marks
        sizes = sorted(self._data.execute(query, tuple(grams)), key=lambda row: row[1])
        found: Counter[int] = Counter()
        left = _BUDGET
        for gram, _ in sizes:
            with closing(
                self._data.execute("SELECT ids FROM posting WHERE gram = ? ORDER BY first DESC", (gram,))
            ) as rows:
                for (packed,) in rows:
                    ids = _unpacked(packed)[-left:]
                    found.update(ids)
                    left -= len(ids)
                    if left <= 0:
                        break
            if left <= 0:
                break
        return [place for place, _ in found.most_common(_CANDIDATES)]


def _unit(context: str | None, source: str, target: str, origin: str) -> Unit:
    return Unit(Key(context, source), target, origin)


def _hash(key: Key) -> int:
    text = f"{key.context or ''}\0{key.source}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big", signed=True)


class _Words(dict[str, int]):
    """A number for each word, worked out once as long as there are not too many."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        number = self[word] = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        return number


_NUMBERS = _Words()


def _grams(text: str) -> frozenset[int]:
    """The pairs of neighbouring words of a folded text as numbers; two pairs with one number cost a comparison."""
    numbers = [0, *[_NUMBERS[word] for word in _WORD.findall(text)], 0]
    return frozenset([(one * _ODD + other) & _MASK for one, other in pairwise(numbers)])


def _postings() -> "array[int]":
    return array("I")


def _packed(ids: "array[int]") -> bytes:
    if sys.byteorder == "big":
        ids = array("I", ids)
        ids.byteswap()
    return ids.tobytes()


def _unpacked(data: bytes) -> "array[int]":
    ids = array("I")
    ids.frombytes(data)
    if sys.byteorder == "big":
        ids.byteswap()
    return ids
