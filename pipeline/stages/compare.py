"""Compares engines and routes on sentences with a reference translation: quality, terms, numbers, speed, memory.

Each route translates twice: bare, as the engines come, and with all that the pipeline does around them. Figures by
sacrebleu (Post 2018); terms, numbers and lost text by our own rules and checks, which judge both alike.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import median

from pipeline import registry
from pipeline.config import Workspace
from pipeline.errors import EngineError, UsageError
from pipeline.inflection import has_form_of
from pipeline.model.finding import Severity, Subject
from pipeline.stages import packs, route, trial, workshop
from pipeline.stages.packs import Pack
from pipeline.stages.trial import Trial
from pipeline.wording import fold, plain, whole_words, word_texts

Progress = Callable[[int, int], None]
_NO_DETOUR = 2  # hops
_SHORT = 0.5  # of the usual length: less than that is dropped text
_FIGURES = ("numbers", "units")
_SOURCE, _TARGET = "sourceString", "targetString"


@dataclass(frozen=True, slots=True)
class Row:
    """A route with or without repairs. `bleu` and `chrf` from 0 to 100; `term_accuracy` a share, None without terms;
    `dropped` sentences with no text or less than half the usual length; `number_errors` sentences with an error of the
    checks of numbers and units; `peak_mb` the peaks of its process and its engines together, None where unknown.
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
    peak_mb: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows, the routes that could not be tried with the reason, and the share of terms that the references have."""

    rows: tuple[Row, ...]
    failed: tuple[tuple[str, str], ...] = ()
    reference_terms: float | None = None


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
    detours: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Comparison:
    """Measure the installed routes to a language on `file` (source TAB reference, a line each), each in a process.

    Routes longer than two hops, and than the one that `translate` takes, are tried with `detours` only. `terms` is a
    CSV with the columns sourceString and targetString; our own termbase otherwise. Raises UsageError for a file that is
    no such thing, NoRouteError where no route is installed.
    """
    pack = packs.load(workspace, tag)
    default = workshop.plan(workspace, pack, engines)
    chosen = (engine for name, engine in registry.engines().items() if not engines or name in engines)
    routes = route.every_route(route.installed(chosen), workspace.source_language.tag, default.target)
    routes = tuple(one for one in routes if detours or len(one.hops) <= max(_NO_DETOUR, len(default.hops)))
    data = _read(file, pack, terms, limit)
    total, done, rows, failed = 2 * len(routes) * len(data.sources), 0, [], []
    progress(0, total)
    for one, repairs in product(routes, (False, True)):
        task = trial.Task(workspace.root, tag, one, repairs, tuple(data.sources))
        try:
            tried = trial.run(task, lambda some, base=done: progress(base + some, total))  # type: ignore[misc]
        except EngineError as error:
            failed.append((one.describe(), str(error)))
        else:
            rows.append(_row(task, tried, data, pack, default=one == default))
        done += len(data.sources)
    return Comparison(tuple(rows), tuple(failed), _term_accuracy(data.references, data, pack))


def _row(task: trial.Task, tried: Trial, data: _Data, pack: Pack, *, default: bool) -> Row:
    import sacrebleu

    texts, references = tried.texts, [data.references]
    return Row(
        route=task.route.describe(),
        repairs=task.repairs,
        default=default,
        sentences=len(texts),
        bleu=round(sacrebleu.corpus_bleu(texts, references).score, 2),
        chrf=round(sacrebleu.corpus_chrf(texts, references, word_order=2).score, 2),
        term_accuracy=_term_accuracy(texts, data, pack),
        dropped=_dropped(texts, data),
        number_errors=sum(_figures_wrong(*pair, pack) for pair in zip(data.sources, texts, strict=True)),
        sentences_per_second=round(len(texts) / tried.seconds, 1),
        peak_mb=None if tried.peak is None else round(tried.peak, 1),
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


def _read(file: Path, pack: Pack, terms: Path | None, limit: int) -> _Data:
    """The lines of the file with their terms. Raises UsageError with `file:line` for a line that is no pair."""
    try:
        lines = file.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{file}: {error}; give a UTF-8 file with a source, a tab and its translation a line"
        ) from error
    pairs = []
    for number, line in enumerate(lines if lines[-1] else lines[:-1], 1):
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
    """Looks the terms of a CSV file up in a sentence, the longest first, none inside another; WHO is not "who"."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as data:
            rows = [(row[_SOURCE].strip(), row[_TARGET].strip()) for row in csv.DictReader(data)]
    except (OSError, UnicodeDecodeError, KeyError, AttributeError, csv.Error) as error:
        raise UsageError(f"{file}: {error}; give a CSV file with the columns {_SOURCE} and {_TARGET}") from error
    forms: dict[str, tuple[str, ...]] = {}
    for source, target in rows:
        if source and target:
            name = source if source.isupper() else fold(source)
            forms[name] = tuple(dict.fromkeys((*forms.get(name, ()), target)))
    pattern = whole_words(tuple(source for source, target in rows if source and target))

    def find(source: str) -> list[tuple[str, ...]]:
        found = (match[0] for match in pattern.finditer(plain(source).text))
        return [accepted for words in found if (accepted := forms.get(words) or forms.get(fold(words)))]

    return find
