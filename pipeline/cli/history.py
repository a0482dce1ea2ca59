"""Prints every issue of a leaflet and what became of it, for `pipeline status --history`."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import click

from pipeline.cli.output import counted, print_json
from pipeline.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.config import Workspace
    from pipeline.stages.history import Change, Issue
    from pipeline.stages.register import Line


def print_history(workspace: Workspace, tags: tuple[str, ...], names: tuple[str, ...], *, as_json: bool) -> None:
    """Print the issues, and the suspensions and reinstatements between them, of the documents: the newest first."""
    from pipeline.stages import register
    from pipeline.stages.history import issues
    from pipeline.stages.records import places

    for tag in tags:
        workspace.languages.get(tag)
    lines = register.read(workspace).lines
    wanted = [(t, slug) for t, slug, _ in places(workspace) if (not tags or t in tags) and (not names or slug in names)]
    rows, happened = [], []
    for tag, slug in wanted:
        try:
            found = issues(workspace, tag, slug)
        except (ValueError, KeyError, TypeError) as error:
            raise PublishError(f"{slug} ({tag}): an issue cannot be read; take it from version control") from error
        rows += [{"document": slug, "language": tag, **asdict(one)} for one in found]
        of_page = [line for line in lines if line.concerns(slug, tag)]
        happened += [_row(line, slug, tag) for line in of_page]
        if not as_json:
            click.echo(f"{click.style(slug, bold=True)} ({tag}), {counted(len(found), 'issue')}:")
            _print_by_day(found, of_page)
    if as_json:
        print_json({"issues": rows, "register": happened})
    elif not wanted:
        click.echo("Nothing of that was ever published: `pipeline publish` makes the first issue.")


def _row(line: Line, document: str, language: str) -> dict[str, object]:
    """The line as one of this page, also where it concerns every language."""
    return asdict(line) | {"document": document, "language": language, "day": line.day.isoformat()}


def _print_by_day(found: Sequence[Issue], lines: Sequence[Line]) -> None:
    """The newest first; of one day the sign-off came before what the register says."""
    told = [(one.signed_off[:10], 0, one.number, partial(_print_issue, one)) for one in found]
    told += [(one.day.isoformat(), 1, number, partial(_print_line, one)) for number, one in enumerate(lines)]
    for *_, tell in sorted(told, key=lambda row: row[:3], reverse=True):
        tell()


def _print_line(one: Line) -> None:
    what = "reinstated" if one.lifts else "suspended"
    click.echo(f"  {what} on {one.day.isoformat()} by {one.person}: {one.reason}")


def _print_issue(one: Issue) -> None:
    day, _, person = one.signed_off.partition(" ")
    facts = {
        "version": one.version,
        "of": one.published,
        "class": one.source_class,
        "evidence up to": one.evidence_date,
    }
    said = ", ".join(f"{name} {value}" for name, value in facts.items() if value)
    came_down = f"; came down ({one.withdrawn_for}) {one.withdrawn_on}".rstrip() if one.withdrawn_for else ""
    click.echo(f"  {one.number}. {said}; signed off on {day} by {person}{came_down}")
    for change in one.changes:
        _print_change(change)


def _print_change(change: Change) -> None:
    click.echo(f"     {change.kind}:")
    for mark, english, text in (("-", change.source_before, change.target_before), ("+", change.source, change.target)):
        if english:
            click.echo(f"       {mark} {english}\n         {text}")
