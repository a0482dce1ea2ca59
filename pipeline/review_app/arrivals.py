"""When each document came among the work: the first time that somebody's list showed it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from pipeline.review_app.models import Arrival

_KNOWN: dict[Path, tuple[int, dict[tuple[str, str], datetime]]] = {}  # by workspace: the last row read, and all of them


def since(places: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], datetime]:
    """The moment for each of these places (language, document); now, from now on, for those that are new."""
    known = _known()
    now = timezone.now()
    new = [place for place in places if place not in known]
    if new:
        rows = [Arrival(language=tag, document=slug, seen_at=now) for tag, slug in new]
        Arrival.objects.bulk_create(rows, ignore_conflicts=True)
    return known | dict.fromkeys(new, now) if new else known


def _known() -> dict[tuple[str, str], datetime]:
    """What the table holds: a row is never changed, so that only new ones are read."""
    last = Arrival.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    before, known = _KNOWN.get(settings.PIPELINE_ROOT, (0, {}))
    if last < before:  # the database was deleted
        before, known = 0, {}
    if last > before:
        rows = Arrival.objects.filter(pk__gt=before).values_list("language", "document", "seen_at")
        known = known | {(tag, slug): moment for tag, slug, moment in rows}
    _KNOWN[settings.PIPELINE_ROOT] = last, known
    return known
