"""Measures what the engines' processes cost and gain: sentences a second, ours against the bare library or program.

    .venv/bin/python tests/bench/engines.py [--sentences 100] [--runs 5] [--data FILE.tsv] [--argos]

In every run each way translates the same sentences, ours and the peers in turn; a row shows the median and how many
times as fast ours is. The sentences are those of FILE (source, tab, translation) or made here. `--argos` adds a
copying model of the size of a real Argos package, its tokenizer learnt from the sentences: it measures speed alone, and
how many translations are those of argostranslate.

Run it from the root. The package is installed in `.venv` (`make lint` sees to that), so no PYTHONPATH is needed.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.engines import apertium, argos, firefox
from pipeline.engines._apertium_modes import installed_modes
from pipeline.engines._firefox_models import find_models
from pipeline.engines.apertium import write_question
from pipeline.plugins import Engine, Translator

sys.path.append(str(Path(__file__).parents[1]))
from argos_package import build_package

Way = Callable[[Sequence[str]], object]
_WHO = ["People who had a stroke", "Most adults", "The 62 studies", "Children with asthma", "This medicine"]
_WHAT = [
    "took 10 mg a day",
    "did not feel better",
    "may have had less pain",
    "walked faster",
    "probably had fewer falls",
]
_WHEN = [
    "after 6 weeks.",
    "in hospital, at home or both.",
    "than people who were given no treatment.",
    "in 3 of 10 cases.",
]


def main() -> None:
    """Run every comparison and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=100)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--argos", action="store_true")
    options = parser.parse_args()
    english = [f"{a} {b} {c}" for a in _WHO for b in _WHAT for c in _WHEN]
    if options.data:
        english = [line.split("\t")[0] for line in options.data.read_text("utf-8").splitlines()]
    english = (english * (options.sentences // len(english) + 1))[: options.sentences]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        print(f"{'way':58} {'sentences/s':>12} {'ours is':>10}")  # noqa: T201
        _compare("firefox en>pt", firefox.PLUGIN, "en>pt", _firefox_peers(), english, options.runs)
        portuguese = [output.text for output in _opened(firefox.PLUGIN, "en>pt").translate(english)]
        _compare("apertium pt>es", apertium.PLUGIN, "pt>es", _apertium_peers(), portuguese, options.runs)
        if options.argos:
            file = Path(folder) / "base"
            argos.PLUGIN.install(
                build_package(file, corpus=english, learnt=8000, half=256, layers=6, inner=2048, vocabulary=32000)
            )
            _compare("argos en>eo", argos.PLUGIN, "en>eo", _argos_peers(Path(folder)), english, options.runs)


def _compare(name: str, engine: Engine, pair: str, peers: dict[str, Way], sentences: list[str], runs: int) -> None:
    start = time.perf_counter()
    translator = _opened(engine, pair)
    opening = time.perf_counter() - start
    ways: dict[str, Way] = {f"{name}, ours": translator.translate, **peers}
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(runs):
        for way, translate in ways.items():
            start = time.perf_counter()
            translate(sentences)
            seconds[way].append(time.perf_counter() - start)
    for way, translate in peers.items():
        theirs = translate(sentences)
        if isinstance(theirs, list):
            own = [output.text for output in translator.translate(sentences)]
            print(f"{way}: {sum(map(str.__eq__, own, theirs))} of {len(own)} the same")  # noqa: T201
    translator.close()
    ours, *_ = (statistics.median(taken) for taken in seconds.values())
    for way, taken in seconds.items():
        median = statistics.median(taken)
        print(f"{way:58} {len(sentences) / median:12.1f} {median / ours:9.2f}x")  # noqa: T201
    print(f"  ours opens in {opening:.2f} s")  # noqa: T201


def _opened(engine: Engine, pair: str) -> Translator:
    return engine.open(next(hop for hop in engine.hops() if hop.pair == pair))


def _firefox_peers() -> dict[str, Way]:
    from fxtranslate import Translator

    files = find_models()["en>pt"][1]
    model, vocabulary = files.model.read_bytes(), files.source_vocabulary.read_bytes()
    with_list = Translator(model, vocabulary, vocabulary, files.shortlist.read_bytes() if files.shortlist else None)
    without = Translator(model, vocabulary, vocabulary)
    return {
        "  fxtranslate in this process, the same model": lambda said: [with_list.translate(text) for text in said],
        "  fxtranslate without the lexical shortlist": lambda said: [without.translate(text) for text in said],
    }


def _apertium_peers() -> dict[str, Way]:
    commands = next(mode.commands for mode in installed_modes() if mode.pair == "pt>es")
    shell = " | ".join(" ".join(command) for command in commands)
    pipe = subprocess.Popen(["bash", "-c", shell], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def bare(said: Sequence[str]) -> None:
        for text in said:
            answer = b""
            os.write(pipe.stdin.fileno(), write_question(text).encode() + b"\0")  # type: ignore[union-attr]
            while not answer.endswith(b"\0"):
                answer += os.read(pipe.stdout.fileno(), 65536)  # type: ignore[union-attr]

    def program(said: Sequence[str]) -> None:
        for text in said:
            subprocess.run(["apertium", "pt-es"], input=text.encode(), capture_output=True, check=True)

    def batch(said: Sequence[str]) -> None:
        lines = "\n".join(said).encode()
        subprocess.run(["apertium", "pt-es"], input=lines, capture_output=True, check=True)

    return {
        "  the same pipe, written and read by hand": bare,
        "  `apertium`, one process for all sentences": batch,
        "  `apertium`, a process for each sentence": program,
    }


def _argos_peers(home: Path) -> dict[str, Way]:
    """argostranslate's own step for one paragraph, and CTranslate2 with everything in one batch."""
    os.environ.update(argos._hosting("en>eo", home).environment or {})  # noqa: SLF001 - the same switches
    from argostranslate.package import Package  # type: ignore[import-untyped]
    from argostranslate.translate import apply_packaged_translation  # type: ignore[import-untyped]
    from ctranslate2 import Translator  # type: ignore[import-untyped]

    os.environ["XDG_DATA_HOME"] = str(home)
    package = Package(home / "plain-language-pipeline" / "argos" / "en_eo")
    model = str(package.package_path / "model")
    theirs: Any = Translator(model, inter_threads=1, intra_threads=0)
    both: Any = Translator(model, inter_threads=min(4, os.cpu_count() or 1), intra_threads=1)

    class OneSentence:
        """Stands in for the sentence splitter, which would have to be downloaded."""

        def split_sentences(self, text: str) -> list[str]:
            return [text]

    def paragraphs(said: Sequence[str]) -> list[str]:
        return [apply_packaged_translation(package, text, theirs, OneSentence())[0].value.strip() for text in said]

    def one_batch(said: Sequence[str]) -> None:
        pieces = sorted((package.tokenizer.encode(text) for text in said), key=len)
        both.translate_batch(pieces, max_batch_size=2048, batch_type="tokens", beam_size=4, length_penalty=0.2)

    return {
        "  argostranslate, a paragraph at a time, its defaults": paragraphs,
        "  CTranslate2, sorted by length, in one padded call": one_batch,
    }


if __name__ == "__main__":
    main()
