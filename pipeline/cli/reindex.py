"""The command that makes anew what is derived, and holds the log against the catalogs."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from pipeline.cli.desk import review
from pipeline.cli.output import counted, json_option, print_json, print_problems
from pipeline.cli.work import lang_option, languages_of
from pipeline.config import find_workspace


@review.command("reindex")
@lang_option
@json_option
@click.pass_obj
def reindex(directory: Path, tags: tuple[str, ...], as_json: bool) -> None:
    """Make anew what `var/` derives from the catalogs, apply what a crash left, and compare signatures with the log.

    The catalogs are not changed but by decisions that wait in the log. With `var/` deleted the queue is the same; only
    the log, the accounts and the bookmarks are gone. Exit 1 where a signature is not what the log says.
    """
    from pipeline.queue import open_queue
    from pipeline.stages import reindex as work

    workspace = find_workspace(directory)
    chosen = languages_of(workspace, tags)
    with open_queue(workspace.var) as queue:
        report = work.reindex(workspace, chosen, queue)
    if as_json:
        print_json(asdict(report))
    else:
        click.echo(f"{counted(report.documents, 'document')}: {counted(report.waiting, 'segment')} waiting.")
        click.echo(f"{counted(report.signatures, 'signature')}, {report.logged} of them in the log.")
        click.echo(f"{counted(report.healed, 'decision')} applied that a crash had left.")
        click.echo(f"{counted(report.bookmarks, 'bookmark')} forgotten. The memory is indexed anew.")
        print_problems(report.problems)
    sys.exit(1 if report.problems else 0)
