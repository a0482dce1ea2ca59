"""A real PostgreSQL server for a test: its own folder and socket, no port, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ACCOUNTS = ("postgres", "nobody")  # PostgreSQL does not run as root


def program(name: str) -> str | None:
    """One of PostgreSQL's programs: Debian keeps them out of the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    return shutil.which(name) or (str(found[-1]) if found else None)


@contextmanager
def server(room: int = 0) -> Iterator[str]:
    """A running server as a `DATABASE_URL`. Without PostgreSQL the test is skipped; with CI=true it fails.

    With `room` it has a disk of its own of so many bytes, in memory; that takes root.
    """
    initdb, postgres = program("initdb"), program("postgres")
    if initdb is None or postgres is None:
        why = "PostgreSQL is missing: apt-get install postgresql"
        raise pytest.fail.Exception(why) if os.environ.get("CI") == "true" else pytest.skip.Exception(why)
    user = next((name for name in ACCOUNTS if _exists(name)), None) if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket has at most 107 bytes
    try:
        if room:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(folder)], check=True)
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        command = [initdb, "-D", str(data), "-U", "pipeline", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(command, user=user, cwd=folder, check=True, capture_output=True)
        run = [postgres, "-D", str(data), "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off"]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(run, user=user, cwd=folder, stdout=log, stderr=log)
        try:
            _wait(folder / ".s.PGSQL.5432", process, folder / "log")
            yield f"postgresql://pipeline@/postgres?host={folder}"
        finally:
            process.terminate()
            process.wait(timeout=30)
    finally:
        if room:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _exists(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


def _wait(socket: Path, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(300):
        if socket.exists() and "ready to accept" in log.read_text():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"PostgreSQL does not start: {log.read_text()}")
