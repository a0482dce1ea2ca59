"""The queue as the rest of the program sees it: record, apply elsewhere, settle, and read what was decided."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any, Self

from pipeline.errors import StoreError
from pipeline.model.decision import Applied, Decision
from pipeline.model.document import Key
from pipeline.queue import accounts
from pipeline.queue.address import find_address
from pipeline.queue.database import Database, open_database
from pipeline.queue.entry import LoggedDecision, last_signed_text
from pipeline.queue.talk import Talk
from pipeline.queue.text import storable

_OVERLAP = 200  # decisions at the end of the log that may not have been applied, or not be seen by all, yet
_CHUNK = 500  # rows read at a time where it is not known how many there are


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Queue:
    """An open work database. May be shared by threads. Every method raises StoreError where the database fails."""

    _database: Database
    _clock: Callable[[], datetime] = _now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close this thread's connection; a later call opens it again."""
        self._database.close()

    @property
    def talk(self) -> Talk:
        """What people say about the sentences, in the same database."""
        return Talk(self._database, self._clock)

    def record(self, decision: Decision, token: str) -> int:
        """Add a decision that waits to be applied, and return its number; it is on the disk when this returns.

        `token` (1 to 200 characters) is the caller's name for this act of deciding: the same decision sent twice with
        one token is one, whatever day it is by then. Another decision under a used token is a StoreError.
        """
        with self._database.session() as alias:
            from pipeline.queue import rows
            from pipeline.queue.models import DecisionRow

            if not 1 <= len(storable(token, "token")) <= 200:  # noqa: PLR2004  the width of the column
                raise StoreError(f"token {token[:60]!r}: a token has 1 to 200 characters")
            values = rows.columns(decision) | {"created_at": self._clock()}
            row, _ = DecisionRow.objects.using(alias).get_or_create(token=token, defaults=values)
            if not _same(rows.decision(row), decision):
                raise StoreError(f"token {token!r}: stands for decision {row.pk} already; nothing was recorded")
            return int(row.pk)

    def find(self, token: str) -> LoggedDecision | None:
        """The decision that was recorded under this token; None where there is none."""
        with self._database.session() as alias:
            from pipeline.queue import rows
            from pipeline.queue.models import DecisionRow

            row = DecisionRow.objects.using(alias).filter(token=storable(token, "token")).first()
            return None if row is None else rows.logged(row)

    def has_accounts(self) -> bool:
        """Whether people sign in here: then a name on a command line proves nothing."""
        with self._database.session() as alias:
            from django.db import connections

            return accounts.exist(connections[alias])

    def holder(self, token_hash: str, language: str) -> accounts.Holder | None:
        """Who holds the personal token with this SHA-256, with their role in the language; None where nobody does."""
        with self._database.session() as alias:
            from django.db import connections

            return accounts.holder(connections[alias], token_hash, language, self._clock())

    def pending(self, document: str | None = None, language: str | None = None) -> list[tuple[int, Decision]]:
        """The decisions that wait to be applied, with their numbers, in the order in which they were recorded."""
        with self._database.session() as alias:
            from pipeline.queue import rows
            from pipeline.queue.models import PENDING, DecisionRow

            found = DecisionRow.objects.using(alias).filter(state=PENDING, **_given(document, language)).order_by("id")
            return [(row.pk, rows.decision(row)) for row in found]

    def settle(self, number: int, applied: Applied) -> bool:
        """Write down what became of a decision; True where this call did it.

        The first outcome stands: False where the decision was settled before. Raises StoreError where the number is
        unknown or belongs to another decision.
        """
        with self._database.session() as alias:
            from django.db.models import QuerySet

            from pipeline.queue import rows
            from pipeline.queue.models import PENDING, DecisionRow

            row = DecisionRow.objects.using(alias).filter(pk=number).first()
            if row is None or not _same(rows.decision(row), applied.decision):
                raise StoreError(f"decision {number}: not what was recorded under this number; nothing was settled")
            waiting = DecisionRow.objects.using(alias).filter(pk=number, state=PENDING)
            return QuerySet.update(waiting, applied_at=self._clock(), **rows.outcome(applied)) == 1

    def log(
        self,
        document: str | None = None,
        language: str | None = None,
        person: str | None = None,
        key: Key | None = None,
        limit: int | None = None,
        since: datetime | None = None,
    ) -> list[LoggedDecision]:
        """What was decided, newest last; `limit` keeps the newest so many, `since` those recorded from then on.

        Nothing older than `since` is read: the log is in the order of its clock.
        """
        with self._database.session() as alias:
            from pipeline.queue import rows
            from pipeline.queue.models import DecisionRow

            where = _given(document, language, person) | (_place(key) if key else {})
            newest = DecisionRow.objects.using(alias).filter(**where).order_by("-id")[:limit]
            if since is None:
                return [rows.logged(row) for row in newest][::-1]
            recent = takewhile(lambda row: row.created_at >= since, newest.iterator(_CHUNK))
            return [rows.logged(row) for row in recent][::-1]

    def decided_since(self, number: int) -> tuple[list[tuple[str, str]], int]:
        """Where something was decided after the decision of this number (0: nowhere); and the newest number.

        As language and document. A few from before are named again: they may have been applied meanwhile.
        """
        with self._database.session() as alias:
            from pipeline.queue.models import DecisionRow

            rows = DecisionRow.objects.using(alias)
            newest = rows.order_by("-id").values_list("id", flat=True).first() or 0
            later = rows.filter(pk__gt=number - _OVERLAP).values_list("language", "document").distinct()
            return list(later) if number else [], newest

    def last_number(self, document: str, language: str) -> int:
        """The number of the last decision on a document; 0 where there is none."""
        with self._database.session() as alias:
            from pipeline.queue.models import DecisionRow

            rows = DecisionRow.objects.using(alias).filter(**_given(document, language))
            return rows.order_by("-id").values_list("id", flat=True).first() or 0

    def last_signed_text(self, document: str, language: str, key: Key) -> str | None:
        """The text that the last approval or edit in effect left signed; None where there was none or it was undone."""
        return last_signed_text(self.log(document, language, key=key))

    def bookmark(self, person: str, document: str, language: str) -> Key | None:
        """Where the person goes on reading; None where they have not begun."""
        with self._database.session() as alias:
            from pipeline.queue.models import BookmarkRow

            row = BookmarkRow.objects.using(alias).filter(**_given(document, language, person)).first()
            return None if row is None else Key(row.context, row.source)

    def bookmarks(self, document: str, language: str) -> dict[str, Key]:
        """Where each person goes on reading a document."""
        with self._database.session() as alias:
            from pipeline.queue.models import BookmarkRow

            rows = BookmarkRow.objects.using(alias).filter(**_given(document, language))
            return {row.person: Key(row.context, row.source) for row in rows}

    def set_bookmark(self, person: str, document: str, language: str, key: Key | None) -> None:
        """Remember where the person goes on reading; None forgets it."""
        with self._database.session() as alias:
            from pipeline.queue.models import BookmarkRow

            reader = _given(document, language, person)
            if key is None:
                BookmarkRow.objects.using(alias).filter(**reader).delete()
                return
            if not BookmarkRow.objects.using(alias).filter(**reader).update(**_place(key)):
                BookmarkRow.objects.using(alias).update_or_create(defaults=_place(key), **reader)


def open_queue(var: Path, url: str | None = None, *, clock: Callable[[], datetime] = _now) -> Queue:
    """The queue of the workspace whose work folder is `var`, made where there is none and brought up to date.

    `url` is a `DATABASE_URL`, by default the environment's; empty means `queue.sqlite3` in `var`. Raises UsageError for
    a wrong URL, StoreError where the database cannot be opened or made.
    """
    address = find_address(var, os.environ.get("DATABASE_URL", "") if url is None else url)
    queue = Queue(open_database(address, var.resolve() / "locks"), clock)
    with queue._database.session():  # noqa: SLF001  the module's own class
        return queue


def _same(one: Decision, other: Decision) -> bool:
    """Whether two are one act of deciding: sent again after midnight it carries another day."""
    return replace(one, day=other.day) == other


def _given(document: str | None, language: str | None, person: str | None = None) -> dict[str, Any]:
    values = {"document": document, "language": language, "person": person}
    return {name: storable(value, name) for name, value in values.items() if value is not None}


def _place(key: Key) -> dict[str, Any]:
    context = None if key.context is None else storable(key.context, "context")
    return {"context": context, "source": storable(key.source, "source")}
