import os
import stat
import subprocess
from pathlib import Path

import pytest
from child_programs import finish, kill, spawn, wait_for
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import FileChanged, StoreError
from pipeline.files import UNCHECKED, read, write_atomic


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@settings(max_examples=25)
@given(contents=st.lists(st.binary(max_size=200), min_size=1, max_size=4))
def test_what_is_written_is_read_back(contents: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("files") / "x.po"
    expected = read(path)
    for content in contents:
        write_atomic(path, content, expected=expected)
        expected = read(path)
        assert expected == content
    assert names(path.parent) == ["x.po"]


def test_folders_are_made_and_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    path = tmp_path / "locales" / "es" / "x.po"
    write_atomic(path, b"new", expected=None)
    beside = tmp_path / "usual"
    beside.touch()
    assert (path.read_bytes(), path.stat().st_mode) == (b"new", beside.stat().st_mode)


def test_permissions_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomic(path, b"new", expected=b"old")
    assert (path.read_bytes(), path.stat().st_mode & 0o7777) == (b"new", 0o640)


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    target, link = tmp_path / "shared" / "x.po", tmp_path / "x.po"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomic(link, b"new", expected=b"old")
    assert (link.readlink(), target.read_bytes(), names(tmp_path)) == (target, b"new", ["shared", "x.po"])
    assert names(tmp_path / "shared") == ["x.po"]


@pytest.mark.parametrize("expected", [None, b"other", b""])
def test_a_file_changed_by_someone_else_is_left_alone(tmp_path: Path, expected: bytes | None) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(b"theirs")
    with pytest.raises(FileChanged) as caught:
        write_atomic(path, b"ours", expected=expected)
    assert str(caught.value) == f"{path}: someone else changed this file meanwhile; nothing was written, try again"
    assert (path.read_bytes(), names(tmp_path)) == (b"theirs", ["x.po"])


def test_a_file_deleted_by_someone_else_is_not_made_again(tmp_path: Path) -> None:
    with pytest.raises(FileChanged):
        write_atomic(tmp_path / "x.po", b"ours", expected=b"read before")
    assert names(tmp_path) == []


def test_unchecked_replaces_whatever_is_there(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"theirs")
    write_atomic(path, b"ours", expected=UNCHECKED)
    assert path.read_bytes() == b"ours"


def test_a_folder_in_the_place_of_the_file_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "x.po").mkdir()
    with pytest.raises(StoreError, match=r"x\.po: cannot be read: Is a directory"):
        read(tmp_path / "x.po")
    with pytest.raises(StoreError, match=r"x\.po: cannot be written: Is a directory"):
        write_atomic(tmp_path / "x.po", b"", expected=UNCHECKED)
    assert names(tmp_path) == ["x.po"]


FULL_DISK = """
import resource, sys
from pathlib import Path
from pipeline.errors import StoreError
from pipeline.files import write_atomic
path = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_atomic(path, b"n" * 1_000_000, expected=b"old")
except StoreError as error:
    print(error)
"""


def test_a_full_disk_leaves_the_old_content_and_no_remains(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(b"old")
    output = finish(spawn(FULL_DISK, path))
    assert output == f"{path}: cannot be written: File too large; free some space and try again\n"
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["x.po"])


FULL_TMPFS = """
import sys
from pathlib import Path
from pipeline.errors import StoreError
from pipeline.files import write_atomic
try:
    write_atomic(Path(sys.argv[1]), b"n" * 1_000_000, expected=b"old")
except StoreError as error:
    print(error)
"""


def test_a_full_file_system_leaves_the_old_content_and_no_remains(tmp_path: Path) -> None:
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tmp_path], capture_output=True, check=False
    )
    if mount.returncode:
        pytest.skip("this account may not mount a small file system")
    try:
        path = tmp_path / "x.po"
        path.write_bytes(b"old")
        output = finish(spawn(FULL_TMPFS, path))
        assert output == f"{path}: cannot be written: No space left on device; free some space and try again\n"
        assert (path.read_bytes(), names(tmp_path)) == (b"old", ["x.po"])
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_an_interrupt_leaves_no_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(b"old")

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(path, b"new", expected=b"old")
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["x.po"])


SLOW_WRITER = """
import os, sys, time
from pathlib import Path
from pipeline.files import write_atomic
path, content = Path(sys.argv[1]), sys.argv[2].encode() * 300_000
sync = os.fsync
def slow(descriptor):
    sync(descriptor)
    print("in the middle", flush=True)
    time.sleep(60)
os.fsync = slow
write_atomic(path, content, expected=path.read_bytes())
"""


def test_killed_in_the_middle_of_a_write_twenty_times(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(b"old")
    for round_ in range(4):
        writers = [spawn(SLOW_WRITER, path, round_) for _ in range(5)]
        for writer in writers:
            wait_for(writer, "in the middle\n")
        assert len(names(tmp_path)) == 6  # what is left of the round before is gone, five are at work
        for writer in writers:
            kill(writer)
        assert path.read_bytes() == b"old"
    write_atomic(path, b"new", expected=b"old")
    assert (path.read_bytes(), names(tmp_path)) == (b"new", ["x.po"])


def test_a_file_that_a_living_writer_is_at_work_on_is_not_cleaned_away(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(b"old")
    writer = spawn(SLOW_WRITER, path, "n")
    try:
        wait_for(writer, "in the middle\n")
        before = names(tmp_path)
        write_atomic(tmp_path / "y.po", b"other", expected=None)
        assert names(tmp_path) == sorted([*before, "y.po"])
    finally:
        kill(writer)


def test_the_file_is_on_the_disk_before_its_name_and_the_name_before_we_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, bool]] = []

    def watch(descriptor: int) -> None:
        seen.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), (tmp_path / "x.po").exists()))

    monkeypatch.setattr(os, "fsync", watch)
    write_atomic(tmp_path / "x.po", b"new", expected=None)
    assert seen == [(False, False), (True, True)]


def test_temporary_names_are_hidden_and_never_those_of_a_catalog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    sync = os.fsync

    def watch(descriptor: int) -> None:
        seen.extend(names(tmp_path))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watch)
    write_atomic(tmp_path / "x.po", b"new", expected=None)
    temporary = seen[0]
    assert (temporary[0], temporary.endswith(".po")) == (".", False)
