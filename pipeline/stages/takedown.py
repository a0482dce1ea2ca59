"""Takes pages out of sight at once, file by file, before the whole site is published anew."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from pipeline import registry
from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.plugins import Renderer
from pipeline.stages import packs
from pipeline.stages.life import Shown, View
from pipeline.stages.records import places
from pipeline.stages.register import Line
from pipeline.stages.relist import relist
from pipeline.stages.tombstones import bare_tombstone


def take_down(workspace: Workspace, lines: Sequence[Line]) -> None:
    """Put a tombstone in the place of every page that these lines suspend, one after the other, and list them no more.

    It is the same for all leaflets of a language, and so takes no time to make; the publication that follows makes them
    their own. A file is the old one or a tombstone at any moment; one for which none can be made is removed.
    """

    @cache
    def content(tag: str, day: date, name: str) -> bytes | None:
        try:
            return registry.renderer(name).render(bare_tombstone(packs.load(workspace, tag), day)).content
        except PipelineError:
            return None

    tags = set()
    for tag, slug, _ in places(workspace):
        line = next((one for one in lines if one.concerns(slug, tag)), None)
        for renderer, path in _files(workspace.site / tag, slug) if line else ():
            if line and path.is_file():
                _replace(path, content(tag, line.day, renderer.name))
                tags.add(tag)
    relist(workspace, sorted(tags), _replace)


def _replace(path: Path, content: bytes | None) -> None:
    """Put the content in the place of a file in one step. Written through to the disk it is with the whole site."""
    if content is None:
        path.unlink(missing_ok=True)
        return
    temporary = path.with_name(f".{path.name}.down")
    temporary.write_bytes(content)
    temporary.replace(path)


def remove_previews(workspace: Workspace, shown: Iterable[Shown]) -> None:
    """Remove the previews of what came down. Who works on the text makes them anew: `pipeline publish --draft`."""
    for one in shown:
        if one.view is View.TOMBSTONE:
            for _, path in _files(workspace.preview / one.record.language, f"{one.record.document}-draft"):
                path.unlink(missing_ok=True)


def _files(folder: Path, name: str) -> list[tuple[Renderer, Path]]:
    """The files that a leaflet of this name has, or would have, in every format that there is."""
    return [(renderer, folder / f"{name}{renderer.suffix}") for renderer in registry.renderers().values()]
