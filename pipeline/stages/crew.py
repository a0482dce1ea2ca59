"""Who drafts: this process, several processes on this machine, or the workers of a Dask cluster.

All take sentences in batches and give back each batch once, in whatever order it is done. A worker that dies costs
nothing but time: its batches go to another. What a batch becomes depends on its sentences alone, so that a batch that
was done twice is the same twice, and only the caller writes.
"""

import hashlib
import multiprocessing
import signal
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Protocol

from pipeline.errors import EngineError
from pipeline.stages import kit as kits
from pipeline.stages.drafting import Draft
from pipeline.stages.kit import Kit
from pipeline.stages.second_look import Drafts

BATCH = 48  # sentences a worker gets at a time
_WAITING = 2  # batches a worker has ahead of it, so that it never waits for the next
_SECONDS = 8.0  # how long a batch of our own may take: what a killed run loses
_FIRST, _LARGEST = 24, 1024
_DEATHS = 3  # workers that may die without any batch being done in between

Done = tuple[int, list[Draft]]  # where the batch begins among the sentences, and its drafts


class Crew(Protocol):
    """Drafts many sentences."""

    def draft(self, sentences: Sequence[str]) -> Iterator[Done]:
        """Every sentence's draft, batch by batch. Raises EngineError where nobody is left to draft."""
        ...


class Alone:
    """This process. Batches grow to what a few seconds allow: engines are fastest when they get much at once."""

    def __init__(self, drafter: Drafts) -> None:
        self._drafter = drafter

    def draft(self, sentences: Sequence[str]) -> Iterator[Done]:
        """As in `Crew`."""
        start, size = 0, _FIRST
        while start < len(sentences):
            began = time.monotonic()
            yield start, self._drafter.draft(sentences[start : start + size])
            start += size
            pace = size / max(time.monotonic() - began, 1e-3)
            size = max(_FIRST, min(_LARGEST, int(pace * _SECONDS), size * 2))


class Processes:
    """Several processes on this machine, each with engines of its own."""

    def __init__(self, kit: Kit, workers: int) -> None:
        self._kit, self._workers = kit, workers
        self._pool: ProcessPoolExecutor | None = None

    def draft(self, sentences: Sequence[str]) -> Iterator[Done]:
        """As in `Crew`. A process that dies takes its pool with it; what was not done is given to a new one."""
        todo, deaths = list(range(0, len(sentences), BATCH)), 0
        while todo:
            left = set(todo)
            try:
                for start, drafts in self._some(sentences, todo):
                    left.discard(start)
                    deaths = 0
                    yield start, drafts
            except BrokenProcessPool as error:
                self.close()
                deaths += 1
                if deaths == _DEATHS:
                    raise EngineError(
                        f"the worker processes died {deaths} times in a row; try --workers 1, which needs less memory"
                    ) from error
            todo = sorted(left)

    def _some(self, sentences: Sequence[str], starts: Sequence[int]) -> Iterator[Done]:
        pool = self._running()
        waiting: dict[Future[list[Draft]], int] = {}
        for start in starts:
            waiting[pool.submit(kits.draft, self._kit, sentences[start : start + BATCH])] = start
            if len(waiting) == self._workers * _WAITING:
                yield from _finished(waiting)
        while waiting:
            yield from _finished(waiting)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._workers, mp_context=context, initializer=_as_worker)
        return self._pool

    def close(self) -> None:
        """End the processes; what they are at is not waited for. May be called twice."""
        if self._pool is not None:
            running = list((self._pool._processes or {}).values())  # noqa: SLF001  # the public way waits for them
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in running:
                process.terminate()
            for process in running:
                process.join()
        self._pool = None

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The numbers of the processes that run now."""
        return tuple(self._pool._processes or ()) if self._pool else ()  # noqa: SLF001


def _finished(waiting: dict[Future[list[Draft]], int]) -> Iterator[Done]:
    """What is done by now, at least one batch, taken out of `waiting`."""
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        yield waiting.pop(future), future.result()


def _as_worker() -> None:
    """An interrupt at the keyboard is for the process that has the terminal; it ends us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def processes(kit: Kit, workers: int) -> Iterator[Crew]:
    """Several processes, ended with the block."""
    crew = Processes(kit, workers)
    try:
        yield crew
    finally:
        crew.close()


def name_of(kit: Kit, sentences: Sequence[str]) -> str:
    """A name for a batch, the same wherever and how often it is done."""
    return f"draft-{kit.digest}-{hashlib.sha256(chr(0).join(sentences).encode()).hexdigest()[:32]}"
