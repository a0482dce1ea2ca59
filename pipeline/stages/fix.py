"""Mends the typography of drafts: what a check has one certain fix for, and nothing that a person has spoken on."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog, Entry
from pipeline.config import Workspace
from pipeline.errors import CatalogError
from pipeline.mending import mended
from pipeline.model.finding import Problem
from pipeline.stages import packs
from pipeline.stages.check import find, subject_of
from pipeline.stages.extract import read_all
from pipeline.stages.packs import Pack

_ROUNDS = 4  # a mended space may bring another fault to light


@dataclass(frozen=True, slots=True)
class Fixed:
    """A draft whose typography was mended."""

    document: str
    language: str
    source: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FixReport:
    """What was mended, in reading order."""

    fixed: tuple[Fixed, ...]
    problems: tuple[Problem, ...] = ()


def fix(workspace: Workspace, tags: Sequence[str], names: Sequence[str] = ()) -> FixReport:
    """Mend the drafts of `tags`. Approved texts, and those that somebody signed or rejected, stay as they are."""
    read = read_all(workspace, names)
    fixed: list[Fixed] = []
    problems = list(read.problems)
    for tag in tags:
        pack = packs.load(workspace, tag)
        for document in read.documents:
            path = workspace.catalog(tag, document.slug)
            if not path.is_file():
                continue
            try:
                fixed += _fix_catalog(workspace, document.slug, pack)
            except CatalogError as error:
                problems.append(Problem(f"{document.slug} ({tag})", str(error)))
    return FixReport(tuple(fixed), tuple(problems))


def _fix_catalog(workspace: Workspace, slug: str, pack: Pack) -> list[Fixed]:
    fixed: list[Fixed] = []

    def change(catalog: Catalog | None) -> Catalog:
        assert catalog is not None  # noqa: S101  # the caller saw the file; it is read again under its lock
        fixed.clear()
        changed = {}
        for entry in catalog.active.values():
            after = _mended(slug, entry, pack)
            if after != entry.target:
                fixed.append(Fixed(slug, pack.language.tag, entry.key.source, entry.target, after))
                changed[entry.key] = entry.retouched(after)
        return catalog.with_entries(changed)

    store.update(workspace.catalog(pack.language.tag, slug), workspace.locks, change)
    return fixed


def _mended(slug: str, entry: Entry, pack: Pack) -> str:
    """The draft with every certain fix applied; as it is where it is no draft or a person has spoken on it."""
    text = entry.target
    if not text or not entry.fuzzy or entry.signatures or entry.rejections or entry.dismissals:
        return text
    for _ in range(_ROUNDS):
        findings = [one for one in find(subject_of(slug, entry.retouched(text), pack), pack) if one.fix]
        after = mended(text, findings)
        if after == text:
            break
        text = after
    return text
