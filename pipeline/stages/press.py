"""Renders many sheets, in this process or in several: what a sheet becomes depends on it alone."""

import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass

from pipeline import registry
from pipeline.errors import PipelineError, PublishError
from pipeline.model.leaflet import Leaflet

_ALONE = 1.0  # seconds of work that cost less than starting processes
_BATCH = 4


@dataclass(frozen=True, slots=True)
class Sheet:
    """A leaflet in a format, on its way to a file of that `path` in the site; `key` names all that it depends on."""

    leaflet: Leaflet
    format: str
    path: str
    key: str

    @property
    def place(self) -> tuple[str, str]:
        """The leaflet, by document and language."""
        return self.leaflet.document, self.leaflet.language


Made = bytes | PipelineError


def press(sheets: Sequence[Sheet], jobs: int, progress: Callable[[int, int], None]) -> Iterator[tuple[Sheet, Made]]:
    """Each sheet with its bytes, or with what kept it from being rendered; in whatever order they are done.

    Raises PublishError where a process dies.
    """
    started, done = time.monotonic(), 0
    while done < len(sheets) and (jobs == 1 or time.monotonic() - started < _ALONE):
        yield sheets[done], render(sheets[done])
        done += 1
        progress(done, len(sheets))
    if left := sheets[done:]:
        for pair in _together(left, jobs):
            yield pair
            done += 1
            progress(done, len(sheets))


def render(sheet: Sheet) -> Made:
    """The bytes of the sheet, or what is wrong."""
    try:
        return registry.renderer(sheet.format).render(sheet.leaflet).content
    except PipelineError as error:
        return error
    except Exception as error:  # noqa: BLE001  # a format may come from elsewhere: its fault is that of one leaflet
        return PublishError(f"{sheet.format}: {type(error).__name__}: {error}")


def _together(sheets: Sequence[Sheet], jobs: int) -> Iterator[tuple[Sheet, Made]]:
    with _pool(min(jobs, len(sheets))) as pool:
        waiting: dict[Future[list[Made]], Sequence[Sheet]] = {}
        for start in range(0, len(sheets), _BATCH):
            some = sheets[start : start + _BATCH]
            waiting[pool.submit(_render_all, some)] = some
        try:
            for future in as_completed(waiting):
                yield from zip(waiting[future], future.result(), strict=True)
        except BrokenProcessPool as error:
            raise PublishError(
                "a process that rendered pages died; try --jobs 1, which needs less memory. The site is as it was"
            ) from error


def _render_all(sheets: Sequence[Sheet]) -> list[Made]:
    return [render(sheet) for sheet in sheets]


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that end with the block, whatever they are at."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_as_worker)
    try:
        yield pool
    finally:
        running = list((pool._processes or {}).values())  # noqa: SLF001  # the public way waits for them
        pool.shutdown(wait=False, cancel_futures=True)
        for process in running:
            process.terminate()
        for process in running:
            process.join()


def _as_worker() -> None:
    """An interrupt at the keyboard is for the process that has the terminal; it ends us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
