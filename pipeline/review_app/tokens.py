"""Personal tokens: what a program shows instead of a password. Each has the rights of its account, or reading alone."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from pipeline.review_app.models import Account, Token

PREFIX = "plp_"  # so that programs that look for leaked secrets know one
LONGEST_DAYS = 365
_SEEN_ANEW = timedelta(minutes=1)  # how exactly the last use is kept: each request need not write


def make(account: Account, name: str, days: int, *, read_only: bool) -> str:
    """A new token, shown this once. Raises ValueError for more days than a year has."""
    if not 1 <= days <= LONGEST_DAYS:
        raise ValueError(f"a token lasts 1 to {LONGEST_DAYS} days")
    token = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(
        account=account,
        name=name,
        token_hash=digest(token),
        read_only=read_only,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return token


def find(token: str) -> Token | None:
    """The token, where it still holds and its account does; notes that it was used."""
    now = timezone.now()
    live = Token.objects.select_related("account").filter(token_hash=digest(token), revoked_at=None)
    found = live.filter(expires_at__gt=now, account__is_active=True).first()
    if found and (found.last_used_at is None or now - found.last_used_at > _SEEN_ANEW):
        Token.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def revoke(account: Account, number: int) -> bool:
    """End one of the account's own tokens; False where it has no such token in use."""
    return Token.objects.filter(pk=number, account=account, revoked_at=None).update(revoked_at=timezone.now()) == 1


def revoke_all(account: Account) -> None:
    """End all of the account's tokens."""
    Token.objects.filter(account=account, revoked_at=None).update(revoked_at=timezone.now())


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
