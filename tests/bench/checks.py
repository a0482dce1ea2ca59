"""How fast the checks are and what they find, against the filters of translate-toolkit. Prints tables.

    .venv/bin/python tests/bench/checks.py REFERENCES.tsv --lang es [--toolkit PYTHON] [--runs 3]

REFERENCES.tsv holds human translations: English, tab, translation. PYTHON is the interpreter of an environment of its
own in which translate-toolkit is installed; its filters (GPL) run there as a separate program and judge the same good
and faulty texts. Without it ours are measured alone. One core; medians over the runs, each with texts that are new. A
check by itself pays for the reading of a text that the checks share: the lines add up to more than the total.

Run it from the root. The package is installed in `.venv` (`make lint` sees to that), so no PYTHONPATH is needed.
"""

# ruff: noqa: T201  a measurement prints

import argparse
import json
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

from pipeline import faults, registry, shipped, termbase
from pipeline.languages import Language, Languages
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.stages.self_test import SelfTestReport, read_pairs, self_test

_SPELLING = "spelling"
_DOCUMENT = 60
_NAMES = count(1000)
_LETTERS = "AEINORSTLM"
# Runs under the other interpreter: pairs in, the filters' remarks and the seconds they took out.
_FILTERS = """
import json, sys, time
from translate.filters import checks
from translate.storage import po
question = json.load(sys.stdin)
config = checks.CheckerConfig(targetlanguage=question["language"])
classes = [checks.StandardChecker, checks.StandardUnitChecker]
checker = checks.TeeChecker(checkerconfig=config, checkerclasses=classes, languagecode=question["language"])
units = []
for source, target in question["pairs"]:
    unit = po.pounit(source)
    unit.target = target
    units.append(unit)
started = time.process_time()
answers = [sorted([name, str(why)] for name, why in checker.run_filters(unit).items()) for unit in units]
print(json.dumps({"seconds": time.process_time() - started, "remarks": answers}))
"""

Find = Callable[[Subject], Iterable[Finding]]


def main() -> None:
    """Measure speed, then recall, and print both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("references", type=Path)
    parser.add_argument("--lang", default="es")
    parser.add_argument("--toolkit", metavar="PYTHON")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    languages = Languages((shipped.language_data(),))
    language = languages.get(options.lang)
    pairs = read_pairs(options.references)
    subjects = [_subject(pair, options.lang) for pair in pairs]
    _print_speed(subjects, language, options.runs)
    words = faults.load(languages, options.lang)
    ours = self_test(pairs, words, _ours(language), subject=lambda pair: _subject(pair, options.lang))
    theirs = _theirs(pairs, words, options.toolkit, options.lang) if options.toolkit else None
    _print_recall(ours, theirs)


def _subject(pair: tuple[str, str], tag: str) -> Subject:
    return Subject(None, *pair, terms=tuple(_terms(tag).find(pair[0])))


def _terms(tag: str, known: dict[str, termbase.Termbase] = {}) -> termbase.Termbase:  # noqa: B006  a cache
    if tag not in known:
        file = shipped.language_data() / "termbase" / f"{tag}.csv"
        known[tag] = termbase.load([file] if file.is_file() else [])
    return known[tag]


def _ours(language: Language, *, without: Sequence[str] = ()) -> Find:
    chosen = [check for name, check in registry.checks().items() if name not in without]
    return lambda subject: [finding for check in chosen for finding in check.find(subject, language)]


def _seconds(find: Find, subjects: Sequence[Subject], runs: int) -> float:
    """The median seconds a segment, after a round that reads the data; each round has texts that nobody has seen."""
    taken = []
    for fresh in (_renamed(subjects) for _ in range(runs + 1)):
        started = time.process_time()
        for subject in fresh:
            list(find(subject))
        taken.append(time.process_time() - started)
    return statistics.median(taken[1:]) / len(subjects)


def _renamed(subjects: Sequence[Subject]) -> list[Subject]:
    """The same texts with a new name before each, so that nothing is remembered of them."""
    names = [f"Dr {''.join(_LETTERS[int(digit)] for digit in str(next(_NAMES)))}: " for _ in subjects]
    return [
        replace(one, source=name + one.source, target=name + one.target)
        for name, one in zip(names, subjects, strict=True)
    ]


def _print_speed(subjects: Sequence[Subject], language: Language, runs: int) -> None:
    alone = {name: _seconds(_only(name, language), subjects, runs) for name in registry.checks()}
    together = _seconds(_ours(language, without=[_SPELLING]), subjects, runs)
    document = list(islice(cycle(subjects), _DOCUMENT))
    whole = _seconds(_ours(language, without=[_SPELLING]), document, runs) * _DOCUMENT
    print(f"{'check':20} {'µs a segment':>12}")
    for name, seconds in sorted(alone.items(), key=lambda one: -one[1]):
        print(f"{name:20} {1e6 * seconds:12.1f}")
    print(
        f"all but spelling: {1 / together:.0f} segments/s; a document of {_DOCUMENT} segments: {1000 * whole:.1f} ms\n"
    )


def _only(name: str, language: Language) -> Find:
    check = registry.checks()[name]
    return lambda subject: check.find(subject, language)


def _theirs(pairs: Sequence[tuple[str, str]], words: faults.Words, python: str, tag: str) -> SelfTestReport:
    """The same test of the toolkit's filters: the texts are collected first, judged in one go, and looked up then."""
    asked: dict[tuple[str, str], None] = {}

    def note(subject: Subject) -> Iterable[Finding]:
        asked[subject.source, subject.target] = None
        return ()

    self_test(pairs, words, note, subject=lambda pair: _subject(pair, tag))
    answer = _filtered(list(asked), python, tag)
    judged = dict(zip(asked, answer["remarks"], strict=True))

    def find(subject: Subject) -> Iterable[Finding]:
        remarks = judged[subject.source, subject.target]
        return [Finding(name, Severity.WARNING, why) for name, why in remarks]

    report = self_test(pairs, words, find, subject=lambda pair: _subject(pair, tag))
    return replace(report, segments_per_second=len(asked) / answer["seconds"])


def _filtered(pairs: Sequence[tuple[str, str]], python: str, tag: str) -> Mapping[str, Any]:
    question = json.dumps({"language": tag, "pairs": list(pairs)})
    done = subprocess.run([python, "-c", _FILTERS], input=question, capture_output=True, text=True, check=True)
    answer: Mapping[str, Any] = json.loads(done.stdout)
    return answer


def _print_recall(ours: SelfTestReport, theirs: SelfTestReport | None) -> None:
    others = theirs.kinds if theirs else [None] * len(ours.kinds)
    print(f"{'fault':26} {'places':>6} {'ours':>7} {'filters':>8}")
    for kind, other in zip(ours.kinds, others, strict=True):
        if kind.places:
            print(f"{kind.kind:26} {kind.places:6} {kind.share:7.1%} {f'{other.share:8.1%}' if other else ''}")
    for name, report in (("ours", ours), ("filters", theirs)):
        if report:
            alarms = report.alarms
            spoken = sum(kind.found for kind in report.kinds) / sum(kind.places for kind in report.kinds)
            print(
                f"{name}: {spoken:.1%} of all faults; good texts with an error "
                f"{alarms.errors / alarms.references:.1%}, with a warning {alarms.warnings / alarms.references:.1%}; "
                f"{report.segments_per_second:.0f} segments/s"
            )


if __name__ == "__main__":
    main()
