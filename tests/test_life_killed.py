"""Killed while it takes leaflets down: every file is the old one or a tombstone, and the next run ends what began."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from published_site import make_site

from pipeline.config import Workspace
from pipeline.stages.publish import publish

pytestmark = pytest.mark.slow
_KILLS = 6
_FORMATS = ("html", "txt", "bilingual")
DOWN = {"es": "Este folleto fue retirado.", "pt": "Este folheto foi retirado"}


def leaflets(workspace: Workspace) -> dict[str, bytes]:
    """The files of the leaflets, without the pages of the site."""
    folder = workspace.site
    paths = [path for tag in DOWN for path in (folder / tag).iterdir() if path.name.startswith("doc-")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}


def is_down(path: str, content: bytes) -> bool:
    text = content.decode()
    down = DOWN[path.partition("/")[0]] in text
    assert down != ("(" in text and "estudios" in text), path
    return down


def test_each_leaflet_is_the_old_one_or_a_tombstone_whenever_it_is_killed(tmp_path: Path) -> None:
    made = make_site(tmp_path / "made", 30, [*DOWN], sentences=4)
    publish(made, (), formats=_FORMATS)
    before = leaflets(made)
    assert len(before) == 30 * len(DOWN) * len(_FORMATS)
    documents = [path.stem for path in sorted(made.seeds.glob("*.txt"))]
    chance, midway, whole = random.Random(7), 0, 6.0
    for turn in range(_KILLS):
        workspace = Workspace(tmp_path / f"copy-{turn}")
        shutil.copytree(made.root, workspace.root, symlinks=True)
        arguments = ["suspend", *documents, "--as", "luis", "--why", "the dose is wrong"]
        command = [sys.executable, "-m", "pipeline", "-C", str(workspace.root), *arguments]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        started = time.monotonic()
        with process:
            time.sleep(chance.uniform(0.3, whole))
            midway += process.poll() is None
            process.send_signal(signal.SIGKILL)
        whole = min(whole, max(1.0, time.monotonic() - started))
        now = leaflets(workspace)
        assert set(now) == set(before)
        assert all(now[path] == old or is_down(path, now[path]) for path, old in before.items())
        subprocess.run(command, check=True, capture_output=True)
        after = leaflets(workspace)
        assert set(after) == set(before)
        assert all(is_down(path, content) for path, content in after.items())
    assert midway >= 2
