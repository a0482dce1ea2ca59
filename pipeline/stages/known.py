"""Drafts that need no engine: from phrases, from approved segments, and figures written anew."""

from pipeline.catalog import store
from pipeline.catalog.remarks import Origin, Statement
from pipeline.catalog.signoff import is_trial
from pipeline.config import Workspace
from pipeline.errors import CatalogError
from pipeline.memory import Memory
from pipeline.model.document import Key
from pipeline.numerals import localise_all
from pipeline.stages.packs import Pack
from pipeline.typography import mend
from pipeline.wording import NOTHING

Made = tuple[str, tuple[Statement, ...]]  # a target text and what is to be said of it


def without_engine(key: Key, pack: Pack, memory: Memory) -> Made | None:
    """A draft from phrases, memory, or a segment that holds figures only."""
    if phrase := pack.phrases.find(key):
        return phrase.target, (Origin("phrase", "signed" if phrase.signed else "proposed"),)
    if match := memory.find(key):
        return match.target, (Origin("memory", f"{match.score:.2f} {match.document}"),)
    if not any(c.isalpha() for c in key.source):
        source = pack.workspace.source_language.style
        figures = mend(localise_all(key.source, source, pack.language.style), key.source, pack.language.style)
        return figures, (Origin("copy", "figures"),)
    return None


def approved_memory(workspace: Workspace, tag: str, *, base: bool = True) -> Memory:
    """The approved segments of every document of the language, and with `base` those of the language it comes from.

    A catalog that cannot be read lends nothing; its own document reports it. Trials in a sandbox lend to sandboxes.
    """
    memory = Memory()
    policy = workspace.settings.policy
    tags = [t for t in (tag, workspace.languages.get(tag).base if base else "") if t]
    for path in (p for t in tags for p in sorted((workspace.root / "locales" / t / "LC_MESSAGES").glob("*.po"))):
        if not workspace.template(path.stem).is_file():
            continue
        try:
            catalog = store.read(path)
        except CatalogError:
            continue
        if catalog is None or (is_trial(catalog) and not policy.sandbox):
            continue
        for key, entry in catalog.active.items():
            if entry.approved(policy.signatures) and entry.target != NOTHING:
                memory.add(key, entry.target, path.stem)
    return memory
