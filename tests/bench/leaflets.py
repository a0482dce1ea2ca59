"""How fast leaflets are rendered: PDF beside bare WeasyPrint, with two processes, and HTML. Prints four lines.

    .venv/bin/python tests/bench/leaflets.py [--leaflets 40] [--languages es,de,ru,ar,hi,th,zh-Hans,ja]

The leaflets are the samples of `tests/samples/`. Ours and bare take turns, so that a busy machine slows both; "bare" is
`weasyprint.HTML(page).write_pdf(pdf_variant="pdf/ua-1")` of the same page with the same fonts, which looks for no
missing glyph, mends nothing and prints no addresses. That ratio is of the time that one core works; the one of two
processes is of time by the clock, best of three turns, and means something where two cores are free.
"""

# ruff: noqa: T201  a measurement prints

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import script_samples

from pipeline import registry
from pipeline.renderers._glyphs import fonts_for
from pipeline.renderers._leaflet import markup
from pipeline.renderers._paper import A4, margin_style, sheet_style
from pipeline.renderers._pdf import font_configuration


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leaflets", type=int, default=40)
    parser.add_argument("--languages", default="es,de,ru,ar,hi,th,zh-Hans,ja")
    given = parser.parse_args()
    tags = given.languages.split(",")
    ours, bare = alternate(tags, max(given.leaflets // len(tags), 3))
    print(f"PDF, one process: {1 / ours:.1f}/s, bare WeasyPrint {1 / bare:.1f}/s, ratio {bare / ours:.2f}")
    turns = [[at_once(tags, given.leaflets, processes) for processes in (1, 2)] for _ in range(3)]
    (one, alone), (two, beside) = (tuple(map(min, zip(*column, strict=True))) for column in zip(*turns, strict=True))
    per_second = given.leaflets / one, given.leaflets / two
    print(f"PDF by the clock: {per_second[0]:.1f}/s, two processes {per_second[1]:.1f}/s: {one / two:.2f}")
    print(f"PDF, work of a core for a leaflet: {alone:.3f} s, with two processes {beside:.3f} s")
    print(f"HTML, one core, loaded: {html(tags):.0f}/s")


def alternate(tags: Sequence[str], rounds: int) -> tuple[float, float]:
    """Seconds of one core for a leaflet, the mean over the languages of each one's median: ours, bare."""
    medians = []
    for tag in tags:
        ours, bare = _pair(tag)
        times = [(_seconds(ours), _seconds(bare)) for _ in range(rounds)]
        medians.append([statistics.median(column) for column in zip(*times, strict=True)])
    ours_mean, bare_mean = (statistics.mean(column) for column in zip(*medians, strict=True))
    return ours_mean, bare_mean


def _pair(tag: str) -> tuple[Callable[[], object], Callable[[], object]]:
    from weasyprint import HTML

    leaflet = script_samples.leaflet(tag)
    fonts = fonts_for(leaflet)
    page = markup(leaflet, sheet_style(leaflet, fonts.families, A4) + margin_style(leaflet, A4))
    configuration = font_configuration(fonts)

    def ours() -> object:
        return registry.renderer("pdf").render(leaflet)

    def bare() -> object:
        return HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", font_config=configuration)

    ours(), bare()
    return ours, bare


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def at_once(tags: Sequence[str], leaflets: int, processes: int) -> tuple[float, float]:
    """With so many processes that have loaded what they need: seconds for all, and seconds of a core for each."""
    with ProcessPoolExecutor(processes, get_context("spawn"), load, (tags,)) as pool:
        list(pool.map(time.sleep, [0.5] * processes))  # a pool starts a process when it has work for it
        started = time.perf_counter()
        worked = sum(pool.map(render, islice(cycle(tags), leaflets)))
        return time.perf_counter() - started, worked / leaflets


def load(tags: Sequence[str]) -> None:
    """Have a process read all that these languages need."""
    for tag in tags:
        render(tag)


def render(tag: str) -> float:
    """Render the sample in this language; how many seconds a core worked for it."""
    return _seconds(lambda: registry.renderer("pdf").render(script_samples.leaflet(tag)))


def html(tags: Sequence[str], seconds: float = 3.0) -> float:
    """HTML leaflets a second of one core."""
    leaflets = [script_samples.leaflet(tag) for tag in tags]
    renderer = registry.renderer("html")
    renderer.render(leaflets[0])
    started, count = time.process_time(), 0
    while time.process_time() - started < seconds:
        renderer.render(leaflets[count % len(leaflets)])
        count += 1
    return count / (time.process_time() - started)


if __name__ == "__main__":
    main()
