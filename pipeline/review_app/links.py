"""Links that make an account once: the first coordinator's, and invitations."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils import timezone

from pipeline.review_app.audit import Deed, record
from pipeline.review_app.models import Account, Link, members
from pipeline.review_app.permissions import Role

SETUP_HOURS = 24
INVITATION_DAYS = 14


def setup_token() -> str:
    """A new token for the first coordinator; empty where there is one. Earlier tokens for that end."""
    if Account.objects.filter(coordinator=True).exists():
        return ""
    Link.objects.filter(coordinator=True).delete()
    return _make(timedelta(hours=SETUP_HOURS), coordinator=True)


def invite(handle: str, role: Role, languages: Sequence[str], *, practise_first: bool = False) -> str:
    """The token of a new invitation."""
    values = {"role": role.value, "languages": list(languages), "practise_first": practise_first}
    return _make(timedelta(days=INVITATION_DAYS), handle=handle, **values)


def invitations() -> list[Link]:
    """The invitations that nobody has used or taken back, also those that have ended."""
    return list(Link.objects.filter(coordinator=False, used_at=None).order_by("handle", "pk"))


def revoke(number: int) -> Link | None:
    """Take an invitation back; None where it was used or taken back before."""
    with transaction.atomic():
        link = Link.objects.filter(pk=number, coordinator=False, used_at=None).first()
        deleted, _ = Link.objects.filter(pk=number, coordinator=False, used_at=None).delete()
        return link if deleted else None


def renew(number: int) -> tuple[Link, str] | None:
    """The invitation with a new token, its days counted anew; the old link ends. None where there is none."""
    token = secrets.token_urlsafe(32)
    ends = timezone.now() + timedelta(days=INVITATION_DAYS)
    open_one = Link.objects.filter(pk=number, coordinator=False, used_at=None)
    if open_one.update(token_hash=_hash(token), expires_at=ends) != 1:
        return None
    return Link.objects.get(pk=number), token


def valid(token: str, *, coordinator: bool) -> Link | None:
    """The link with this token, where it can still be used."""
    found = Link.objects.filter(token_hash=_hash(token), coordinator=coordinator, used_at=None)
    return found.filter(expires_at__gt=timezone.now()).first()


def use(link: Link, handle: str, password: str, language: str) -> Account | None:
    """Make the account of the link; None where the link was used meanwhile or the handle is taken."""
    try:
        with transaction.atomic():
            unused = Link.objects.filter(pk=link.pk, used_at=None, expires_at__gt=timezone.now())
            if unused.update(used_at=timezone.now()) != 1:
                return None
            name = link.handle or handle
            account = Account.objects.make(name, password, language=language, coordinator=link.coordinator)
            if not link.coordinator:
                members(account, Role(link.role), link.languages, practise_first=link.practise_first)
            record(name, Deed.JOINED, name)
            return account
    except IntegrityError:
        return None


def _make(lasts: timedelta, **values: object) -> str:
    token = secrets.token_urlsafe(32)
    Link.objects.create(token_hash=_hash(token), expires_at=timezone.now() + lasts, **values)
    return token


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
