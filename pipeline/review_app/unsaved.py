"""What was typed and not yet decided: kept as work, for its person alone, until it is decided on or discarded."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from pipeline.review_app.models import Account, Unsaved
from pipeline.review_app.team import Place
from pipeline.stages.review import LONGEST

_MOST = 500  # sentences for each person: of more, the oldest go


def keep(account: Account, place: Place, segment: str, text: str, replaces: str) -> bool:
    """Keep the text; False where it is no other than the one that stands there, is empty, or is too long to keep.

    Putting the old text back forgets what was typed; emptying the box does not: the next letter may come in a second.
    """
    if not text.strip():
        return False
    if text.strip() == replaces.strip():
        drop(account, place, segment)
        return False
    if max(len(text), len(replaces)) > LONGEST:
        return False
    clean = {"text": text.replace("\0", ""), "replaces": replaces.replace("\0", "")}
    values = clean | {"typed_at": timezone.now()}
    _, new = Unsaved.objects.update_or_create(**_where(account, place, segment), defaults=values)
    if new:
        kept = Unsaved.objects.filter(account=account).order_by("-typed_at", "-pk").values_list("pk", flat=True)
        Unsaved.objects.filter(pk__in=list(kept[_MOST:])).delete()
    return True


def find(account: Account, place: Place, segment: str, target: str) -> Unsaved | None:
    """What the account typed here; None where it is no other text than the one that stands there now."""
    row = Unsaved.objects.filter(**_where(account, place, segment)).first()
    if row and row.text.strip() == target.strip():
        row.delete()
        return None
    return row


def left(account: Account, place: Place, segments: Iterable[str]) -> list[Unsaved]:
    """What the account typed for sentences that are none of these: the source has changed since."""
    here = Unsaved.objects.filter(account=account, language=place.language, document=place.document)
    return list(here.exclude(segment__in=list(segments)).order_by("pk"))


def drop(account: Account, place: Place, segment: str) -> None:
    """Forget it: it was decided on, or discarded."""
    Unsaved.objects.filter(**_where(account, place, segment)).delete()


def _where(account: Account, place: Place, segment: str) -> dict[str, Any]:
    return {"account": account, "language": place.language, "document": place.document, "segment": segment}
