"""The commands of the translation memory: what it holds, what it finds, and files from and for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.desk import one_language
from pipeline.cli.output import counted, json_option, print_json, print_table
from pipeline.cli.segments import differing
from pipeline.config import find_workspace
from pipeline.errors import UsageError


@click.group()
def memory() -> None:
    """Approved translations: those of this workspace, always, and TMX files from elsewhere that you import."""


@memory.command("list")
@one_language
@json_option
@click.pass_obj
def list_memory(directory: Path, tag: str, as_json: bool) -> None:
    """Show how many translations each document and each imported file lends."""
    from pipeline.stages.memory import contents

    held = contents(find_workspace(directory), tag)
    if as_json:
        print_json({"origins": [{"origin": name, "units": count} for name, count in held.items()]})
    elif held:
        print_table(("origin", "units"), list(held.items()))
    else:
        click.echo("Nothing is approved yet, and nothing was imported.")


@memory.command()
@click.argument("text")
@one_language
@click.option("--least", default=0.7, show_default=True, type=click.FloatRange(0.5, 1), help="The least likeness.")
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1, 50), help="How many to show.")
@json_option
@click.pass_obj
def search(directory: Path, text: str, tag: str, least: float, limit: int, as_json: bool) -> None:
    """Find approved translations of sentences like TEXT."""
    from pipeline.stages.memory import Recollection

    with Recollection(find_workspace(directory), tag) as recollection:
        found = recollection.similar(text, least=least, limit=limit)
    if as_json:
        rows = [
            {
                "score": round(one.score, 3),
                "origin": one.unit.origin,
                "context": one.unit.key.context,
                "source": one.unit.key.source,
                "target": one.unit.target,
            }
            for one in found
        ]
        print_json({"matches": rows})
        return
    for one in found:
        click.secho(f"{one.score:.2f} {one.unit.origin}", bold=True)
        click.echo(f"  {differing(one.unit.key.source, text)}\n  {one.unit.target}")
    if not found:
        click.echo(f"Nothing approved is at least {least} like it.")


@memory.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@one_language
@click.option("--name", default="", metavar="NAME", help="What to call it; the file's name otherwise.")
@json_option
@click.pass_obj
def import_(directory: Path, file: Path, tag: str, name: str, as_json: bool) -> None:
    """Take in a TMX file of translations approved elsewhere. They draft, and are never approved in bulk."""
    from pipeline.stages.memory import import_tmx

    done = import_tmx(find_workspace(directory), tag, file, name)
    if as_json:
        print_json({"name": done.name, "units": done.units, "skipped": done.skipped, "codes": done.codes})
        return
    click.echo(f"{counted(done.units, 'translation')} taken in as “{done.name}”: i18n/memory/{tag}/{done.name}.tmx")
    if done.skipped:
        click.echo(f"{counted(done.skipped, 'unit')} without both languages left out.")
    if done.codes:
        click.echo(f"{counted(done.codes, 'inline code')} of another tool left out; their text is kept.")


@memory.command("export")
@one_language
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="The file; standard output otherwise.")
@click.pass_obj
def export(directory: Path, tag: str, output: Path | None) -> None:
    """Write what is approved here as TMX 1.4b, for other tools. What was imported stays out."""
    from pipeline.files import UNCHECKED, write_atomic
    from pipeline.stages.memory import export_tmx

    workspace = find_workspace(directory)
    parts: list[str] = []
    count = export_tmx(workspace, tag, parts.append)
    if output is None:
        click.echo("".join(parts), nl=False)
        return
    write_atomic(output, "".join(parts).encode(), expected=UNCHECKED)
    click.echo(f"{counted(count, 'translation')} written to {output}")


@memory.command()
@click.argument("name")
@one_language
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove(directory: Path, name: str, tag: str, yes: bool) -> None:
    """Delete an imported memory. Drafts that were made from it stay, and say so in their origin."""
    from pipeline.stages.memory import remove as stage

    workspace = find_workspace(directory)
    if not yes and not click.confirm(f"Delete the imported memory “{name}” of {tag}?", err=True):
        raise UsageError("nothing was deleted")
    stage(workspace, tag, name)
    click.echo(f"“{name}” is deleted.")
