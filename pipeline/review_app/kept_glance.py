"""The table of glances that are kept: work like the rest of the database, and the only part that can be made anew."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    Word = models.CharField[str, str]

_SLUG, _TAG, _HASH = 200, 35, 64  # longest name of a document in an address; longest language tag; digits of SHA-256


class KeptGlance(models.Model):
    """The figures of a document, for as long as its files look the same: see `pipeline.review_app.kept`."""

    document: "Word" = models.CharField(max_length=_SLUG)
    language: "Word" = models.CharField(max_length=_TAG)
    made_with: "Word" = models.CharField(max_length=_HASH)
    look: "Word" = models.CharField(max_length=_HASH)
    digest: "Word" = models.CharField(max_length=_HASH)
    settled: "models.BooleanField[bool, bool]" = models.BooleanField()
    glance: "models.TextField[str, str]" = models.TextField()
    kept_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(db_index=True)

    class Meta:  # noqa: D106  Django's own form
        constraints = (models.UniqueConstraint(fields=("document", "language"), name="review_app_one_glance"),)

    def __str__(self) -> str:
        return f"{self.document} {self.language}"
