"""The commands that prepare the work: a workspace, languages."""

from datetime import date
from pathlib import Path

import click

from pipeline.cli.output import json_option, print_json, print_table
from pipeline.config import find_workspace


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--sandbox", is_flag=True, help="For trials: with example documents; its pages say they are tests.")
@click.option("--lang", "tags", multiple=True, metavar="TAG", help="A language to work on; may be repeated.")
def init(folder: Path, sandbox: bool, tags: tuple[str, ...]) -> None:
    """Make a new workspace: folders for sources, language data and catalogs, and a pipeline.toml."""
    from pipeline.stages.workspace import init as stage

    workspace = stage(folder, sandbox=sandbox, languages=tags)
    click.echo(f"A workspace is in {workspace.root}.")
    if not sandbox:
        click.echo("Put English summaries into seeds/ (one paragraph a line, or Markdown), then:")
    click.echo(f"  pipeline -C {workspace.root} translate --lang {tags[0] if tags else 'es'}")


@click.group()
def languages() -> None:
    """The languages this workspace knows, and who vouches for each language pack."""


@languages.command("list")
@json_option
@click.pass_obj
def list_languages(directory: Path, as_json: bool) -> None:
    """Show every language with the state of its pack."""
    known = find_workspace(directory).languages
    rows = []
    for tag in known.tags:
        one = known.get(tag)
        signed = f"{one.signed_by} {one.signed_on}".strip() or "experimental"
        rows.append(
            {"language": tag, "name": one.name, "english_name": one.english_name, "pack": one.pack} | {"signed": signed}
        )
    if as_json:
        print_json({"languages": rows})
    else:
        print_table(tuple(rows[0]), [tuple(row.values()) for row in rows])


@languages.command("sign")
@click.argument("tag", metavar="LANG")
@click.option("--as", "person", required=True, metavar="NAME", help="Your handle: you lead this language.")
@click.option("--yes", is_flag=True, help="You have read phrases, terms, style and notices; do not ask.")
@json_option
@click.pass_obj
def sign(directory: Path, tag: str, person: str, yes: bool, as_json: bool) -> None:
    """Vouch for a language pack: its phrases, terms, style and notices. A final leaflet needs it."""
    from pipeline.stages.workspace import sign_pack, signable

    workspace = find_workspace(directory)
    pack = signable(workspace, tag)
    files, read = [str(path) for path in pack.files], pack.fingerprint
    if not yes:
        click.echo("\n".join(["This is what you sign:", *(f"  {path}" for path in files)]), err=as_json)
        question = f"Have you, {person}, read the phrases, terms, style and notices of {tag} in these files?"
        if not click.confirm(question, err=as_json):
            raise click.Abort
    language = sign_pack(workspace, tag, person, date.today(), read=read)  # noqa: DTZ011  # the local day
    if as_json:
        signature = {"signed_by": language.signed_by, "signed_on": language.signed_on}
        print_json({"language": tag} | signature | {"files": files})
    else:
        click.echo(f"{language.english_name} is signed by {language.signed_by}, {language.signed_on}.")
