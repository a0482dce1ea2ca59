"""Many people decide on few sentences through a real server that is killed again and again; then all is counted."""

import http.client
import json
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from careless import draft
from conftest import SIDECAR
from programs import people, program
from web import open_office

from pipeline.catalog import store
from pipeline.config import FILE, Workspace
from pipeline.model.decision import Outcome, Verdict
from pipeline.queue import LoggedDecision
from pipeline.stages.extract import extract
from pipeline.stages.review import Desk
from pipeline.stages.workspace import init

ROOT = Path(__file__).resolve().parents[1]
HOST = "review.example.org"
SLUG, TAG = "storm", "es"
THEIRS = "De otro programa"
WORDS = ("Walk", "Rest", "Sleep", "Eat", "Drink", "Sit", "Stand", "Run", "Swim", "Sing")
OTHER_PROGRAM = """
import random, sys, time
from pathlib import Path
sys.path.append("tests")
from careless import draft
from pipeline.catalog import store
from pipeline.config import Workspace
workspace = Workspace(Path(sys.argv[1]))
sources = [key.source for key in store.read(workspace.catalog("es", "storm")).active]
for number in range(100_000):
    draft(workspace, "storm", "es", {random.choice(sources): f"De otro programa {number}."})
    time.sleep(0.3)
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said to a decision: `text` is the one it would leave."""

    person: str
    verdict: str
    text: str
    status: int
    number: int


@dataclass(slots=True)
class Storm:
    """A workspace of ten sentences with sixteen people, and all answers that they got.

    `team`: several processes of gunicorn serve it, as behind a proxy.
    """

    workspace: Workspace
    tokens: dict[str, str]
    team: bool = False
    port: int = 0
    answers: list[Answer] = field(default_factory=list)
    unanswered: int = 0
    failed: list[int] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def server(self, *, largest_file: int = 0) -> Iterator[None]:
        """A server that is killed -9 at the end; `largest_file` bytes stand for a disk that is full."""
        with subprocess.Popen(self._command(), cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL) as process:
            try:
                self._wait(process)
                if largest_file:
                    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY))
                yield
            finally:
                os.killpg(process.pid, signal.SIGKILL)  # with all its workers

    def _command(self) -> list[str]:
        self.port = self.port or _free_port()
        if self.team:
            served = f"pipeline.review_app.wsgi:application({str(self.workspace.root)!r}, {HOST!r})"
            bind = f"127.0.0.1:{self.port}"
            return [
                sys.executable,
                "-m",
                "gunicorn",
                served,
                "--bind",
                bind,
                "--workers",
                "3",
                "--log-level",
                "critical",
            ]
        command = [sys.executable, "-m", "pipeline", "-C", str(self.workspace.root), "review", "serve"]
        return [*command, "--port", str(self.port)]

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        """Until it answers: the first answer takes the dictionaries."""
        for _ in range(600):
            assert process.poll() is None, "the server did not start"
            if self._send(next(iter(self.tokens)), "GET", "segments"):
                return
            time.sleep(0.1)
        raise AssertionError("the server does not answer")

    @contextmanager
    def crowd(self) -> Iterator[None]:
        """Everybody decides until the block ends; then what is under way gets its answer or is given up."""
        threads = [threading.Thread(target=self._person, args=(name,)) for name in self.tokens]
        other = subprocess.Popen([sys.executable, "-c", OTHER_PROGRAM, str(self.workspace.root)], cwd=ROOT)
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join()
            other.kill()
            other.wait()

    def _person(self, name: str) -> None:
        dice = random.Random(name)
        number = 0
        while not self.over.is_set():
            found = self._send(name, "GET", "segments")
            if found is None or found[0] != 200:
                time.sleep(0.1)
                continue
            for segment in dice.sample(found[1]["segments"], 2):
                number += 1
                self._decide(name, number, segment, dice.random())

    def _decide(self, name: str, number: int, segment: Any, luck: float, again: str = "") -> None:
        """Decide on a segment, and once more on the text that was there instead."""
        verdict = "save" if luck < 0.6 else "approve" if luck < 0.85 else "reject"
        text = f"Texto {number}{again} de {name}."
        body = {"segment": segment["id"], "replaces": segment["target"]}
        body |= {"save": {"text": text}, "reject": {"reason": "grammar"}}.get(verdict, {})
        left = text if verdict == "save" else segment["target"]
        for _ in range(200):  # a program sends again until it knows
            if said := self._send(name, "POST", verdict, body, key=f"{number}{again}"):
                if said[0] >= 500:
                    self.failed.append(said[0])
                if said[0] >= 500 and not self.over.is_set():
                    time.sleep(0.1)
                    continue
                made = said[1].get("decision", {}) if said[0] == 200 else {}
                self.answers.append(Answer(name, verdict, left, said[0], made.get("number", 0)))
                if said[0] == 409 and "here" in said[1] and not again:
                    self._decide(name, number, segment | {"target": said[1]["here"]}, luck, " otra vez")
                return
            if self.over.is_set():
                break
            time.sleep(0.1)
        self.unanswered += 1

    def _send(self, name: str, method: str, what: str, body: Any = None, key: str = "") -> tuple[int, Any] | None:
        """The answer; None where there was none."""
        headers = {"Authorization": f"Bearer {self.tokens[name]}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        headers |= {"Host": HOST, "X-Forwarded-Proto": "https"} if self.team else {}
        with suppress(OSError, http.client.HTTPException, ValueError):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                address = f"/api/v1/documents/{TAG}/{SLUG}/{what}"
                connection.request(method, address, json.dumps(body) if body else None, headers)
                answer = connection.getresponse()
                return answer.status, json.loads(answer.read())
            finally:
                connection.close()
        return None


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def prepare(root: Path, persons: int = 16, *, team: bool = False) -> Storm:
    """The workspace, its accounts and their tokens."""
    workspace = init(root, languages=[TAG])
    text = (root / FILE).read_text("utf-8").replace("sandbox = false", "sandbox = true")
    (root / FILE).write_text(text, "utf-8")
    sentences = [f"{word} every day." for word in WORDS[1:]]
    (workspace.seeds / f"{SLUG}.md").write_text("\n\n".join(["# Walk every day", *sentences]) + "\n", "utf-8")
    (workspace.seeds / f"{SLUG}.toml").write_text(SIDECAR, "utf-8")
    workspace = Workspace(root)
    extract(workspace)
    draft(workspace, SLUG, TAG, dict.fromkeys(["Walk every day", *sentences], "Un borrador."))
    open_office(workspace)
    names = [f"person-{number}" for number in range(persons)]
    people(**dict.fromkeys(names, "reviewer"))
    return Storm(workspace, {name: program(name).token for name in names}, team)


@dataclass(frozen=True, slots=True)
class Count:
    """What became of a storm: nothing may be in `lost` or `doubled`.

    `failed` are answers after which a person tried again, `theirs` texts of the other program that a decision met.
    """

    statuses: Counter[int]
    failed: Counter[int]
    decisions: int
    theirs: int
    unanswered: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]


