"""Asks a running program over its pipes and never waits longer than agreed, however the program misbehaves."""

import os
import select
import time
from typing import IO

from pipeline.errors import EngineError

_PIECE = 65536


class Conversation:
    """One question at a time to the program that reads `questions` and writes `answers`, both unbuffered pipes.

    Both are made non-blocking on our side, so that a program that stops reading cannot hold us either.
    """

    def __init__(self, questions: IO[bytes] | None, answers: IO[bytes] | None) -> None:
        if questions is None or answers is None:
            raise ValueError("the program was started without pipes")
        self._pipes = (questions, answers)
        self._questions, self._answers = questions.fileno(), answers.fileno()
        for descriptor in (self._questions, self._answers):
            os.set_blocking(descriptor, False)

    def ask(self, question: bytes, end: bytes, seconds: float) -> bytes:
        """The answer up to and with the byte `end`.

        Raises EngineError when the program closes its pipe or stays silent for `seconds`; after that, or after an
        interrupt, the program may still hold half a question: end it and start another.
        """
        deadline = time.monotonic() + seconds
        poll = select.poll()
        poll.register(self._answers, select.POLLIN)
        poll.register(self._questions, select.POLLOUT)
        rest, answer = memoryview(question), bytearray()
        while rest or not answer.endswith(end):
            ready = poll.poll(max(0.0, deadline - time.monotonic()) * 1000)
            if not ready:
                raise EngineError(f"gave no answer within {seconds:g} seconds")
            for descriptor, _ in ready:
                if descriptor == self._answers:
                    answer += self._read()
                elif rest := rest[self._write(rest) :]:
                    continue
                else:
                    poll.unregister(self._questions)
        return bytes(answer)

    def close(self) -> None:
        """Close our ends of the pipes: a sound program ends itself at that. May be called twice."""
        for pipe in self._pipes:
            pipe.close()

    def _read(self) -> bytes:
        piece = os.read(self._answers, _PIECE)
        if not piece:
            raise EngineError("died")
        return piece

    def _write(self, rest: memoryview) -> int:
        try:
            return os.write(self._questions, rest)
        except BrokenPipeError as error:
            raise EngineError("died") from error
