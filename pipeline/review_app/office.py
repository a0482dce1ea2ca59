"""The workspace behind the pages, read once a process: after a change of language data, start the server again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404

from pipeline.config import Workspace
from pipeline.errors import CatalogError, UsageError
from pipeline.model.finding import Problem
from pipeline.queue import Queue, open_queue
from pipeline.stages import packs
from pipeline.stages.extract import read_all
from pipeline.stages.packs import Pack
from pipeline.stages.review import Desk, desks

_ONE_AT_A_TIME = threading.Lock()  # dictionaries and cached language data are not made for several threads


def workspace() -> Workspace:
    """The workspace that is served."""
    return _workspace(settings.PIPELINE_ROOT, _signed_when(settings.PIPELINE_ROOT))


def fresh() -> Workspace:
    """The workspace with its language data as the files are now."""
    return Workspace(settings.PIPELINE_ROOT)


def pack(tag: str) -> Pack:
    """The language data of a language."""
    return _pack(settings.PIPELINE_ROOT, tag, _signed_when(settings.PIPELINE_ROOT))


def languages() -> tuple[str, ...]:
    """The languages that are worked on: those of `pipeline.toml`."""
    return workspace().settings.languages


@contextmanager
def alone() -> Iterator[Workspace]:
    """The workspace for this thread alone, for work with language data that is not at a desk."""
    with _ONE_AT_A_TIME:
        yield workspace()


@contextmanager
def desk(tag: str, slug: str) -> Iterator[Desk]:
    """The desk of a document in a language, for this thread alone. Raises Http404 where there is none."""
    place = workspace()
    if tag not in languages() or not place.catalog(tag, slug).is_file():
        raise Http404
    with _ONE_AT_A_TIME:
        try:
            read = read_all(place, [slug])
        except UsageError as error:
            raise Http404 from error
        if read.problems:
            raise CatalogError(read.problems[0].why)
        found = [document for document in read.documents if document.slug == slug]
        if not found:
            raise Http404
        opened = Desk(place, found[0], pack(tag), queue())
        opened.heal()
        yield opened


@contextmanager
def all_desks(tags: list[str]) -> Iterator[tuple[list[Desk], list[Problem]]]:
    """The desks of these languages, the most urgent first, and what could not be opened."""
    with _ONE_AT_A_TIME:
        yield desks(
            workspace(),
            [pack(tag) for tag in tags],
            queue(),
        )


def queue() -> Queue:
    """The log of decisions, in the database where the accounts are too."""
    return _queue(settings.PIPELINE_ROOT)


def _signed_when(root: Path) -> int:
    """When the file changed in which packs are signed: a signature counts at once, in every process."""
    try:
        return (root / "i18n" / "languages.toml").stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=4)
def _workspace(root: Path, signed_when: int) -> Workspace:
    del signed_when
    return Workspace(root)


@lru_cache(maxsize=64)
def _pack(root: Path, tag: str, signed_when: int) -> Pack:
    return packs.load(_workspace(root, signed_when), tag)


@lru_cache(maxsize=4)
def _queue(root: Path) -> Queue:
    return open_queue(Workspace(root).var)
