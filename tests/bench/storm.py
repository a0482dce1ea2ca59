"""The whole storm: `python tests/bench/storm.py [--kills 20]`, with a full disk at the end; prints what was counted."""

# ruff: noqa: T201  a measurement prints

import argparse
import sys
import tempfile
import time
from collections import Counter
from dataclasses import fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import crowd
from web import start_django

from pipeline.queue import open_queue
from pipeline.stages import packs
from pipeline.stages.extract import read_all
from pipeline.stages.review import Desk

_ROOM = 20_000  # bytes by which the database may grow before the disk is full


def main() -> None:
    """Storm, count, and exit 1 where anything was lost or doubled."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--seconds", type=float, default=2.0, help="between two kills, at the least")
    chosen = options.parse_args()
    start_django()
    with tempfile.TemporaryDirectory() as folder:
        made = crowd.prepare(Path(folder) / "w")
        began = time.monotonic()
        run(made, chosen.kills, chosen.seconds)
        seconds = time.monotonic() - began
        with open_queue(made.workspace.var) as queue:
            (document,) = read_all(made.workspace, [crowd.SLUG]).documents
            pack = packs.load(made.workspace, crowd.TAG)
            counted = crowd.count(made, Desk(made.workspace, document, pack, queue))
    print(f"{chosen.kills} kills, {seconds:.0f} s")
    for name, value in ((one.name, getattr(counted, one.name)) for one in fields(counted)):
        print(f"{name}: {dict(value) if isinstance(value, Counter) else value or 0}")
    sys.exit(1 if counted.lost or counted.doubled else 0)


def run(made: crowd.Storm, kills: int, seconds: float) -> None:
    """Kill the server so many times in mid-storm, then let the disk be full for a while, then let all end well."""
    with made.server():
        pass  # it has its port now
    with made.crowd():
        for turn in range(kills):
            with made.server():
                time.sleep(seconds + turn % 7 / 7)
        database = made.workspace.var / "queue.sqlite3"
        with made.server(largest_file=database.stat().st_size + _ROOM):
            time.sleep(3 * seconds)
        with made.server():
            time.sleep(2 * seconds)
            made.over.set()
            time.sleep(2)


if __name__ == "__main__":
    main()
