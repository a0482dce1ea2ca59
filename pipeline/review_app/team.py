"""Who has which document: claimed or assigned until a due date, shared, extended, given back, lapsed.

A claim says who means to do the work. It locks nothing: every decision goes through the desk as before, whoever has
the document, and a claim that ends takes no text with it. What a role may do is the gate's business.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from pipeline.review_app.models import Account, Claim, Membership
from pipeline.review_app.permissions import Action, Role, may

DAYS = 7
LONGEST = 90  # days: longer is no claim but a wish
SOON = 2  # days before the due date from which one is reminded
_REMEMBERED = timedelta(days=7)  # how long one is told that a claim has lapsed
_LAPSED, _GIVEN_BACK = "lapsed", "given back"


class Place(NamedTuple):
    """A document in a language."""

    language: str
    document: str


@dataclass(frozen=True, slots=True)
class Held:
    """A claim in force: who has the document, who works with them, and until which day."""

    place: Place
    person: str
    helpers: tuple[str, ...]
    due: date
    given_by: str = ""

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who has a part in it, its holder first."""
        return (self.person, *self.helpers)


def today() -> date:
    """The day of the machine that serves, as decisions have it."""
    return timezone.now().astimezone().date()


def days_left(due: date) -> int:
    """Days until the due date; 0 on the day itself."""
    return (due - today()).days


def claim(account: Account, place: Place, days: int = DAYS, *, given_by: str = "") -> bool:
    """Give the document to the account; False where somebody, or they themselves, have it already.

    Two at once: the database lets one of them through.
    """
    return _add(account, place, _due(days), given_by=given_by)


def join(account: Account, place: Place) -> bool:
    """Let the account work with who has the document, to the same due date; False where nobody has it."""
    holder = _current(place).filter(joined=False).first()
    return holder is not None and _add(account, place, holder.due, joined=True)


def extend(place: Place, days: int = DAYS) -> bool:
    """Move the due date to so many days from today, for all who share the document; False where nobody has it."""
    return _current(place).update(due=_due(days)) > 0


def give_back(account: Account, place: Place) -> bool:
    """End the account's part in it; who joined first takes over. False where they have no part in it."""
    with transaction.atomic():
        ended = _end(_current(place).filter(account=account), _GIVEN_BACK)
        left = _current(place)
        if ended and not left.filter(joined=False).exists() and (heir := left.order_by("made_at", "pk").first()):
            Claim.objects.filter(pk=heir.pk).update(joined=False)
    return ended


def release(account: Account) -> None:
    """Give back what the account has in languages in which it may not work any more."""
    for one in Claim.objects.filter(account=account, ended=""):
        if not may(account.role(one.language), Action.DRAFT):
            give_back(account, Place(one.language, one.document))


def take_back(place: Place) -> bool:
    """End the claim for all who share it; False where nobody has it."""
    return _end(_current(place), _GIVEN_BACK)


def held(place: Place) -> Held | None:
    """Who has the document; None where it is free."""
    return next(iter(_held(_current(place))), None)


def held_in(languages: Iterable[str]) -> dict[Place, Held]:
    """Who has which document in these languages."""
    lapse()
    return {one.place: one for one in _held(Claim.objects.filter(ended="", language__in=list(languages)))}


def lapsed(account: Account) -> list[Place]:
    """The documents that were handed back a short time ago because their day had passed, and are free still."""
    lapse()
    recent = Claim.objects.filter(account=account, ended=_LAPSED, ended_at__gt=timezone.now() - _REMEMBERED)
    places = dict.fromkeys(Place(one.language, one.document) for one in recent.order_by("-ended_at"))
    return [place for place in places if not _current(place).exists()]


def lapse() -> None:
    """End the claims whose due date has passed. Called by whoever looks, so no clock has to run for it."""
    over = Claim.objects.filter(ended="", due__lt=today())
    if over.exists():  # only then is the database written to
        _end(over, _LAPSED)


def workers(tag: str) -> list[str]:
    """The handles of those who may work on texts in a language."""
    roles = [role.value for role in Role if may(role, Action.DRAFT)]
    members = Membership.objects.filter(language=tag, role__in=roles, account__is_active=True)
    coordinators = Account.objects.filter(coordinator=True, is_active=True)
    handles = {*members.values_list("account__handle", flat=True), *coordinators.values_list("handle", flat=True)}
    return sorted(handles)


def _due(days: int) -> date:
    return today() + timedelta(days=max(1, min(days, LONGEST)))


def _current(place: Place) -> QuerySet[Claim]:
    lapse()
    return Claim.objects.filter(language=place.language, document=place.document, ended="")


def _add(account: Account, place: Place, due: date, *, joined: bool = False, given_by: str = "") -> bool:
    lapse()
    try:
        with transaction.atomic():
            Claim.objects.create(
                account=account,
                document=place.document,
                language=place.language,
                joined=joined,
                given_by=given_by,
                due=due,
                made_at=timezone.now(),
            )
    except IntegrityError:
        return False
    return True


def _end(claims: QuerySet[Claim], how: str) -> bool:
    return claims.update(ended=how, ended_at=timezone.now()) > 0


def _held(claims: QuerySet[Claim]) -> list[Held]:
    """The claims by document, its holder before those who joined."""
    found: dict[Place, list[Claim]] = {}
    for one in claims.select_related("account").order_by("joined", "made_at", "pk"):
        found.setdefault(Place(one.language, one.document), []).append(one)
    return [
        Held(place, rows[0].account.handle, tuple(r.account.handle for r in rows[1:]), rows[0].due, rows[0].given_by)
        for place, rows in found.items()
    ]


def due_claims(within: int = SOON) -> list[tuple[str, Held]]:
    """Whom to remind of what: for each person the claims due within so many days, the earliest first."""
    lapse()
    soon = _held(Claim.objects.filter(ended="", due__lte=today() + timedelta(days=within)))
    return sorted(((person, one) for one in soon for person in one.people), key=lambda row: (row[1].due, row[0]))
