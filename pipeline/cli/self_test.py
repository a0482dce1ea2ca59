"""`pipeline check --self-test FILE`: prints how many planted faults the checks find, and how often they cry wolf."""

from collections.abc import Iterable
from pathlib import Path

import click

from pipeline.cli.output import counted, print_json, print_table
from pipeline.config import Workspace
from pipeline.stages import packs, self_test
from pipeline.stages.self_test import ERRORS_AT_MOST, WARNINGS_AT_MOST, Recall, SelfTestReport

_MARKS = {True: "pass", False: "FAIL"}


def run_self_test(workspace: Workspace, tags: Iterable[str], file: Path, *, as_json: bool = False) -> int:
    """Test the checks of each language on the references of `file`; the exit code: 1 where an aim is missed."""
    reports = [self_test.run(file, packs.load(workspace, tag)) for tag in tags]
    if as_json:
        print_json({"passed": all(one.passed for one in reports), "languages": [one.as_json() for one in reports]})
    else:
        for report in reports:
            print_report(report)
    return 0 if all(report.passed for report in reports) else 1


def print_report(report: SelfTestReport) -> None:
    """Print a report as tables, the missed aims last."""
    references = counted(report.alarms.references, "reference")
    click.secho(f"{report.language}: {references}, {report.segments_per_second:.0f} segments/s", bold=True)
    tested = [kind for kind in report.kinds if kind.places]
    headings = ("fault", "family", "places", "found", "recall", "as error", "aim", "")
    print_table(headings, [_row(kind) for kind in [*tested, *_totals(report)]])
    without = [kind.kind for kind in report.kinds if not kind.places]
    if without:
        click.echo(f"no place in these texts for: {', '.join(without)}")
    _print_alarms(report)
    failed = [kind.kind for kind in report.kinds if not kind.passed]
    failed += [] if report.alarms.passed else ["false alarms"]
    click.secho(f"missed: {', '.join(failed)}" if failed else "all aims met", fg="red" if failed else "green")


def _totals(report: SelfTestReport) -> list[Recall]:
    """The families with more than one kind that had a place."""
    several = {
        f.family for f in report.families if sum(k.family == f.family and k.places > 0 for k in report.kinds) > 1
    }
    return [family for family in report.families if family.family in several]


def _row(kind: Recall) -> tuple[object, ...]:
    family = "all" if kind.kind == kind.family else kind.family
    numbers = (kind.places, kind.found, f"{kind.share:.1%}", kind.errors, f"{kind.aim:.0%}")
    return (kind.kind, family, *numbers, "" if family == "all" else _MARKS[kind.passed])


def _print_alarms(report: SelfTestReport) -> None:
    alarms = report.alarms
    rows = [(name, errors, warnings) for name, errors, warnings in alarms.by_check if errors or warnings]
    print_table(("false alarms of", "errors", "warnings"), rows)
    shares = (alarms.errors / alarms.references, alarms.warnings / alarms.references)
    click.echo(
        f"references with an error {shares[0]:.1%} (at most {ERRORS_AT_MOST:.0%}), "
        f"with a warning {shares[1]:.1%} (at most {WARNINGS_AT_MOST:.0%}): {_MARKS[alarms.passed]}"
    )
