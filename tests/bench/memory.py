"""The translation memory at scale: import of TMX, lookups, size and memory, against a search through a list.

    .venv/bin/python tests/bench/memory.py FILE.tsv [--units 1000000] [--lookups 2000]

The corpus is made: sentences of FILE (source TAB translation) with a quarter of their words replaced by others of the
file, common words more often (a Pareto law), and a number of their own. So it has the lengths of real sentences, and
many are nearly alike. Half of the lookups are such sentences, a quarter are in the memory, a quarter are unlike all.
The peer is rapidfuzz's `process.extractOne` over a list, on 10,000 units: how often the index finds what it finds.
"""

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz, process

from pipeline.memory import tmx
from pipeline.memory.index import Index
from pipeline.model.document import Key
from pipeline.wording import fold


def main() -> None:
    """Make the corpus, import it, look up, compare; print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--lookups", type=int, default=2000)
    options = parser.parse_args()
    rows = [line.split("\t")[0] for line in options.file.read_text("utf-8").splitlines() if "\t" in line]
    with tempfile.TemporaryDirectory() as folder:
        _scale(Path(folder), rows, options)
        _recall(Path(folder), rows)


def _sentences(rows: list[str], number: int, seed: int) -> Iterator[str]:
    chance = random.Random(seed)  # a bench, not a secret
    words = list(dict.fromkeys(word for row in rows for word in row.split()))
    for place in range(number):
        said = chance.choice(rows).split()
        for _ in range(max(1, len(said) // 4)):
            said[chance.randrange(len(said))] = words[min(len(words) - 1, int(chance.paretovariate(0.6)))]
        yield f"{' '.join(said)} {place % 997}"


def _scale(folder: Path, rows: list[str], options: argparse.Namespace) -> None:
    file = folder / "large.tmx"
    with file.open("w", encoding="utf-8") as out:
        units = ((Key(None, text), f"t{i}") for i, text in enumerate(_sentences(rows, options.units, 1)))
        tmx.write(out.write, units, "en", "es", "bench")
    index = Index(folder / "es.sqlite")
    index.replace("tmx:warm", "1", [(Key(None, text), "w") for text in _sentences(rows, 20_000, 3)])
    before = _megabytes()
    started = time.perf_counter()
    with file.open("rb") as data:
        count = index.replace("tmx:large", "1", tmx.read(data, "en", "es", tmx.Reading()))
    seconds = time.perf_counter() - started
    size = sum(path.stat().st_size for path in folder.glob("es.sqlite*")) / 1e6
    _say(f"import of TMX, parsing and index: {count / seconds:,.0f} segments/s ({count:,} in {seconds:.0f} s)")
    _say(f"the index: {size:.0f} MB; the file: {file.stat().st_size / 1e6:.0f} MB")
    asked = [*_sentences(rows, options.lookups // 2, 2), *_sentences(rows, options.lookups // 4, 1)]
    asked += [" ".join(reversed(text.split())) for text in _sentences(rows, options.lookups // 4, 4)]
    random.Random(5).shuffle(asked)
    milliseconds, hits = [], 0
    for text in asked:
        begun = time.perf_counter()
        hits += bool(index.exact(Key(None, text)) or index.similar(Key(None, text), least=0.7))
        milliseconds.append((time.perf_counter() - begun) * 1000)
    ordered = sorted(milliseconds)
    _say(
        f"lookup, exact and similar: median {statistics.median(ordered):.2f} ms, "
        f"p99 {ordered[int(len(ordered) * 0.99)]:.2f} ms, worst {ordered[-1]:.2f} ms ({hits} of {len(asked)} found)"
    )
    _say(f"largest resident set: {before:.0f} MB before the import, {_megabytes():.0f} MB after the lookups")
    index.close()


def _recall(folder: Path, rows: list[str]) -> None:
    texts = list(_sentences(rows, 10_000, 6))
    index = Index(folder / "small.sqlite")
    index.replace("a", "1", [(Key(None, text), text) for text in texts])
    folded = [fold(text) for text in texts]
    asked = list(_sentences(rows, 300, 7))
    found = there = 0
    ours = theirs = 0.0
    for text in asked:
        begun = time.perf_counter()
        similar = index.similar(Key(None, text), least=0.7, limit=1)
        ours += time.perf_counter() - begun
        begun = time.perf_counter()
        best = process.extractOne(fold(text), folded, scorer=fuzz.ratio, score_cutoff=85)
        theirs += time.perf_counter() - begun
        if best:
            there += 1
            found += bool(similar and similar[0].score * 100 >= best[1] - 0.01)
    _say(f"10,000 units: of {there} best matches from 0.85 on the index finds {found}; {theirs / ours:.0f} x as fast")
    index.close()


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
