import fcntl
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from child_programs import finish, kill, spawn, wait_for

from pipeline.errors import FileChanged, StoreError
from pipeline.files import lock_file, locked, read, update


@pytest.mark.parametrize("name", ["x.po", "a b/ü.po", "..", "n" * 250, "x\ny", "x\udcff.po"])
def test_a_lock_has_a_safe_name_in_its_folder(tmp_path: Path, name: str) -> None:
    lock = lock_file(tmp_path / name, tmp_path / "locks")
    assert (lock.parent, len(lock.name) < 120, lock.name.isascii(), lock.name.endswith(".lock")) == (
        tmp_path / "locks",
        True,
        True,
        True,
    )


def test_equal_names_in_two_languages_have_two_locks_and_a_detour_has_one(tmp_path: Path) -> None:
    locks = tmp_path / "var" / "locks"
    es, pt = tmp_path / "es" / "x.po", tmp_path / "pt" / "x.po"
    assert lock_file(es, locks) != lock_file(pt, locks)
    assert lock_file(es, locks) == lock_file(tmp_path / "pt" / ".." / "es" / "x.po", locks)


def test_a_workspace_mounted_elsewhere_has_the_same_locks(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert lock_file(one / "x.po", one / "locks").name == lock_file(two / "x.po", two / "locks").name


HOLDER = """
import sys, time
from pathlib import Path
from pipeline.files import locked
with locked(Path(sys.argv[1]), Path(sys.argv[2])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_held_lock_names_its_holder_and_is_free_after_kill(tmp_path: Path) -> None:
    path, locks = tmp_path / "x.po", tmp_path / "var" / "locks"
    holder = spawn(HOLDER, path, locks)
    wait_for(holder, "held\n")
    with pytest.raises(StoreError) as caught, locked(path, locks, timeout=0.2):
        pass
    assert str(caught.value) == (
        f"{path}: in use by process {holder.pid}; wait for it to end, or end it, and try again"
    )
    with locked(tmp_path / "y.po", locks, timeout=0):
        pass
    kill(holder)
    with locked(path, locks, timeout=0):
        assert lock_file(path, locks).read_text() == f"{os.getpid()}\n"
    assert lock_file(path, locks).read_text() == ""


def test_threads_exclude_each_other(tmp_path: Path) -> None:
    path, locks = tmp_path / "counter", tmp_path / "locks"

    def count() -> None:
        for _ in range(20):
            with locked(path, locks):
                number = int(read(path) or b"0")
                time.sleep(0.0001)
                path.write_text(str(number + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_text() == "80"


def test_deleting_the_locks_under_a_waiter_does_not_let_two_in(tmp_path: Path) -> None:
    path, locks = tmp_path / "x.po", tmp_path / "locks"
    order: list[str] = []

    def wait() -> None:
        with locked(path, locks):
            order.append("waiter")
            with pytest.raises(StoreError), locked(path, locks, timeout=0.05):
                order.append("intruder")

    with locked(path, locks):
        waiter = threading.Thread(target=wait)
        waiter.start()
        time.sleep(0.1)
        lock_file(path, locks).unlink()
        time.sleep(0.1)
    waiter.join()
    assert order == ["waiter"]


def test_a_lock_deleted_in_the_moment_it_is_taken_is_taken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, locks = tmp_path / "x.po", tmp_path / "locks"
    flock = fcntl.flock

    def late(descriptor: int, operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", flock)
        lock_file(path, locks).unlink()
        flock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", late)
    with locked(path, locks), pytest.raises(StoreError), locked(path, locks, timeout=0.05):
        pass


def test_an_error_inside_frees_the_lock(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "x", tmp_path / "locks"):
        raise ZeroDivisionError
    with locked(tmp_path / "x", tmp_path / "locks", timeout=0):
        pass


def test_a_folder_of_locks_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(StoreError, match="cannot be locked: File exists"), locked(tmp_path / "x", tmp_path / "var"):
        pass


# --- update


def test_update_makes_changes_and_leaves_alone(tmp_path: Path) -> None:
    path, locks = tmp_path / "x", tmp_path / "locks"
    seen: list[bytes | None] = []

    def to(content: bytes | None) -> Callable[[bytes | None], bytes | None]:
        def change(before: bytes | None) -> bytes | None:
            seen.append(before)
            return content

        return change

    assert [update(path, locks, to(content)) for content in (None, b"1", b"2", None)] == [False, True, True, False]
    assert (seen, path.read_bytes()) == ([None, None, b"1", b"2"], b"2")


def test_equal_content_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"same")
    inode = path.stat()
    assert update(path, tmp_path / "locks", lambda _: b"same") is False
    assert path.stat() == inode


def test_a_change_from_outside_is_kept_and_ours_is_made_on_top(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"start\n")
    outside = iter([b"by hand\n", b"by editor\n"])

    def change(before: bytes | None) -> bytes:
        path.write_bytes((before or b"") + next(outside, b""))
        return (before or b"") + b"ours\n"

    assert update(path, tmp_path / "locks", change) is True
    assert path.read_bytes() == b"start\nby hand\nby editor\nours\n"


def test_a_file_that_never_holds_still_is_given_up_with_their_text(tmp_path: Path) -> None:
    path = tmp_path / "x"
    calls: list[bytes | None] = []

    def change(before: bytes | None) -> bytes:
        calls.append(before)
        path.write_bytes(b"theirs %d" % len(calls))
        return b"ours"

    with pytest.raises(FileChanged, match="another program keeps changing this file; close it there and try again"):
        update(path, tmp_path / "locks", change, attempts=3)
    assert (calls, path.read_bytes()) == ([None, b"theirs 1", b"theirs 2"], b"theirs 3")
    with locked(path, tmp_path / "locks", timeout=0):
        pass


COUNTER = """
import os, sys
from pathlib import Path
from pipeline.files import update
path, locks = map(Path, sys.argv[1:3])
os.fsync = lambda _: None  # the test is of order, not of the disk
for number in range(40):
    update(path, locks, lambda before: before + f"{os.getpid()} {number}\\n".encode(), attempts=1000)
"""

OUTSIDER = """
import os, sys, time
from pathlib import Path
path, stop = map(Path, sys.argv[1:3])
number = 0
while not stop.exists():
    number += 1
    line = f"outside {number}\\n".encode()
    with path.open("ab", buffering=0) as file:
        file.write(line)
    time.sleep(0.002)
print(number)
"""


def test_eight_processes_lose_nothing_while_an_editor_writes_without_lock(tmp_path: Path) -> None:
    path, stop = tmp_path / "counter", tmp_path / "stop"
    path.write_bytes(b"")
    outsider = spawn(OUTSIDER, path, stop)
    counters = [spawn(COUNTER, path, tmp_path / "locks") for _ in range(8)]
    outputs = [finish(counter) for counter in counters]
    stop.touch()
    written = int(finish(outsider))
    lines = path.read_text().splitlines()
    ours = [line for line in lines if not line.startswith("outside")]
    assert outputs == [""] * 8
    assert sorted(ours) == sorted(f"{counter.pid} {number}" for counter in counters for number in range(40))
    assert len(lines) - len(ours) > written // 2  # only the instant before a replacement can cost them a line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["counter", "locks", "stop"]
