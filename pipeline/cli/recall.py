"""The commands that take pages down: suspend, reinstate, recall."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.desk import name_option, one_language, today
from pipeline.cli.findings import marked
from pipeline.cli.output import counted, json_option, print_json, print_problems
from pipeline.cli.work import lang_option
from pipeline.config import find_workspace
from pipeline.errors import UsageError
from pipeline.model.finding import Problem

if TYPE_CHECKING:
    from pipeline.stages.recall import Recall
    from pipeline.stages.suspend import Suspended

why_option = click.option("--why", required=True, metavar="REASON", help="Stays on the record, for everyone to read.")


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="DOC...")
@lang_option
@name_option
@why_option
@json_option
@click.pass_obj
def suspend(
    directory: Path, names: tuple[str, ...], tags: tuple[str, ...], person: str, why: str, as_json: bool
) -> None:
    """Take documents down at once: one person may. Without --lang in every language; `reinstate` brings them back."""
    from pipeline.stages.suspend import suspend as stage

    done = stage(find_workspace(directory), names, tags, person, today(), why)
    _report(done, as_json=as_json, down=True)
    sys.exit(1 if done.site.problems else 0)


@click.command()
@click.argument("name", metavar="DOC")
@one_language
@name_option
@why_option
@json_option
@click.pass_obj
def reinstate(directory: Path, name: str, tag: str, person: str, why: str, as_json: bool) -> None:
    """Bring a suspended document back, when nothing else stands against it and it was signed off anew."""
    from pipeline.stages.register import read
    from pipeline.stages.suspend import reinstate as stage

    workspace = find_workspace(directory)
    done = stage(workspace, name, tag, person, today(), why)
    down = read(workspace).suspension(name, tag) is not None
    _report(done, as_json=as_json, down=down)
    if down and not as_json:
        click.echo("A second person has to reinstate it too, under the policy of this workspace.")
    sys.exit(1 if down or done.site.problems else 0)


def _report(done: Suspended, *, as_json: bool, down: bool) -> None:
    pages = [one.path for one in done.site.files]
    if as_json:
        lines = [asdict(line) | {"day": line.day.isoformat()} for line in done.lines]
        problems = [asdict(one) for one in done.site.problems]
        print_json({"lines": lines, "suspended": down, "files": pages, "commit": done.changed, "problems": problems})
    else:
        for line in done.lines:
            word = "reinstated" if line.lifts else "suspended"
            click.echo(f"{line.document} ({line.language or 'every language'}) {word} by {line.person}: {line.reason}")
        if down:
            click.echo("Readers find a notice in its place. `pipeline status` says what brings the text back.")
        click.echo(f"{counted(len(pages), 'file')} in the site now. Put the site online, and commit:")
        click.echo("\n".join(f"  {path}" for path in done.changed))
    print_problems(done.site.problems)


@click.command()
@one_language
@click.option("--text", default="", help="Words of the translation or of the English.")
@click.option("--term", default="", help="A term of the termbase, in English.")
@click.option("--phrase", default="", help="A standard heading or sentence, in English.")
@click.option("--engine", default="", help="An engine, e.g. apertium: what it drafted.")
@click.option("--as", "person", default="", metavar="NAME", help="Your handle: take it all back under your name.")
@click.option("--why", default="", metavar="REASON", help="With --as: what is wrong; stays on the record.")
@click.option("--yes", is_flag=True, help="With --as: do not ask.")
@json_option
@click.pass_obj
def recall(directory: Path, /, tag: str, person: str, why: str, yes: bool, as_json: bool, **wanted: str) -> None:
    """List every leaflet that holds a wrong wording; with --as, take them down and un-approve the sentences."""
    from pipeline.stages.recall import Wanted, find

    workspace = find_workspace(directory)
    found = find(workspace, tag, Wanted(**wanted))
    if not as_json:
        _print_held(found)
    row: dict[str, Any] = {"held": [asdict(one) for one in found.held], "leaflets": found.leaflets}
    problems = found.problems
    if person and found.held and _confirmed(found, why, yes=yes, as_json=as_json):
        done, more = _take_back(directory, tag, found, person, why)
        row |= {"suspended": [line.document for line in done.lines] if done else []}
        problems += more
    if as_json:
        print_json(row | {"problems": [asdict(one) for one in problems]})
    elif found.held and not person:
        click.echo("Nothing was changed. With --as NAME --why REASON these pages come down and wait for review again.")
    print_problems(problems)
    sys.exit(1 if problems else 0)


def _print_held(found: Recall) -> None:
    for one in found.held:
        states = [word for word, there in (("published", one.published), ("approved", one.approved)) if there]
        click.echo(f"\n{click.style(one.document, bold=True)} ({one.language}): {', '.join(states)}")
        click.echo(f"  {marked(one.source, ())}\n  {one.target}")
    pages, sentences = counted(len(found.leaflets), "published leaflet"), counted(len(found.held), "sentence")
    click.echo(f"\n{sentences} found; {pages} among them: {', '.join(found.leaflets) or 'none'}.")


def _confirmed(found: Recall, why: str, *, yes: bool, as_json: bool) -> bool:
    """Whether the person wants it. Raises UsageError without a reason."""
    if not why.strip():
        raise UsageError("give a reason: it stays on the record (--why TEXT)")
    approved = sum(one.approved for one in found.held)
    question = f"Suspend {counted(len(found.leaflets), 'leaflet')} and un-approve {counted(approved, 'segment')}?"
    return yes or click.confirm(question, err=as_json)


def _take_back(
    directory: Path, tag: str, found: Recall, person: str, why: str
) -> tuple[Suspended | None, tuple[Problem, ...]]:
    from pipeline.queue import open_queue
    from pipeline.stages.recall import take_back

    workspace = find_workspace(directory)
    queue = open_queue(workspace.var)
    click.get_current_context().call_on_close(queue.close)
    done, problems = take_back(workspace, tag, found, queue, person, today(), why)
    leaflets = ", ".join(line.document for line in done.lines) if done else "none"
    click.echo(f"Suspended: {leaflets}. Un-approved segments wait for another text.", err=True)
    return done, problems
