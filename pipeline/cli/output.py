"""How reports reach people and programs: aligned tables, counted lines, one JSON object."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from pipeline.model.finding import Problem

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

json_option = click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, for programs.")


def print_json(report: Mapping[str, Any]) -> None:
    """Print a report as one JSON object."""
    click.echo(json.dumps(report, ensure_ascii=False, indent=1))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under headings, each column as wide as its widest cell; numbers to the right."""
    table = [list(map(str, row)) for row in rows]
    widths = [max(len(row[i]) for row in [list(headings), *table]) for i in range(len(headings))]
    click.echo("  ".join(h.ljust(w) for h, w in zip(headings, widths, strict=True)).rstrip())
    for row in table:
        cells = (c.rjust(w) if c.isdigit() else c.ljust(w) for c, w in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def print_problems(problems: Iterable[Problem]) -> None:
    """Print what could not be dealt with, on standard error."""
    for problem in problems:
        click.secho(f"{problem.document}: {problem.why}", fg="red", err=True)


def counted(number: int, noun: str) -> str:
    """`1 segment`, `2 segments`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@contextmanager
def progress_bar(label: str, unit: str = "segments") -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal's standard error, with segments a second and the time left; silent elsewhere.

    Yields a function that takes the segments (or what else `unit` names) done and those in all.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    progress = _Progress(label, unit)
    try:
        yield progress.show
    finally:
        progress.close()


class _Progress:
    """A click progress bar that is drawn once its length is known."""

    def __init__(self, label: str, unit: str) -> None:
        self._label = label
        self._unit = unit
        self._started = monotonic()
        self._bar: ProgressBar[int] | None = None

    def show(self, done: int, total: int) -> None:
        if self._bar is None and total:
            self._bar = click.progressbar(
                length=total, label=self._label, item_show_func=self._rate, file=sys.stderr, show_pos=True
            )
            self._bar.__enter__()
        if self._bar is not None:
            self._bar.update(done - self._bar.pos, done)

    def _rate(self, done: int | None) -> str:
        seconds = monotonic() - self._started
        return f"{done / seconds:.0f} {self._unit}/s" if done and seconds else ""

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
