"""Takes what came down out of the lists and the search of the site at once, before all of it is published anew."""

from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.stages.edition import Page
from pipeline.stages.manifest import PAGES, FileRow, read_manifest
from pipeline.stages.publication import Publication
from pipeline.stages.shown import everything_shown
from pipeline.stages.site_pages import Entry, site_pages


def relist(workspace: Workspace, tags: Iterable[str], replace: Callable[[Path, bytes | None], None]) -> None:
    """Put the pages around the leaflets as they are to be in their places, by `replace`; None: the page goes.

    Where they cannot be made, those of the languages `tags` go: they tell what the leaflets say.
    """
    try:
        manifest = read_manifest(workspace.site)
        rows = manifest.files if manifest else ()
        made = _pages(workspace, rows)
    except PipelineError:
        for tag in tags:
            for path in (workspace.site / tag).glob("*index*"):
                replace(path, None)
        return
    for row in rows:
        path = workspace.site / row.path
        if row.format == PAGES and path.is_file() and path.read_bytes() != made.get(row.path):
            replace(path, made.get(row.path))


def _pages(workspace: Workspace, rows: Iterable[FileRow]) -> dict[str, bytes]:
    """Every page that is no leaflet, by its path, as it lists what may be read today."""
    paths: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        if row.document:
            paths.setdefault(row.place, {})[row.format] = row.path
    shown = everything_shown(workspace, Publication(), settle=False)
    pages = [Page(one.record, "", None) for one in shown if one.up]
    entries = [Entry(page, paths[page.place]) for page in pages if page.place in paths]
    return {page.path: page.content for page in site_pages(workspace, entries)}
