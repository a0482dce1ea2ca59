"""The check command: translations, originals, what is published, and the checks themselves."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.findings import finding_row, print_findings, print_not_checked
from pipeline.cli.output import counted, json_option, print_json, print_problems
from pipeline.cli.work import documents, lang_option, languages_of
from pipeline.config import Workspace, find_workspace
from pipeline.errors import UsageError
from pipeline.model.finding import LocatedFinding, Problem, Severity

if TYPE_CHECKING:
    from pipeline.stages.check import CheckReport

_JOBS = ("fix", "originals", "published", "explain", "data")


@click.command()
@lang_option
@documents
@click.option("--only", multiple=True, metavar="CHECK", help="Show findings of this check only; may be repeated.")
@click.option("--notes", is_flag=True, help="Show notes too, not only errors and warnings.")
@click.option("--fix", is_flag=True, help="Mend spacing, opening marks, quotation marks and NFC in drafts; no word.")
@click.option("--source", "originals", is_flag=True, help="Check the English before anything is translated.")
@click.option(
    "--published", is_flag=True, help="Run today's checks over what is published; says what would be refused."
)
@click.option("--explain", metavar="CHECK", help="Say what a check looks for; `all` lists them.")
@click.option(
    "--self-test",
    "data",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="DATA.tsv",
    help="Plant faults into human translations (English, tab, translation) and count how many the checks find.",
)
@json_option
@click.pass_obj
def check(
    directory: Path,
    /,
    tags: tuple[str, ...],
    names: tuple[str, ...],
    only: tuple[str, ...],
    notes: bool,
    **options: Any,
) -> None:
    """Look for what a fluent translation hides: numbers, doses, a lost "not", certainty, lost sentences, terms."""
    chosen = [job for job in _JOBS if options[job]]
    if len(chosen) > 1:
        raise UsageError(f"choose one of {', '.join('--' + _FLAGS.get(job, job) for job in chosen)}")
    _refuse_unknown((*only, *((options["explain"],) if options["explain"] not in (None, "all") else ())))
    _refuse_the_others(only, originals=options["originals"])
    as_json = options["as_json"]
    if options["explain"]:
        _explain(options["explain"], as_json=as_json)
        return
    workspace = find_workspace(directory)
    if options["data"]:
        from pipeline.cli.self_test import run_self_test

        if not tags and len(workspace.settings.languages) != 1:
            raise UsageError("say which language the translations are in: --lang es")
        sys.exit(run_self_test(workspace, languages_of(workspace, tags), options["data"], as_json=as_json))
    if options["originals"]:
        _check_originals(workspace, names, only, as_json=as_json)
    elif options["published"]:
        _check_published(workspace, tags, names, only, as_json=as_json)
    elif options["fix"]:
        _fix(workspace, languages_of(workspace, tags), names, as_json=as_json)
    else:
        _check(workspace, languages_of(workspace, tags), names, only, notes=notes, as_json=as_json)


_FLAGS = {"originals": "source", "data": "self-test"}


def _refuse_unknown(names: tuple[str, ...]) -> None:
    """Raise UsageError for a name that is no check."""
    known = _explanations()
    if unknown := set(names) - set(known):
        raise UsageError(f"unknown check {', '.join(sorted(unknown))}: choose from {', '.join(known)}")


def _refuse_the_others(only: tuple[str, ...], *, originals: bool) -> None:
    """Raise UsageError where a check of originals is asked for without `--source`, or another one with it."""
    from pipeline import registry

    of_originals = registry.source_checks()
    if wrong := [name for name in only if (name in of_originals) is not originals and name != "phrases"]:
        flag = "checks translations: leave out --source" if originals else "checks originals: add --source"
        raise UsageError(f"{wrong[0]} {flag}")


def _explanations() -> Mapping[str, str]:
    from pipeline import registry

    return {name: one.explanation for name, one in registry.every_check().items()}


def _explain(name: str, *, as_json: bool) -> None:
    """What a check looks for, in its own words; its rules stand at the top of its file."""
    from pipeline import registry

    known = _explanations()
    if name == "all":
        if as_json:
            print_json({"checks": known})
        for one, explanation in known.items() if not as_json else ():
            click.echo(f"{click.style(one, bold=True)}\n  {explanation}")
        return
    rules = textwrap.dedent(sys.modules[type(registry.every_check()[name]).__module__].__doc__ or "").strip()
    if as_json:
        print_json({"checks": {name: known[name]}, "rules": rules})
    else:
        click.echo(f"{click.style(name, bold=True)}\n{known[name]}\n\n{rules}")


def _check(
    workspace: Workspace,
    tags: tuple[str, ...],
    names: tuple[str, ...],
    only: tuple[str, ...],
    *,
    notes: bool,
    as_json: bool,
) -> None:
    from pipeline.stages.check import check as stage

    report = stage(workspace, tags, names)
    findings = [one for one in report.findings if not only or one.finding.check in only]
    if as_json:
        _print_report(findings, report)
    else:
        print_findings(findings, notes=notes or bool(only))
        _print_totals(findings, report.segments, notes=notes or bool(only))
        print_not_checked(report.not_checked)
    print_problems(report.problems)
    sys.exit(0 if replace(report, findings=tuple(findings)).clean else 1)


def _print_report(findings: list[LocatedFinding], report: CheckReport) -> None:
    print_json(
        {
            "findings": [finding_row(one) for one in findings],
            "segments": report.segments,
            "seconds": round(report.seconds, 3),
            "problems": [asdict(problem) for problem in report.problems],
            "not_checked": report.not_checked,
        }
    )


def _print_totals(findings: list[LocatedFinding], segments: int, *, notes: bool) -> None:
    totals = {s: sum(1 for f in findings if f.finding.severity is s and not f.dismissed) for s in Severity}
    counts = ", ".join(counted(number, severity.value) for severity, number in totals.items())
    hidden = " Notes: `--notes`." if totals[Severity.NOTE] and not notes else ""
    click.echo(f"\n{counted(segments, 'segment')} checked: {counts}.{hidden}")


def _fix(workspace: Workspace, tags: tuple[str, ...], names: tuple[str, ...], *, as_json: bool) -> None:
    from pipeline.stages.fix import fix as stage

    report = stage(workspace, tags, names)
    if as_json:
        print_json({"fixed": [asdict(one) for one in report.fixed], "problems": _rows(report.problems)})
    else:
        for one in report.fixed:
            click.echo(f"{one.document} ({one.language})\n  - {one.before}\n  + {one.after}")
        click.echo(f"{counted(len(report.fixed), 'draft')} mended: spacing, marks and letters, no word and no figure.")
    print_problems(report.problems)
    sys.exit(1 if report.problems else 0)


def _rows(problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    return [asdict(problem) for problem in problems]


def _check_published(
    workspace: Workspace, tags: tuple[str, ...], names: tuple[str, ...], only: tuple[str, ...], *, as_json: bool
) -> None:
    from pipeline.stages.published import check_published

    report = check_published(workspace, tags, names)
    findings = [one for one in report.findings if not only or one.finding.check in only]
    errors = [one for one in findings if one.blocks]
    if as_json:
        _print_report(findings, report)
    else:
        print_findings(findings, notes=False)
        refused = sorted({f"{one.document} ({one.language})" for one in errors})
        click.echo(f"\n{counted(report.segments, 'published segment')} checked.")
        click.echo(
            f"Today these would be refused: {', '.join(refused)}." if refused else "None would be refused today."
        )
        print_not_checked(report.not_checked)
    print_problems(report.problems)
    sys.exit(1 if errors or report.problems else 0)


def _check_originals(workspace: Workspace, names: tuple[str, ...], only: tuple[str, ...], *, as_json: bool) -> None:
    from pipeline.stages.check_source import check_sources

    report = check_sources(workspace, names)
    findings = [one for one in report.findings if not only or one.finding.check in only]
    if as_json:
        _print_report(findings, report)
    else:
        print_findings(findings, notes=True, originals=True)
        _print_totals(findings, report.segments, notes=True)
        print_not_checked(report.not_checked)
    print_problems(report.problems)
    sys.exit(0 if replace(report, findings=tuple(findings)).clean else 1)
