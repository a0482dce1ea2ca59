"""The tables. A decision is written once; only what became of it is filled in later, and once.

Text is unlimited, because sentences are. After a change,
`python -m django makemigrations queue --settings pipeline.queue.settings` writes the next migration.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, NoReturn

from django.db import models

from pipeline.errors import StoreError
from pipeline.model.decision import Outcome

PENDING = "pending"
if TYPE_CHECKING:
    Text = models.TextField[str, str]
    TextOrNone = models.TextField[str | None, str | None]
    Moment = models.DateTimeField[datetime, datetime]
    MomentOrNone = models.DateTimeField[datetime | None, datetime | None]

STATES = (PENDING, *(outcome.value for outcome in Outcome))


def _refuse() -> NoReturn:
    raise StoreError("the log of decisions is never changed; record a new decision that takes the old one back")


class DecisionRows(models.QuerySet["DecisionRow"]):
    """Rows that can be read and added to; the database itself refuses what gets past this."""

    def update(self, **_: object) -> NoReturn:
        """Refuse."""
        _refuse()

    def delete(self) -> NoReturn:
        """Refuse."""
        _refuse()


class DecisionRow(models.Model):
    """A decision; fields as in `model.decision.Decision` and `Applied`. `token` is the caller's, for sending twice."""

    token: "models.CharField[str, str]" = models.CharField(max_length=200, unique=True)
    document: "Text" = models.TextField()
    language: "Text" = models.TextField()
    context: "TextOrNone" = models.TextField(null=True)  # noqa: DJ001  a context of "" is another message than one without context
    source: "Text" = models.TextField()
    verdict: "Text" = models.TextField()
    person: "Text" = models.TextField()
    day: "models.DateField[date, date]" = models.DateField()
    replaces: "Text" = models.TextField()
    target: "Text" = models.TextField()
    mode: "Text" = models.TextField()
    reason: "Text" = models.TextField()
    check_name: "Text" = models.TextField()
    restores: "Text" = models.TextField()
    created_at: "Moment" = models.DateTimeField()
    state: "Text" = models.TextField(default=PENDING)
    found: "Text" = models.TextField(default="")
    before: "Text" = models.TextField(default="")
    applied_at: "MomentOrNone" = models.DateTimeField(null=True)

    objects = DecisionRows.as_manager()

    class Meta:  # noqa: D106  Django's own form
        db_table = "queue_decision"
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="queue_decision_state"),
            models.CheckConstraint(
                condition=models.Q(state=PENDING, applied_at__isnull=True)
                | (~models.Q(state=PENDING) & models.Q(applied_at__isnull=False)),
                name="queue_decision_applied_at",
            ),
        )
        indexes = (
            models.Index(fields=("document", "language", "id"), name="queue_decision_place"),
            models.Index(fields=("person", "id"), name="queue_decision_person"),
            models.Index(fields=("id",), name="queue_decision_pending", condition=models.Q(state=PENDING)),
        )

    def __str__(self) -> str:
        return f"{self.verdict} {self.document} {self.language}: {self.source[:60]}"

    def save(
        self,
        *,
        force_insert: bool | tuple[models.base.ModelBase, ...] = True,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Add the row. Raises StoreError where it is there already."""
        if not self._state.adding or force_update or update_fields is not None or not force_insert:
            _refuse()
        super().save(force_insert=True, using=using)

    def delete(self, using: str | None = None, keep_parents: bool = False) -> NoReturn:  # noqa: ARG002, FBT001, FBT002
        """Refuse."""
        _refuse()


class BookmarkRow(models.Model):
    """The segment at which a person goes on reading a document in a language."""

    person: "Text" = models.TextField()
    document: "Text" = models.TextField()
    language: "Text" = models.TextField()
    context: "TextOrNone" = models.TextField(null=True)  # noqa: DJ001  as above
    source: "Text" = models.TextField()

    class Meta:  # noqa: D106  Django's own form
        db_table = "queue_bookmark"
        constraints = (
            models.UniqueConstraint(fields=("person", "document", "language"), name="queue_bookmark_reader"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.document} {self.language}: {self.source[:60]}"


class TurnRow(models.Model):
    """Something that was said of a sentence; fields as in `model.talk.Turn`."""

    document: "Text" = models.TextField()
    language: "Text" = models.TextField(blank=True)
    context: "TextOrNone" = models.TextField(null=True)  # noqa: DJ001  as above
    source: "Text" = models.TextField()
    kind: "Text" = models.TextField()
    person: "Text" = models.TextField()
    text: "Text" = models.TextField(blank=True)
    spoken: "Text" = models.TextField(blank=True)
    created_at: "Moment" = models.DateTimeField()

    class Meta:  # noqa: D106  Django's own form
        db_table = "queue_turn"
        indexes = (
            models.Index(fields=("document", "language", "id"), name="queue_turn_place"),
            models.Index(fields=("document", "kind", "id"), name="queue_turn_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.document} {self.language}: {self.source[:60]}"
