"""What the commands of the review share: their group, their options, and the way to a document's desk."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.work import languages_of
from pipeline.config import find_workspace
from pipeline.errors import CatalogError, UsageError

if TYPE_CHECKING:
    from pipeline.model.finding import Problem
    from pipeline.stages.review import Desk

one_language = click.option("--lang", "tag", required=True, metavar="TAG", help="The language, e.g. es.")
person_option = click.option("--as", "person", required=True, metavar="NAME", help="Your handle, e.g. ana.")
key_option = click.option(
    "--key", nargs=2, metavar="CONTEXT SOURCE", help='One segment: its context ("" for none) and its English text.'
)
document = click.argument("name", metavar="DOC")


@click.group()
def review() -> None:
    """Read, correct and sign translations. Nothing is published that is not signed here."""


def open_desks(directory: Path, tags: tuple[str, ...], names: tuple[str, ...]) -> tuple[list[Desk], list[Problem]]:
    """The desks of the documents in the languages, and what could not be opened; healed of what a crash left behind."""
    from pipeline.queue import open_queue
    from pipeline.stages import packs
    from pipeline.stages.review import desks

    workspace = find_workspace(directory)
    chosen = [packs.load(workspace, tag) for tag in languages_of(workspace, tags)]
    queue = open_queue(workspace.var)
    click.get_current_context().call_on_close(queue.close)
    return desks(workspace, chosen, queue, names)


def open_desk(directory: Path, tag: str, name: str) -> Desk:
    """The desk of one document in one language. Raises UsageError where there is no catalog yet."""
    found, problems = open_desks(directory, (tag,), (name,))
    if found:
        return found[0]
    if problems:
        raise CatalogError(problems[0].why)
    raise UsageError(f"{name} has no catalog in {tag}: run `pipeline translate --lang {tag} {name}`")


def today() -> date:
    """The reviewer's day: the local one."""
    return date.today()  # noqa: DTZ011  # a reviewer's day is the local one
