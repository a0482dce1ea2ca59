"""The commands that carry text through: extract, translate."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pipeline.cli.output import (
    counted,
    json_option,
    print_json,
    print_problems,
    print_table,
    progress_bar,
)
from pipeline.config import Workspace, find_workspace
from pipeline.errors import UsageError

lang_option = click.option("--lang", "tags", multiple=True, metavar="TAG", help="A language, e.g. es; may be repeated.")
documents = click.argument("names", nargs=-1, metavar="[DOC...]")


def languages_of(workspace: Workspace, tags: tuple[str, ...]) -> tuple[str, ...]:
    """The languages asked for, or those of `pipeline.toml`. Raises UsageError where there are none."""
    named = (tag.strip() for several in tags for tag in several.split(","))
    chosen = tuple(dict.fromkeys(filter(None, named))) or workspace.settings.languages
    if not chosen:
        raise UsageError('name a language (--lang es), or set languages = ["es"] in pipeline.toml')
    for tag in chosen:
        workspace.languages.get(tag)
    return chosen


@click.command()
@documents
@click.option("--show", is_flag=True, help="Print how the documents were understood, block by block; write nothing.")
@click.option("--resegment", is_flag=True, help="Carry all translations over to a new segmenter, as drafts.")
@json_option
@click.pass_obj
def extract(directory: Path, names: tuple[str, ...], show: bool, resegment: bool, as_json: bool) -> None:
    """Read the sources and write what changed into templates and catalogs."""
    from pipeline.stages import extract as stage
    from pipeline.stages.reading import show as describe

    workspace = find_workspace(directory)
    if show:
        found = stage.read_all(workspace, names)
        click.echo("\n\n".join(describe(document) for document in found.documents))
    else:
        found = stage.extract(workspace, names, new_segmentation=resegment)
        segments = {document.slug: len(set(document.keys)) for document in found.documents}
        written = [path.relative_to(workspace.root).as_posix() for path in found.written]
        if as_json:
            problems = [asdict(problem) for problem in found.problems]
            print_json({"documents": segments, "written": written, "problems": problems})
        else:
            click.echo(f"{counted(len(segments), 'document')}, {counted(sum(segments.values()), 'segment')}")
            click.echo("\n".join(f"  wrote {path}" for path in written) or "  nothing changed")
    print_problems(found.problems)
    sys.exit(1 if found.problems else 0)


@click.command()
@lang_option
@documents
@click.option("--engine", "engines", multiple=True, metavar="NAME", help="Use this engine only; may be repeated.")
@click.option("--redo", is_flag=True, help="Draft machine drafts that nobody has touched again.")
@click.option("--workers", type=click.IntRange(1, 256), help="Draft in so many processes.  [default: 1]")
@click.option(
    "--no-second-look", is_flag=True, help="Do not translate drafts back: faster, with less to judge them by."
)
@click.option("--cluster", default="", metavar="ADDRESS", help="Draft on a Dask cluster: tls://host:8786, or local.")
@json_option
@click.pass_obj
def translate(
    directory: Path,
    tags: tuple[str, ...],
    names: tuple[str, ...],
    engines: tuple[str, ...],
    redo: bool,
    workers: int | None,
    cluster: str,
    no_second_look: bool,
    as_json: bool,
) -> None:
    """Draft every untranslated segment, offline. Extracts what changed first; touches no person's text."""
    from pipeline.stages.translate import How
    from pipeline.stages.translate import translate as stage

    workspace = find_workspace(directory)
    how = How(engines, workers, cluster, _warn, not no_second_look)
    with progress_bar("Drafting") as progress:
        chosen = languages_of(workspace, tags)
        report = stage(workspace, chosen, names, how=how, redo=redo, progress=progress)
    if as_json:
        rows = [asdict(tally) for tally in report.documents]
        problems = [asdict(problem) for problem in report.problems]
        print_json({"documents": rows, "seconds": round(report.seconds, 3), "problems": problems})
    else:
        _print_tallies([asdict(tally) for tally in report.documents], report.seconds)
    print_problems(report.problems)
    sys.exit(0 if report.clean else 1)


def _warn(text: str) -> None:
    click.secho(f"Warning: {text}", fg="red", bold=True, err=True)


def _print_tallies(rows: list[dict[str, Any]], seconds: float) -> None:
    columns = ("document", "language", "segments", "drafted", "phrase", "memory", "engine", "failed")
    print_table(columns, [[row[name] for name in columns] for row in rows])
    routes = sorted({f"  {row['language']}: {row['route']}" for row in rows if row["route"]})
    drafted, failed = sum(row["drafted"] for row in rows), sum(row["failed"] for row in rows)
    click.echo(f"\n{counted(drafted, 'draft')} in {seconds:.1f} s. All are drafts until a person approves them.")
    if routes:
        click.echo("\n".join(["Routes:", *routes]))
    if failed:
        click.secho(f"{counted(failed, 'segment')} could not be drafted: `pipeline check` says why.", fg="yellow")
