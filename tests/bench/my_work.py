"""The page "My work" with many documents, opened for the first time and again. Prints a table.

    PYTHONPATH=tests .venv/bin/python tests/bench/my_work.py [--documents 200] [--runs 20]

Every document has 52 sentences, each with its own English as the draft, so that the checks have work.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import web
from django.test import Client
from workflow import sentences

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog
from pipeline.config import Workspace
from pipeline.stages.extract import extract
from pipeline.stages.workspace import init


def main() -> None:
    """Make the documents, open the page, print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--runs", type=int, default=20)
    options = parser.parse_args()
    web.start_django()
    with tempfile.TemporaryDirectory() as folder:
        workspace = _workspace(Path(folder), options.documents)
        web.open_office(workspace)
        web.account("ana", "reviewer")
        browser = web.client("ana")
        first = _opened(browser)
        again = [_opened(browser) for _ in range(options.runs)]
        _draft(workspace.catalog("es", "doc-0000"), "otra ")
        one_changed = _opened(browser)
    print(f"{options.documents} documents, first time: {first:.1f} s")  # noqa: T201
    print(f"again: median {statistics.median(again):.3f} s, longest {max(again):.3f} s")  # noqa: T201
    print(f"one catalog changed: {one_changed:.3f} s")  # noqa: T201


def _workspace(root: Path, documents: int) -> Workspace:
    workspace = init(root, sandbox=False, languages=["es"])
    for number in range(documents):
        lines = [f"Does treatment {number} help people feel better?", "Key messages", *sentences(50, number)]
        (workspace.seeds / f"doc-{number:04}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    for document in extract(workspace, tags=["es"]).documents:
        _draft(workspace.catalog("es", document.slug), "")
    return workspace


def _draft(path: Path, start: str) -> None:
    def drafted(catalog: Catalog | None) -> Catalog:
        assert catalog
        drafts = {key: entry.drafted(f"{start}{key.source}", ()) for key, entry in catalog.active.items()}
        return catalog.with_entries(drafts)

    store.update(path, path.parent / "locks", drafted)


def _opened(browser: Client) -> float:
    started = time.perf_counter()
    assert browser.get("/").status_code == 200
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
