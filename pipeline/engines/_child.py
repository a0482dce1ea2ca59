"""The process in which a neural engine runs: reads one request a line, writes one answer a line, touches no network.

It ends when its parent does: at the end of its input while it waits, and by a watchdog that needs no cooperation from
the engine while a request is being served.
"""

import faulthandler
import importlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO, Protocol

from pipeline.plugins import Output

# How long the watchdog waits beyond the parent's own deadline: the parent, where there is one, acts first.
_GRACE = 5.0


class Model(Protocol):
    """What a loader returns. Any exception is reported as the problem of the request that met it."""

    def translate(self, sentences: Sequence[str]) -> list[Output]:
        """One output for each sentence, in order."""
        ...

    def unknown_characters(self, text: str) -> frozenset[str]:
        """As in `pipeline.plugins.Translator`."""
        ...


def main() -> None:
    """Serve requests from standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.addaudithook(_refuse_network)
    requests, answers, nowhere = _own_the_pipes()
    model: Model | None = None
    for line in requests:
        request = json.loads(line)
        faulthandler.dump_traceback_later(request["seconds"] + _GRACE, exit=True, file=nowhere)
        answer: dict[str, Any]
        try:
            if request["do"] == "load":
                model = getattr(importlib.import_module(request["module"]), request["function"])(*request["arguments"])
                answer = {"ready": True}
            else:
                answer = _serve(model, request)
        except Exception as error:  # noqa: BLE001 - whatever an engine raises belongs to this request
            answer = {"problem": _one_line(error), "fatal": model is None}
        except BaseException as error:  # noqa: BLE001 - a panic in Rust code arrives as one; its engine is not to be trusted
            answer = {"problem": _one_line(error), "fatal": True}
        faulthandler.cancel_dump_traceback_later()
        try:
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()
        except BrokenPipeError:
            os._exit(0)


def _serve(model: Model | None, request: dict[str, Any]) -> dict[str, Any]:
    if model is None:
        raise RuntimeError("nothing is loaded")
    if request["do"] == "characters":
        return {"characters": "".join(sorted(model.unknown_characters(request["text"])))}
    outputs = model.translate(request["sentences"])
    if len(outputs) != len(request["sentences"]):
        raise RuntimeError(f"returned {len(outputs)} sentences for {len(request['sentences'])}")
    return {"outputs": [[one.text, list(one.unknown), one.problem, one.score] for one in outputs]}


def _own_the_pipes() -> tuple[BinaryIO, BinaryIO, int]:
    """Keep the two pipes to ourselves: what a library reads or prints must not mix with the answers."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return requests, answers, nowhere


def _refuse_network(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        raise PermissionError("engines work offline: a library asked for the network")


def _one_line(error: BaseException) -> str:
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}: {said[0]}" if said else type(error).__name__
