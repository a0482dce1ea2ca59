"""Slows down who guesses passwords: so many attempts for a handle, and so many from an address, then a pause."""

from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from pipeline.review_app.models import Attempt

WINDOW = timedelta(minutes=15)
FOR_A_HANDLE = 8
FROM_AN_ADDRESS = 40


def attempt(handle: str, address: str) -> bool:
    """Count an attempt before the password is looked at; False where there were too many."""
    limits = {_subject("handle", handle): FOR_A_HANDLE, _subject("address", address): FROM_AN_ADDRESS}
    now = timezone.now()
    with transaction.atomic():
        Attempt.objects.filter(made_at__lt=now - WINDOW).delete()
        if any(Attempt.objects.filter(subject=name).count() >= limit for name, limit in limits.items()):
            return False
        Attempt.objects.bulk_create([Attempt(subject=name, made_at=now) for name in limits])
    return True


def paused(address: str) -> bool:
    """Whether so many wrong tokens came from an address that another is not even called wrong."""
    wrong = Attempt.objects.filter(subject=_subject("token", address), made_at__gte=timezone.now() - WINDOW)
    return wrong.count() >= FROM_AN_ADDRESS


def wrong_token(address: str) -> None:
    """Count a wrong token."""
    Attempt.objects.create(subject=_subject("token", address), made_at=timezone.now())


def prune() -> None:
    """Forget the attempts that count no more."""
    Attempt.objects.filter(made_at__lt=timezone.now() - WINDOW).delete()


def forget(handle: str) -> None:
    """Forget the attempts for a handle: its person has signed in."""
    Attempt.objects.filter(subject=_subject("handle", handle)).delete()


def _subject(kind: str, value: str) -> str:
    return sha256(f"{kind}\0{value}".encode("utf-8", "surrogatepass")).hexdigest()
