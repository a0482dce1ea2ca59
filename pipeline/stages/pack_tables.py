"""The language pack as tables, for a person who reads it before signing: what its files say, row by row."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline import termbase
from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.errors import LanguageError
from pipeline.stages import packs
from pipeline.stages.packs import Pack
from pipeline.termbase import Term


@dataclass(frozen=True, slots=True)
class Wording:
    """An English wording with its translation, and what the file remarks about it."""

    source: str
    target: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """The pack; `fingerprint` was taken before the files were read, so that what is signed is what was shown."""

    fingerprint: str
    pack: Pack
    style: tuple[tuple[str, str], ...]
    terms: tuple[Term, ...]
    phrases: tuple[Wording, ...]
    notices: tuple[Wording, ...]


def tables(workspace: Workspace, tag: str) -> Tables:
    """The tables of a language as its files are now. Raises LanguageError for files that cannot be read."""
    pack = packs.load(workspace, tag)
    return Tables(
        fingerprint=pack.fingerprint,
        pack=pack,
        style=tuple(_style(pack)),
        terms=termbase.load(path for path in pack.files if path.parent.name == "termbase").terms,
        phrases=tuple(_wordings(pack, "phrases")),
        notices=tuple(_wordings(pack, "notices")),
    )


def _style(pack: Pack) -> Iterator[tuple[str, str]]:
    rows: dict[str, Any] = {}
    for path in pack.files:
        if path.parent.name == "style":
            try:
                rows |= tomllib.loads(path.read_text("utf-8"))
            except (OSError, ValueError) as error:
                raise LanguageError(f"{path}: {error}") from error
    return ((name, _shown(value)) for name, value in rows.items())


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_shown(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(_shown(one) for one in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _wordings(pack: Pack, kind: str) -> Iterator[Wording]:
    """The rows of all files of a kind; a later file's wording of the same English replaces an earlier one's."""
    rows: dict[tuple[str | None, str], Wording] = {}
    for path in pack.files:
        catalog = store.read(path) if path.parent.name == kind else None
        for entry in catalog.active.values() if catalog else ():
            target = "" if entry.fuzzy else entry.target
            rows[entry.key] = Wording(entry.key.source, target, tuple(entry.section))
    return iter(rows.values())
