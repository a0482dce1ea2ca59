"""Nothing looks up a host: the whole way works with the network cut off, and no name is ever resolved.

The one exception is `engines install --download`, and only with that word.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import make_workspace

from pipeline.config import Workspace

ROOT = Path(__file__).resolve().parent.parent
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


@pytest.mark.slow
def test_no_name_is_looked_up(tmp_path: Path) -> None:
    done(make_workspace(tmp_path / "w"), [sys.executable, "-c", GUARD])


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ([], 2, "Nothing was downloaded. To look one up: add --download"),
        (["--engine", "firefox", "--yes"], 2, "Nothing was downloaded."),
        (["--engine", "firefox", "--yes", "--dry-run"], 0, ""),
        (["--from", __file__], 1, "not a readable Argos package"),
        (["--download"], 1, "the network was asked for: (('raw.githubusercontent.com', 443"),
    ],
)
def test_models_are_looked_up_only_when_told_to(options: list[str], code: int, message: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", GUARD, "engines", "install", "es", *options]
    home = {"XDG_DATA_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=home)
    assert (run.returncode, message in run.stderr, list(tmp_path.rglob("*.argosmodel"))) == (code, True, []), run.stderr


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
