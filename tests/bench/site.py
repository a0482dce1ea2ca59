"""The site at scale: the first time, with nothing to do, one leaflet changed, and 2,000 leaflets taken down at once.

    .venv/bin/python tests/bench/site.py [--leaflets 1000] [--sentences 50] [--gate]

The peer of the first time is the bare renderer on the same leaflets, in this process. `--gate` sends the leaflets
through the gate first, which is what takes long, and measures `publish --lang es` with nothing to do. Seconds are those
of whole commands. Run it from the root; the package is installed in `.venv`, so no PYTHONPATH is needed.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from published_site import make_site, sign

from pipeline import registry
from pipeline.config import Workspace
from pipeline.stages.extract import read_all
from pipeline.stages.publication import Publication
from pipeline.stages.site import pages_of

_LANGUAGES = [
    "es",
    "pt",
    "fr",
    "ca",
    "gl",
    "it",
    "ro",
    "de",
    "nl",
    "pl",
    "cs",
    "ru",
    "uk",
    "ar",
    "fa",
    "ur",
    "he",
    "hi",
    "th",
    "ko",
]


def main() -> None:
    """Measure and print, one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leaflets", type=int, default=1000)
    parser.add_argument("--sentences", type=int, default=50)
    parser.add_argument("--gate", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _many(Path(folder) / "many", options)
        _down(Path(folder) / "down")
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)) / 1024
    print(f"largest process: {peak:.0f} MB")  # noqa: T201


def _many(root: Path, options: argparse.Namespace) -> None:
    """One language, many leaflets."""
    workspace = make_site(root, options.leaflets, ["es"], sentences=options.sentences)
    size = f"{options.leaflets} leaflets of {options.sentences} sentences"
    if options.gate:
        _say(f"{size}, through the gate", _command(workspace, "publish", "--lang", "es"))
        _say("the same with nothing to do", _command(workspace, "publish", "--lang", "es"))
    else:
        _say(f"{size}, from their records", _command(workspace, "publish", "--site"))
    _say("the site with nothing to do", _command(workspace, "publish", "--site"))
    pages = pages_of(workspace, Publication())
    renderer, started = registry.renderer("html"), time.perf_counter()
    for page in pages:
        assert page.leaflet is not None  # all of them can be shown
        renderer.render(page.leaflet)
    _say("the bare renderer on the same leaflets", time.perf_counter() - started)
    (document,) = read_all(workspace, ["doc-0000"]).documents
    sign(workspace, document, "es", instead="Otra frase.")
    _say("one leaflet changed", _command(workspace, "publish", "--site"))
    _say("every byte verified", _command(workspace, "publish", "--verify"))


def _down(root: Path) -> None:
    """Twenty languages, a hundred leaflets in each, all of them suspended by one command."""
    workspace = make_site(root, 100, _LANGUAGES, sentences=10)
    names = sorted(path.stem for path in workspace.seeds.iterdir())
    _say("20 languages x 100 leaflets, from their records", _command(workspace, "publish", "--site"))
    _say("all of them taken down", _command(workspace, "suspend", *names, "--as", "ana", "--why", "a wrong dose"))
    words = b"grupo 7-3"
    left = sum(words in path.read_bytes() for path in (root / "build").rglob("*") if path.is_file())
    print(f"{'files in which a sentence is left':55} {left}")  # noqa: T201


def _command(workspace: Workspace, *arguments: str) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-m", "pipeline", "-C", str(workspace.root), *arguments]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def _say(what: str, seconds: float) -> None:
    print(f"{what:55} {seconds:8.2f} s", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
