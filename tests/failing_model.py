"""A model for the child process of `_hosted` that fails in the way its sentence asks for."""

import ctypes
import os
import signal
import socket
import time
from collections.abc import Callable, Sequence

from pipeline.plugins import Output


class _Panic(BaseException):
    """What a panic in a Rust extension looks like to Python."""


class _Model:
    def translate(self, sentences: Sequence[str]) -> list[Output]:
        outputs = [Output(_obey(sentence), ("word",) if sentence == "unknown" else ()) for sentence in sentences]
        return outputs[1:] if "one too few" in sentences else outputs

    def unknown_characters(self, text: str) -> frozenset[str]:
        if text == "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        return frozenset("ß").intersection(text)


def load(refused: str = "") -> _Model:
    if refused:
        raise ValueError(refused)
    return _Model()


def load_until(marker: str) -> _Model:
    """Works once; the second start of a child fails."""
    if os.path.exists(marker):  # noqa: PTH110
        raise ValueError("worn out")
    with open(marker, "w"):  # noqa: PTH123
        return _Model()


def _panic() -> None:
    raise _Panic("index out of bounds")


def _raise() -> None:
    raise ValueError("cannot translate this\nand more")


def _print() -> None:
    os.write(1, b"noise\n")
    print("noise", flush=True)  # noqa: T201


_DEEDS: dict[str, Callable[[], object]] = {
    "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "panic": _panic,
    "error": _raise,
    "hang": lambda: time.sleep(1000),
    "hang and hold the interpreter": lambda: ctypes.PyDLL(None).sleep(1000),
    "exit": lambda: os._exit(3),
    "network": lambda: socket.create_connection(("127.0.0.1", 9)),
    "print": _print,
}
_ANSWERS: dict[str, Callable[[], str]] = {"nothing": lambda: " ", "process": lambda: str(os.getpid())}


def _obey(sentence: str) -> str:
    """Do what the sentence says, then translate it into capital letters."""
    _DEEDS.get(sentence, str)()
    return _ANSWERS.get(sentence, sentence.upper)()
