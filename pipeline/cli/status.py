"""The command that says how far everything is: what is published, what its readers see, and what to do next."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.asking import ask_about_figures
from pipeline.cli.desk import today
from pipeline.cli.history import print_history
from pipeline.cli.output import json_option, print_json, print_problems, print_table
from pipeline.cli.work import documents, lang_option
from pipeline.config import find_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.report import Report
    from pipeline.stages.status import Standing

_NEXT = {
    "text-changed": "`pipeline publish --lang {tag} {name}` brings the newer text out, once it is signed off",
    "leaflet": "`pipeline publish` issues the same text with the newer version's date",
    "leaflet with notice": "`pipeline translate --lang {tag} {name}`, review, sign off, publish; till then a notice"
    " says that the English has gone on",
    "suspended": "mend it and sign the whole off anew, then"
    " `pipeline reinstate {name} --lang {tag} --as NAME --why REASON`",
    "safety": "a newer version matters for safety: `pipeline translate --lang {tag} {name}`, review, sign off, publish",
    "withdrawn": "its original was withdrawn: leave the notice there, or sign the whole off anew once it is back",
    "gone": "its source is gone from seeds/: put it back, or leave the notice in its place",
}


@click.command()
@lang_option
@documents
@click.option(
    "--history",
    is_flag=True,
    help="Print every issue of the documents with what changed, suspensions and reinstatements.",
)
@json_option
@click.pass_obj
def status(directory: Path, tags: tuple[str, ...], names: tuple[str, ...], history: bool, as_json: bool) -> None:
    """Show how far each document has come in each language, and whether what is published still holds.

    `reader` is what readers are to find, `online` whether the site built here shows that or still what stood before.
    """
    from pipeline.stages import reports
    from pipeline.stages.status import status as stage

    workspace = find_workspace(directory)
    if history:
        print_history(workspace, tags, names, as_json=as_json)
        return
    report = stage(workspace, tags, names)
    rows = [asdict(row) for row in report.documents]
    known = reports.read(workspace)
    overdue, harmful = known.overdue(today()), [one for one in known.open_ones() if one.hurts]
    if as_json:
        late, urgent = ([_row(one) for one in some] for some in (overdue, harmful))
        problems = [asdict(problem) for problem in report.problems]
        print_json({"documents": rows, "problems": problems, "overdue_reports": late, "harm_reports": urgent})
    elif rows:
        table = [{name: value for name, value in row.items() if name != "figures"} for row in rows]
        print_table(tuple(table[0]), [tuple(row.values()) for row in table])
        ask_about_figures({row.document: row.figures for row in report.documents if row.figures})
        _print_next(report.documents)
    else:
        click.echo("No catalog yet: `pipeline translate --lang es` makes the first.")
    if not as_json:
        _print_reports(overdue, harmful)
    print_problems(report.problems)
    sys.exit(1 if report.problems else 0)


def _row(report: Report) -> dict[str, str]:
    return {"id": report.id, "document": report.document, "language": report.language}


def _print_reports(overdue: Sequence[Report], harmful: Sequence[Report]) -> None:
    """What could hurt somebody from the first day on, the rest once it is overdue."""
    for one in [*harmful, *(late for late in overdue if late not in harmful)]:
        place = f"{one.document} ({one.language})"
        late = " is overdue, the coordinator's now" if one in overdue else ""
        if one.hurts:
            click.secho(
                f"{place}: a reader's report of {one.day} of what could hurt somebody{late}:", fg="red", bold=True
            )
        else:
            click.secho(f"{place}: a reader's report{late}:", fg="red")
        click.echo(f"  “{one.words}” (`pipeline report answer {one.id} --as NAME --outcome OUTCOME --text TEXT`)")
        if one.hurts:
            click.echo(
                f"  to take it down: `pipeline suspend {one.document} --lang {one.language} --as NAME --why REASON`"
            )


def _print_next(rows: Sequence[Standing]) -> None:
    """Where the site is not as stated, then what to do about each leaflet that is not as it was signed."""
    for row in rows:
        name = f"{row.document} ({row.language})"
        if row.online == "older":
            click.secho(f"{name}: STILL ONLINE as it was until you run `pipeline publish`", fg="red", bold=True)
        elif row.online == "not built":
            click.echo(f"{name}: not built here: run `pipeline publish --site`")
    for row in rows:
        word = row.cause or (row.reader if row.published == "source-changed" else row.published)
        if word in _NEXT:
            click.echo(f"{row.document} ({row.language}): {_NEXT[word].format(tag=row.language, name=row.document)}")
