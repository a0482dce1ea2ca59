"""The tables: who may sign in, in which role for which language, links that work once, and attempts to sign in.

After a change, `tests/test_review_app_accounts.py` says which migration is missing.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from pipeline.review_app.permissions import Action, Role, may

if TYPE_CHECKING:
    Word = models.CharField[str, str]
    Moment = models.DateTimeField[datetime, datetime]
    MomentOrNone = models.DateTimeField[datetime | None, datetime | None]

_HANDLE, _TAG, _HASH = 64, 35, 64  # longest handle; longest language tag; hex digits of SHA-256


class Accounts(BaseUserManager["Account"]):
    """Makes accounts; the password has been validated before."""

    def make(self, handle: str, password: str, *, language: str = "", coordinator: bool = False) -> "Account":
        """A new account with its password hashed."""
        account: Account = self.model(handle=handle, language=language, coordinator=coordinator)
        account.set_password(password)
        account.save(force_insert=True)
        return account


class Account(AbstractBaseUser):
    """A person. The handle is the name that signatures in the catalogs carry; `language` is that of the pages.

    There is an `email` only where the person gave one, for the digest.
    """

    handle: "Word" = models.CharField(max_length=_HANDLE, unique=True)
    language: "Word" = models.CharField(max_length=_TAG, blank=True, default="")
    email: "Word" = models.EmailField(blank=True, default="")
    coordinator: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)
    is_active: "models.BooleanField[bool, bool]" = models.BooleanField(default=True)

    objects = Accounts()
    USERNAME_FIELD = "handle"

    def __str__(self) -> str:
        return self.handle

    def role(self, tag: str) -> Role | None:
        """The role in a language; None where the person has none there."""
        if self.coordinator:
            return Role.COORDINATOR
        found = Membership.objects.filter(account=self, language=tag).first()
        return Role(found.role) if found else None

    def oversees(self) -> bool:
        """Whether the person sees how far the documents of some language are."""
        roles = Membership.objects.filter(account=self).values_list("role", flat=True)
        return self.coordinator or any(may(Role(role), Action.OVERSEE) for role in roles)


class Membership(models.Model):
    """An account's role in a language."""

    account: "models.ForeignKey[Account, Account]" = models.ForeignKey(Account, on_delete=models.CASCADE)
    language: "Word" = models.CharField(max_length=_TAG)
    role: "Word" = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])

    class Meta:  # noqa: D106  Django's own form
        constraints = (models.UniqueConstraint(fields=("account", "language"), name="review_app_one_role"),)

    def __str__(self) -> str:
        return f"{self.account} {self.language}: {self.role}"


class Link(models.Model):
    """A link that makes one account, once. Of its token only the SHA-256 is kept.

    An empty `handle` is for the first coordinator, who chooses it.
    """

    token_hash: "Word" = models.CharField(max_length=_HASH, unique=True)
    handle: "Word" = models.CharField(max_length=_HANDLE, blank=True)
    coordinator: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)
    role: "Word" = models.CharField(max_length=20, blank=True)
    languages: Any = models.JSONField(default=list)
    expires_at: "Moment" = models.DateTimeField()
    used_at: "MomentOrNone" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link for {self.handle or 'the coordinator'}"


class Attempt(models.Model):
    """An attempt to sign in: one row for the handle and one for the address, as SHA-256 of what was given."""

    subject: "Word" = models.CharField(max_length=_HASH)
    made_at: "Moment" = models.DateTimeField()

    class Meta:  # noqa: D106  Django's own form
        indexes = (models.Index(fields=("subject", "made_at"), name="review_app_attempt_when"),)

    def __str__(self) -> str:
        return f"attempt {self.subject[:8]}"


def members(account: Account, role: Role, languages: Iterable[str]) -> None:
    """Give the account the role in these languages."""
    for tag in languages:
        Membership.objects.update_or_create(account=account, language=tag, defaults={"role": role.value})
