"""What is remembered of files is what they hold."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline import looks

LONG_AGO = 1_600_000_000


def aged(path: Path, data: bytes, moment: int) -> Path:
    """A file with this content, and with a time that is long past."""
    path.write_bytes(data)
    os.utime(path, (moment, moment))
    return path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read; any change counts as settled."""
    found: list[str] = []
    read = looks._digest  # noqa: SLF001

    def counted(path: Path) -> bytes:
        found.append(path.name)
        return read(path)

    monkeypatch.setattr(looks, "_digest", counted)
    monkeypatch.setattr(looks, "_SETTLED_NS", -1)
    return found


def test_a_file_that_looks_the_same_is_read_once(tmp_path: Path, reads: list[str]) -> None:
    path = aged(tmp_path / "a", b"one", LONG_AGO)
    assert [looks.digest(path) for _ in range(3)] == [sha256(b"one").digest()] * 3
    assert reads == ["a"]


@pytest.mark.parametrize("moment", [LONG_AGO, LONG_AGO + 5])
def test_a_file_that_changed_is_read_again(tmp_path: Path, reads: list[str], moment: int) -> None:
    path = aged(tmp_path / "a", b"one", LONG_AGO)
    looks.digest(path)
    aged(path, b"two", moment)  # even with the old size and time: the moment of the change itself cannot be set
    assert looks.digest(path) == sha256(b"two").digest()
    assert reads == ["a", "a"]


def test_what_changed_just_now_is_not_believed(
    tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "_SETTLED_NS", 60_000_000_000)
    path = tmp_path / "a"
    path.write_bytes(b"one")
    assert looks.digest(path) == looks.digest(path)
    assert reads == ["a", "a"]


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        looks.digest(tmp_path / "none")


def test_a_folder_is_looked_at_again_when_a_name_comes_or_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "_SETTLED_NS", -1)
    known: dict[str, tuple[looks.Look, list[str]]] = {}

    def names() -> list[str]:
        return looks.remembered(known, tmp_path, lambda folder: sorted(path.name for path in folder.iterdir()))

    (tmp_path / "a").touch()
    assert names() == names() == ["a"]
    (tmp_path / "b").touch()
    assert names() == ["a", "b"]
    (tmp_path / "a").rename(tmp_path / "c")
    assert names() == ["b", "c"]


def test_the_last_so_many_are_kept_and_what_is_asked_for_stays() -> None:
    made: list[str] = []
    recent: looks.Recent[str, str] = looks.Recent(2)

    def get(name: str) -> str:
        return recent.get(name, lambda: made.append(name) or name.upper())  # type: ignore[func-returns-value]

    assert [get(name) for name in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]
    recent.forget("b")
    get("b")
    assert made == ["a", "b", "c", "b", "b"]


def test_what_could_not_be_made_is_not_kept() -> None:
    recent: looks.Recent[str, int] = looks.Recent(2)

    def fail() -> int:
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        recent.get("a", fail)
    assert recent.get("a", lambda: 1) == 1
