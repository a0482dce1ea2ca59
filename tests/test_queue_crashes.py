import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from child_programs import PROLOGUE, decide, finish, kill, sources, spawn, wait_for

from pipeline.model.decision import Applied, Outcome
from pipeline.model.document import Key
from pipeline.queue import Queue, open_queue


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    with open_queue(tmp_path / "var", "") as opened:
        yield opened


# --- many at once


def test_eight_processes_open_and_record_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    program = (
        PROLOGUE
        + """
print("ready", flush=True)
while not (var.parent / "go").exists():
    time.sleep(0.001)
queue = open_queue(var)
for number in range(25):
    decision = decide(f"{sys.argv[2]} {number}")
    queue.settle(queue.record(decision, decision.key.source), Applied(decision, Outcome.APPLIED))
    queue.record(decide(f"shared {number}"), f"shared {number}")
"""
    )
    workers = [spawn(program, tmp_path / "var", name) for name in range(8)]
    for worker in workers:
        wait_for(worker, "ready\n")
    (tmp_path / "go").touch()
    assert [finish(worker) for worker in workers] == [""] * 8
    with open_queue(tmp_path / "var", "") as queue:
        expected = [f"{name} {number}" for name in [*range(8), "shared"] for number in range(25)]
        assert sorted(sources(queue)) == sorted(expected)
        assert sorted(decision.key.source for _, decision in queue.pending()) == sorted(expected[-25:])


def test_threads_share_a_queue(queue: Queue) -> None:
    def record(name: int) -> None:
        for number in range(10):
            queue.record(decide(f"{name} {number}"), f"{name} {number}")
        queue.close()

    threads = [threading.Thread(target=record, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sources(queue)) == sorted(f"{name} {number}" for name in range(4) for number in range(10))


def test_a_forked_child_has_a_connection_of_its_own(tmp_path: Path) -> None:
    program = (
        PROLOGUE
        + """
queue = open_queue(var)
queue.record(decide("parent"), "1")
from django.db import connections
parents = connections[queue._database.alias].connection
child = os.fork()
if not child:
    queue.record(decide("child"), "2")
    os._exit(connections[queue._database.alias].connection is parents)
print(os.waitpid(child, 0)[1])
queue.record(decide("parent again"), "3")
"""
    )
    assert finish(spawn(program, tmp_path)) == "0\n"
    with open_queue(tmp_path, "") as queue:
        assert sources(queue) == ["parent", "child", "parent again"]


def test_several_workspaces_in_one_process_are_kept_apart(tmp_path: Path) -> None:
    with open_queue(tmp_path / "one", "") as one, open_queue(tmp_path / "two", "") as two:
        one.record(decide("one"), "token")
        two.record(decide("two"), "token")
        two.set_bookmark("ana", "stroke", "es", Key(None, "two"))
        assert (sources(one), sources(two)) == (["one"], ["two"])
        assert one.bookmark("ana", "stroke", "es") is None
        with open_queue(tmp_path / "two" / ".." / "one", "") as again:
            assert sources(again) == ["one"]


def test_a_closed_queue_opens_itself_again(queue: Queue) -> None:
    queue.record(decide("a"), "1")
    queue.close()
    queue.close()
    assert sources(queue) == ["a"]


# --- crashes


def test_killed_between_recording_and_settling_the_decision_waits_again(tmp_path: Path) -> None:
    program = (
        PROLOGUE
        + """
queue = open_queue(var)
queue.settle(queue.record(decide("done"), "1"), Applied(decide("done"), Outcome.APPLIED))
queue.record(decide("half"), "2")
print("recorded", flush=True)
time.sleep(60)
"""
    )
    process = spawn(program, tmp_path)
    wait_for(process, "recorded\n")
    kill(process)
    with open_queue(tmp_path, "") as queue:
        ((number, decision),) = queue.pending()
        assert decision == decide("half")
        assert queue.record(decide("half"), "2") == number  # the browser sends it again
        assert queue.settle(number, Applied(decision, Outcome.ALREADY, found="t"))
        assert [(entry.decision, entry.outcome) for entry in queue.log()] == [
            (decide("done"), Outcome.APPLIED),
            (decide("half"), Outcome.ALREADY),
        ]
        assert queue.pending() == []


def test_killed_at_any_moment_the_log_is_whole(tmp_path: Path) -> None:
    program = (
        PROLOGUE
        + """
queue = open_queue(var)
for number in range(100_000):
    queue.record(decide(f"{os.getpid()} {number}"), f"{os.getpid()} {number}")
    print(number, flush=True)
"""
    )
    confirmed: list[str] = []
    for round_ in range(5):
        process = spawn(program, tmp_path)
        wait_for(process, "0\n")
        time.sleep(0.02 * round_)
        output = kill(process)
        confirmed += [f"{process.pid} {number}" for number in ["0", *output.split("\n")[:-1]]]
    with open_queue(tmp_path, "") as queue:
        assert set(confirmed) <= set(sources(queue))
        assert len(sources(queue)) <= len(confirmed) + 5  # at most the one whose number was not told yet
    with closing(sqlite3.connect(tmp_path / "queue.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("remains", [False, True])
def test_with_var_deleted_the_open_queue_starts_empty(tmp_path: Path, remains: bool) -> None:  # noqa: FBT001
    var = tmp_path / "var"
    with open_queue(var, "") as queue:
        queue.record(decide("a"), "1")
        if remains:
            (var / "queue.sqlite3").unlink()
        else:
            shutil.rmtree(var)
        assert queue.pending() == []
        queue.record(decide("b"), "1")
        assert sources(queue) == ["b"]
    with closing(sqlite3.connect(var / "queue.sqlite3")) as database:
        assert database.execute("SELECT source FROM queue_decision").fetchall() == [("b",)]


def test_with_var_made_anew_by_another_process_the_open_queue_follows(tmp_path: Path) -> None:
    var = tmp_path / "var"
    with open_queue(var, "") as queue:
        queue.record(decide("a"), "1")
        shutil.rmtree(var)
        finish(spawn(PROLOGUE + "open_queue(var).record(decide('theirs'), '1')", var))
        queue.record(decide("b"), "2")
        assert sources(queue) == ["theirs", "b"]


KILLED_IN_MIGRATION = (
    PROLOGUE
    + """
from django.db.migrations.recorder import MigrationRecorder
record = MigrationRecorder.record_applied
def stop(self, app, name):
    if name.startswith(sys.argv[2]) and sys.argv[3] == "before":
        print("half", flush=True)
        time.sleep(60)
    record(self, app, name)
    if name.startswith(sys.argv[2]):
        print("half", flush=True)
        time.sleep(60)
MigrationRecorder.record_applied = stop
"""
)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("migration", ["0001", "0002"])
def test_killed_while_making_the_tables_they_are_made_anew(tmp_path: Path, migration: str, moment: str) -> None:
    # Django's recorder can be imported only after set-up, so the program opens another queue first
    program = KILLED_IN_MIGRATION.replace("from django", "open_queue(var / 'other')\nfrom django", 1)
    process = spawn(program + "open_queue(var)", tmp_path, migration, moment)
    wait_for(process, "half\n")
    kill(process)
    with open_queue(tmp_path, "") as queue:
        queue.record(decide("a"), "1")
        assert sources(queue) == ["a"]
