"""A signed and published leaflet in no time: the texts of `conftest.STROKE` in Spanish, approved without an engine."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from conftest import DAY

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import Origin, Signature, sealed
from pipeline.catalog.signoff import SignOff, sign_off, trial
from pipeline.config import Workspace
from pipeline.model.decision import Mode
from pipeline.model.document import Document, Key
from pipeline.stages.extract import extract
from pipeline.stages.publish import publish

SPANISH = {
    "Does walking practice help after a stroke?": "¿Ayuda practicar la marcha después de un accidente cerebrovascular?",
    "Key messages": "Mensajes clave",
    "Walking practice probably helps people walk faster.": (
        "Practicar la marcha probablemente ayuda a caminar más rápido."
    ),
    "It does not cause more falls.": "No causa más caídas.",
    "It causes no more falls.": "No provoca más caídas.",
    "It is safe for most people.": "Es seguro para la mayoría de las personas.",
    "What is a stroke?": "¿Qué es un accidente cerebrovascular?",
    "A stroke happens when the blood supply to part of the brain is cut off.": (
        "Un accidente cerebrovascular ocurre cuando se interrumpe el riego sanguíneo a una parte del cerebro."
    ),
    "What did we find?": "¿Qué encontramos?",
    "We found 62 studies with 2440 people.": "Encontramos 62 estudios con 2440 personas.",
    "People took 10 mg of the medicine.": "Las personas tomaron 10 mg del medicamento.",
    "People took 20 mg of the medicine.": "Las personas tomaron 20 mg del medicamento.",
}
FALLS = SPANISH["It does not cause more falls."]


def sign(workspace: Workspace, person: str = "ana", day: date = DAY, changed: Mapping[str, str] | None = None) -> None:
    """Approve every sentence of every document in these words, and sign the whole off; `changed` replaces words."""
    for document in extract(workspace, tags=["es"]).documents:
        change = partial(_signed, document=document, off=SignOff(day, person), changed=changed or {})
        store.update(workspace.catalog("es", document.slug), workspace.locks, change)


def issue(workspace: Workspace, person: str = "ana", day: date = DAY) -> None:
    """Sign and publish."""
    sign(workspace, person, day)
    report = publish(workspace, ["es"])
    assert report.clean, (report.refused, report.problems)


def _signed(catalog: Catalog | None, document: Document, off: SignOff, changed: Mapping[str, str]) -> Catalog:
    assert catalog is not None
    approved = {key: _approved(key, off, changed) for key in document.keys}
    return sign_off(trial(catalog.with_entries(approved)), document, off)


def _approved(key: Key, off: SignOff, changed: Mapping[str, str]) -> Entry:
    target = SPANISH[key.source]
    for before, after in changed.items():
        target = target.replace(before, after)
    said = (Origin("mt", "apertium en>es 1.0"), Signature(off.day, off.person, Mode.READ))
    return replace(Entry(key, target), remarks=tuple(sealed(one, key, target) for one in said))
