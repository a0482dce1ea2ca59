"""Drafts that need no engine: from phrases, from approved segments, and figures written anew."""

from typing import NamedTuple

from pipeline.catalog.remarks import Origin, Statement
from pipeline.config import Workspace
from pipeline.memory import Memory
from pipeline.model.document import Key
from pipeline.numerals import localise_all
from pipeline.stages.memory import Found, Recollection
from pipeline.stages.memory_upkeep import catalogs, lent
from pipeline.stages.packs import Pack
from pipeline.typography import mend


class Made(NamedTuple):
    """A target text, what is to be said of it, and the source it was made for where that is another one."""

    target: str
    statements: tuple[Statement, ...]
    previous: Key | None = None


def without_engine(key: Key, pack: Pack, memory: Recollection) -> Made | None:
    """A draft from phrases, memory, or a segment that holds figures only."""
    if phrase := pack.phrases.find(key):
        return Made(phrase.target, (Origin("phrase", "signed" if phrase.signed else "proposed"),))
    if found := memory.find(key):
        return _remembered(found, key)
    if not any(c.isalpha() for c in key.source):
        source = pack.workspace.source_language.style
        figures = mend(localise_all(key.source, source, pack.language.style), key.source, pack.language.style)
        return Made(figures, (Origin("copy", "figures"),))
    return None


def _remembered(found: Found, key: Key) -> Made:
    """The draft says how like the sources are, and keeps the other source beside it (`#|`)."""
    figures = ", ".join(f"{old} to {new}" for old, new in found.changed)
    detail = f"{_shown(found.score)} {found.origin}" + (f", adapted: {figures}" if figures else "")
    return Made(found.target, (Origin("memory", detail),), None if found.key == key else found.key)


def _shown(score: float) -> str:
    """The score with two decimals, rounded down: only the same text in the same context is 1.00."""
    return f"{int(score * 100 + 1e-9) / 100:.2f}"


def approved_memory(workspace: Workspace, tag: str) -> Memory:
    """The approved segments of every document of a language, from the catalogs themselves."""
    memory = Memory()
    for path in catalogs(workspace, tag):
        for key, target in lent(workspace, path):
            memory.add(key, target, path.stem)
    return memory
