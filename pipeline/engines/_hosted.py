"""Runs a neural engine in a process of its own, so that its panic, hang or death costs one sentence and no more."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.engines._conversation import Conversation
from pipeline.errors import EngineError, PackageError
from pipeline.plugins import Output

_ROOT = Path(__file__).resolve().parents[2]
# The root goes last: an installed package must not stand before the standard library in the child.
_START = "import sys; sys.path.append(sys.argv[1]); from pipeline.engines._child import main; main()"
_LOADING_SECONDS = 180.0
_FAILED_STARTS = 3
_NOTHING = "returned nothing"


@dataclass(frozen=True, slots=True)
class Hosting:
    """What a child loads and how it is asked.

    `function` of `module` is called with the strings in `arguments` and returns a `_child.Model`. `label` names it in
    messages. A request carries up to `batch` sentences and may take `seconds` and `seconds_a_sentence` for each.
    `environment` is the child's whole environment; None passes ours on.
    """

    module: str
    function: str
    arguments: tuple[str, ...]
    label: str
    batch: int = 1
    seconds: float = 30.0
    seconds_a_sentence: float = 2.0
    environment: dict[str, str] | None = None


class _Child:
    """One process, to be ended by its owner whatever happens to it."""

    def __init__(self, environment: dict[str, str] | None) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - this interpreter with our own module, no shell
            [sys.executable, "-P", "-c", _START, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=environment,
            process_group=0,  # an interrupt at the keyboard is for us; we end the child ourselves
        )
        self._conversation = Conversation(self.process.stdin, self.process.stdout)

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The child's answer. Raises EngineError where it dies or is silent for `seconds`."""
        question = json.dumps({**request, "seconds": seconds}).encode() + b"\n"
        try:
            answer: dict[str, Any] = json.loads(self._conversation.ask(question, b"\n", seconds))
        except EngineError as error:
            raise EngineError(f"{error}{self._signal()}") from error
        return answer

    def end(self) -> None:
        """Kill it and wait for it. May be called twice."""
        self.process.kill()
        self.process.wait()
        self._conversation.close()

    def _signal(self) -> str:
        """The signal that ended the process, in brackets; nothing where it runs or ended otherwise."""
        try:
            code = self.process.wait(0.2)
        except subprocess.TimeoutExpired:
            return ""
        return f" ({signal.strsignal(-code)})" if code < 0 else ""


class HostedTranslator:
    """A `pipeline.plugins.Translator` whose engine lives in a child process that is replaced whenever it fails."""

    def __init__(self, hosting: Hosting) -> None:
        """Start the first child. Raises EngineError where the engine does not load."""
        self._hosting = hosting
        self._failed_starts = 0
        self._closed = False
        self._child: _Child | None = None
        try:
            self._running()
        except EngineError as error:
            raise EngineError(f"{hosting.label}: the model does not load: {error}; install it again") from error

    @property
    def process_id(self) -> int:
        """The child's process number, 0 where none runs."""
        return self._child.process.pid if self._child else 0

    def translate(self, sentences: Sequence[str]) -> list[Output]:
        """As in `pipeline.plugins.Translator`. A batch that fails is tried again in halves, down to the sentence."""
        outputs = {number: Output("") for number, sentence in enumerate(sentences) if not sentence.strip()}
        said = [number for number in range(len(sentences)) if number not in outputs]
        for start in range(0, len(said), self._hosting.batch):
            numbers = said[start : start + self._hosting.batch]
            outputs.update(zip(numbers, self._translate([sentences[number] for number in numbers]), strict=True))
        return [outputs[number] for number in range(len(sentences))]

    def unknown_characters(self, text: str) -> frozenset[str]:
        """As in `pipeline.plugins.Translator`; every character where the engine cannot tell."""
        try:
            return frozenset(self._ask({"do": "characters", "text": text}, 1)["characters"])
        except EngineError:
            return frozenset(text)

    def close(self) -> None:
        """End the child. May be called twice; afterwards every sentence is a problem."""
        self._closed = True
        self._end_child()

    def _translate(self, batch: list[str]) -> list[Output]:
        try:
            rows = self._ask({"do": "translate", "sentences": batch}, len(batch))["outputs"]
        except EngineError as error:
            if len(batch) == 1:
                return [self._failed(str(error))]
            middle = len(batch) // 2
            return [*self._translate(batch[:middle]), *self._translate(batch[middle:])]
        return [self._checked(*row) for row in rows]

    def _checked(self, text: str, unknown: list[str], problem: str, score: float | None) -> Output:
        if problem or not text.strip():
            return self._failed(problem or _NOTHING)
        return Output(text, tuple(unknown), score=score)

    def _failed(self, problem: str) -> Output:
        return Output("", problem=f"{self._hosting.label}: {problem}")

    def _ask(self, request: dict[str, Any], sentences: int) -> dict[str, Any]:
        return self._exchange(
            self._running(), request, self._hosting.seconds + sentences * self._hosting.seconds_a_sentence
        )

    def _running(self) -> _Child:
        """The child with its model loaded, a new one where the last has died. Raises EngineError where none starts."""
        if self._closed:
            raise EngineError("is closed")
        if self._child and self._child.process.poll() is None:
            return self._child
        self._end_child()
        if self._failed_starts == _FAILED_STARTS:
            raise EngineError(f"did not start {_FAILED_STARTS} times in a row")
        self._failed_starts += 1
        try:
            self._child = child = _Child(self._hosting.environment)
        except OSError as error:
            raise EngineError(f"does not start: {error}") from error
        hosting = self._hosting
        load = {"do": "load", "module": hosting.module, "function": hosting.function, "arguments": hosting.arguments}
        self._exchange(child, load, _LOADING_SECONDS)
        self._failed_starts = 0
        return child

    def _exchange(self, child: _Child, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The child's answer; the child is ended where it failed or says it cannot go on."""
        try:
            answer = child.ask(request, seconds)
        except BaseException:
            self._end_child()
            raise
        if answer.get("fatal"):
            self._end_child()
        if "problem" in answer:
            raise EngineError(answer["problem"])
        return answer

    def _end_child(self) -> None:
        if self._child:
            self._child.end()
        self._child = None


def prove(hosting: Hosting) -> None:
    """Load a model and translate a word, before it is trusted. Raises PackageError where either fails."""
    try:
        translator = HostedTranslator(hosting)
    except EngineError as error:
        raise PackageError(str(error)) from error
    try:
        [output] = translator.translate(["Hello."])
    finally:
        translator.close()
    if output.problem and not output.problem.endswith(_NOTHING):
        raise PackageError(output.problem)
