"""Makes a catalog follow its source: nothing that a person wrote is lost, nothing that changed stays approved."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from rapidfuzz import fuzz, process

from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import Origin, Signature
from pipeline.catalog.signoff import without_sign_off
from pipeline.model.document import Document, Key

_NEAR = 75.0  # rapidfuzz's ratio, 0 to 100: below it, msgmerge's experience says, a draft costs more than it gives


def messages(document: Document, *, lines: bool) -> tuple[Entry, ...]:
    """The messages of a document in order: equal keys once, with every position when `lines` is asked for (templates).

    The extracted comment is the heading that the message first stands under.
    """
    found: dict[Key, Entry] = {}
    heading = ""
    for block in document.blocks:
        place = f"{document.path}:{block.line}" if lines else document.path
        for key in block.keys:
            entry = found.get(key, Entry(key, section=(heading,) if heading else ()))
            places = entry.places if place in entry.places else (*entry.places, place)
            found[key] = replace(entry, places=places)
        if block.context == "heading":
            heading = " ".join(block.segments)
    return tuple(found.values())


def merge(
    catalog: Catalog, source: Iterable[Entry], same_figures: Callable[[str, str], bool], *, near: bool = True
) -> Catalog:
    """The catalog with the messages of `source` as its active entries, in that order.

    A key that is there keeps its text, flags and remarks; one that was obsolete comes back with its state. A new
    message near to a vanished one that a person has worked on takes its text as a fuzzy draft without any valid remark,
    unless `same_figures` says that the two sources differ in numbers or units. What vanished stays, obsolete.
    """
    old = {entry.key: entry for entry in catalog.entries if entry.obsolete} | catalog.active
    wanted = {entry.key: entry for entry in source}
    vanished = [entry for key, entry in old.items() if key not in wanted and entry.target]
    offers = [entry for entry in vanished if not entry.machine_made] if near else []
    active = []
    for key, entry in wanted.items():
        if key in old:
            active.append(replace(old[key], obsolete=False, section=entry.section, places=entry.places))
        else:
            active.append(_near_match(entry, offers, same_figures))
    gone = [replace(entry, obsolete=True, section=(), places=()) for entry in vanished]
    return replace(catalog, entries=(*active, *gone))


def _near_match(entry: Entry, offers: list[Entry], same_figures: Callable[[str, str], bool]) -> Entry:
    """`entry` with the text of the offer whose source is nearest, or as it is."""
    candidates = {
        number: offer.key.source
        for number, offer in enumerate(offers)
        if offer.key.context == entry.key.context and same_figures(offer.key.source, entry.key.source)
    }
    best = process.extractOne(entry.key.source, candidates, scorer=fuzz.ratio, score_cutoff=_NEAR)
    if best is None:
        return entry
    offer = offers[best[2]]
    ancestry = tuple(remark for remark in offer.remarks if isinstance(remark.statement, Origin))
    return replace(entry, target=offer.target, fuzzy=True, remarks=ancestry, notes=offer.notes, previous=offer.key)


def resegment(catalog: Catalog, source: Iterable[Entry]) -> Catalog:
    """The catalog after a change of the segmenter: all text is kept, and every text is fuzzy until signed again.

    A sentence that is a part of an old one takes the old text whole; one that joins old ones takes their texts joined
    by a space. Both are drafts of a person's work, to be cut or joined by a person.
    """
    merged = merge(catalog, source, lambda _old, _new: False, near=False)
    olds = [entry for entry in catalog.active.values() if entry.target]
    entries = []
    for entry in merged.entries:
        if entry.obsolete:
            entries.append(entry)
        elif entry.target:
            unsigned = (s for s in entry.statements if not isinstance(s, Signature))
            entries.append(replace(entry, fuzzy=True, remarks=()).with_statements(unsigned))
        else:
            entries.append(_recut(entry, olds))
    return without_sign_off(replace(merged, entries=tuple(entries)))


def _recut(entry: Entry, olds: list[Entry]) -> Entry:
    """`entry` with the old text of the sentences it was cut from or joined of."""
    source = entry.key.source
    near = [old for old in olds if old.key.context == entry.key.context]
    whole = next((old for old in near if source in old.key.source), None)
    parts = [whole] if whole else [old for old in near if old.key.source in source]
    if not parts:
        return entry
    text = " ".join(old.target for old in parts)
    return replace(entry, target=text, fuzzy=True, previous=parts[0].key)
