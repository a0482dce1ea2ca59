"""Runs a route over sentences in a process of its own, so that its speed and memory are its own and nobody else's."""

import multiprocessing
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
    """What a route made of the sentences: a text each, the seconds it took once its models were loaded, and the peaks
    of the resident sets of its process and its engines' together, in MB; None where the system does not tell.
    """

    texts: list[str]
    seconds: float
    peak: float | None


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
        peak = _peak()  # while the engines' processes are there to be asked
    return Trial(texts, seconds, peak)


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


def _peak() -> float | None:
    """The peaks of this process and its children, in MB, from Linux's /proc; None elsewhere.

    Not `ru_maxrss`: a process inherits it from the one that started it, over fork and exec.
    """
    try:
        listed = [path.read_text() for path in Path("/proc/self/task").glob("*/children")]
        children = [child for line in listed for child in line.split()]
        return sum(_high_water(process) for process in ("self", *children)) / 1024
    except OSError:
        return None


def _high_water(process: str) -> int:
    """The peak of a process's resident set, in kB; 0 where it has ended."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
