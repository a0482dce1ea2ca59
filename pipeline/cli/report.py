"""The commands for what readers report: take it in, list what is open and overdue, answer it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.desk import key_option, name_option, one_language, today
from pipeline.cli.output import counted, json_option, print_json
from pipeline.cli.work import lang_option
from pipeline.config import find_workspace
from pipeline.model.document import Key
from pipeline.model.report import Outcome, Way

if TYPE_CHECKING:
    from datetime import date

    from pipeline.model.report import Report, Reports


@click.group()
def report() -> None:
    """Keep what readers say of leaflets, and answer it in time. It goes to i18n/reports.toml: commit it."""


@report.command("add")
@click.argument("name", metavar="DOC")
@one_language
@click.option("--words", required=True, metavar="TEXT", help="What the reader said, without names and addresses.")
@click.option("--how", required=True, type=click.Choice([way.value for way in Way]), help="How it came in.")
@name_option
@click.option("--sentence", default="", metavar="TEXT", help="Words of the sentence it is about, in either language.")
@key_option
@click.option("--hurts", is_flag=True, help="Somebody could come to harm by it.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="When it came in.  [default: today]")
@json_option
@click.pass_obj
def add(
    directory: Path,
    name: str,
    tag: str,
    words: str,
    how: str,
    person: str,
    sentence: str,
    key: tuple[str, str] | None,
    hurts: bool,
    day: date | None,
    as_json: bool,
) -> None:
    """Register what a reader said of a leaflet."""
    from pipeline.stages import reports

    workspace = find_workspace(directory)
    came = day.date() if day else today()  # type: ignore[attr-defined]  # click gives a moment
    meant = Key(key[0] or None, key[1]) if key else None
    done = reports.add(
        workspace, name, tag, words, way=Way(how), person=person, day=came, hurts=hurts, sentence=sentence, key=meant
    )
    if as_json:
        print_json(_row(done, reports.read(workspace)))
        return
    due = reports.read(workspace).due(done).isoformat()
    click.echo(f"{done.id}: registered, to be answered by {due}. Commit i18n/reports.toml.")
    if hurts:
        click.secho(
            f"Somebody could come to harm. To take the leaflet down at once: `pipeline suspend {name} --lang {tag}"
            f" --as {person} --why REASON`",
            fg="red",
            bold=True,
            err=True,
        )
    click.echo(f"To answer it: `pipeline report answer {done.id} --as NAME --outcome OUTCOME --text TEXT`")


@report.command("list")
@lang_option
@click.argument("names", nargs=-1, metavar="[DOC...]")
@click.option("--all", "everything", is_flag=True, help="Those that were answered too.")
@json_option
@click.pass_obj
def list_reports(
    directory: Path, tags: tuple[str, ...], names: tuple[str, ...], everything: bool, as_json: bool
) -> None:
    """List the open reports, what could hurt first; exit 1 while one is overdue."""
    from pipeline.stages import reports

    known = reports.read(find_workspace(directory))
    late = {one.id for one in known.overdue(today())}
    shown = known.reports if everything else known.open_ones()
    shown = tuple(r for r in shown if (not tags or r.language in tags) and (not names or r.document in names))
    if as_json:
        print_json({"reports": [_row(one, known) for one in shown]})
    for one in () if as_json else shown:
        _print(one, known, late=one.id in late)
    overdue = sum(one.id in late for one in shown)
    if not as_json:
        click.echo(f"{counted(len(shown), 'report')}, {overdue} overdue: those are the coordinator's.")
    sys.exit(1 if overdue else 0)


@report.command("answer")
@click.argument("report_id", metavar="ID")
@name_option
@click.option(
    "--outcome", required=True, type=click.Choice([outcome.value for outcome in Outcome]), help="What became of it."
)
@click.option("--text", required=True, help="The answer, for whoever asks later and for the reader.")
@json_option
@click.pass_obj
def answer(directory: Path, report_id: str, person: str, outcome: str, text: str, as_json: bool) -> None:
    """Answer a report; what is said to be mended or taken down has to be."""
    from pipeline.stages import reports

    workspace = find_workspace(directory)
    reports.answer(workspace, report_id, Outcome(outcome), text, person=person, day=today())
    known = reports.read(workspace)
    done = next(one for one in known.reports if one.id == report_id)
    if as_json:
        print_json(_row(done, known))
        return
    click.echo(f"{report_id} ({done.document}, {done.language}): {outcome}. Commit i18n/reports.toml.")
    if outcome == Outcome.MENDED:
        place = f"--lang {done.language} {done.document}"
        click.echo(f"Readers get the mended text once it is signed off: `pipeline publish {place}`")


def _row(one: Report, known: Reports) -> dict[str, object]:
    given = known.answer(one)
    row = asdict(one) | {"day": one.day.isoformat(), "key": one.key._asdict() if one.key else None}
    late = given is None and known.due(one) < today()
    answered = {**asdict(given), "day": given.day.isoformat()} if given else None
    return row | {"due": known.due(one).isoformat(), "overdue": late, "answer": answered}


def _print(one: Report, known: Reports, *, late: bool) -> None:
    given = known.answer(one)
    mark = "answered" if given else "OVERDUE" if late else "open"
    hurts = ", could hurt somebody" if one.hurts else ""
    place = f"{one.document} ({one.language}), by {one.way.value} on {one.day.isoformat()}"
    click.echo(f"{click.style(one.id, bold=True)} {mark}{hurts}: {place}, due {known.due(one).isoformat()}")
    click.echo(f"  “{one.words}”")
    if one.key:
        click.echo(f"  {one.key.source}\n  {one.read}")
    if given:
        click.echo(f"  {given.outcome.value}, {given.person} on {given.day.isoformat()}: {given.text}")
