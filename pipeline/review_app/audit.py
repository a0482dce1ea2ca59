"""The log of what was done about accounts: who, when, what, to whom. Lines are only added."""

from enum import StrEnum

from django.utils import timezone

from pipeline.interface import N_
from pipeline.review_app.models import Act

_SHOWN = 200  # lines of a page


class Deed(StrEnum):
    """What can be done about accounts."""

    INVITED = "invited"
    RENEWED = "renewed"
    REVOKED = "revoked"
    JOINED = "joined"
    ROLE = "role"
    NO_ROLE = "no role"
    CLOSED = "closed"
    OPENED = "opened"
    COORDINATOR = "coordinator"
    NO_COORDINATOR = "no coordinator"
    FORGOTTEN = "password link"
    CHANGED = "password"


IN_WORDS: dict[str, str] = {
    Deed.INVITED: N_("invited"),
    Deed.RENEWED: N_("invitation made anew"),
    Deed.REVOKED: N_("invitation taken back"),
    Deed.JOINED: N_("account made"),
    Deed.ROLE: N_("role given"),
    Deed.NO_ROLE: N_("role removed"),
    Deed.CLOSED: N_("account closed"),
    Deed.OPENED: N_("account opened again"),
    Deed.COORDINATOR: N_("made coordinator"),
    Deed.NO_COORDINATOR: N_("coordinator no more"),
    Deed.FORGOTTEN: N_("link made for a new password"),
    Deed.CHANGED: N_("new password set"),
}


def record(actor: str, deed: Deed, subject: str, detail: str = "") -> None:
    """Add a line: within the transaction of what it tells of."""
    Act.objects.create(made_at=timezone.now(), actor=actor, act=deed.value, subject=subject, detail=detail[:500])


def lines(subject: str = "") -> list[Act]:
    """The newest lines first, all or those about one person."""
    found = Act.objects.filter(subject=subject) if subject else Act.objects.all()
    return list(found.order_by("-pk")[:_SHOWN])


def in_words(act: Act) -> str:
    """What was done, in English, to be translated; a deed of a newer program by its name."""
    return IN_WORDS.get(act.act, act.act)
