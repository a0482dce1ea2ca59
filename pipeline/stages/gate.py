"""The gate in front of publishing: every reason why a document may not go out in a language."""

from collections.abc import Iterable

from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.signoff import SignOff, is_trial, signed_off
from pipeline.config import Workspace
from pipeline.errors import PublishError
from pipeline.model.document import Document
from pipeline.stages import register, reports
from pipeline.stages.check import blocking, check_document
from pipeline.stages.life import Place, has_same_rights, judge
from pipeline.stages.packs import Pack
from pipeline.stages.record import Record
from pipeline.stages.records import read_record
from pipeline.wording import NOTHING

QUOTED = 70  # characters of a sentence that are enough to find it


def refusals(workspace: Workspace, document: Document, catalog: Catalog | None, pack: Pack) -> list[str]:
    """Every reason why the document may not be published in the pack's language; empty where it may."""
    tag = pack.language.tag
    record = _record(workspace, document, tag)
    if catalog is None:
        return [f"there is no catalog: run `pipeline translate --lang {tag} {document.slug}`"]
    reasons = [*_rights(workspace, document, pack), *_misplaced(workspace, catalog, tag)]
    reasons += _texts(workspace, document, catalog, pack)
    off = signed_off(catalog, document)
    if off is None:
        reasons.append(
            "nobody has signed off the whole text in its present wording and order: "
            f"`pipeline review signoff {document.slug} --lang {tag} --as NAME`"
        )
    elif record and _came_down(record, document) and not is_anew(off, catalog, document, record):
        reasons.append(
            "the text came down: read it whole again and sign it off anew, on another day or as another person than "
            f"before (`pipeline review signoff {document.slug} --lang {tag} --as NAME`)"
        )
    elif record and not has_same_rights(record, document) and not is_anew(off, catalog, document, record):
        reasons.append(
            "the rights in the source are stated otherwise since the text was signed off: sign it off anew, on another "
            f"day or as another person than before (`pipeline review signoff {document.slug} --lang {tag} --as NAME`)"
        )
    return [*reasons, *reports.unanswered(workspace, document.slug, tag)]


def _record(workspace: Workspace, document: Document, tag: str) -> Record | None:
    """What was published before; a record that cannot be read vouches for nothing, and is published anew."""
    try:
        return read_record(workspace, tag, document.slug)
    except PublishError:
        return None


def _came_down(record: Record, document: Document) -> bool:
    """Whether the published text does not hold for its readers any more, whoever suspended it or not."""
    return judge(record, Place(there=True, document=document, sandbox=True)).cause is not None


def is_anew(off: SignOff, catalog: Catalog, document: Document, record: Record) -> bool:
    """Whether a sign-off is another one than the record's: of another text, by another person or on another day."""
    active = catalog.active
    now = tuple((*key, active[key].target) for key in document.keys if key in active)
    return now != record.texts or record.signed_off != f"{off.day.isoformat()} {off.person}"


def suspended(workspace: Workspace, document: Document, tag: str) -> str:
    """Why the page is down by decision; empty where it is not."""
    line = register.read(workspace).suspension(document.slug, tag)
    if line is None:
        return ""
    return (
        f"suspended by {line.person} on {line.day.isoformat()}: {line.reason} "
        f"(`pipeline reinstate {document.slug} --lang {tag} --as NAME --why REASON` brings it back)"
    )


def _misplaced(workspace: Workspace, catalog: Catalog, tag: str) -> Iterable[str]:
    """Whether the catalog belongs here: made for this language, and its signatures given in earnest."""
    language = catalog.header.get("Language", "").replace("_", "-")
    if language.lower() != tag.lower():
        yield f"its catalog says that it is {language or 'of no language'}, not {tag}: a copy from another folder?"
    if is_trial(catalog) and not workspace.settings.policy.sandbox:
        yield (
            "its catalog was reviewed in a sandbox, where signatures are trials: take its X-Sandbox line and its"
            " `# reviewed:` lines out and review it here"
        )


def _rights(workspace: Workspace, document: Document, pack: Pack) -> Iterable[str]:
    if document.record.withdrawn:
        yield "the source is withdrawn"
    if workspace.settings.policy.sandbox:
        return
    for name in document.record.missing_rights:
        yield f"no rights: {document.path} does not state {name} (in its sidecar or front matter)"
    if not pack.signed:
        changed = " as it is now" if pack.language.signed_by else ""
        yield (
            f"the language pack of {pack.language.tag} is not signed{changed}: a lead reads it, then "
            f"`pipeline languages sign {pack.language.tag} --as NAME`"
        )


def _texts(workspace: Workspace, document: Document, catalog: Catalog, pack: Pack) -> Iterable[str]:
    needed = workspace.settings.policy.signatures
    active = catalog.active
    for key in dict.fromkeys(document.keys):
        entry = active.get(key)
        if why := _unready(entry, needed):
            yield f"{why}: {key.source[:QUOTED]!r}"
    for key, findings in check_document(document, catalog, pack).items():
        if key in active and active[key].target:
            for one in blocking(findings):
                found = one.finding
                yield f"open {found.severity.value} ({found.check}): {found.message} In {key.source[:QUOTED]!r}"
    for block in document.blocks:
        if block.keys and all(key in active and active[key].target.strip() == NOTHING for key in block.keys):
            yield f"a whole {block.kind.value} is left out ({NOTHING}): {block.segments[0][:QUOTED]!r}"


def _unready(entry: Entry | None, needed: int) -> str:
    """Why a segment is not approved; empty where it is."""
    if entry is None:
        return "not in the catalog, the source was edited since (run `pipeline translate`)"
    if not entry.target:
        return "not translated"
    if entry.unsigned(needed):
        return "unsigned: its fuzzy flag was cleared, but nobody signed this text (`pipeline review sign`)"
    return "" if entry.approved(needed) else "not approved"
