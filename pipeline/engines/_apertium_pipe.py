"""Keeps the programs of an Apertium pair running, but for the tagger, which starts anew for every sentence.

The tagger learns from what it reads: a running one answers 9 of 110 real sentences otherwise when their order changes
("a fisioterapia" for "la fisioterapia"), and a fresh one always alike. A draft must depend on its sentence alone, so
each sentence gets a tagger of its own, started while the sentence before is still on its way.
"""

import os
import subprocess
import time
from collections import deque
from itertools import groupby

from pipeline.engines._conversation import Conversation
from pipeline.errors import EngineError

Command = tuple[str, ...]
_LEARNING = frozenset({"apertium-tagger"})
_WAITING = 4  # taggers that read their data while others answer


class Pipe:
    """Some programs, each reading what the one before writes, that answer one question at a time."""

    def __init__(self, commands: tuple[Command, ...]) -> None:
        """Start them. Raises EngineError naming the one that does not start."""
        self._processes: list[subprocess.Popen[bytes]] = []
        try:
            for command in commands:
                self._processes.append(self._started(command))
        except EngineError:
            self.end()
            raise
        self._conversation = Conversation(self._processes[0].stdin, self._processes[-1].stdout)

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The numbers of the programs, in order."""
        return tuple(process.pid for process in self._processes)

    @property
    def alive(self) -> bool:
        """Whether every program runs."""
        return all(process.poll() is None for process in self._processes)

    def ask(self, question: bytes, seconds: float) -> bytes:
        """The answer to a question that ends in NUL, with its NUL. Raises EngineError as `Conversation.ask` does."""
        return self._conversation.ask(question, b"\0", seconds)

    def end(self) -> None:
        """Kill the programs. May be called twice."""
        for process in self._processes:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()

    def _started(self, command: Command) -> subprocess.Popen[bytes]:
        before = self._processes[-1].stdout if self._processes else None
        try:
            process = subprocess.Popen(  # noqa: S603 - a program that `_apertium_modes` knows, no shell
                command,
                stdin=before or subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
                process_group=0,  # an interrupt at the keyboard is for us; we end the programs ourselves
            )
        except OSError as error:
            raise EngineError(f"{command[0]} does not start: {error}") from error
        if before:
            before.close()
        return process


class Line:
    """All programs of a pair: pipes that stay, and between them the taggers that serve one sentence each."""

    def __init__(self, commands: tuple[Command, ...]) -> None:
        """Start them. Raises EngineError naming the one that does not start."""
        runs = groupby(commands, key=lambda command: command[0] in _LEARNING)
        self._parts = [(tuple(group), learning) for learning, group in runs]
        self._pipes: list[deque[Pipe]] = []  # by part: the pipe that answers next, then its successors
        try:
            for group, learning in self._parts:
                self._pipes.append(deque())
                for _ in range(_WAITING if learning else 1):
                    self._pipes[-1].append(Pipe(group))
        except EngineError:
            self.end()
            raise

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The numbers of the programs that answer next, in the order of the pair."""
        return tuple(number for pipes in self._pipes for number in pipes[0].process_ids)

    @property
    def alive(self) -> bool:
        """Whether every program that answers next runs."""
        return all(pipes[0].alive for pipes in self._pipes)

    def ask(self, question: bytes, seconds: float) -> bytes:
        """The answer of the last program. Raises EngineError when one dies or all together exceed `seconds`."""
        deadline, text = time.monotonic() + seconds, question
        for pipes, (group, learning) in zip(self._pipes, self._parts, strict=True):
            try:
                text = pipes[0].ask(text, max(0.0, deadline - time.monotonic()))
            except EngineError as error:
                if time.monotonic() < deadline:
                    raise
                raise EngineError(f"gave no answer within {seconds:g} seconds") from error
            if learning:
                pipes.popleft().end()
                pipes.append(Pipe(group))
        return text

    def end(self) -> None:
        """Kill every program. May be called twice."""
        for pipe in (pipe for pipes in self._pipes for pipe in pipes):
            pipe.end()
