"""Makes workspaces with many leaflets that are ready to be published: signed catalogs, written without an engine."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from conftest import DAY

from pipeline import files
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.po import serialise
from pipeline.catalog.remarks import Signature, sealed
from pipeline.catalog.signoff import SignOff, sign_off, trial
from pipeline.catalog.template import new_catalog
from pipeline.config import FILE, Workspace
from pipeline.model.decision import Mode
from pipeline.model.document import Document, Key
from pipeline.stages.extract import read_all
from pipeline.stages.records import write_record
from pipeline.stages.workspace import init

_WORDS = (
    {
        "Walking practice": "La práctica de la marcha",
        "This medicine": "Este medicamento",
        "Eating less salt": "Comer menos sal",
        "Vitamin D": "La vitamina D",
    },
    {"may reduce": "puede reducir", "probably improves": "probablemente mejora", "does not change": "no cambia"},
    {"blood pressure": "la presión arterial", "pain": "el dolor", "time in hospital": "el tiempo en el hospital"},
    {"in children": "en los niños", "after 6 weeks": "después de 6 semanas", "in adults": "en los adultos"},
)


def target_of(source: str) -> str:
    """A translation into Spanish of what `source_of` writes."""
    text = source
    for words in _WORDS:
        for english, spanish in words.items():
            text = text.replace(english, spanish)
    text = text.replace("Key messages", "Mensajes clave").replace("studies", "estudios").replace("group", "grupo")
    if text.startswith("Does treatment"):
        text = "¿Ayuda el" + text.removeprefix("Does").replace("treatment", "tratamiento").replace("help", "a")
        text = text.replace("people feel better?", "que las personas se sientan mejor?")
    return text


def source_of(number: int, sentences: int) -> str:
    """A document of so many sentences, the same for the same number."""
    chance = random.Random(number)
    lines = [f"Does treatment {number} help people feel better?", "Key messages"]
    for i in range(sentences):
        subject, verb, thing, when = (chance.choice(list(words)) for words in _WORDS)
        lines.append(f"{subject} {verb} {thing} {when} ({chance.randint(1, 99)} studies, group {number}-{i}).")
    return "\n".join(lines) + "\n"


def make_site(
    root: Path, documents: int, tags: Sequence[str], *, sentences: int = 6, records: bool = True
) -> Workspace:
    """A sandbox with these documents, signed and signed off in each language; with `records`, past the gate too."""
    workspace = init(root, sandbox=False, languages=list(tags))
    path = workspace.root / FILE
    path.write_text(path.read_text("utf-8").replace("sandbox = false", "sandbox = true"), "utf-8")
    for number in range(documents):
        (workspace.seeds / f"doc-{number:04}.txt").write_text(source_of(number, sentences), "utf-8")
    workspace = Workspace(workspace.root)
    for document in read_all(workspace).documents:
        for tag in tags:
            sign(workspace, document, tag, records=records)
    return workspace


def sign(workspace: Workspace, document: Document, tag: str, *, records: bool = True, instead: str = "") -> None:
    """Write the catalog of a document as if `ana` had read every sentence; `instead` is what its last one says."""
    targets = {key: target_of(key.source) for key in document.keys}
    if instead:
        targets[document.keys[-1]] = instead
    catalog, data = write_catalog(workspace, document, tag, targets)
    if records:
        write_record(workspace, document, tag, catalog, data)


def write_catalog(
    workspace: Workspace, document: Document, tag: str, targets: Mapping[Key, str]
) -> tuple[Catalog, bytes]:
    """The catalog of a document with these texts, each read by `ana`, who signed the whole off."""
    empty = new_catalog(tag, document.slug, workspace.languages.get(tag).plural_forms)
    catalog = trial(replace(empty, entries=tuple(_signed(key, target) for key, target in targets.items())))
    catalog = sign_off(catalog, document, SignOff(DAY, "ana"))
    data = serialise(catalog)
    files.write_atomic(workspace.catalog(tag, document.slug), data, expected=files.UNCHECKED)
    return catalog, data


def _signed(key: Key, target: str) -> Entry:
    return Entry(key, target, remarks=(sealed(Signature(DAY, "ana", Mode.READ), key, target),))
