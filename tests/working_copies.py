"""A document in Spanish drafts without any engine, handed out and edited as an editor would do it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from conftest import DAY

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.po import parse, serialise
from pipeline.catalog.remarks import Origin
from pipeline.catalog.working_copy import read_copy
from pipeline.config import Workspace
from pipeline.model.decision import Decision, Verdict
from pipeline.model.document import Key
from pipeline.stages.extract import extract
from pipeline.stages.review import Desk
from pipeline.stages.take_in import TakenIn, take_in

NAME = "stroke.es.po"
MT = Origin("mt", "firefox en>pt 2.0")
FASTER = Key(None, "Walking practice probably helps people walk faster.")
FALLS = Key(None, "It does not cause more falls.")
KEY_MESSAGES = Key("heading", "Key messages")
TEXTS = {
    Key("title", "Does walking practice help after a stroke?"): "¿Ayuda practicar la marcha después de un ictus?",
    KEY_MESSAGES: "Mensajes clave",
    FASTER: "Practicar la marcha probablemente ayuda a caminar más rápido.",
    FALLS: "No causa más caídas.",
    Key("heading", "What is a stroke?"): "¿Qué es un ictus?",
    Key(
        None, "A stroke happens when the blood supply to part of the brain is cut off."
    ): "Un ictus ocurre cuando se corta el riego sanguíneo a una parte del cerebro.",
    Key("heading", "What did we find?"): "¿Qué encontramos?",
    Key(None, "We found 62 studies with 2440 people."): "Encontramos 62 estudios con 2440 personas.",
    Key(None, "People took 10 mg of the medicine."): "Las personas tomaron 10 mg del medicamento.",
}
"""The translations of conftest's document, in reading order."""


def draft_all(workspace: Workspace) -> None:
    """Machine drafts for the whole document."""
    extract(workspace)

    def drafted(catalog: Catalog | None) -> Catalog:
        assert catalog is not None
        return catalog.with_entries({key: entry.drafted(TEXTS[key], [MT]) for key, entry in catalog.active.items()})

    store.update(workspace.catalog("es", "stroke"), workspace.locks, drafted)


def edited(data: bytes, change: Callable[[Entry], Entry]) -> bytes:
    """A file with its entries changed."""
    catalog = parse(data, NAME)
    return serialise(replace(catalog, entries=tuple(map(change, catalog.entries))))


def with_texts(data: bytes, texts: Mapping[Key, str], *, fuzzy: bool = False) -> bytes:
    """A file with these texts, their flags set or cleared; the rest as it is."""
    return edited(
        data, lambda entry: replace(entry, target=texts[entry.key], fuzzy=fuzzy) if entry.key in texts else entry
    )


def decided(desk: Desk, key: Key, verdict: Verdict, person: str = "eva", **changes: str) -> Decision:
    """A decision on a segment as it stands."""
    text = desk.segment(key).entry.target
    fields = {"replaces": text, "target": text} | changes
    return Decision("stroke", "es", key, verdict, person, DAY, **fields)  # type: ignore[arg-type]


def brought(desk: Desk, data: bytes, person: str = "ana") -> TakenIn:
    """Take the file in as this person."""
    return take_in(desk, read_copy(data, NAME), person, DAY)


def texts(desk: Desk) -> dict[Key, str]:
    """The texts as they stand."""
    return {segment.entry.key: segment.entry.target for segment in desk.segments()}


def bytes_of(desk: Desk) -> bytes:
    """The catalog as it stands on the disk."""
    return desk.workspace.catalog("es", "stroke").read_bytes()
