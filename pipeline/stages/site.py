"""Renders the site from the records that may be shown: only what changed, and all of it or nothing."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline import files, registry
from pipeline.config import FILE, Workspace
from pipeline.errors import PipelineError, WorkspaceError
from pipeline.model.finding import Problem
from pipeline.plugins import Renderer
from pipeline.stages import formats, generations, inputs, packs, still
from pipeline.stages.edition import Before, Edition, Page, Place, row_of, sha256_of, sheets_of
from pipeline.stages.manifest import NAME, FileRow, Manifest, to_json
from pipeline.stages.packs import Pack
from pipeline.stages.presented import present
from pipeline.stages.press import Sheet, press
from pipeline.stages.publication import Publication, Published
from pipeline.stages.shown import everything_shown
from pipeline.stages.site_pages import Entry, site_pages
from pipeline.stages.site_words import format_order
from pipeline.stages.takedown import remove_previews
from pipeline.stages.tombstones import bare_tombstone, no_record
from pipeline.stages.turned import turned

_PATIENCE = 600.0  # seconds that a run waits for another one to finish the site


@dataclass(frozen=True, slots=True)
class How:
    """How a site is rendered: in so many processes, in these `formats` beside those of `pipeline.toml`.

    No `formats` stands for those that were named last (`stages/formats.py`). `asked` gets the documents that the gate
    has looked at and those in all, `progress` the files that are rendered.
    """

    jobs: int = 1
    formats: tuple[str, ...] = ()
    asked: Callable[[int, int], None] = field(default=lambda _done, _total: None)
    progress: Callable[[int, int], None] = field(default=lambda _done, _total: None)


def render_site(workspace: Workspace, report: Publication, how: How) -> None:
    """Show readers every record that may be shown, and nothing else.

    One run at a time, the register read within: no run that began before a suspension writes the page back after it.
    A leaflet that cannot be rendered is a problem of the report, and stays as it was in all formats. Raises UsageError
    for an unknown format, StoreError where the site cannot be written: it then stays as it was.
    """
    with locked(workspace):
        before = Before(workspace.site)
        beside = formats.beside(workspace, how.formats) if how.formats else formats.chosen(workspace)
        renderers = renderers_of(workspace, (*how.formats, *beside))
        if how.formats and formats.choose(workspace, beside):
            report.formats = beside
        made_from = inputs.of_site(workspace, beside)
        if (known := still.known(workspace, before, made_from)) is not None:
            generations.clean(workspace.site, workspace.generations)
            report.refused += known.refused
            report.figures |= known.figures
            report.files += [_published(workspace, row, changed=False) for row in before.manifest.files if row.document]
            return
        own = _publish_anew(workspace, before, renderers, how)
        report.files += own.files
        report.turned += own.turned
        report.figures |= own.figures
        report.refused += own.refused
        report.problems += [one for one in own.problems if one not in report.problems]
        if workspace.site.exists() and not own.problems and made_from == inputs.of_site(workspace, beside):
            still.note(workspace, made_from, own)


def _publish_anew(workspace: Workspace, before: Before, renderers: Sequence[Renderer], how: How) -> Publication:
    """Render what changed and show it; once more where somebody took a page down in the meantime."""
    generations.clean(workspace.site, workspace.generations)
    seen = before.manifest.files
    with generations.spool(workspace.generations) as spool:
        while True:
            report = Publication()
            register = inputs.of_register(workspace)
            pages = pages_of(workspace, report, settle=True)
            if not pages and not workspace.site.exists():
                return report
            edition = compose(workspace, before, pages, Printer(renderers, spool, how), report)
            manifest = to_json(Manifest(tuple(edition.rows.values())))
            if _replace(workspace, before, edition, manifest, register):
                break
            before = Before(workspace.site)
    report.turned += turned(seen, edition.rows.values(), {page.place: page.cause for page in pages})
    for row in sorted((row for row in edition.rows.values() if row.document), key=lambda row: row.path):
        report.files.append(_published(workspace, row, changed=edition.contents[row.path] is not None))
    return report


def locked(workspace: Workspace) -> AbstractContextManager[None]:
    """Held by whoever changes the site."""
    return files.locked(workspace.generations, workspace.locks, timeout=_PATIENCE)


def renderers_of(workspace: Workspace, asked: Sequence[str]) -> list[Renderer]:
    """The formats of the site: those of `pipeline.toml`, and those `asked` for beside them.

    Raises UsageError for an unknown one.
    """
    known = registry.renderers()
    for name in asked:
        registry.renderer(name)
    for name in workspace.settings.formats:
        if name not in known:
            raise WorkspaceError(f"{FILE}, [publish] formats: unknown format {name!r}: choose from {', '.join(known)}")
    wanted = (*workspace.settings.formats, *sorted(asked, key=format_order))
    return [known[name] for name in dict.fromkeys(wanted)]


def pages_of(workspace: Workspace, report: Publication, *, settle: bool = False) -> list[Page]:
    """What stands at each address that holds a leaflet. With `settle`, records and previews are brought up to date."""
    sandbox = workspace.settings.policy.sandbox
    loaded: dict[str, Pack] = {}
    pages = []
    shown = everything_shown(workspace, report, settle=settle)
    if settle:
        remove_previews(workspace, shown)
    for one in shown:
        record = one.record
        sha256 = sha256_of(workspace.record(record.language, record.document))
        try:
            pack = loaded.get(record.language) or packs.load(workspace, record.language)
            loaded[record.language] = pack
            pages.append(Page(record, sha256, present(one, pack, sandbox=sandbox), one.cause or ""))
        except PipelineError as error:
            report.problems.append(Problem(f"{record.document} ({record.language})", str(error)))
            if one.up:  # of a text that came down nothing is kept, whether its tombstone can be made or not
                pages.append(Page(record, sha256, None))
    return pages + _in_place_of_damaged(workspace, report)


def _in_place_of_damaged(workspace: Workspace, report: Publication) -> list[Page]:
    """A tombstone for each record that cannot be read: whatever it says now, no person has signed it."""
    pages = []
    for document, tag in report.damaged:
        try:
            pack = packs.load(workspace, tag)
            leaflet = replace(bare_tombstone(pack), document=document, name=document)
        except PipelineError as error:
            report.problems.append(Problem(f"{document} ({tag})", str(error)))
            continue
        pages.append(Page(no_record(pack, document), sha256_of(workspace.record(tag, document)), leaflet))
    return pages


@dataclass(slots=True)
class Printer:
    """What renders: the formats, and where files wait. `done` are those that are there, by key, with their hash."""

    renderers: Sequence[Renderer]
    spool: generations.Spool
    how: How
    done: dict[str, tuple[Path, str]] = field(default_factory=dict)

    def run(self, sheets: Sequence[Sheet]) -> dict[Place, str]:
        """Render what is not done; what went wrong, by leaflet."""
        problems: dict[Place, str] = {}
        for sheet, made in press([one for one in sheets if one.key not in self.done], self.how.jobs, self.how.progress):
            if isinstance(made, bytes):
                self.done[sheet.key] = self.spool.write(sheet.key, made), hashlib.sha256(made).hexdigest()
            else:
                problems.setdefault(sheet.place, str(made))
        return problems


def compose(
    workspace: Workspace, before: Before, pages: Sequence[Page], printer: Printer, report: Publication
) -> Edition:
    """The new site: what did not change is taken over, the rest is rendered.

    Where one leaflet fails, the others are rendered again without the ways to it, until none does.
    """
    by_place = {page.place: page for page in pages}
    failed = [page.place for page in pages if page.leaflet is None]
    while True:
        kept = {place: rows for place in failed if (rows := _as_before(by_place[place], before))}
        shown = [page for page in pages if page.place not in failed or page.place in kept]
        sheets = sheets_of(workspace, shown, printer.renderers, kept)
        doubled = _doubled(sheets, before)
        problems = doubled or printer.run([one for one in sheets if not _is_there(one, before)])
        report.problems += [Problem(f"{document} ({tag})", why) for (document, tag), why in problems.items()]
        if not problems:
            return _edition(workspace, before, by_place, sheets, kept, printer)
        failed += problems


def _as_before(page: Page, before: Before) -> list[FileRow]:
    """The files of a leaflet that cannot be rendered, as they were; none where it came down meanwhile."""
    down = page.leaflet is not None and page.leaflet.down
    return [] if down else before.rows_of(page.place)


def _is_there(sheet: Sheet, before: Before) -> bool:
    row = before.rows.get(sheet.path)
    return row is not None and row.key == sheet.key


def _doubled(sheets: Sequence[Sheet], before: Before) -> dict[Place, str]:
    """The leaflets whose file would take the place of another one's, or of a page of the site.

    Who had the place before keeps it.
    """
    held = {row.path: row.document for row in before.manifest.files}
    seen: dict[str, str] = {}
    problems: dict[Place, str] = {}
    for sheet in sorted(sheets, key=lambda sheet: held.get(sheet.path) != sheet.leaflet.document):
        other = seen.setdefault(sheet.path, sheet.leaflet.document)
        if sheet.path.endswith("/index.html"):
            problems[sheet.place] = f"{sheet.path} is the list of leaflets: give the source in seeds/ another name"
        elif other != sheet.leaflet.document:
            problems[sheet.place] = f"{sheet.path} is a file of {other} too: give one source in seeds/ another name"
    return problems


def _edition(
    workspace: Workspace,
    before: Before,
    pages: Mapping[Place, Page],
    sheets: Sequence[Sheet],
    kept: Mapping[Place, Sequence[FileRow]],
    printer: Printer,
) -> Edition:
    edition = Edition()
    paths: dict[Place, dict[str, str]] = {}
    for row in (row for rows in kept.values() for row in rows):
        edition.add(row, None)
        paths.setdefault(row.place, {})[row.format] = row.path
    for sheet in sheets:
        known = before.rows.get(sheet.path)
        content, sha256 = (None, known.sha256) if known and known.key == sheet.key else printer.done[sheet.key]
        edition.add(row_of(sheet, pages[sheet.place], sha256), content)
        paths.setdefault(sheet.place, {})[sheet.format] = sheet.path
    listed = [Entry(page, paths[place]) for place, page in pages.items() if place in paths and page.is_up]
    for page in site_pages(workspace, listed):
        known = before.rows.get(page.path)
        edition.add(page.row, None if known and known.sha256 == page.row.sha256 else page.content)
    return edition


def _replace(workspace: Workspace, before: Before, edition: Edition, manifest: bytes, register: bytes) -> bool:
    """Put the new site in the place of the old one, unless they are the same to the byte.

    False where the register is not the one that it was made from: somebody took a page down, and the old site stands.
    """
    site, folder = workspace.site, workspace.generations

    def holds() -> bool:
        return inputs.of_register(workspace) == register

    if not holds():
        return False
    same = before.files == {*edition.rows, NAME} and files.read(site / NAME) == manifest
    if same and site.is_symlink() and not any(content is not None for content in edition.contents.values()):
        generations.clean(site, folder)
        return True
    with generations.new_generation(site, folder) as generation:
        for path, content in sorted(edition.contents.items()):
            if content is None:
                generation.keep(path)
            elif isinstance(content, Path):
                generation.take(path, content)
            else:
                generation.write(path, content)
        generation.write(NAME, manifest)
        return generations.publish(generation, site, folder, hashlib.sha256(manifest).hexdigest()[:12], holds)


def _published(workspace: Workspace, row: FileRow, *, changed: bool) -> Published:
    path = (workspace.site / row.path).relative_to(workspace.root).as_posix()
    return Published(
        row.document, row.language, row.format, path, row.sha256, draft=False, changed=changed, view=row.view
    )
