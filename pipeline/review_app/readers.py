"""What readers say of a text: "I don't understand this". It is work, kept beside the catalogs, and blocks nothing."""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.db.models import QuerySet
from django.utils import timezone

from pipeline import looks
from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.review_app.models import Mark
from pipeline.review_app.page import identity
from pipeline.stages.review import Desk, ReviewSegment

LONGEST_WORDS = 1000
_TEXTS: dict[str, tuple[looks.Look, frozenset[tuple[str, str]]]] = {}


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


def waiting(workspace: Workspace, tags: Iterable[str], person: str = "") -> Counter[tuple[str, str]]:
    """How many sentences have an open mark on their present text, by language and document, or one person's marks."""
    found = Mark.objects.filter(language__in=list(tags), set_aside_by="")
    rows = (found.filter(person=person) if person else found).values_list("language", "document", "segment", "seen")
    open_ones: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for tag, slug, segment, seen in rows:
        open_ones.setdefault((tag, slug), set()).add((segment, seen))
    counts = {place: len({one for one, _ in marked & _texts(workspace, place)}) for place, marked in open_ones.items()}
    return Counter({place: number for place, number in counts.items() if number})


def _texts(workspace: Workspace, place: tuple[str, str]) -> frozenset[tuple[str, str]]:
    """What stands for each sentence with its text in a catalog; of one that cannot be read, nothing."""
    try:
        return looks.remembered(_TEXTS, workspace.catalog(*place), _read_texts)
    except (OSError, PipelineError):
        return frozenset()


def _read_texts(path: Path) -> frozenset[tuple[str, str]]:
    catalog = store.read(path)
    active = catalog.active if catalog else {}
    return frozenset((identity(key), fingerprint(entry.target)) for key, entry in active.items())
