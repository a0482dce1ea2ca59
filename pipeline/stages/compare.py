"""Compares engines and routes on sentences with a reference translation: quality, terms, numbers, speed, memory.

Each route translates twice: bare, as the engines come, and with all that the pipeline does around them. Figures by
sacrebleu (Post 2018); terms, numbers and lost text by our own rules and checks, which judge both alike.
"""

import csv
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pipeline import registry
from pipeline.config import Workspace
from pipeline.errors import EngineError, UsageError
from pipeline.inflection import has_form_of
from pipeline.model.finding import Severity, Subject
from pipeline.stages import packs, route, workshop
from pipeline.stages.packs import Pack
from pipeline.stages.route import Route, RouteTranslator
from pipeline.wording import fold, plain, word_texts

Progress = Callable[[int, int], None]
Translate = Callable[[Sequence[str]], list[str]]
_BATCH = 50
_SHORT = 0.5  # of the usual length: less than that is dropped text
_FIGURES = ("numbers", "units")
_SOURCE, _TARGET = "sourceString", "targetString"


@dataclass(frozen=True, slots=True)
class Row:
    """A route with or without repairs. `bleu` and `chrf` from 0 to 100; `term_accuracy` a share, None without terms;
    `dropped` sentences with no text or less than half the usual length; `number_errors` sentences with an error of the
    checks of numbers and units; `peak_mb` the largest resident set of this process and of a child together, so far.
    """

    route: str
    repairs: bool
    default: bool
    sentences: int
    bleu: float
    chrf: float
    term_accuracy: float | None
    dropped: int
    number_errors: int
    sentences_per_second: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows, and the routes that could not be tried with the reason."""

    rows: tuple[Row, ...]
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Data:
    """Sources, references, and for each source the terms in it: accepted forms by the English."""

    sources: list[str]
    references: list[str]
    terms: list[list[tuple[str, ...]]]


def compare(
    workspace: Workspace,
    tag: str,
    file: Path,
    *,
    terms: Path | None = None,
    limit: int = 0,
    engines: Sequence[str] = (),
    progress: Progress = lambda _done, _total: None,
) -> Comparison:
    """Measure every installed route to a language on `file` (source TAB reference, a line each).

    `terms` is a CSV with the columns sourceString and targetString; our own termbase otherwise. Raises UsageError for a
    file that is no such thing, NoRouteError where no route is installed.
    """
    pack = packs.load(workspace, tag)
    default = workshop.plan(workspace, pack, engines)
    chosen = (engine for name, engine in registry.engines().items() if not engines or name in engines)
    source, target = workspace.source_language.tag, default.target
    routes = route.every_route(route.installed(chosen), source, target)
    data = _read(file, pack, terms, limit)
    total, done, rows, failed = 2 * len(routes) * len(data.sources), 0, [], []
    for one in routes:
        for repairs in (False, True):
            try:
                with _translating(workspace, pack, one, repairs=repairs) as translate:
                    texts, seconds = _timed(translate, data.sources, lambda n, base=done: progress(base + n, total))  # type: ignore[misc]
                rows.append(_row(one, texts, seconds, data, pack, repairs=repairs, default=one == default))
            except EngineError as error:
                failed.append((one.describe(), str(error)))
            done += len(data.sources)
    return Comparison(tuple(rows), tuple(failed))


@contextmanager
def _translating(workspace: Workspace, pack: Pack, one: Route, *, repairs: bool) -> Iterator[Translate]:
    """The bare engines of a route, or our whole drafting over it."""
    if repairs:
        with workshop.drafter_over(workspace, pack, one) as drafter:
            yield lambda sentences: [draft.target for draft in drafter.draft(sentences)]
    else:
        with RouteTranslator(one, registry.engines()) as bare:
            yield lambda sentences: [output.text for output in bare.translate(sentences)]


def _timed(translate: Translate, sources: list[str], progress: Callable[[int], None]) -> tuple[list[str], float]:
    texts: list[str] = []
    seconds = 0.0
    translate(["Hello."])  # the model is loaded and warm
    for start in range(0, len(sources), _BATCH):
        began = time.perf_counter()
        texts += translate(sources[start : start + _BATCH])
        seconds += time.perf_counter() - began
        progress(len(texts))
    return texts, seconds


def _row(one: Route, texts: list[str], seconds: float, data: _Data, pack: Pack, *, repairs: bool, default: bool) -> Row:
    import sacrebleu

    return Row(
        one.describe(),
        repairs,
        default,
        len(texts),
        round(sacrebleu.corpus_bleu(texts, [data.references]).score, 2),
        round(sacrebleu.corpus_chrf(texts, [data.references], word_order=2).score, 2),
        _term_accuracy(texts, data, pack),
        _dropped(texts, data),
        sum(_figures_wrong(*pair, pack) for pair in zip(data.sources, texts, strict=True)),
        round(len(texts) / seconds, 1),
        round(_peak(), 1),
    )


def _term_accuracy(texts: list[str], data: _Data, pack: Pack) -> float | None:
    """The share of terms whose translation holds an accepted form, in any inflection."""
    right = whole = 0
    for text, terms in zip(texts, data.terms, strict=True):
        said, folded = word_texts(plain(text).text), fold(text)
        for forms in terms:
            whole += 1
            right += any(fold(form) in folded or has_form_of(said, form, pack.language) for form in forms)
    return round(right / whole, 4) if whole else None


def _dropped(texts: list[str], data: _Data) -> int:
    lengths = [(len(text), len(source)) for text, source in zip(texts, data.sources, strict=True)]
    usual = median(text / source for text, source in lengths)
    return sum(text < _SHORT * usual * source for text, source in lengths)


def _figures_wrong(source: str, text: str, pack: Pack) -> bool:
    checks = registry.checks()
    found = (f for name in _FIGURES for f in checks[name].find(Subject(None, source, text), pack.language))
    return any(finding.severity is Severity.ERROR for finding in found)


def _peak() -> float:
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / unit


def _read(file: Path, pack: Pack, terms: Path | None, limit: int) -> _Data:
    """The lines of the file with their terms. Raises UsageError with `file:line` for a line that is no pair."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{file}: {error}; give a UTF-8 file with a source, a tab and its translation a line"
        ) from error
    pairs = []
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if len(cells) < 2 or not all(cell.strip() for cell in cells[:2]):  # noqa: PLR2004 # a pair
            raise UsageError(f"{file}:{number}: no tab between a source and its translation")
        pairs.append((cells[0], cells[1]))
    pairs = pairs[:limit] if limit else pairs
    if not pairs:
        raise UsageError(f"{file}: no line in it; give a source, a tab and its translation a line")
    find = _csv_terms(terms) if terms else lambda source: [use.accepted for use in pack.terms.find(source)]
    return _Data([s for s, _ in pairs], [t for _, t in pairs], [find(source) for source, _ in pairs])


def _csv_terms(file: Path) -> Callable[[str], list[tuple[str, ...]]]:
    """Looks the terms of a CSV file up in a sentence, the longest first, none inside another."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as data:
            rows = [(row[_SOURCE].strip(), row[_TARGET].strip()) for row in csv.DictReader(data)]
    except (OSError, UnicodeDecodeError, KeyError, AttributeError, csv.Error) as error:
        raise UsageError(f"{file}: {error}; give a CSV file with the columns {_SOURCE} and {_TARGET}") from error
    forms: dict[str, tuple[str, ...]] = {}
    for source, target in rows:
        if source and target:
            forms[fold(source)] = tuple(dict.fromkeys((*forms.get(fold(source), ()), target)))
    longest = sorted(map(re.escape, forms), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)") if longest else re.compile(r"(?!)")
    return lambda source: [forms[match[0]] for match in pattern.finditer(fold(source))]
