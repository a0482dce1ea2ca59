"""Runs a route over sentences in a process of its own, so that its speed and memory are its own and nobody else's."""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline import registry
from pipeline.config import Workspace
from pipeline.errors import EngineError, PipelineError
from pipeline.stages import packs, workshop
from pipeline.stages.route import Route, RouteTranslator

_BATCH = 256  # sentences between two signs of life


@dataclass(frozen=True, slots=True)
class Trial:
    """What a route made of the sentences: a text each, the seconds it took once its models were loaded, and the largest
    resident set of the process and of the largest of its engines together, in MB.
    """

    texts: list[str]
    seconds: float
    peak: float


@dataclass(frozen=True, slots=True)
class Task:
    """What is tried: the route to `tag`, bare or with our whole drafting around it, on these sentences."""

    root: Path
    tag: str
    route: Route
    repairs: bool
    sentences: tuple[str, ...]


def run(task: Task, progress: Callable[[int], None] = lambda _done: None) -> Trial:
    """Try a route; `progress` gets how many are done. Raises EngineError where it does not open or the process dies."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=_serve, args=(theirs,)
    )  # the task goes by the pipe, which breaks where nobody reads
    process.start()
    theirs.close()
    try:
        ours.send(task)
        while not isinstance(said := ours.recv(), Trial | str):
            progress(said)
    except (EOFError, OSError) as error:
        process.join()
        raise EngineError(f"its process ended with code {process.exitcode} in mid-run") from error
    finally:
        ours.close()
        if process.is_alive() and sys.exc_info()[0] is not None:
            process.terminate()
        process.join()
    if isinstance(said, str):
        raise EngineError(said)
    return said


def _serve(caller: Connection) -> None:
    """In the process: numbers of sentences done, and at the end the trial, or a text saying what went wrong."""
    try:
        caller.send(_tried(caller.recv(), caller.send))
    except PipelineError as error:
        caller.send(str(error))


def _tried(task: Task, progress: Callable[[int], None]) -> Trial:
    texts: list[str] = []
    seconds = 0.0
    with _translating(task) as translate:
        translate(["Hello."])  # the models are loaded and warm
        for start in range(0, len(task.sentences), _BATCH):
            began = time.perf_counter()
            texts += translate(task.sentences[start : start + _BATCH])
            seconds += time.perf_counter() - began
            progress(len(texts))
    return Trial(texts, seconds, _peak())


@contextmanager
def _translating(task: Task) -> Iterator[Callable[[Sequence[str]], list[str]]]:
    """The bare engines of a route, or our whole drafting over it."""
    if task.repairs:
        workspace = Workspace(task.root)
        with workshop.drafter_over(workspace, packs.load(workspace, task.tag), task.route) as drafter:
            yield lambda sentences: [draft.target for draft in drafter.draft(sentences)]
    else:
        with RouteTranslator(task.route, registry.engines()) as bare:
            yield lambda sentences: [output.text for output in bare.translate(sentences)]


def _peak() -> float:
    unit = 1024 if sys.platform == "linux" else 1024 * 1024  # of ru_maxrss: kilobytes on Linux, bytes on macOS
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / unit
