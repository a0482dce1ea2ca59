"""A person's word that a whole target document was read in order: a header line that fits one wording in one order."""

import re
from dataclasses import dataclass, replace
from datetime import date

from pipeline.catalog.entry import Catalog
from pipeline.catalog.remarks import HANDLE, digest
from pipeline.model.document import Document

_FIELD = "X-Signed-Off"
_TRIAL = "X-Sandbox"
_LINE = re.compile(rf"(\d{{4}}-\d\d-\d\d) ({HANDLE.pattern}) ~([0-9a-f]{{10}})")


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who read the whole target, and when."""

    day: date
    person: str


def sign_off(catalog: Catalog, document: Document, signature: SignOff) -> Catalog:
    """The catalog with the sign-off of the document: its segments in reading order, its structure and its links."""
    line = f"{signature.day.isoformat()} {signature.person} ~{_hash(catalog, document)}"
    return replace(catalog, header={**catalog.header, _FIELD: line})


def signed_off(catalog: Catalog, document: Document) -> SignOff | None:
    """The sign-off that holds for exactly this document with the texts as they stand, or None."""
    match = _LINE.fullmatch(catalog.header.get(_FIELD, ""))
    if match is None or match[3] != _hash(catalog, document):
        return None
    try:
        return SignOff(date.fromisoformat(match[1]), match[2])
    except ValueError:
        return None


def without_sign_off(catalog: Catalog) -> Catalog:
    """The catalog with nobody's word for the whole."""
    return replace(catalog, header={name: value for name, value in catalog.header.items() if name != _FIELD})


def _hash(catalog: Catalog, document: Document) -> str:
    """Over the language, and for each block its kind, place, links and picture, then its segments' keys and targets."""
    active = catalog.active
    parts = [catalog.header.get("Language", "")]
    for block in document.blocks:
        place = (block.kind.value, block.level, block.ordered, block.table, block.row, block.column, block.header)
        parts += [" ".join(map(str, place)), *(f"{link.number} {link.target} {link.title}" for link in block.links)]
        parts += [block.picture] if block.picture else []
        for key in block.keys:
            parts += [key.context or "", key.source, active[key].target if key in active else ""]
    return digest(tuple(parts))


def trial(catalog: Catalog) -> Catalog:
    """The catalog marked as one that a sandbox decided on: its signatures are trials, wherever the file goes."""
    return replace(catalog, header={**catalog.header, _TRIAL: "yes"})


def is_trial(catalog: Catalog) -> bool:
    """Whether decisions in this catalog were made in a sandbox."""
    return _TRIAL in catalog.header
