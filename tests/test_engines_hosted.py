"""The child process: whatever happens in it costs the sentence in hand, and nothing outlives its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from processes import alive, gone_within, linux

from pipeline.engines._hosted import HostedTranslator, Hosting, prove
from pipeline.errors import EngineError, PackageError
from pipeline.plugins import Output

HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HERE)}
Open = Callable[..., HostedTranslator]


def hosting(*arguments: str, function: str = "load", batch: int = 1, seconds: float = 5) -> Hosting:
    return Hosting("failing_model", function, arguments, "test", batch, seconds, 0, ENVIRONMENT)


@pytest.fixture
def opened() -> Iterator[Open]:
    with ExitStack() as stack:

        def start(*arguments: str, function: str = "load", batch: int = 1, seconds: float = 5) -> HostedTranslator:
            what = hosting(*arguments, function=function, batch=batch, seconds=seconds)
            translator = HostedTranslator(what)
            stack.callback(translator.close)
            return translator

        yield start


def problem(text: str) -> Output:
    return Output("", problem=f"test: {text}")


FAILURES = {
    "crash": "died (Segmentation fault)",
    "panic": "_Panic: index out of bounds",
    "error": "ValueError: cannot translate this",
    "exit": "died",
    "nothing": "returned nothing",
    "network": "PermissionError: engines work offline: a library asked for the network",
    "one too few": "RuntimeError: returned 0 sentences for 1",
}


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_costs_one_sentence(opened: Open, failure: str, batch: int) -> None:
    outputs = opened(batch=batch).translate(["one", "two", failure, "four", "unknown"])
    assert outputs == [
        Output("ONE"),
        Output("TWO"),
        problem(FAILURES[failure]),
        Output("FOUR"),
        Output("UNKNOWN", ("word",)),
    ]


@pytest.mark.parametrize("batch", [1, 3])
def test_a_hang_costs_one_sentence(opened: Open, batch: int) -> None:
    outputs = opened(batch=batch, seconds=0.5).translate(["one", "hang", "three"])
    assert outputs == [Output("ONE"), problem("gave no answer within 0.5 seconds"), Output("THREE")]


def test_several_failures_in_one_batch(opened: Open) -> None:
    outputs = opened(batch=8).translate(["crash", "one", "panic", "crash", "two"])
    assert [output.text for output in outputs] == ["", "ONE", "", "", "TWO"]


def test_blank_sentences_are_not_sent_and_stay_in_place(opened: Open) -> None:
    assert opened(batch=4).translate(["", "one", " \n", "two", ""]) == [
        Output(""),
        Output("ONE"),
        Output(""),
        Output("TWO"),
        Output(""),
    ]


def test_what_a_library_prints_does_not_mix_with_the_answers(opened: Open) -> None:
    assert opened().translate(["print", "one"]) == [Output("PRINT"), Output("ONE")]


def test_any_text_passes_the_pipe(opened: Open) -> None:
    texts = ['line\nline "quoted" \\', "\0\x01\x7f", "日本 😀 \u2028", "\ud800", "x" * 300_000]
    assert opened(batch=2).translate(texts) == [Output(text.upper()) for text in texts]


def test_a_child_that_dies_while_idle_is_replaced_without_a_loss(opened: Open) -> None:
    translator = opened()
    os.kill(translator.process_id, signal.SIGKILL)
    time.sleep(0.1)
    assert translator.translate(["one"]) == [Output("ONE")]


def test_the_same_child_serves_until_it_fails(opened: Open) -> None:
    translator = opened()
    first, _, second, third = (output.text for output in translator.translate(["process", "error", "process", "panic"]))
    assert (first, third) == (second, "")
    assert translator.translate(["process"])[0].text != first


def test_a_model_that_cannot_be_loaded_again_is_given_up(opened: Open, tmp_path: Path) -> None:
    translator = opened(str(tmp_path / "marker"), function="load_until")
    assert translator.translate(["crash", "a", "b", "c", "d", "e"]) == [
        problem("died (Segmentation fault)"),
        *[problem("ValueError: worn out")] * 3,
        *[problem("did not start 3 times in a row")] * 2,
    ]


def test_a_system_that_starts_nothing_more_costs_sentences_not_the_run(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    translator = opened()
    monkeypatch.setattr(sys, "executable", str(HERE / "no interpreter"))
    failed, died = translator.translate(["crash", "one"])
    assert failed == problem("died (Segmentation fault)")
    assert died.problem.startswith("test: does not start: [Errno 2] No such file")


def test_unknown_characters_and_all_of_them_where_the_engine_cannot_tell(opened: Open) -> None:
    translator = opened()
    assert translator.unknown_characters("Maß") == {"ß"}
    assert translator.unknown_characters("crash") == set("crash")
    assert translator.unknown_characters("Maß") == {"ß"}


def test_a_model_that_does_not_load_says_what_to_do() -> None:
    with pytest.raises(
        EngineError, match=r"^test: the model does not load: ValueError: no such file; install it again$"
    ):
        HostedTranslator(hosting("no such file"))


def test_a_closed_translator_stays_closed(opened: Open) -> None:
    translator = opened()
    process = translator.process_id
    translator.close()
    translator.close()
    assert translator.translate(["one"]) == [problem("is closed")]
    assert translator.process_id == 0
    assert not alive(process)


def test_prove_accepts_a_sound_model_and_refuses_another() -> None:
    prove(hosting())
    with pytest.raises(PackageError, match="test: the model does not load: ValueError: broken"):
        prove(hosting("broken"))


def test_an_interrupt_while_waiting_leaves_no_stale_answer(opened: Open) -> None:
    translator = opened()
    previous = signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        with pytest.raises(KeyboardInterrupt):
            translator.translate(["hang"])
    finally:
        signal.signal(signal.SIGALRM, previous)
    assert translator.translate(["one"]) == [Output("ONE")]


PARENT = """
import sys
sys.path[:0] = {paths!r}
from test_engines_hosted import hosting
from pipeline.engines._hosted import HostedTranslator
translator = HostedTranslator(hosting(seconds={seconds}))
print(translator.process_id, flush=True)
translator.translate([{sentence!r}])
input()
"""


def parent_of_a_child(sentence: str, seconds: float = 30) -> tuple[subprocess.Popen[str], int]:
    """A Python process in a group of its own that runs a child, and the child's number."""
    code = PARENT.format(paths=[str(HERE.parent), str(HERE)], seconds=seconds, sentence=sentence)
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    assert parent.stdout
    return parent, int(parent.stdout.readline())


@linux
def test_no_orphan_when_the_parent_is_killed() -> None:
    parent, child = parent_of_a_child("one")
    with parent:
        time.sleep(0.1)
        parent.kill()
    assert gone_within(child, 5)


@linux
@pytest.mark.slow
def test_no_orphan_when_the_parent_is_killed_while_the_engine_hangs() -> None:
    parent, child = parent_of_a_child("hang and hold the interpreter", seconds=1)
    with parent:
        time.sleep(0.2)
        parent.kill()
    assert alive(child)
    assert gone_within(child, 10)


@linux
def test_an_interrupt_at_the_keyboard_ends_both_with_one_traceback() -> None:
    parent, child = parent_of_a_child("hang")
    time.sleep(0.3)
    os.killpg(parent.pid, signal.SIGINT)
    _, errors = parent.communicate(timeout=10)
    assert errors.count("Traceback") == 1
    assert errors.strip().endswith("KeyboardInterrupt")
    assert gone_within(child, 5)
