"""When each document came among the work: the first time that somebody's list showed it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from pipeline.review_app.models import Arrival
from pipeline.review_app.team import Place


def since(places: Iterable[Place]) -> dict[Place, datetime]:
    """The moment for each of these places; now, from now on, for those that are new."""
    known = {Place(row.language, row.document): row.seen_at for row in Arrival.objects.all()}
    now = timezone.now()
    new = [place for place in places if place not in known]
    if new:
        rows = [Arrival(language=place.language, document=place.document, seen_at=now) for place in new]
        Arrival.objects.bulk_create(rows, ignore_conflicts=True)
    return known | dict.fromkeys(new, now)
