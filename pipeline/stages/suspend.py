"""Takes pages down at once, in one person's name, and brings them back when the policy is met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline import files
from pipeline.catalog.entry import Catalog
from pipeline.catalog.po import parse
from pipeline.catalog.signoff import signed_off
from pipeline.config import Workspace
from pipeline.errors import UsageError
from pipeline.model.document import Document
from pipeline.stages import formats, packs, register
from pipeline.stages.extract import read_all
from pipeline.stages.gate import is_anew, refusals
from pipeline.stages.publication import Publication
from pipeline.stages.publish import publish
from pipeline.stages.records import read_record, slugs_known, write_record
from pipeline.stages.register import Line
from pipeline.stages.takedown import take_down


@dataclass(frozen=True, slots=True)
class Down:
    """What keeps a page down: the `line` of the register, and how many people have to reinstate the page.

    `anew` says whether the whole text was signed off anew since, as it must have been by then.
    """

    line: Line
    needed: int
    anew: bool


@dataclass(frozen=True, slots=True)
class Suspended:
    """What was written to the register, what the site is now, and which committed files are others than before."""

    lines: tuple[Line, ...]
    site: Publication
    changed: tuple[str, ...]


def suspend(
    workspace: Workspace, slugs: Sequence[str], tags: Sequence[str], person: str, day: date, why: str
) -> Suspended:
    """Take the documents down in `tags` (none: in all languages). Takes one person; the site is rendered anew at once.

    Raises UsageError for a document that is neither among the sources nor published.
    """
    known = slugs_known(workspace)
    if unknown := [slug for slug in slugs if slug not in known]:
        raise UsageError(f"no document {', '.join(unknown)}: there are {', '.join(sorted(known)) or 'none'}")
    for tag in tags:
        workspace.languages.get(tag)
    before = _committed(workspace)
    lines = tuple(Line(slug, tag, day, person, why) for slug in slugs for tag in tags or ("",))
    register.add(workspace, lines)
    shown = None
    while shown != (shown := workspace.site.resolve()):  # a run that ends right now may have put another site there
        take_down(workspace, lines)
    return _done(workspace, lines, publish(workspace, ()), before)


def reinstate(workspace: Workspace, slug: str, tag: str, person: str, day: date, why: str) -> Suspended:
    """Bring a page back. Raises UsageError naming what stands against it.

    Nothing else may keep the page from being published, and the whole text must have been signed off anew: by another
    person than before or on another day, not before that of the suspension. Under `two-person` it takes two people.
    """
    down = register.read(workspace).suspension(slug, tag)
    if down is None:
        raise UsageError(f"{slug} ({tag}) is not suspended")
    documents = read_all(workspace, (slug,)).documents
    if not documents:
        raise UsageError(f"{slug} has no source that can be read")
    data = files.read(workspace.catalog(tag, slug))
    catalog = parse(data, f"locales/{tag}/LC_MESSAGES/{slug}.po") if data is not None else None
    if reasons := refusals(workspace, documents[0], catalog, packs.load(workspace, tag)):
        raise UsageError(f"{slug} ({tag}) may not come back yet: {'; '.join(reasons[:3])}")
    there = _committed(workspace)
    if not _is_signed_anew(workspace, documents[0], tag, catalog, down):
        raise UsageError(
            f"{slug} ({tag}) was suspended on {down.day.isoformat()}: read the whole text again and sign it off anew, "
            f"on another day or as another person than before "
            f"(`pipeline review signoff {slug} --lang {tag} --as NAME`)"
        )
    if catalog and data is not None:  # frozen before the page may be shown: never the texts that were suspended
        write_record(workspace, documents[0], tag, catalog, data)
    line = Line(slug, tag, day, person, why, lifts=True)
    register.add(workspace, [line])
    return _done(workspace, (line,), publish(workspace, (tag,), (slug,)), there)


def down(workspace: Workspace, document: Document, tag: str, catalog: Catalog | None) -> Down | None:
    """What keeps the page down; None where nobody has suspended it."""
    known = register.read(workspace)
    line = known.suspension(document.slug, tag)
    return Down(line, known.needed, _is_signed_anew(workspace, document, tag, catalog, line)) if line else None


def _is_signed_anew(
    workspace: Workspace, document: Document, tag: str, catalog: Catalog | None, suspension: Line
) -> bool:
    off = signed_off(catalog, document) if catalog else None
    if off is None or catalog is None or off.day < suspension.day:
        return False
    before = read_record(workspace, tag, document.slug)
    return before is None or is_anew(off, catalog, document, before)


def _done(
    workspace: Workspace, lines: tuple[Line, ...], site: Publication, before: Mapping[str, tuple[int, int]]
) -> Suspended:
    after = _committed(workspace)
    return Suspended(lines, site, tuple(path for path, mark in after.items() if before.get(path) != mark))


def _committed(workspace: Workspace) -> dict[str, tuple[int, int]]:
    """The files that publishing writes and that belong under version control, each with what a new one would change."""
    folders = sorted((workspace.root / "locales").glob("*/published"))
    inside = (path for folder in folders for path in sorted(folder.rglob("*")))
    paths = [workspace.root / "i18n" / "register.toml", workspace.root / formats.PLACE, *inside]
    found = ((path.relative_to(workspace.root).as_posix(), path.stat()) for path in paths if path.is_file())
    return {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in found}
