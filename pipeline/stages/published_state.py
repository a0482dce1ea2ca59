"""Whether what is published still holds, in the words of `pipeline status`."""

from pipeline.catalog.entry import Catalog
from pipeline.catalog.signoff import signed_off
from pipeline.model.document import Document
from pipeline.stages.life import Cause, Shown, View
from pipeline.stages.register import Register


def publication(shown: Shown | None, document: Document, catalog: Catalog | None, needed: int) -> str:
    """In the words of `Standing.published`; `shown` is None where nothing was ever published.

    `needed` is how many people sign each segment.
    """
    if shown is None:
        return "never"
    if shown.view is View.TOMBSTONE:
        return "suspended" if shown.cause is Cause.SUSPENDED else "withdrawn"
    record = shown.record
    if record.source.sha256 != document.sha256:
        return "source-changed"
    active = catalog.active if catalog else {}
    now = tuple((*key, active[key].target) for key in document.keys if key in active and active[key].approved(needed))
    return "fresh" if catalog and now == record.texts and signed_off(catalog, document) else "text-changed"


def if_suspended(published: str, known: Register, slug: str, language: str) -> str:
    """The same of a page that may be suspended: what is withdrawn or was never published is nothing else."""
    up = published in ("never", "withdrawn") or known.suspension(slug, language) is None
    return published if up else "suspended"
