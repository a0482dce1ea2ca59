"""Everything a stage needs to know of a language, read from `i18n/` with the workspace's own rows on top."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from pipeline import termbase
from pipeline.catalog import store
from pipeline.catalog.entry import Catalog
from pipeline.catalog.po import parse
from pipeline.config import Workspace
from pipeline.errors import LanguageError
from pipeline.languages import Language
from pipeline.normalise import Rule, load_rules
from pipeline.patterns import Pattern, has_slots
from pipeline.phrases import Phrase, Phrases, fold
from pipeline.termbase import Termbase

_VARIANT = "variant: "
_EVERY = "und"  # what data of every language are called
_SLOT = "slot "  # the context of a wording that may stand in a slot of that kind


@dataclass(frozen=True)
class Pack:
    """The language data of one target language; a regional language inherits its base's."""

    workspace: Workspace
    language: Language

    @cached_property
    def fingerprint(self) -> str:
        """The first 10 hex digits of SHA-256 over the files of the pack: what a lead signs."""
        return hashlib.sha256(b"\0".join(path.read_bytes() for path in self.files)).hexdigest()[:10]

    @property
    def files(self) -> tuple[Path, ...]:
        """Phrases, terms, style and notices: the files a lead reads before signing."""
        kinds = {"phrases": ".po", "termbase": ".csv", "style": ".toml", "notices": ".po"}
        return tuple(path for kind, suffix in kinds.items() for path in self._files(kind, suffix))

    @property
    def signed(self) -> bool:
        """Whether a lead has signed the pack as it is now."""
        return bool(self.language.signed_by) and self.language.signed_pack == self.fingerprint

    @cached_property
    def phrases(self) -> Phrases:
        """The standard headings and stock sentences; signed with the pack."""
        read = [(path, phrase) for path in self._files("phrases", ".po") for phrase in _phrases(store.read(path))]
        rows = [replace(row, signed=self.signed) for _, row in read]
        places = {row.source: path for path, row in read}
        fixed = (row for row in rows if not (row.context or "").startswith(_SLOT))
        return Phrases(fixed, self._patterns(rows, places))

    def _patterns(self, rows: Sequence[Phrase], places: Mapping[str, Path]) -> Iterator[tuple[Phrase, Pattern]]:
        """The phrases with slots, once for each English wording. Raises LanguageError naming file and phrase."""
        choices: dict[str, dict[str, str]] = {}
        for row in rows:
            if (row.context or "").startswith(_SLOT) and row.target:
                choices.setdefault((row.context or "").removeprefix(_SLOT), {})[row.source.lower()] = row.target
        languages = (self.workspace.source_language, self.language)
        for row in (row for row in rows if has_slots(row.source) and row.target):
            for source in (row.source, *row.variants):
                try:
                    yield row, Pattern(source, row.target, languages, choices)
                except ValueError as error:
                    raise LanguageError(f"{places[row.source]}: {error}") from error

    @cached_property
    def terms(self) -> Termbase:
        """The termbase."""
        return termbase.load(self._files("termbase", ".csv"))

    @cached_property
    def notices(self) -> dict[str, str]:
        """What a leaflet says of itself, by its English; English where the language has no wording yet."""
        paths = self._files("notices", ".po")
        rows = [entry for path in paths for entry in _entries(path, path.read_bytes())]
        return {source: target for source, target in rows if target}

    @cached_property
    def confidence_files(self) -> tuple[Path, ...]:
        """What is known of the drafts of all languages, then of the language's."""
        tags = dict.fromkeys(tag for tag in (_EVERY, self.language.base, self.language.tag) if tag)
        return tuple(path for tag in tags for path in self.workspace.languages.files("confidence", f"{tag}.toml"))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """How the source language is spelt for engines."""
        source = self.workspace.settings.source_language
        return load_rules(self.workspace.languages.files("normalise", f"{source}.toml"))

    def _files(self, kind: str, suffix: str) -> tuple[Path, ...]:
        names = [name for name in (self.language.base, self.language.tag) if name]
        return tuple(p for name in names for p in self.workspace.languages.files(kind, f"{name}{suffix}"))


def load(workspace: Workspace, tag: str) -> Pack:
    """The pack of a language. Raises LanguageError for a tag that `languages.toml` does not know."""
    return Pack(workspace, workspace.languages.get(tag))


def standard_headings(workspace: Workspace) -> Callable[[str], bool]:
    """Whether a line of a source is a standard heading: the English of every language's phrases counts."""
    folders = [folder / "phrases" for folder in workspace.languages.folders]
    paths = [path for folder in folders for path in sorted(folder.glob("*.po"))]
    known = frozenset().union(*(_headings(path, path.read_bytes()) for path in paths))
    return lambda line: fold(line) in known


@lru_cache(maxsize=64)
def _headings(path: Path, data: bytes) -> frozenset[str]:
    """The standard headings of these phrases: as long as the file is the same, it is understood once a process."""
    rows = _phrases(parse(data, store.shown(path)))
    return frozenset(fold(s) for row in rows if row.context == "heading" for s in (row.source, *row.variants))


def _phrases(catalog: Catalog | None) -> Iterator[Phrase]:
    for entry in catalog.active.values() if catalog else ():
        variants = tuple(line.removeprefix(_VARIANT) for line in entry.section if line.startswith(_VARIANT))
        target = "" if entry.fuzzy else entry.target
        yield Phrase(entry.key.context, entry.key.source, target, variants)


@lru_cache(maxsize=64)
def _entries(path: Path, data: bytes) -> tuple[tuple[str, str], ...]:
    """Source and target of each message: as long as the file is the same, it is understood once a process."""
    active = parse(data, store.shown(path)).active
    return tuple((entry.key.source, "" if entry.fuzzy else entry.target) for entry in active.values())
