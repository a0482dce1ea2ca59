"""The review's pages under load: so many people, each acting every two seconds, on a workspace of so many segments.

    PYTHONPATH=tests .venv/bin/python tests/bench/review_load.py [--segments 100000] [--people 8] [--seconds 60]
        [--workers 0] [--postgresql] [--folder DIR] [--count] [--prepare]

Real server processes, real HTTP, the people on the same machine; waitress, or with `--workers` so many processes of
gunicorn; SQLite, or a real PostgreSQL of its own. Each person has a document of 60 segments, opens it, approves a
sentence, reads on; now and then they look at their work and the overview. Prints the median and the 99th percentile by
kind of request, and the processor time that the server took. With `--folder` the workspace is kept and used again,
which spares its making; `--prepare` makes it and ends.

The figures of all documents are there when the people come, as in a server that runs: those of one are copied, since
the documents are made alike. `--count` counts each of them, and says how long that took.
"""

import argparse
import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import postgres
from load_workspace import SEGMENTS, count, count_one, make, sign_in

HOST = "review.example.org"
EVERY = 2.0  # seconds between what a person does


def main() -> None:
    """Make the workspace, start the server, let the people work, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--workers", type=int, default=0, help="processes of gunicorn, instead of waitress")
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    parser.add_argument("--folder", type=Path, help="where the workspace is kept")
    parser.add_argument("--count", action="store_true", help="count every document, with two processes")
    parser.add_argument("--prepare", action="store_true", help="make the workspace and end")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        if options.postgresql:
            os.environ["DATABASE_URL"] = stack.enter_context(postgres.server())
        root, documents = options.folder or Path(folder) / "w", options.segments // SEGMENTS
        _prepare(root, documents, counts=options.count)
        if options.prepare:
            return
        cookies = sign_in(root, options.people)
        server = Server(root, options.workers)
        stack.callback(server.process.wait)
        stack.callback(server.process.terminate)
        people = [
            Person(server, cookie, f"doc-{n * (documents // options.people):06}") for n, cookie in enumerate(cookies)
        ]
        work(people, options.seconds)
        report(people)


def _prepare(root: Path, documents: int, *, counts: bool) -> None:
    began = time.monotonic()
    if not (root / "pipeline.toml").exists():
        make(root, documents)
        print(f"{documents} documents made in {time.monotonic() - began:.0f} s")  # noqa: T201
    began = time.monotonic()
    if counts:
        count(root, 2)
    else:
        count_one(root)
    print(f"figures of all documents there after {time.monotonic() - began:.0f} s")  # noqa: T201


class Server:
    """The server of one workspace: waitress as `review serve` runs it, or gunicorn with so many `workers`."""

    def __init__(self, root: Path, workers: int = 0) -> None:
        port = _free_port()
        if workers:
            served = f"pipeline.review_app.wsgi:application({str(root)!r}, {HOST!r})"
            command = ["-m", "gunicorn", served, "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
            command += ["--backlog", "512", "--timeout", "120"]
        else:
            command = ["-m", "pipeline", "-C", str(root), "review", "serve", "--port", str(port)]
        self.port, self.https = port, bool(workers)
        self.process = subprocess.Popen(
            [sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ
        )
        self._wait()

    def _wait(self) -> None:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit("the server does not start")

    def cpu(self) -> float:
        """The seconds of processor time that its processes have used."""
        numbers = [self.process.pid, *_children(self.process.pid)]
        return sum(_cpu(number) for number in numbers)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _children(number: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{number}/task/{number}/children").read_text().split()]


def _cpu(number: int) -> float:
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Person:
    """Somebody at a browser: what they asked for, with the seconds it took."""

    server: Server
    cookie: str
    document: str
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    def ask(self, kind: str, method: str, path: str, form: dict[str, str] | None = None) -> str:
        """One request, timed by its kind; a status that is no success is kept as wrong."""
        secure = "__Host-" if self.server.https else ""
        headers = {"Cookie": f"{secure}review_session={self.cookie}; {secure}review_csrf={'c' * 32}"}
        if self.server.https:  # as a proxy in front says it
            headers |= {"Host": HOST, "X-Forwarded-Proto": "https", "Origin": f"https://{HOST}"}
        body = None
        if form is not None:
            body = urlencode(form | {"csrfmiddlewaretoken": "c" * 32})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        self.took[kind].append(time.perf_counter() - started)
        if response.status not in (200, 303):
            self.wrong.append(f"{kind}: {response.status}")
        return response.headers.get("Location", "") if response.status == 303 else text

    def work(self, until: float, seed: int) -> None:
        """Open, approve, go on to the next; start anew where nothing is left."""
        chance = random.Random(seed)  # a bench, not a secret
        time.sleep(chance.random() * EVERY)
        here = f"/documents/es/{self.document}/"
        page = self.ask("document", "GET", here)
        while (began := time.monotonic()) < until:
            if chance.random() < 0.05:
                self.ask("my work", "GET", "/")
                self.ask("overview", "GET", "/overview/")
            elif form := re.search(r'<form class="decide".*?</form>', page, re.DOTALL):
                hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
                answer = self.ask("decide", "POST", f"{here}approve/", {n: unescape(v) for n, v in hidden})
                page = self.ask("document", "GET", answer) if answer.startswith("/") else ""
            else:
                first = re.search(r'\?open=([0-9a-f]{16})"', page)
                page = self.ask("document", "GET", f"{here}?open={first[1]}" if first else here)
            time.sleep(max(0.0, EVERY - (time.monotonic() - began)))


def work(people: list[Person], seconds: int) -> None:
    """Let everybody work at the same time, after each process of the server has been asked for both lists."""
    server = people[0].server
    for person in people[:4]:
        for address in ("/", "/overview/"):
            while "still to be counted" in person.ask("first lists", "GET", address):
                pass
    before, until = server.cpu(), time.monotonic() + seconds
    threads = [threading.Thread(target=one.work, args=(until, n)) for n, one in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    requests = sum(len(times) for one in people for kind, times in one.took.items() if kind != "first lists")
    used = server.cpu() - before
    print(f"{requests} requests, {used * 1000 / requests:.0f} ms of processor time each in the server")  # noqa: T201


def report(people: list[Person]) -> None:
    """The table."""
    kinds = sorted({kind for person in people for kind in person.took})
    print(f"{'request':24} {'number':>7} {'median':>9} {'99 %':>9}")  # noqa: T201
    for kind in kinds:
        times = sorted(t for person in people for t in person.took.get(kind, ()))
        late = times[min(len(times) - 1, int(len(times) * 0.99))]
        print(f"{kind:24} {len(times):7} {statistics.median(times) * 1000:6.0f} ms {late * 1000:6.0f} ms")  # noqa: T201
    wrong = [one for person in people for one in person.wrong]
    print(f"answers that were no success: {len(wrong)} {sorted(set(wrong))}")  # noqa: T201


if __name__ == "__main__":
    main()
