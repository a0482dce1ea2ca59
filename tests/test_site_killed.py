"""Killed at any moment, on a full disk, interrupted: a reader sees the whole old site or the whole new one."""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from published_site import make_site, sign

from pipeline.config import FILE, Workspace
from pipeline.stages.extract import read_all
from pipeline.stages.publish import publish

pytestmark = pytest.mark.slow
_KILLS = 6


def seen(workspace: Workspace) -> str:
    """A digest of what a reader sees."""
    folder = workspace.site.resolve()
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    parts = [f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def reworded(workspace: Workspace, turn: int) -> None:
    """Change every page: by its publisher."""
    path = workspace.root / FILE
    lines = [line for line in path.read_text().splitlines() if not line.startswith("publisher")]
    path.write_text("\n".join([f'publisher = "Press {turn}"', *lines]) + "\n")


def command(workspace: Workspace, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "pipeline", "-C", str(workspace.root), "publish", *arguments]


def test_kills_show_the_old_site_or_the_new_one(tmp_path: Path) -> None:
    workspace = make_site(tmp_path / "w", 20, ["es", "pt"], sentences=5)
    twin = Workspace(tmp_path / "twin")
    publish(workspace, ())
    chance, midway, whole = random.Random(20), 0, 3.0
    for turn in range(_KILLS):
        reworded(workspace, turn)
        shutil.rmtree(twin.root, ignore_errors=True)
        shutil.copytree(workspace.root, twin.root, ignore=shutil.ignore_patterns("build", "var"))
        publish(Workspace(twin.root), ())
        old, new = seen(workspace), seen(twin)
        process = subprocess.Popen(command(workspace, "--site"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        started = time.monotonic()
        with process:
            time.sleep(chance.uniform(0.2, whole))
            midway += process.poll() is None
            process.send_signal(signal.SIGKILL)
        whole = min(whole, max(0.6, time.monotonic() - started))
        assert seen(workspace) in (old, new)
        subprocess.run(command(workspace, "--site"), check=True, capture_output=True)
        assert seen(workspace) == new
        assert len(list(workspace.generations.iterdir())) == 1
    assert midway >= 2


def test_an_interrupt_leaves_the_old_site(tmp_path: Path) -> None:
    workspace = make_site(tmp_path / "w", 50, ["es", "pt"], sentences=12)
    process = subprocess.Popen(
        command(workspace, "--site", "--jobs", "2"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not workspace.locks.exists() and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in errors, workspace.site.exists()) == (1, False, False), errors
    subprocess.run(command(workspace, "--site"), check=True, capture_output=True)
    assert len(list(workspace.site.glob("*/doc-*.html"))) == 100


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from pipeline.cli.main import main
main(sys.argv[2:])
"""


def test_a_file_too_large_for_the_disk_leaves_the_old_site(tmp_path: Path) -> None:
    workspace = make_site(tmp_path / "w", 2, ["es"], sentences=3)
    publish(workspace, ())
    before = seen(workspace)
    reworded(workspace, 1)
    program = [sys.executable, "-c", LIMITED, "9000", "-C", str(workspace.root), "publish", "--site"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "cannot be written: File too large; free some space and try again" in done.stderr
    assert "Traceback" not in done.stderr
    assert seen(workspace) == before
    assert len(list(workspace.generations.iterdir())) == 1


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A file system of this size in the place of a folder."""
    folder.mkdir(parents=True)
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mount.returncode:
        pytest.skip("this account may not mount a small file system")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_the_old_site(tmp_path: Path) -> None:
    workspace = make_site(tmp_path / "w", 10, ["es"], sentences=3)
    with small_disk(workspace.root / "build", "300k"):
        publish(workspace, ())
        before = seen(workspace)
        reworded(workspace, 1)
        done = subprocess.run(command(workspace, "--site"), capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "cannot be written: No space left on device; free some space and try again" in done.stderr
        assert seen(workspace) == before
        path = workspace.root / FILE
        path.write_text(path.read_text().replace('publisher = "Press 1"', 'publisher = ""'))
        subprocess.run(command(workspace, "--site"), check=True, capture_output=True)
        assert seen(workspace) == before


def test_a_sentence_that_changed_is_never_shown_beside_the_old_one(tmp_path: Path) -> None:
    """A reader who loads page after page while the site is replaced gets each page whole."""
    workspace = make_site(tmp_path / "w", 1, ["es"], sentences=3)
    publish(workspace, ())
    (document,) = read_all(workspace).documents
    running = subprocess.Popen(
        [sys.executable, "-c", READING, str(workspace.site / "es" / "doc-0000.html")],
        stdout=subprocess.PIPE,
        text=True,
    )
    for turn in range(10):
        sign(workspace, document, "es", instead=f"Frase {turn % 2}.")
        publish(workspace, ())
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=30)
    assert said.strip() == "0 broken"


READING = """
import sys
from pathlib import Path
page, broken = Path(sys.argv[1]), 0
try:
    while True:
        broken += not page.read_bytes().endswith(b"</html>\\n")
except KeyboardInterrupt:
    print(broken, "broken")
"""
