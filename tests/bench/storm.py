"""The whole storm: `python tests/bench/storm.py [--kills 20] [--postgresql]`, with a full disk at the end."""

# ruff: noqa: T201  a measurement prints

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import crowd
import postgres
from django.db import connections
from web import start_django

from pipeline.queue import open_queue
from pipeline.stages import packs
from pipeline.stages.extract import read_all
from pipeline.stages.review import Desk

_DISK = 150_000_000  # bytes for a PostgreSQL
_ROOM = 20_000  # bytes by which the database may grow before the disk is full


def main() -> None:
    """Storm, count, and exit 1 where anything was lost or doubled."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--postgresql", action="store_true", help="and three processes of gunicorn; as root")
    options.add_argument("--seconds", type=float, default=2.0, help="between two kills, at the least")
    chosen = options.parse_args()
    start_django()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        disk = None
        if chosen.postgresql:
            os.environ["DATABASE_URL"] = url = stack.enter_context(postgres.server(_DISK))
            disk = Path(url.partition("?host=")[2])
        made = crowd.prepare(folder / "w", team=chosen.postgresql)
        began = time.monotonic()
        run(made, chosen.kills, chosen.seconds, disk)
        seconds = time.monotonic() - began
        with open_queue(made.workspace.var) as queue:
            (document,) = read_all(made.workspace, [crowd.SLUG]).documents
            pack = packs.load(made.workspace, crowd.TAG)
            counted = crowd.count(made, Desk(made.workspace, document, pack, queue))
        connections.close_all()
    print(f"{chosen.kills} kills, {seconds:.0f} s")
    for name, value in ((one.name, getattr(counted, one.name)) for one in fields(counted)):
        print(f"{name}: {dict(value) if isinstance(value, Counter) else value or 0}")
    sys.exit(1 if counted.lost or counted.doubled else 0)


def run(made: crowd.Storm, kills: int, seconds: float, disk: Path | None) -> None:
    """Kill the server so many times in mid-storm, then let the disk be full for a while, then let all end well.

    `disk` is PostgreSQL's own.
    """
    with made.server():
        pass  # it has its port now
    with made.crowd():
        for turn in range(kills):
            with made.server():
                time.sleep(seconds + turn % 7 / 7)
        if disk:
            with made.server(), _full(disk):
                time.sleep(5 * seconds)
        else:
            database = made.workspace.var / "queue.sqlite3"
            with made.server(largest_file=database.stat().st_size + _ROOM):
                time.sleep(3 * seconds)
        with made.server():
            time.sleep(2 * seconds)
            made.over.set()
            time.sleep(2)


@contextmanager
def _full(disk: Path) -> Iterator[None]:
    """Let something else take all the room there is."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    try:
        yield
    finally:
        ballast.unlink()


if __name__ == "__main__":
    main()
