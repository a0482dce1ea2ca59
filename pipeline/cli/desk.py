"""What the commands of the review share: their group, their options, and the way to a document's desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.cli.proof import proven
from pipeline.cli.work import languages_of
from pipeline.config import find_workspace
from pipeline.errors import CatalogError, UsageError

if TYPE_CHECKING:
    from pipeline.model.finding import Problem
    from pipeline.stages.review import Desk

_Command = TypeVar("_Command", bound=Callable[..., Any])
_TOKEN = "pipeline.token"  # noqa: S105  where the command keeps the name of the file

one_language = click.option("--lang", "tag", required=True, metavar="TAG", help="The language, e.g. es.")
name_option = click.option("--as", "person", required=True, metavar="NAME", help="Your handle, e.g. ana.")
_token = click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    expose_value=False,
    callback=lambda context, _, path: context.meta.update({_TOKEN: path}),
    metavar="FILE",
    help="Your personal token (or PIPELINE_TOKEN): under two-person, with accounts, a second signature takes it.",
)
key_option = click.option(
    "--key", nargs=2, metavar="CONTEXT SOURCE", help='One segment: its context ("" for none) and its English text.'
)
document = click.argument("name", metavar="DOC")


def person_option(command: _Command) -> _Command:
    """Who decides: the name, and what proves it."""
    return name_option(_token(command))


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
    context = click.get_current_context()
    context.call_on_close(queue.close)
    signed_in = proven(queue, context.params.get("person"), tags, context.meta.get(_TOKEN))
    return desks(workspace, chosen, queue, names, signed_in=signed_in)


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
