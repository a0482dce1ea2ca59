"""New passwords: by whoever knows the old one, or with a link that works once for who has forgotten it."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from pipeline.errors import UsageError
from pipeline.review_app import throttle, tokens
from pipeline.review_app.audit import Deed, record
from pipeline.review_app.models import Account, PasswordLink
from pipeline.review_app.people import CLOSED, GONE

HOURS = 48
TERMINAL = "(terminal)"  # who did it, where a command did: no handle looks like this


def link(actor: str, handle: str) -> str:
    """The token of a new link for this account; earlier ones end. Raises UsageError for a closed account or none."""
    account = Account.objects.filter(handle=handle).first()
    if account is None:
        raise UsageError(GONE)
    if not account.is_active:
        raise UsageError(CLOSED)
    token = secrets.token_urlsafe(32)
    ends = timezone.now() + timedelta(hours=HOURS)
    with transaction.atomic():
        PasswordLink.objects.filter(account=account).delete()
        PasswordLink.objects.create(account=account, token_hash=tokens.digest(token), expires_at=ends)
        record(actor, Deed.FORGOTTEN, handle)
    return token


def valid(token: str) -> PasswordLink | None:
    """The link with this token, where it can still be used."""
    found = PasswordLink.objects.select_related("account").filter(token_hash=tokens.digest(token), used_at=None)
    return found.filter(expires_at__gt=timezone.now(), account__is_active=True).first()


def use(wanted: PasswordLink, password: str) -> Account | None:
    """Set the password of the link's account; None where the link was used or ended meanwhile."""
    with transaction.atomic():
        unused = PasswordLink.objects.filter(pk=wanted.pk, used_at=None, expires_at__gt=timezone.now())
        if unused.update(used_at=timezone.now()) != 1:
            return None
        change(wanted.account, password)
        throttle.forget(wanted.account.handle)
        return wanted.account


def change(account: Account, password: str) -> None:
    """Another password: sessions, tokens and links for a new password end with the old one."""
    with transaction.atomic():
        account.set_password(password)
        account.save(update_fields=["password"])
        tokens.revoke_all(account)
        PasswordLink.objects.filter(account=account, used_at=None).delete()
        record(account.handle, Deed.CHANGED, account.handle)
