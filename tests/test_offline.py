"""Nothing looks up a host: the whole way works with the network cut off, and no name is ever resolved."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import make_workspace

from pipeline.config import Workspace

STEPS = (
    ("translate", "--lang", "es", "--lang", "pt"),
    ("review", "approve", "stroke", "--lang", "es", "--all", "--as", "ana", "--despite-findings", "a trial"),
    ("review", "signoff", "stroke", "--lang", "es", "--as", "ana", "--yes"),
    ("publish", "--lang", "es"),
    ("status",),
)
# Runs a pipeline command in a process in which resolving a name or connecting anywhere but to a local pipe is an error.
GUARD = """
import socket, sys
def refuse(*arguments, **options):
    raise SystemExit(f"the network was asked for: {arguments}")
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
real = socket.socket.connect
socket.socket.connect = lambda self, address: real(self, address) if self.family == socket.AF_UNIX else refuse(address)
from pipeline.cli.main import main
main(sys.argv[1:])
"""


def done(workspace: Workspace, launcher: list[str]) -> None:
    for step in STEPS:
        run = subprocess.run(
            [*launcher, "-C", str(workspace.root), *step], capture_output=True, text=True, timeout=300, check=False
        )
        assert run.returncode == 0, (step, run.stdout, run.stderr)
    assert (workspace.site / "es" / "stroke.html").is_file()


def test_no_name_is_looked_up(tmp_path: Path) -> None:
    done(make_workspace(tmp_path / "w"), [sys.executable, "-c", GUARD])


@pytest.mark.slow
def test_with_the_network_cut_off(tmp_path: Path) -> None:
    cut = ["unshare", "-rn"]
    if shutil.which("unshare") is None or subprocess.run([*cut, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system does not let us make a network namespace")
    done(make_workspace(tmp_path / "w"), [*cut, sys.executable, "-m", "pipeline"])


@pytest.mark.slow
def test_no_system_call_asks_for_the_network(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    log = tmp_path / "calls"
    done(
        make_workspace(tmp_path / "w"),
        ["strace", "-f", "-qq", "-e", "trace=connect", "-A", "-o", str(log), sys.executable, "-m", "pipeline"],
    )
    asked = [line for line in log.read_text().splitlines() if "AF_INET" in line]
    assert asked == []
