"""The review's pages under load: so many people, each acting every two seconds, on a workspace of so many segments.

    PYTHONPATH=tests .venv/bin/python tests/bench/review_load.py [--segments 100000] [--people 8] [--seconds 60]
        [--servers 1] [--postgresql] [--folder DIR]

Real server processes, real HTTP, the people on the same machine; SQLite, or a real PostgreSQL of its own. Each person
has a document of 60 segments, opens it, approves a sentence, reads on; now and then they look at their work and the
overview. Prints the median and the 99th percentile by kind of request, after each server has counted all documents once
(how long that took is printed too). With `--folder` the workspace is kept and used again, which spares its making.
"""

import argparse
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import repeat
from pathlib import Path
from urllib.parse import urlencode

import postgres

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog
from pipeline.catalog.remarks import Origin
from pipeline.config import Workspace
from pipeline.stages.extract import extract
from pipeline.stages.workspace import init

SEGMENTS = 60  # of a document
EVERY = 2.0  # seconds between what a person does
_PAIRS = (
    ("Walking probably reduces pain in group {n}.", "Andar probablemente reduce el dolor en el grupo {n}."),
    ("The review included {n} studies.", "La revisión incluyó {n} estudios."),
    ("People in group {n} walked for 10 minutes.", "Las personas del grupo {n} caminaron durante 10 minutos."),
    ("Group {n} did not have more falls.", "El grupo {n} no tuvo más caídas."),
    ("We found {n} reports about rest at home.", "Encontramos {n} informes sobre el reposo en casa."),
)  # fmt: skip
_SIDECAR = 'version = "1"\npublished = 2026-11-22\nauthors = ["A"]\nrights_holder = "A"\nlicence = "CC BY 4.0"\n'


def main() -> None:
    """Make the workspace, start the servers, let the people work, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--servers", type=int, default=1, help="server processes, the people shared out among them")
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    parser.add_argument("--folder", type=Path, help="where the workspace is kept")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        if options.postgresql:
            os.environ["DATABASE_URL"] = stack.enter_context(postgres.server())
        root = options.folder or Path(folder) / "w"
        documents = options.segments // SEGMENTS
        if not (root / "pipeline.toml").exists():
            make(root, documents)
        cookies = sign_in(root, options.people)
        servers = [Server(root) for _ in range(options.servers)]
        try:
            people = [
                Person(servers[n % len(servers)].port, cookie, f"doc-{n * (documents // options.people):06}")
                for n, cookie in enumerate(cookies)
            ]
            work(people, options.seconds)
        finally:
            for server in servers:
                server.process.terminate()
    report(people)


def make(root: Path, documents: int) -> None:
    """A workspace of so many documents, every segment of them drafted."""
    workspace = init(root, languages=["es"])
    for number in range(documents):
        lines = [f"What helps people in group {number}?", "Key messages"]
        lines += [_PAIRS[n % len(_PAIRS)][0].format(n=number * SEGMENTS + n) for n in range(SEGMENTS - 2)]
        (workspace.seeds / f"doc-{number:06}.txt").write_text("\n".join(lines) + "\n", "utf-8")
        (workspace.seeds / f"doc-{number:06}.toml").write_text(_SIDECAR, "utf-8")
    slices = [[f"doc-{n:06}" for n in range(first, documents, 2)] for first in range(2)]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_draft_all, repeat(root), slices))


def _draft_all(root: Path, slugs: list[str]) -> None:
    workspace = Workspace(root)
    extract(workspace, slugs)
    for slug in slugs:
        store.update(workspace.catalog("es", slug), workspace.locks, _drafted)


def _drafted(catalog: Catalog | None) -> Catalog:
    assert catalog is not None
    texts = {"Key messages": "Mensajes clave"}
    for entry in catalog.entries:
        number = re.search(r"\d+", entry.key.source)
        for source, target in (
            *_PAIRS,
            ("What helps people in group {n}?", "¿Qué ayuda a las personas del grupo {n}?"),
        ):
            if number and entry.key.source == source.format(n=number[0]):
                texts[entry.key.source] = target.format(n=number[0])
    origin = [Origin("mt", "firefox en>pt 2.0, apertium pt>es 1.1")]
    return replace(catalog, entries=tuple(entry.drafted(texts[entry.key.source], origin) for entry in catalog.entries))


def sign_in(root: Path, people: int) -> list[str]:
    """Session cookies of so many reviewers; the coordinator is there too."""
    code = (
        "import sys; from pathlib import Path; from pipeline.config import Workspace;"
        "from pipeline.review_app.start import start_django; start_django(Workspace(Path(sys.argv[1])));"
        "from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY;"
        "from django.contrib.sessions.backends.db import SessionStore;"
        "from pipeline.review_app.models import Account, members; from pipeline.review_app.permissions import Role\n"
        "for n in range(int(sys.argv[2])):\n"
        "    name = f'person{n}'\n"
        "    there = Account.objects.filter(handle=name).first()\n"
        "    one = there or Account.objects.make(name, 'a long and quiet river')\n"
        "    members(one, Role.LEAD, ['es'])\n"
        "    session = SessionStore()\n"
        "    session[SESSION_KEY] = str(one.pk)\n"
        "    session[BACKEND_SESSION_KEY] = 'django.contrib.auth.backends.ModelBackend'\n"
        "    session[HASH_SESSION_KEY] = one.get_session_auth_hash()\n"
        "    session.save()\n"
        "    print(session.session_key)\n"
    )
    made = subprocess.run([sys.executable, "-c", code, root, str(people)], check=True, capture_output=True, text=True)
    return made.stdout.split()


class Server:
    """A server process on a port of its own."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, "-m", "pipeline", "-C", str(root), "review", "serve", "--port", "0"]
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.port = int(line.split("127.0.0.1:")[1].split("/")[0])


@dataclass
class Person:
    """Somebody at a browser: what they asked for, with the seconds it took."""

    port: int
    cookie: str
    document: str
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    def ask(self, kind: str, method: str, path: str, form: dict[str, str] | None = None) -> str:
        """One request, timed by its kind; a status that is no success is kept as wrong."""
        headers = {"Cookie": f"review_session={self.cookie}; review_csrf={'c' * 32}"}
        body = None
        if form is not None:
            body = urlencode(form | {"csrfmiddlewaretoken": "c" * 32})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
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
    """Let each server count its documents, then everybody work at the same time."""
    for person in {one.port: one for one in people}.values():
        began = time.perf_counter()
        for address in ("/", "/overview/"):
            while "still to be counted" in person.ask("while counting", "GET", address):
                pass
        print(f"all documents counted in {time.perf_counter() - began:.0f} s")  # noqa: T201
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=one.work, args=(until, n)) for n, one in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


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
