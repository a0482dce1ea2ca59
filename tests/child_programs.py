"""Programs run as processes of their own, because locks and crashes show only between processes."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from pipeline.model.decision import Decision, Verdict
from pipeline.model.document import Key
from pipeline.queue import Queue

ROOT = Path(__file__).parents[1]
PROLOGUE = """
import os, sys, time
from pathlib import Path
sys.path.append("tests")
from child_programs import decide
from pipeline.errors import StoreError
from pipeline.model.decision import Applied, Outcome
from pipeline.queue import open_queue
var = Path(sys.argv[1])
"""


def spawn(program: str, *arguments: object, before: tuple[str, ...] = (), **environment: str) -> subprocess.Popen[str]:
    """Start a Python program, warnings as errors; `before` stands before it on the command line."""
    command = [*before, sys.executable, "-W", "error", "-c", program, *map(str, arguments)]
    variables = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | environment
    return subprocess.Popen(command, cwd=ROOT, env=variables, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(process: subprocess.Popen[str]) -> str:
    """Wait for the end of a program that has nothing to complain about; what it printed."""
    output, errors = process.communicate(timeout=100)
    assert (process.returncode, errors) == (0, "")
    return output


def wait_for(process: subprocess.Popen[str], line: str) -> None:
    """Wait until the program prints `line`."""
    assert process.stdout is not None
    assert process.stdout.readline() == line


def kill(process: subprocess.Popen[str]) -> str:
    """Kill -9; what the program had printed and nobody had read."""
    process.kill()
    assert process.stdout is not None
    output = process.stdout.read()
    process.communicate()
    return output


def decide(text: str) -> Decision:
    """An approval of the segment `text`."""
    return Decision("stroke", "es", Key(None, text), Verdict.APPROVE, "ana", date(2026, 11, 22), "t", "t")


def sources(queue: Queue) -> list[str]:
    """The segments in the log."""
    return [entry.decision.key.source for entry in queue.log()]
