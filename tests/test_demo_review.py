"""The review of the demo: what is opened at the first start, and at the next."""

import os
import subprocess
import sys

import demo
import demo_review
import pytest

from pipeline.config import Workspace

PROGRAM = """
import os, signal, sys; from pathlib import Path
import demo_review
def browse(address):
    print("OPENED", address, flush=True)
    if "/setup/" in address:
        from urllib.request import urlopen
        print("STATUS", urlopen(address).status, flush=True)
    os.killpg(0, signal.SIGINT)
sys.exit(demo_review.serve(Path(sys.argv[1]), "0", browse))
"""


def run(workspace: Workspace) -> list[str]:
    command = [sys.executable, "-c", PROGRAM, str(workspace.root)]
    folders = {"PYTHONPATH": os.pathsep.join((str(demo.ROOT), str(demo.ROOT / "tests")))}
    done = subprocess.run(
        command,
        env=os.environ | folders,
        capture_output=True,
        text=True,
        timeout=60,
        start_new_session=True,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith(("OPENED", "STATUS"))]


@pytest.mark.slow
def test_the_link_for_the_coordinator_opens_first_and_later_the_work(sandbox: Workspace) -> None:
    opened, status = run(sandbox)
    assert ("/setup/" in opened, status) == (True, "STATUS 200")
    from web import account, open_office

    open_office(sandbox)
    account("eva", "coordinator")
    (opened,) = run(sandbox)
    assert opened.startswith("OPENED http://127.0.0.1:")
    assert "/setup/" not in opened


def test_a_browser_opens_only_where_there_is_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", "")
    assert not demo_review.has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert demo_review.has_display()
