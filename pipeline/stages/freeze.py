"""Turns a document and its catalog into a record: what would be published, with who vouches for each sentence."""

import hashlib

from pipeline import __version__
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.remarks import Waiver
from pipeline.catalog.signoff import signed_off
from pipeline.config import Workspace
from pipeline.model.document import Document, Key
from pipeline.stages.people import credit_names
from pipeline.stages.record import Record, RecordedBlock, RecordedSentence, RecordedSource
from pipeline.stages.sections import with_key_messages


def freeze(workspace: Workspace, document: Document, tag: str, catalog: Catalog, data: bytes) -> Record:
    """The record of `document` in language `tag` with the texts of `catalog` as they stand; `data` are its bytes."""
    needed = workspace.settings.policy.signatures
    active = catalog.active
    entries = [active.get(key, Entry(key)) for key in document.keys]
    off = signed_off(catalog, document)
    return Record(
        document=document.slug,
        language=tag,
        source=recorded_source(document),
        blocks=_blocks(workspace, document, active, needed),
        machine_drafted=any(_by_machine(entry) for entry in entries),
        checkers=needed,
        credits=_credits(workspace, entries),
        signed_off=f"{off.day.isoformat()} {off.person}" if off else "",
        sandbox=workspace.settings.policy.sandbox,
        catalog_sha256=hashlib.sha256(data).hexdigest(),
        code_version=__version__,
    )


def _blocks(
    workspace: Workspace, document: Document, active: dict[Key, Entry], needed: int
) -> tuple[RecordedBlock, ...]:
    return tuple(
        RecordedBlock(
            kind=block.kind,
            sentences=tuple(_sentence(active.get(key, Entry(key)), needed) for key in block.keys),
            level=block.level,
            ordered=block.ordered,
            table=block.table,
            row=block.row,
            column=block.column,
            header=block.header,
            links=block.links,
            picture=block.picture,
            key_messages=inside,
        )
        for block, inside in with_key_messages(document, workspace.source_language.style)
    )


def _sentence(entry: Entry, needed: int) -> RecordedSentence:
    return RecordedSentence(
        context=entry.key.context,
        source=entry.key.source,
        target=entry.target,
        state=entry.state(needed).value,
        origin=f"{entry.origin.kind} {entry.origin.detail}" if entry.origin else "",
        signatures=tuple(f"{s.day.isoformat()} {s.person} {s.mode.value}" for s in entry.signatures),
        dismissed=tuple(f"{d.check} {d.day.isoformat()} {d.person} {d.reason}" for d in entry.dismissals),
        exceptions=tuple(
            f"{w.day.isoformat()} {w.person} {w.reason}" for w in entry.statements if isinstance(w, Waiver)
        ),
    )


def recorded_source(document: Document) -> RecordedSource:
    """What the record keeps of the source."""
    facts = document.record
    return RecordedSource(
        path=document.path,
        sha256=document.sha256,
        language=document.language,
        title=document.title,
        version=facts.version,
        doi=facts.doi,
        published=facts.published.isoformat() if facts.published else "",
        evidence_date=facts.evidence_date,
        authors=facts.authors,
        rights_holder=facts.rights_holder,
        licence=facts.licence,
        translation_permission=facts.translation_permission,
        source_url=facts.source_url,
        source_class=facts.source_class.value,
    )


def _by_machine(entry: Entry) -> bool:
    """Whether an engine had a part in the text: drafted it, or drafted what a person then edited."""
    return entry.ancestry.startswith(("mt ", "memory "))


def _credits(workspace: Workspace, entries: list[Entry]) -> tuple[str, ...]:
    """The names of all who signed, sorted; none at all where one of them wishes not to be named."""
    names = credit_names(workspace)
    people = sorted({signature.person for entry in entries for signature in entry.signatures})
    credited = [names.get(person, "") for person in people]
    return tuple(credited) if all(credited) else ()
