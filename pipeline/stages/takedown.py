"""Takes pages out of sight at once, file by file, before the whole site is published anew."""

from collections.abc import Iterable, Sequence
from functools import cache, partial
from pathlib import Path

from pipeline import registry
from pipeline.config import Workspace
from pipeline.errors import PipelineError, PublishError
from pipeline.model.leaflet import Leaflet
from pipeline.plugins import Renderer
from pipeline.stages import packs
from pipeline.stages.life import Place, Shown, View, judge
from pipeline.stages.packs import Pack
from pipeline.stages.presented import present
from pipeline.stages.records import places, read_record
from pipeline.stages.register import Line

_AT_ONCE = (".html", ".txt")  # formats that take no time to make; paper takes longer than a reader may wait


def take_down(workspace: Workspace, lines: Sequence[Line]) -> None:
    """Put tombstones in the place of the pages that these lines suspend, one after the other.

    A file is the old one or the tombstone at any moment. What takes long to make (paper) is removed, and so is every
    file of a leaflet that cannot be read: the publication that follows makes their tombstones.
    """
    load = cache(partial(packs.load, workspace))
    for tag, slug, _ in places(workspace):
        line = next((one for one in lines if one.concerns(slug, tag)), None)
        standing = [(r, path) for r, path in _files(workspace.site / tag, slug) if path.is_file()] if line else []
        if not standing:
            continue
        page = _tombstone(workspace, load(tag), slug, line)
        for renderer, path in standing:
            _replace(path, page if renderer.suffix.endswith(_AT_ONCE) else None, renderer)


def _tombstone(workspace: Workspace, pack: Pack, slug: str, line: Line | None) -> Leaflet | None:
    """The tombstone of a leaflet; None where its record or language cannot be read."""
    try:
        record = read_record(workspace, pack.language.tag, slug)
        sandbox = workspace.settings.policy.sandbox
        place = Place(there=True, suspension=line, sandbox=sandbox)
        return present(judge(record, place), pack, sandbox=sandbox) if record else None
    except PipelineError:
        return None


def _replace(path: Path, page: Leaflet | None, renderer: Renderer) -> None:
    try:
        if page:
            _swap(path, renderer.render(page).content)
            return
    except PublishError:
        pass  # a language that lacks a word of the page's own: better no page than the text
    path.unlink(missing_ok=True)


def _swap(path: Path, content: bytes) -> None:
    """Put the content in the place of a file in one step. Written through to the disk it is with the whole site."""
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
