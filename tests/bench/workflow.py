"""Extraction, a run with nothing to do, and drafting, against tools that do the same step. Prints a table.

    .venv/bin/python tests/bench/workflow.py [--documents 300] [--drafted 12] [--runs 3]

Peers: po4a (a separate program, where installed) for extraction and updating of catalogs; a bare loop over the opened
engines for drafting. Medians over runs in one session; memory is the largest resident set of a process.

Run it from the root. The package is installed in `.venv` (`make lint` sees to that), so no PYTHONPATH is needed.
"""

import argparse
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline import registry
from pipeline.config import Workspace
from pipeline.stages import route
from pipeline.stages.extract import read_all
from pipeline.stages.workspace import init

_SUBJECTS = ["Walking practice", "This medicine", "Eating less salt", "A short course of exercise", "Vitamin D"]
_VERBS = ["may reduce", "probably improves", "does not change", "makes little to no difference to", "lowers"]
_OBJECTS = ["the number of falls", "blood pressure", "how far people can walk", "time in hospital", "pain"]
_TIMES = ["after 6 weeks", "in adults over 65 years", "at a dose of 10 mg a day", "in 3 of 10 people", "in children"]


def main() -> None:
    """Run every comparison and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--drafted", type=int, default=12, help="documents to draft, of 52 segments")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        workspace = _workspace(root / "ours", options.documents)
        rows = [*_extraction(workspace, root, options), *_no_op(workspace, options), *_drafting(root, options)]
    print(f"{'step':42} {'ours':>12} {'peer':>12} {'ratio':>7}  peer")  # noqa: T201
    for step, ours, peer, unit, name in rows:
        ratio = f"{ours / peer:7.2f}" if peer else "      -"
        theirs = f"{peer:.2f} {unit}" if peer else "-"
        print(f"{step:42} {f'{ours:.2f} {unit}':>12} {theirs:>12} {ratio}  {name}")  # noqa: T201
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {peak:.0f} MB")  # noqa: T201


Row = tuple[str, float, float, str, str]


def sentences(number: int, seed: int) -> list[str]:
    """So many different sentences, the same for the same seed."""
    chance = random.Random(seed)  # a bench, not a secret
    return [
        f"{chance.choice(_SUBJECTS)} {chance.choice(_VERBS)} {chance.choice(_OBJECTS)} {chance.choice(_TIMES)}"
        f" ({chance.randint(1, 99)} studies, group {seed}-{i})."
        for i in range(number)
    ]


def _workspace(root: Path, documents: int) -> Workspace:
    workspace = init(root, sandbox=False, languages=["es"])
    for number in range(documents):
        lines = [f"Does treatment {number} help people feel better?", "Key messages", *sentences(50, number)]
        (workspace.seeds / f"doc-{number:04}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return workspace


def _pipeline(workspace: Workspace, *arguments: str) -> None:
    command = [sys.executable, "-m", "pipeline", "-C", str(workspace.root), *arguments]
    subprocess.run(command, check=True, capture_output=True)


def _timed(act: Callable[[], object], runs: int, before: Callable[[], object] = lambda: None) -> float:
    seconds = []
    for _ in range(runs):
        before()
        started = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def _extraction(workspace: Workspace, root: Path, options: argparse.Namespace) -> list[Row]:
    """Making templates and catalogs, then doing it again with nothing to do."""

    def clear() -> None:
        shutil.rmtree(workspace.templates, ignore_errors=True)
        shutil.rmtree(workspace.root / "locales", ignore_errors=True)

    first = _timed(lambda: _pipeline(workspace, "extract"), options.runs, clear)
    again = _timed(lambda: _pipeline(workspace, "extract"), options.runs)
    if shutil.which("po4a") is None:
        return [("extract, first", first, 0, "s", "po4a not installed"), ("extract, nothing to do", again, 0, "s", "")]
    config = _po4a(workspace, root / "po4a")

    def po4a() -> None:
        subprocess.run(["po4a", "--no-translations", "po4a.cfg"], check=True, capture_output=True, cwd=config.parent)

    def clear_peer() -> None:
        shutil.rmtree(config.parent / "po", ignore_errors=True)
        (config.parent / "po").mkdir()

    peer_first = _timed(po4a, options.runs, clear_peer)
    peer_again = _timed(po4a, options.runs)
    return [
        ("extract, first", first, peer_first, "s", "po4a, same documents"),
        ("extract, nothing to do", again, peer_again, "s", "po4a, same documents"),
    ]


def _po4a(workspace: Workspace, folder: Path) -> Path:
    """A po4a project over the same documents: one template and one Spanish catalog a document."""
    folder.mkdir()
    lines = ["[po4a_langs] es", "[po_directory] po"]
    shutil.copytree(workspace.seeds, folder / "seeds")
    lines = ["[po4a_langs] es", "[po4a_paths] po/$master.pot es:po/$master.es.po"]
    lines += [
        f'[type: text] seeds/{p.name} es:out/{p.name} opt:"-M UTF-8 -o neverwrap"' for p in workspace.seeds.iterdir()
    ]
    config = folder / "po4a.cfg"
    config.write_text("\n".join(lines) + "\n", "utf-8")
    return config


def _no_op(workspace: Workspace, options: argparse.Namespace) -> list[Row]:
    """`translate` where every segment has a draft already (made by the pseudo-engine, quickly)."""
    _pipeline(workspace, "translate", "--lang", "en-XA")
    again = _timed(lambda: _pipeline(workspace, "translate", "--lang", "en-XA"), options.runs)
    extract = _timed(lambda: _pipeline(workspace, "extract"), options.runs)
    return [("translate, nothing to do", again, extract, "s", "our own extract alone")]


def _drafting(root: Path, options: argparse.Namespace) -> list[Row]:
    """Sentences a second through `translate --lang es` and through the bare opened route."""
    workspace = _workspace(root / "drafts", options.drafted)
    sentences = [key.source for document in read_all(workspace).documents for key in document.keys]

    def clear() -> None:
        shutil.rmtree(workspace.root / "locales", ignore_errors=True)

    ours = _timed(lambda: _pipeline(workspace, "translate", "--lang", "es"), options.runs, clear)
    planned = route.plan(route.installed(registry.engines().values()), "en", "es", ("firefox", "apertium"))

    def bare() -> None:
        with route.RouteTranslator(planned, registry.engines()) as translator:
            translator.translate(sentences)

    peer = _timed(bare, options.runs)
    count = len(sentences)
    rows = [("drafts a second, start to end", count / ours, count / peer, "/s", "the bare route, engines opened anew")]
    for way in (["--workers", "2"], ["--cluster", "local", "--workers", "2"]):
        several = _timed(partial(_pipeline, workspace, "translate", "--lang", "es", *way), options.runs, clear)
        rows.append((f"the same with {' '.join(way)}", count / several, count / ours, "/s", "our own, one process"))
    return rows


if __name__ == "__main__":
    main()
