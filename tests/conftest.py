"""Workspaces to test in: real folders, real catalogs, the real queue, no network."""

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from pipeline.config import FILE, Workspace
from pipeline.queue import open_queue
from pipeline.stages import packs
from pipeline.stages.extract import read_all
from pipeline.stages.review import Desk
from pipeline.stages.workspace import init

DAY = date(2026, 11, 22)
STROKE = """\
Does walking practice help after a stroke?
Key messages
Walking practice probably helps people walk faster.
It does not cause more falls.
What is a stroke?
A stroke happens when the blood supply to part of the brain is cut off.
What did we find?
We found 62 studies with 2440 people. People took 10 mg of the medicine.
"""
SIDECAR = """\
version = "1.2"
published = 2026-11-22
evidence_date = "2025-05"
authors = ["Ana Example"]
rights_holder = "Example Trust"
licence = "CC BY 4.0"
translation_permission = "CC BY 4.0 allows translation"
"""


def make_workspace(root: Path, *, sandbox: bool = True, review: str = "one-person") -> Workspace:
    """A workspace in `root` with one document, `stroke`, and its sidecar."""
    workspace = init(root, languages=["es"])
    text = (root / FILE).read_text("utf-8")
    text = text.replace("sandbox = false", f"sandbox = {str(sandbox).lower()}").replace("one-person", review, 1)
    (root / FILE).write_text(text, "utf-8")
    (workspace.seeds / "stroke.txt").write_text(STROKE, "utf-8")
    (workspace.seeds / "stroke.toml").write_text(SIDECAR, "utf-8")
    return workspace


def is_tombstone(page: Path) -> bool:
    """Whether a Spanish page says that its text came down, and nothing of that text but the title."""
    text = page.read_text("utf-8")
    down = "Este folleto fue retirado." in text
    assert down != ("Mensajes clave" in text), f"{page} is neither the leaflet of `stroke` nor its tombstone"
    return down


@pytest.fixture
def sandbox(tmp_path: Path) -> Workspace:
    """A sandbox with one document."""
    return make_workspace(tmp_path / "sandbox")


@pytest.fixture
def normal(tmp_path: Path) -> Workspace:
    """A normal workspace with one document."""
    return make_workspace(tmp_path / "normal", sandbox=False)


@pytest.fixture
def desk() -> Iterator[Callable[..., Desk]]:
    """Opens the desk of a document in a language."""
    with ExitStack() as queues:

        def open_desk(workspace: Workspace, slug: str = "stroke", tag: str = "es") -> Desk:
            (document,) = read_all(workspace, [slug]).documents
            queue = queues.enter_context(open_queue(workspace.var))
            return Desk(workspace, document, packs.load(workspace, tag), queue)

        yield open_desk


def pytest_configure() -> None:
    """Sets Django up with the review's pages: a process can do so once, and the queue would come first."""
    from web import start_django

    start_django()


@pytest.fixture(autouse=True, scope="session")
def interruptible() -> None:
    """Lets the programs that tests start be interrupted, also where the tests run in the background of a shell.

    A shell starts background commands with the interrupt ignored, and children inherit that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