def count(storm: Storm, desk: Desk) -> Count:
    """Hold every answer against the log, and the log against the catalog."""
    desk.heal()
    log = desk.queue.log(SLUG, TAG)
    lost = [f"still waits: {number}" for number, _ in desk.queue.pending()]
    by_number = {one.number: one for one in log}
    done = [answer for answer in storm.answers if answer.status == 200]
    lost += [f"not in the log: {answer}" for answer in done if not _holds(by_number.get(answer.number), answer)]
    for segment in desk.segments():
        ours = [one for one in log if one.decision.key == segment.entry.key and one.in_effect]
        lost += _broken(ours, segment.entry.target)
        last = ours[-1] if ours else None
        if last and last.decision.verdict is Verdict.APPROVE and segment.entry.target == last.decision.target:
            signed = last.decision.person in {one.person for one in segment.entry.signatures}
            lost += [] if signed else [f"signature of {last.number} is gone"]
    saves = Counter(one.decision.target for one in log if one.decision.verdict is Verdict.SAVE)
    doubled = [f"{times} times: {text}" for text, times in saves.items() if times > 1]
    numbers = Counter(answer.number for answer in done)
    doubled += [f"{times} answers for decision {number}" for number, times in numbers.items() if times > 1]
    statuses = Counter(answer.status for answer in storm.answers)
    theirs = len({one.found for one in log if one.found.startswith(THEIRS)})
    failed = Counter(storm.failed)
    return Count(statuses, failed, len(log), theirs, storm.unanswered, tuple(lost), tuple(doubled))


def _holds(logged: LoggedDecision | None, answer: Answer) -> bool:
    """Whether the log has what was answered, and took it."""
    if logged is None or logged.outcome not in (Outcome.APPLIED, Outcome.ALREADY):
        return False
    made = logged.decision
    return (made.person, made.verdict.value, made.target) == (answer.person, answer.verdict, answer.text)


def _broken(ours: list[LoggedDecision], now: str) -> list[str]:
    """Where a decision met another text than the one before it left, but for texts of the other program."""
    found = []
    text = "Un borrador."
    for one in ours:
        expected = (text, one.decision.target) if one.outcome is Outcome.ALREADY else (text,)
        if one.found not in expected and not one.found.startswith(THEIRS):
            found.append(f"decision {one.number} met {one.found!r}, not {text!r}")
        text = one.decision.target
    return [*found, *([f"the catalog has {now!r}, not {text!r}"] if now != text and not now.startswith(THEIRS) else [])]


def texts_of(workspace: Workspace) -> list[str]:
    """The texts of the catalog, read whole: a broken one raises."""
    catalog = store.read(workspace.catalog(TAG, SLUG))
    assert catalog is not None
    return [entry.target for entry in catalog.active.values()]
