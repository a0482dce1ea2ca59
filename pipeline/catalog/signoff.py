"""A person's word that a whole target document was read in order: a header line that fits one order and one wording."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from pipeline.catalog.entry import Catalog
from pipeline.catalog.remarks import HANDLE, digest
from pipeline.model.document import Key

_FIELD = "X-Signed-Off"
_LINE = re.compile(rf"(\d{{4}}-\d\d-\d\d) ({HANDLE.pattern}) ~([0-9a-f]{{10}})")


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who read the whole target, and when."""

    day: date
    person: str


def sign_off(catalog: Catalog, keys: Iterable[Key], signature: SignOff) -> Catalog:
    """The catalog with the sign-off of `keys` (the document's segments in reading order, repeats included)."""
    line = f"{signature.day.isoformat()} {signature.person} ~{_hash(catalog, keys)}"
    return replace(catalog, header={**catalog.header, _FIELD: line})


def signed_off(catalog: Catalog, keys: Iterable[Key]) -> SignOff | None:
    """The sign-off that holds for exactly these segments in this order with the texts as they stand, or None."""
    match = _LINE.fullmatch(catalog.header.get(_FIELD, ""))
    if match is None or match[3] != _hash(catalog, keys):
        return None
    try:
        return SignOff(date.fromisoformat(match[1]), match[2])
    except ValueError:
        return None


def _hash(catalog: Catalog, keys: Iterable[Key]) -> str:
    active = catalog.active
    texts = ((key, active[key].target if key in active else "") for key in keys)
    return digest(tuple(part for key, target in texts for part in (key.context or "", key.source, target)))
