"""The workspace behind the pages, read once a process: after a change of language data, start the server again."""

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404

from pipeline.config import Workspace
from pipeline.errors import CatalogError, LanguageError, UsageError
from pipeline.languages import Language
from pipeline.model import talk
from pipeline.model.document import Document
from pipeline.model.finding import Problem
from pipeline.model.talk import Hold
from pipeline.queue import Queue, open_queue
from pipeline.review_app.kept import Rows, made_with
from pipeline.stages import packs, register
from pipeline.stages.extract import read_all
from pipeline.stages.glance import Glances, Listed
from pipeline.stages.packs import Pack
from pipeline.stages.progress import Figures
from pipeline.stages.published_state import if_suspended
from pipeline.stages.register import Register
from pipeline.stages.review import Desk
from pipeline.stages.segments import Known

_ONE_AT_A_TIME = threading.Lock()  # dictionaries and cached language data are not made for several threads


def workspace() -> Workspace:
    """The workspace that is served."""
    return _workspace(settings.PIPELINE_ROOT, _signed_when(settings.PIPELINE_ROOT))


def fresh() -> Workspace:
    """The workspace with its language data as the files are now."""
    return Workspace(settings.PIPELINE_ROOT)


def _current(tag: str) -> Pack:
    """The data of a language, with its signature as it is now."""
    return _pack(settings.PIPELINE_ROOT, tag, _signed_when(settings.PIPELINE_ROOT))


def _known_of(tag: str) -> Known:
    """What was found with the data of a language as it is now."""
    return _known(settings.PIPELINE_ROOT, tag, _signed_when(settings.PIPELINE_ROOT))


def languages() -> tuple[str, ...]:
    """The languages that are worked on: those of `pipeline.toml`."""
    return workspace().settings.languages


def language(tag: str) -> Language | None:
    """What is known of a language; None where there is no such one."""
    try:
        return workspace().languages.get(tag)
    except LanguageError:
        return None


def questions() -> list[tuple[Hold, str]]:
    """The sentences that are held, the longest waiting first, with their documents' titles.

    A sentence that is in the source no more asks nothing.
    """
    found = talk.holds(queue().talk.of_the_english())
    with _ONE_AT_A_TIME:
        known = {slug: document for slug in {hold.document for hold in found} if (document := _document(slug))}
    there = [(hold, known[hold.document]) for hold in found if hold.document in known]
    return [(hold, document.title) for hold, document in there if hold.key in document.keys]


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
            read = read_all(place, [slug], _headings(settings.PIPELINE_ROOT))
        except UsageError as error:
            raise Http404 from error
        if read.problems:
            raise CatalogError(read.problems[0].why)
        found = [document for document in read.documents if document.slug == slug]
        if not found:
            raise Http404
        opened = Desk(place, found[0], _current(tag), queue(), signed_in=True, known=_known_of(tag))
        opened.heal()
        yield opened


def glances(tags: list[str], seconds: float = math.inf) -> Listed:
    """The documents of these languages, the most urgent first; for so many seconds new ones are looked at."""
    return _glances(settings.PIPELINE_ROOT).all([_current(tag) for tag in tags], seconds=seconds)


def figures(tags: list[str], seconds: float = math.inf) -> tuple[list[Figures], list[Problem], int]:
    """The figures of every document in these languages, by language and document; of what is suspended, that it is.

    And the sources that cannot be told apart, or not be read for their names; and for how many documents so many
    `seconds` were not enough.
    """
    found, known = glances(tags, seconds), register.read(workspace())
    rows = [_or_suspended(row, known) for row in found.figures]
    return rows, found.misnamed, found.left


def _or_suspended(row: Figures, known: Register) -> Figures:
    published = if_suspended(row.published, known, row.document, row.language)
    return row if published == row.published else replace(row, published=published)


def _document(slug: str) -> Document | None:
    """The document as its source is now; None where it is gone or cannot be read."""
    try:
        return next((one for one in read_all(workspace(), [slug]).documents if one.slug == slug), None)
    except UsageError:
        return None


@contextmanager
def pack(tag: str) -> Iterator[Pack]:
    """The data of a language, for this thread alone. Raises LanguageError where there is none."""
    with _ONE_AT_A_TIME:
        yield _current(tag)


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


@lru_cache(maxsize=4)
def _headings(root: Path) -> Callable[[str], bool]:
    return packs.standard_headings(_workspace(root, _signed_when(root)))


@lru_cache(maxsize=64)
def _pack(root: Path, tag: str, signed_when: int) -> Pack:
    return packs.load(_workspace(root, signed_when), tag)


@lru_cache(maxsize=64)
def _known(root: Path, tag: str, signed_when: int) -> Known:
    del root, tag, signed_when
    return Known()


@lru_cache(maxsize=4)
def _queue(root: Path) -> Queue:
    return open_queue(Workspace(root).var)


@lru_cache(maxsize=4)
def _glances(root: Path) -> Glances:
    place = _workspace(root, _signed_when(root))
    return Glances(place, _queue(root), _ONE_AT_A_TIME, _known_of, Rows(made_with(place)))
