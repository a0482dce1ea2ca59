"""The workspace behind the pages, read once a process: after a change of language data, start the server again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path

from django.conf import settings
from django.http import Http404

from pipeline.config import Workspace
from pipeline.errors import CatalogError, UsageError
from pipeline.model.finding import Problem
from pipeline.queue import Queue, open_queue
from pipeline.stages import glance_memory, packs
from pipeline.stages.extract import read_all
from pipeline.stages.glance import Glance, Glances
from pipeline.stages.packs import Pack
from pipeline.stages.review import Desk

_ONE_AT_A_TIME = threading.Lock()  # dictionaries and cached language data are not made for several threads


def workspace() -> Workspace:
    """The workspace that is served."""
    return _workspace(settings.PIPELINE_ROOT)


def languages() -> tuple[str, ...]:
    """The languages that are worked on: those of `pipeline.toml`."""
    return workspace().settings.languages


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
        opened = Desk(place, found[0], _pack(settings.PIPELINE_ROOT, tag), queue())
        opened.heal()
        yield opened


def glances(tags: list[str]) -> tuple[list[Glance], list[Problem]]:
    """The documents of these languages, the most urgent first, and what could not be opened."""
    return _glances(settings.PIPELINE_ROOT).all([_pack(settings.PIPELINE_ROOT, tag) for tag in tags])


def queue() -> Queue:
    """The log of decisions, in the database where the accounts are too."""
    return _queue(settings.PIPELINE_ROOT)


@lru_cache(maxsize=4)
def _workspace(root: Path) -> Workspace:
    return Workspace(root)


@lru_cache(maxsize=64)
def _pack(root: Path, tag: str) -> Pack:
    return packs.load(_workspace(root), tag)


@lru_cache(maxsize=4)
def _queue(root: Path) -> Queue:
    return open_queue(_workspace(root).var)


@lru_cache(maxsize=4)
def _glances(root: Path) -> Glances:
    place = _workspace(root)
    made = glance_memory.made_with(place)
    known = glance_memory.recall(place, made)
    return Glances(place, _queue(root), _ONE_AT_A_TIME, known, partial(glance_memory.keep, place, made))
