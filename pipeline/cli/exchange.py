"""The commands for reviewers who keep their own editor: hand a document out, take it in again."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.desk import one_language, open_desk, open_desks, person_option, review, today
from pipeline.cli.output import counted, json_option, print_json, print_problems
from pipeline.cli.segments import tell_machine_words
from pipeline.cli.work import documents
from pipeline.errors import PipelineError
from pipeline.model.finding import Problem

if TYPE_CHECKING:
    from pipeline.stages.take_in import Brought, TakenIn

_NAMED = 20  # emptied texts that are listed
_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@review.command("export")
@documents
@one_language
@click.option("--format", "kind", type=click.Choice(("po", "html")), default="po", show_default=True, help="What for.")
@click.option("--output", "folder", type=_FOLDER, required=True, metavar="DIR", help="Where the files go.")
@click.option("--replace", "anew", is_flag=True, help="Write over an earlier export, whatever was done in it.")
@json_option
@click.pass_obj
def export(
    directory: Path, names: tuple[str, ...], tag: str, kind: str, folder: Path, anew: bool, as_json: bool
) -> None:
    """Hand documents out: `po` for an editor such as Poedit or OmegaT, `html` to print or to read aloud from.

    \b
    Examples:  pipeline review export --lang es --output for-ana
               pipeline review export stroke --lang es --format html --output for-ana

    Findings, terms and what a sentence waits for stand beside it as comments. `pipeline review import` takes a `po`
    file in.
    """  # noqa: D301  # click knows the character that the escape stands for
    from pipeline.stages.hand_out import hand_out

    found, problems = open_desks(directory, (tag,), names)
    written = []
    for desk in found:
        try:
            written.append(hand_out(desk, kind, folder, anew=anew))
        except PipelineError as error:
            problems.append(Problem(f"{desk.document.slug} ({tag})", str(error)))
    if as_json:
        rows = [asdict(one) | {"path": str(one.path)} for one in written]
        print_json({"files": rows, "problems": [asdict(problem) for problem in problems]})
    else:
        click.echo("\n".join(str(one.path) for one in written) or "Nothing was handed out.")
    print_problems(problems)
    sys.exit(1 if problems else 0)


@review.command("import")
@click.argument("file", type=_FILE)
@one_language
@person_option
@click.option("--document", "name", default="", metavar="DOC", help="The document, where the file does not say it.")
@click.option("--output", type=_FILE, metavar="FILE", help="Where to keep what could not be taken.")
@json_option
@click.pass_obj
def import_(directory: Path, file: Path, tag: str, person: str, name: str, output: Path | None, as_json: bool) -> None:
    """Take in a PO file that was handed out: what you changed becomes your text. It approves nothing.

    \b
    Examples:  pipeline review import stroke.es.po --lang es --as ana
               pipeline review sign stroke --lang es --as ana

    A changed text that is still marked as fuzzy (as needing work) comes in as a draft: clear the mark when it is done,
    and import again. A sentence that changed here too stays as it is here; yours is kept in stroke.es.conflicts.po, to
    be mended and imported again. A text that is empty in the file stays as it is here, and is listed. A cleared mark
    on a text you did not change, and a second import of the same file, change nothing.
    """  # noqa: D301  # click knows the character that the escape stands for
    from pipeline.stages.take_in import document_of, keep_aside, read, take_in

    copy = read(file)
    desk = open_desk(directory, tag, document_of(copy, tag, name))
    report = take_in(desk, copy, person, today())
    kept = keep_aside(desk, report, output or file.with_suffix(".conflicts.po"))
    if as_json:
        print_json(_rows(report, kept))
    else:
        _print(report, kept, person)
        if report.taken:
            tell_machine_words(desk, person)
    sys.exit(1 if report.left or report.waiting else 0)


def _rows(report: TakenIn, kept: Path | None) -> dict[str, Any]:
    def row(one: Brought) -> dict[str, Any]:
        return {"context": one.key.context, "source": one.key.source} | {
            name: value for name, value in asdict(one).items() if name != "key"
        }

    lists = ("taken", "conflicts", "stale", "refused", "waiting", "emptied")
    return {
        "document": report.document,
        "language": report.language,
        **{name: [row(one) for one in getattr(report, name)] for name in lists},
        "unchanged": report.unchanged,
        "comments": report.comments,
        "kept": str(kept) if kept else None,
    }


def _print(report: TakenIn, kept: Path | None, person: str) -> None:
    where = f"{report.document} --lang {report.language} --as {person}"
    click.echo(
        f"{len(report.taken)} taken, {report.unchanged} unchanged, {counted(len(report.conflicts), 'conflict')}, "
        f"{len(report.stale)} stale, {len(report.refused)} refused; "
        f"{counted(report.comments, 'sentence')} with new comments."
    )
    voided = [one for one in report.taken if one.approved]
    _list("was approved; nobody has signed the new text", voided, "yellow")
    _list("changed here too; what is here stays", report.conflicts, "red")
    _list("the source has no such sentence now", report.stale, "red")
    _list("longer than a sentence can be", report.refused, "red")
    _list("kept aside before, and not mended yet: change it, or clear its flag", report.waiting, "yellow")
    _print_emptied(report.emptied)
    if kept:
        click.echo(f"What could not be taken is kept in {kept}: mend it and import it.")
    if any(not one.draft for one in report.taken):
        click.echo(f"Nothing is approved yet: pipeline review sign {where}")
    if any(one.draft for one in report.taken):
        click.echo("What is still marked as fuzzy is a draft: clear the mark of what is done and import again,")
        click.echo(f"  or finish it here: pipeline review start {where}")


def _list(why: str, texts: tuple[Brought, ...] | list[Brought], colour: str) -> None:
    for one in texts:
        click.secho(f"  {why}: {one.key.source}", fg=colour)
        click.echo(f"    here: {one.here}\n    file: {one.there}")


def _print_emptied(texts: tuple[Brought, ...]) -> None:
    """Name what the file had lost; an editor that empties whole documents does not flood the terminal."""
    if not texts:
        return
    one = len(texts) == 1
    told = "was empty in the file and was left as it is" if one else "were empty in the file and were left as they are"
    click.secho(f"{counted(len(texts), 'text')} {told}:", fg="yellow")
    for lost in texts[:_NAMED]:
        click.echo(f"  {lost.key.source}\n    here: {lost.here}")
    if len(texts) > _NAMED:
        click.echo(f"  and {len(texts) - _NAMED} more (--json names all)")
