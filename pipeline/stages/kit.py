"""What another process or machine needs to make the same drafts as here, in one parcel: language data and versions.

Engines and models do not travel: a worker has its own, and refuses where they are not those of the route.
"""

import hashlib
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pipeline
from pipeline import shipped
from pipeline.config import FILE, Workspace
from pipeline.errors import EngineError
from pipeline.stages import packs
from pipeline.stages.drafting import Draft
from pipeline.stages.packs import Pack
from pipeline.stages.second_look import Drafts, open_drafts

_TEMPLATES = "templates"


@dataclass(frozen=True)
class Kit:
    """A small workspace: the files of one without texts, by path, and what is to be drafted with it.

    `route` is as origins name it. `code` tells one version of the code and of its language data from another.
    """

    tag: str
    engines: tuple[str, ...]
    route: str
    code: str
    files: tuple[tuple[str, bytes], ...]
    second_look: bool = True

    @cached_property
    def digest(self) -> str:
        """Tells this kit from every other."""
        stated = repr((self.tag, self.engines, self.route, self.code, self.files, self.second_look))
        return hashlib.sha256(stated.encode()).hexdigest()[:16]


def pack_kit(
    workspace: Workspace, pack: Pack, engines: Sequence[str], described: str, *, second_look: bool = True
) -> Kit:
    """The kit for a language of a workspace, whose route is `described` so."""
    files = [(FILE, (workspace.root / FILE).read_bytes())]
    for folder in workspace.languages.folders[1:]:
        paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and _TEMPLATES not in path.parts)
        files += [(f"i18n/{path.relative_to(folder).as_posix()}", path.read_bytes()) for path in paths]
    return Kit(pack.language.tag, tuple(engines), described, _code(), tuple(files), second_look)


def _code() -> str:
    """The version of the code, and the first digits of SHA-256 over the language data that come with it."""
    folder, data = shipped.language_data(), hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and _TEMPLATES not in path.parts:
            data.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{pipeline.__version__} {data.hexdigest()[:10]}"


class _Bench:
    """A kit unpacked and its engines open: one in a process, for as long as it is asked for the same kit."""

    def __init__(self, kit: Kit) -> None:
        """Raises EngineError where this machine would draft otherwise than the one that packed the kit."""
        if (code := _code()) != kit.code:
            raise EngineError(f"this worker has version {code}, the kit was packed by {kit.code}: install the same one")
        self.digest = kit.digest
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pipeline-kit-")))
            for name, data in kit.files:
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            workspace = Workspace(folder)
            opened = open_drafts(workspace, packs.load(workspace, kit.tag), kit.engines, twice=kit.second_look)
            self.drafter, described = stack.enter_context(opened)
            if described != kit.route:
                raise EngineError(
                    f"this worker would go by {described}, the kit by {kit.route}: install the same models"
                )
            self._stack = stack.pop_all()

    def close(self) -> None:
        self._stack.close()


_benches: list[_Bench] = []
_one_at_a_time = threading.Lock()  # a worker may have several threads; engines belong to one


def draft(kit: Kit, sentences: Sequence[str]) -> list[Draft]:
    """A draft of each sentence, in order, by the drafter of the kit, which stays open for the next call."""
    with _one_at_a_time:
        return _drafter(kit).draft(sentences)


def _drafter(kit: Kit) -> Drafts:
    if not _benches or _benches[0].digest != kit.digest:
        close()
        _benches.append(_Bench(kit))
    return _benches[0].drafter


def close() -> None:
    """End the engines of the last kit."""
    while _benches:
        _benches.pop().close()
