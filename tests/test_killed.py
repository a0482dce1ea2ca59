"""A run that is killed at any moment leaves valid catalogs, and the next run ends as if nothing had happened."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import make_workspace

from pipeline import shipped
from pipeline.catalog import store
from pipeline.config import Workspace

pytestmark = pytest.mark.slow


def command(workspace: Workspace, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "pipeline", "-C", str(workspace.root), *arguments]


def with_examples(root: Path) -> Workspace:
    workspace = make_workspace(root)
    for path in shipped.seeds().iterdir():
        shutil.copyfile(path, workspace.seeds / path.name)
    return workspace


def texts(workspace: Workspace) -> dict[str, bytes]:
    folders = [workspace.root / "locales", workspace.templates]
    return {
        str(p.relative_to(workspace.root)): p.read_bytes() for f in folders for p in sorted(f.rglob("*")) if p.is_file()
    }


def drafted(workspace: Workspace) -> tuple[int, int]:
    """Segments with a draft, and segments in all, over the Spanish catalogs on disk."""
    paths = (workspace.root / "locales" / "es" / "LC_MESSAGES").glob("*.po")
    catalogs = [catalog for path in paths if (catalog := store.read(path))]
    entries = [entry for catalog in catalogs for entry in catalog.active.values()]
    return sum(1 for entry in entries if entry.target), len(entries)


def test_twenty_kills_in_the_middle_of_translate(tmp_path: Path) -> None:
    undisturbed, disturbed = with_examples(tmp_path / "calm"), with_examples(tmp_path / "storm")
    started = time.monotonic()
    subprocess.run(command(undisturbed, "translate", "--lang", "es"), check=True, capture_output=True)
    whole = time.monotonic() - started
    chance, partly = random.Random(20), 0
    for _ in range(20):
        process = subprocess.Popen(
            command(disturbed, "translate", "--lang", "es"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.3, max(1.5, whole / 4)))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        done, total = drafted(disturbed)
        partly += 0 < done < total
        for path in (disturbed.root / "locales").rglob("*.po"):
            subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], check=True, capture_output=True)
        if total and done == total:  # begin again, so that every kill hits a run with work to do
            shutil.rmtree(disturbed.root / "locales")
    assert partly >= 5
    subprocess.run(command(disturbed, "translate", "--lang", "es"), check=True, capture_output=True)
    assert texts(disturbed) == texts(undisturbed)


def test_an_interrupt_says_how_to_go_on(tmp_path: Path) -> None:
    workspace = with_examples(tmp_path / "w")
    process = subprocess.Popen(
        command(workspace, "translate", "--lang", "es"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not workspace.catalog("es", "stroke").exists() and process.poll() is None:
        time.sleep(0.05)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors.strip().endswith("What was written so far is kept; run the same command to go on.")
    assert "Traceback" not in errors
    subprocess.run(command(workspace, "translate", "--lang", "es"), check=True, capture_output=True)
    assert drafted(workspace)[0] == drafted(workspace)[1]
