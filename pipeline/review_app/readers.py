"""What readers say of a text: "I don't understand this". It is work, kept beside the catalogs, and blocks nothing."""

from collections.abc import Iterable
from hashlib import sha256

from django.db.models import QuerySet
from django.utils import timezone

from pipeline.review_app.models import Mark
from pipeline.review_app.page import identity
from pipeline.stages.review import Desk, ReviewSegment

LONGEST_WORDS = 1000


def marks(desk: Desk, person: str = "") -> dict[str, list[Mark]]:
    """The open marks on the texts as they are now, by the segment's identity; those of one person where named."""
    found = Mark.objects.filter(document=desk.document.slug, language=desk.pack.language.tag, set_aside_by="")
    rows = list((found.filter(person=person) if person else found).order_by("pk"))
    active = desk.catalog().active if rows else {}
    texts = {identity(key): fingerprint(active[key].target) for key in desk.document.keys if key in active}
    by_segment: dict[str, list[Mark]] = {}
    for one in rows:
        if texts.get(one.segment) == one.seen:
            by_segment.setdefault(one.segment, []).append(one)
    return by_segment


def mark(desk: Desk, segment: ReviewSegment, person: str, words: str) -> None:
    """Keep that a person does not understand the text; said again, the newer words count."""
    Mark.objects.update_or_create(
        person=person,
        document=desk.document.slug,
        language=desk.pack.language.tag,
        segment=identity(segment.entry.key),
        seen=fingerprint(segment.entry.target),
        defaults={"words": words[:LONGEST_WORDS], "made_at": timezone.now(), "set_aside_by": ""},
    )


def take_back(desk: Desk, segment: ReviewSegment, person: str) -> None:
    """Forget a person's own mark on a segment."""
    _of(desk, segment).filter(person=person).delete()


def version(one: Mark) -> str:
    """What stands for a mark with its words: said again, it is another."""
    return f"{one.pk} {one.made_at.isoformat()}"


def set_aside(desk: Desk, segment: ReviewSegment, person: str, shown: Iterable[str]) -> None:
    """Take those marks on a segment's present text out of sight that were shown, under the name of who decides."""
    here, known = _of(desk, segment).filter(seen=fingerprint(segment.entry.target)), set(shown)
    for one in here:
        if version(one) in known:
            here.filter(pk=one.pk, made_at=one.made_at).update(set_aside_by=person)


def fingerprint(text: str) -> str:
    """What stands for a text: marks belong to it alone."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _of(desk: Desk, segment: ReviewSegment) -> QuerySet[Mark]:
    where = {"document": desk.document.slug, "language": desk.pack.language.tag}
    return Mark.objects.filter(segment=identity(segment.entry.key), set_aside_by="", **where)
