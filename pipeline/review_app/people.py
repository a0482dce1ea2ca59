"""Who has an account and in which role, and what may be changed about it: each change with a line in the log.

A change that may not be made raises UsageError with a sentence of ours to be translated (`N_`).
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from pipeline.errors import UsageError
from pipeline.interface import N_
from pipeline.review_app import team as work
from pipeline.review_app import tokens
from pipeline.review_app.audit import Deed, record
from pipeline.review_app.models import Account, Membership, PasswordLink, members
from pipeline.review_app.permissions import Role

ROLE_NAMES = {
    Role.READER: N_("reader"),
    Role.TRANSLATOR: N_("translator"),
    Role.REVIEWER: N_("reviewer"),
    Role.LEAD: N_("lead"),
    Role.COORDINATOR: N_("coordinator"),
}
GIVEN = (Role.READER, Role.TRANSLATOR, Role.REVIEWER, Role.LEAD)
GIVEN_BY_LEADS = (Role.READER, Role.TRANSLATOR, Role.REVIEWER)
LAST_COORDINATOR = N_("Somebody has to be coordinator: make another person coordinator first.")
GONE = N_("There is no such account.")
CLOSED = N_("The account is closed: open it again first.")
NOT_YOURS = N_("You may give the roles of reader, translator and reviewer, and change those alone.")


@dataclass(frozen=True, slots=True)
class Person:
    """An account with its roles by language."""

    account: Account
    memberships: Mapping[str, Membership]


def everybody() -> list[Person]:
    """All accounts by handle."""
    by_account: dict[int, dict[str, Membership]] = {}
    for one in Membership.objects.select_related("account").order_by("language"):
        by_account.setdefault(one.account.pk, {})[one.language] = one
    return [Person(one, by_account.get(one.pk, {})) for one in Account.objects.order_by("handle")]


def person(handle: str) -> Person | None:
    """One of them."""
    found = Account.objects.filter(handle=handle).first()
    own = Membership.objects.filter(account=found).select_related("account").order_by("language") if found else ()
    return Person(found, {one.language: one for one in own}) if found else None


def team(tag: str) -> list[Person]:
    """Those with a role in the language."""
    return [one for one in everybody() if tag in one.memberships]


def give_role(actor: Account, handle: str, tag: str, role: Role | None, *, practise_first: bool | None = None) -> None:
    """Give a person a role in a language, or take it away (None). Raises UsageError where the actor may not.

    A lead gives roles below their own, to those who have one below their own, and leaves `practise_first` as it is,
    as None does.
    """
    with _changed(handle) as account:
        before = Membership.objects.filter(account=account, language=tag).first()
        if not actor.coordinator and (
            before is None or before.role not in GIVEN_BY_LEADS or (role is not None and role not in GIVEN_BY_LEADS)
        ):
            raise UsageError(NOT_YOURS)
        if practise_first is None or not actor.coordinator:
            practise_first = before is not None and before.practise_first
        if role is None:
            if before is not None:
                before.delete()
                record(actor.handle, Deed.NO_ROLE, handle, f"{tag}: {before.role}")
        elif before is None or (before.role, before.practise_first) != (role.value, practise_first):
            members(account, role, [tag], practise_first=practise_first)
            first = ", practice first" if practise_first else ""
            record(actor.handle, Deed.ROLE, handle, f"{tag}: {role.value}{first}")
        work.release(account)


def close(actor: Account, handle: str) -> None:
    """Close an account: its sessions, tokens, links and claims end, what it signed stays."""

    def change(account: Account) -> None:
        account.is_active = False
        account.session_key = secrets.token_hex(16)
        tokens.revoke_all(account)
        PasswordLink.objects.filter(account=account).delete()

    _stand(actor, handle, Deed.CLOSED, change)


def reopen(actor: Account, handle: str) -> None:
    """Open a closed account again; who had a session signs in anew."""

    def change(account: Account) -> None:
        account.is_active = True

    _stand(actor, handle, Deed.OPENED, change)


def make_coordinator(actor: Account, handle: str) -> None:
    """Make a person coordinator."""

    def change(account: Account) -> None:
        account.coordinator = True

    _stand(actor, handle, Deed.COORDINATOR, change)


def end_coordinator(actor: Account, handle: str) -> None:
    """Take that away; the roles by language stay."""

    def change(account: Account) -> None:
        account.coordinator = False

    _stand(actor, handle, Deed.NO_COORDINATOR, change)


def _stand(actor: Account, handle: str, deed: Deed, change: Callable[[Account], None]) -> None:
    """Change an account as a whole. Raises UsageError where nobody could look after the others any more."""
    with _changed(handle) as account:
        before = (account.is_active, account.coordinator)
        change(account)
        if before == (account.is_active, account.coordinator):
            return
        account.save()
        if not Account.objects.filter(coordinator=True, is_active=True).exists():
            raise UsageError(LAST_COORDINATOR)
        record(actor.handle, deed, handle)
        work.release(account)


@contextmanager
def _changed(handle: str) -> Iterator[Account]:
    """The account, in a transaction in which nobody else changes it, or a coordinator. Raises UsageError."""
    with transaction.atomic():
        held = Account.objects.select_for_update().order_by("pk")
        list(held.filter(coordinator=True))
        account = held.filter(handle=handle).first()
        if account is None:
            raise UsageError(GONE)
        yield account
