"""Who is in which document now, and which sentence they have open: told to others, so that two do not do the same work.

A sentence is held for ten minutes from the last sign of life. This protects nothing; the desk does.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from pipeline.review_app.models import Account, Presence
from pipeline.review_app.team import Place

LEASE = timedelta(minutes=10)
NOW = timedelta(minutes=5)  # seen so long ago is still here
_FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lease:
    """The person who has a sentence open, and until when it is held for them."""

    person: str
    until: datetime


def seen(account: Account, place: Place, segment: str = "") -> datetime:
    """Note that the account is here, with this sentence open; until when it is held for them."""
    now = timezone.now()
    values = {"seen_at": now, "segment": segment, "held_until": now + LEASE if segment else None}
    language, document = place
    if not Presence.objects.filter(account=account, language=language, document=document).update(**values):
        Presence.objects.update_or_create(account=account, language=language, document=document, defaults=values)
    return now + LEASE


def let_go(account: Account, place: Place, segment: str) -> None:
    """The sentence is done with: it is held no longer."""
    rows = Presence.objects.filter(account=account, language=place.language, document=place.document, segment=segment)
    rows.update(segment="", held_until=None)


def taken(account: Account, place: Place, segment: str) -> Lease | None:
    """Who else has the sentence open, the last to let go of it; None where nobody has."""
    others = Presence.objects.filter(language=place.language, document=place.document, segment=segment)
    live = others.exclude(account=account).filter(held_until__gt=timezone.now())
    last = live.select_related("account").order_by("-held_until").first() if segment else None
    return Lease(last.account.handle, last.held_until) if last and last.held_until else None


def here(languages: list[str], account: Account) -> dict[Place, tuple[str, ...]]:
    """Who else was seen a few minutes ago, by document."""
    recent = Presence.objects.filter(language__in=languages, seen_at__gt=timezone.now() - NOW)
    found: dict[Place, tuple[str, ...]] = {}
    for row in recent.exclude(account=account).select_related("account").order_by("account__handle"):
        place = Place(row.language, row.document)
        found[place] = (*found.get(place, ()), row.account.handle)
    return found


def forget() -> None:
    """Remove who was seen long ago: where people have been is nobody's business."""
    old = Presence.objects.filter(seen_at__lt=timezone.now() - _FORGOTTEN)
    if old.exists():
        old.delete()
