"""What a site will hold: which files, made from what, and which of them the site before has already."""

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pipeline import __version__
from pipeline.config import Workspace
from pipeline.errors import PublishError
from pipeline.model.leaflet import FormatChoice, LanguageChoice, Leaflet, SiteLinks
from pipeline.plugins import Renderer
from pipeline.stages.life import View
from pipeline.stages.makings import digest_of, key_of, makings
from pipeline.stages.manifest import NAME, FileRow, Manifest, read_manifest
from pipeline.stages.press import Sheet
from pipeline.stages.record import Record
from pipeline.stages.site_words import format_word

Place = tuple[str, str]  # a leaflet, by document and language


@dataclass(frozen=True, slots=True)
class Page:
    """A leaflet of the site: its record, the hash of the record's file, and how it is shown; None where it cannot be.

    `cause` is why a tombstone stands there, in the words of `life.Cause`.
    """

    record: Record
    record_sha256: str
    leaflet: Leaflet | None
    cause: str = ""

    @property
    def place(self) -> Place:
        """The leaflet, by document and language."""
        return self.record.document, self.record.language

    @property
    def is_up(self) -> bool:
        """Whether the text itself is shown, as it is or as it was."""
        return self.leaflet is None or not self.leaflet.down


@dataclass(frozen=True)
class Before:
    """The site as it is: what its manifest says, believed of a file only where the file's own hash agrees."""

    site: Path

    @cached_property
    def manifest(self) -> Manifest:
        """Its manifest; an empty one where there is none that can be read."""
        try:
            return read_manifest(self.site) or Manifest()
        except PublishError:
            return Manifest()

    @cached_property
    def rows(self) -> Mapping[str, FileRow]:
        """The files that are there as they were written, by path."""
        return {row.path: row for row in self.manifest.files if sha256_of(self.site / row.path) == row.sha256}

    def rows_of(self, place: Place) -> list[FileRow]:
        """The files of a leaflet, if all of them are as they were written; none where one is not."""
        rows = [row for row in self.manifest.files if row.place == place]
        return rows if all(row.path in self.rows for row in rows) else []

    @cached_property
    def files(self) -> set[str]:
        """The paths of all that lies in the site."""
        return files_in(self.site)


@dataclass(slots=True)
class Edition:
    """The files of the new site by path: new bytes, the file that holds them, or None where the old one is kept."""

    rows: dict[str, FileRow] = field(default_factory=dict)
    contents: dict[str, bytes | Path | None] = field(default_factory=dict)

    def add(self, row: FileRow, content: bytes | Path | None) -> None:
        """Add a file. Raises PublishError where another one has its path."""
        if row.path in self.rows or row.path == NAME:
            raise PublishError(f"{row.path}: two files of the site have this name")
        self.rows[row.path] = row
        self.contents[row.path] = content


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hex; empty where it cannot be read or is no file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def files_in(site: Path) -> set[str]:
    """The paths of all files in a site, links among them."""
    folder = site.resolve()
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()}


def sheets_of(
    workspace: Workspace, pages: Iterable[Page], renderers: Sequence[Renderer], kept: Mapping[Place, Sequence[FileRow]]
) -> list[Sheet]:
    """Every page in every format, each with the ways to the others; `kept` are the files that stay as they were."""
    pages = list(pages)
    listed = {page.record.language for page in pages if page.is_up}
    pages = [page for page in pages if page.place not in kept]
    formats = {page.place: {renderer.name: renderer.suffix for renderer in renderers} for page in pages}
    suffixes = {renderer.name: renderer.suffix for renderer in renderers}
    for place, rows in kept.items():
        formats[place] = {row.format: suffixes[row.format] for row in rows if row.format in suffixes}
    ways = _Ways(workspace, formats, listed)
    return [sheet for page in pages if page.leaflet for sheet in _sheets(page.leaflet, renderers, ways)]


def _sheets(leaflet: Leaflet, renderers: Iterable[Renderer], ways: "_Ways") -> Iterator[Sheet]:
    place, said = (leaflet.document, leaflet.language), digest_of(leaflet)
    for renderer in renderers:
        choices = ways.choices(place, renderer)
        site = ways.links(place, renderer) if renderer.suffix.endswith(".html") else None
        key = key_of(said, renderer.name, (choices, site))
        path = f"{leaflet.language}/{leaflet.name}{renderer.suffix}"
        yield Sheet(replace(leaflet, choices=choices, site=site), renderer.name, path, key)


def row_of(sheet: Sheet, page: Page, sha256: str) -> FileRow:
    """The manifest's row of a leaflet's file."""
    record, made = page.record, makings()
    return FileRow(
        path=sheet.path,
        sha256=sha256,
        document=record.document,
        language=record.language,
        format=sheet.format,
        key=sheet.key,
        record=f"locales/{record.language}/published/{record.document}.json",
        record_sha256=page.record_sha256,
        source_sha256=record.source.sha256,
        catalog_sha256=record.catalog_sha256,
        template_sha256=made.templates,
        fonts_sha256=made.fonts,
        signed_off=record.signed_off.partition(" ")[0],  # the manifest is public, handles are not
        code_version=__version__,
        view=_view(sheet.leaflet),
    )


def _view(leaflet: Leaflet) -> View:
    if leaflet.down:
        return View.TOMBSTONE
    return View.NOTICE if leaflet.status else View.LEAFLET


class _Ways:
    """The addresses of leaflets, as seen from one another and from outside."""

    def __init__(
        self, workspace: Workspace, formats: Mapping[Place, Mapping[str, str]], listed: Container[str]
    ) -> None:
        """`listed` are the languages that have a list: one that has tombstones alone has none."""
        self._workspace = workspace
        self._base = workspace.settings.site_base
        self._formats = formats
        self._listed = listed
        self._languages: dict[str, list[str]] = {}
        for document, language in sorted(formats):
            self._languages.setdefault(document, []).append(language)

    def choices(self, place: Place, renderer: Renderer) -> tuple[LanguageChoice, ...]:
        """The same document in other languages, in the same format."""
        document, language = place
        tags = [tag for tag in self._in(document, renderer) if tag != language]
        return tuple(LanguageChoice(tag, self._name(tag), f"../{tag}/{document}{renderer.suffix}") for tag in tags)

    def links(self, place: Place, renderer: Renderer) -> SiteLinks:
        """The ways from a page into the site."""
        document, language = place
        tags = self._in(document, renderer)
        here = f"{language}/{document}{renderer.suffix}"
        addresses = [(tag, f"{tag}/{document}{renderer.suffix}") for tag in tags]
        alternates = [*addresses, ("x-default", "index.html")] if len(tags) > 1 else []
        others = [name for name in self._formats[place] if name != renderer.name]
        return SiteLinks(
            home="index.html" if language in self._listed else "../index.html",
            start="../index.html",
            canonical=f"{self._base}{here}" if self._base else "",
            alternates=tuple(LanguageChoice(tag, "", self._full(path)) for tag, path in alternates),
            formats=tuple(
                FormatChoice(format_word(name), f"{document}{self._formats[place][name]}") for name in others
            ),
        )

    def _in(self, document: str, renderer: Renderer) -> list[str]:
        """The languages that have the document in the format."""
        return [tag for tag in self._languages[document] if renderer.name in self._formats[document, tag]]

    def _full(self, path: str) -> str:
        """A path of the site as machines want it: in full where the site has an address."""
        return f"{self._base}{path.removesuffix('index.html')}" if self._base else f"../{path}"

    def _name(self, tag: str) -> str:
        return self._workspace.languages.get(tag).name
