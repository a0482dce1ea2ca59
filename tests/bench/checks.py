"""Measures the checks: segments a second, false alarms on human translations, and how many planted faults they find.

    .venv/bin/python tests/bench/checks.py es FILE.tsv      each line: English, tab, a person's translation

A false alarm is a finding on a line as it stands. A fault is planted in the translation of every line that has a place
for it; it is found where a check then says something that it did not say before.

Run it from the root. The package is installed in `.venv` (`make lint` sees to that), so no PYTHONPATH is needed.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from pipeline import registry, shipped
from pipeline.checks.negation_lost import denials
from pipeline.languages import Language, Languages
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.quantities import Quantity, quantities
from pipeline.wording import plain

_RUNS = 5  # the fastest counts: other programs only ever slow one down
Fault = Callable[[str, str, Language], str | None]


def find(source: str, target: str, language: Language) -> list[Finding]:
    """Every finding of every check on a pair."""
    subject = Subject(None, source, target)
    return [finding for check in registry.checks().values() for finding in check.find(subject, language)]


def tenfold(source: str, target: str, language: Language) -> str | None:
    """The first whole figure that both texts have, with a nought behind it."""
    there = {q.value for q in quantities(source, language.source) if q.figure and not q.name}
    for q in quantities(target, language):
        digits = re.match(r"\d+", q.raw)
        if q.figure and not q.name and q.value in there and digits and q.value > 0:
            end = q.span[0] + digits.end()
            return target[:end] + "0" + target[end:]
    return None


def lost_figure(source: str, target: str, language: Language) -> str | None:
    """The translation without its first figure."""
    for q in quantities(target, language):
        if q.figure and not q.name:
            return target[: q.span[0]] + target[q.span[1] :]
    return None


def other_unit(source: str, target: str, language: Language) -> str | None:
    """The first unit replaced by another: mg by g, weeks by months."""
    instead = {
        "day": "week",
        "week": "month",
        "month": "year",
        "year": "month",
        "h": "day",
        "min": "h",
        "m": "km",
        "%": "mg",
    }
    names = language.vocabulary.units.names
    there = {q.value: q.unit for q in quantities(source, language.source)}
    for q in quantities(target, language):
        other = instead.get(q.unit)
        if other and not q.shared and there.get(q.value) == q.unit:
            word = next(spelling for spelling, name in names.items() if name == other)
            end = q.span[0] + max(m.end() for m in re.finditer(r"[\d.,]+", q.raw)) if q.figure else None
            return f"{target[:end]} {word}{target[q.span[1] :]}" if end else None
    return None


def swapped(source: str, target: str, language: Language) -> str | None:
    """The two ends of a range, each in the other's place."""
    there = quantities(target, language)
    ranges = {(a.value, b.value) for a, b in _tied(quantities(source, language.source))}
    for first, second in _tied(there):
        if (first.value, second.value) in ranges and first.figure and second.figure and first.value != second.value:
            (a, b), (c, d) = first.span, second.span
            return target[:a] + target[c:d] + target[b:c] + target[a:b] + target[d:]
    return None


def _tied(there: Iterable[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    return ((first, second) for first, second in pairwise(there) if first.tied)


def lost_negation(source: str, target: str, language: Language) -> str | None:
    """The translation without its first word that denies, where the source denies too."""
    ours = language.source.vocabulary if language.source else None
    spans = denials(plain(target), language.vocabulary)
    if not spans or not ours or not denials(plain(source), ours):
        return None
    return target[: spans[0][0]] + target[spans[0][1] :].lstrip()


def half(source: str, target: str, language: Language) -> str | None:
    """The first half of the words."""
    words = target.split()
    return " ".join(words[: len(words) // 2]) + "." if len(words) >= 6 else None


def english_marks(source: str, target: str, language: Language) -> str | None:
    """A figure of the source as the English writes it, in the place of the translation's."""
    raws = {q.value: q.raw for q in quantities(source, language.source) if re.fullmatch(r"[\d.,]+", q.raw)}
    for q in quantities(target, language):
        raw = raws.get(q.value)
        if raw and raw != q.raw and re.fullmatch(r"[\d.,]+", q.raw) and re.search(r"[.,]", raw):
            return target[: q.span[0]] + raw + target[q.span[1] :]
    return None


FAULTS: dict[str, Fault] = {
    "figure ten times as large": tenfold,
    "figure dropped": lost_figure,
    "another unit": other_unit,
    "range turned round": swapped,
    "English decimal or group mark": english_marks,
    "negation removed": lost_negation,
    "half the sentence cut": half,
}


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("language")
    parser.add_argument("file", type=Path, help="English, tab, translation; one segment a line")
    arguments = parser.parse_args()
    language = Languages((shipped.language_data(),)).get(arguments.language)
    lines = [line.split("\t") for line in arguments.file.read_text("utf-8").splitlines()]
    pairs = [(line[0], line[1]) for line in lines if len(line) > 1]
    before = _false_alarms(pairs, language)
    _planted(pairs, before, language)


def _false_alarms(pairs: list[tuple[str, str]], language: Language) -> list[set[tuple[str, str]]]:
    seconds = []
    for _ in range(_RUNS):
        started = time.process_time()
        found = [find(source, target, language) for source, target in pairs]
        seconds.append(time.process_time() - started)
    speed = len(pairs) / min(seconds)
    sys.stdout.write(f"{len(pairs)} segments, {speed:,.0f} a second\n\nfalse alarms, % of segments\n")
    for severity in Severity:
        count = sum(any(one.severity is severity for one in findings) for findings in found)
        sys.stdout.write(f"  {severity.value:8} {100 * count / len(pairs):5.2f}\n")
    rows = Counter((check, severity) for fs in found for check, severity in {(f.check, f.severity.value) for f in fs})
    for (check, kind), count in sorted(rows.items()):
        sys.stdout.write(f"    {check:14} {kind:8} {100 * count / len(pairs):5.2f}\n")
    return [{(one.check, one.message) for one in findings} for findings in found]


def _planted(pairs: list[tuple[str, str]], before: list[set[tuple[str, str]]], language: Language) -> None:
    sys.stdout.write("\nplanted faults                     places  found %  as error %\n")
    for name, fault in FAULTS.items():
        places = found = errors = 0
        for (source, target), known in zip(pairs, before, strict=True):
            wrong = fault(source, target, language)
            if wrong is None or wrong == target:
                continue
            new = [f for f in find(source, wrong, language) if (f.check, f.message) not in known]
            places += 1
            found += any(one.severity is not Severity.NOTE for one in new)
            errors += any(one.severity is Severity.ERROR for one in new)
        share = f"{100 * found / places:7.1f}  {100 * errors / places:10.1f}" if places else ""
        sys.stdout.write(f"  {name:32} {places:6}  {share}\n")


if __name__ == "__main__":
    main()
