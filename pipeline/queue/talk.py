"""The turns of all conversations about sentences: work, like the bookmarks, and only ever added to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.model.document import Key
from pipeline.model.talk import EVERYWHERE, Kind, Turn
from pipeline.queue.database import Database
from pipeline.queue.text import storable

if TYPE_CHECKING:
    from pipeline.queue.models import TurnRow

_EVERYWHERE = sorted(EVERYWHERE)


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said, in the work database. Every method raises StoreError where the database fails."""

    _database: Database
    _clock: Callable[[], datetime]

    def add(self, document: str, language: str, key: Key, kind: Kind, person: str, text: str, spoken: str) -> None:
        """Add a turn, said now."""
        with self._database.session() as alias:
            from pipeline.queue.models import TurnRow

            values: dict[str, Any] = {
                "document": document,
                "language": language,
                "source": key.source,
                "kind": kind.value,
                "person": person,
                "text": text,
                "spoken": spoken,
            }
            kept = {name: storable(value, name) for name, value in values.items()}
            context = None if key.context is None else storable(key.context, "context")
            TurnRow.objects.using(alias).create(context=context, created_at=self._clock(), **kept)

    def about(self, document: str, language: str) -> list[Turn]:
        """What was said of a document, oldest first: all in this language, and what concerns every language."""
        with self._database.session() as alias:
            from django.db.models import Q

            from pipeline.queue.models import TurnRow

            rows = TurnRow.objects.using(alias).filter(document=document)
            return [_turn(row) for row in rows.filter(Q(language=language) | Q(kind__in=_EVERYWHERE)).order_by("id")]

    def of_the_english(self, document: str | None = None) -> list[Turn]:
        """Reports, what takes them back, and answers, oldest first."""
        with self._database.session() as alias:
            from pipeline.queue.models import TurnRow

            where = {} if document is None else {"document": document}
            return [
                _turn(row) for row in TurnRow.objects.using(alias).filter(kind__in=_EVERYWHERE, **where).order_by("id")
            ]


def _turn(row: "TurnRow") -> Turn:
    return Turn(
        document=row.document,
        language=row.language,
        key=Key(row.context, row.source),
        kind=Kind(row.kind),
        person=row.person,
        text=row.text,
        spoken=row.spoken,
        at=row.created_at,
    )
