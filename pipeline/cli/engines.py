"""The commands of the engines: what is installed, what it is worth, and how more is installed."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pipeline.cli.engine_install import install
from pipeline.cli.output import json_option, print_json, print_table, progress_bar
from pipeline.config import find_workspace, settings_here

_MEGABYTE = 1e6
_COLUMNS = {"chrf": "chrf++"}  # as reports call what Python cannot


@click.group()
def engines() -> None:
    """The translation engines on this machine. Nothing is downloaded unless `install` is told to."""


@engines.command("list")
@json_option
@click.pass_obj
def list_engines(directory: Path, as_json: bool) -> None:
    """Show what is installed with size and licence, and the route to each language."""
    from pipeline import registry
    from pipeline.stages import route

    hops = route.installed(registry.engines().values())
    settings = settings_here(directory)
    routes = route.all_routes(hops, settings.source_language, settings.engines)
    rows: list[dict[str, Any]] = [
        {"pair": h.pair, "engine": h.engine, "version": h.version, "licence": h.licence, "origin": h.origin}
        for h in hops
    ]
    if as_json:
        ways = [{"language": one.target, "hops": [f"{h.engine} {h.pair}" for h in one.hops]} for one in routes]
        sized = [row | {"bytes": hop.size} for row, hop in zip(rows, hops, strict=True)]
        print_json({"engines": sized, "routes": ways})
        return
    if rows:
        sizes = [f"{hop.size / _MEGABYTE:.1f} MB" if hop.size else "" for hop in hops]
        print_table((*rows[0], "size"), [(*row.values(), size) for row, size in zip(rows, sizes, strict=True)])
    click.echo(f"\nRoutes from {settings.source_language}:")
    for one in routes:
        click.echo(f"  {one.target}: {one.describe()}")
    if not routes:
        click.echo("  none: install a model with `pipeline engines install LANG --from FILE` or `--download`")


engines.add_command(install)


@engines.command()
@click.option("--lang", "tag", required=True, metavar="TAG", help="The language to translate into.")
@click.option(
    "--data",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Sentences to measure on: source, a tab, its translation by a person, a line each.",
)
@click.option(
    "--terms",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Terms to look for: CSV with sourceString and targetString. The termbase otherwise.",
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Take the first N lines only.")
@click.option("--engine", "names", multiple=True, metavar="NAME", help="Use this engine only; may be repeated.")
@click.option("--detours", is_flag=True, help="Try routes of more than two hops too.")
@json_option
@click.pass_obj
def compare(
    directory: Path,
    tag: str,
    file: Path,
    terms: Path | None,
    limit: int | None,
    names: tuple[str, ...],
    detours: bool,
    as_json: bool,
) -> None:
    """Measure the installed routes on your own sentences: bare, and with what the pipeline does around them.

    BLEU and chrF++ by sacrebleu, terms that came out right, sentences cut short, errors in numbers and units.
    """
    from pipeline.stages.compare import compare as stage

    with progress_bar("Comparing") as progress:
        found = stage(
            find_workspace(directory),
            tag,
            file,
            terms=terms,
            limit=limit or 0,
            engines=names,
            detours=detours,
            progress=progress,
        )
    rows = [{_COLUMNS.get(name, name): value for name, value in asdict(row).items()} for row in found.rows]
    if as_json:
        failed = [{"route": one, "why": why} for one, why in found.failed]
        print_json({"rows": rows, "failed": failed, "reference_term_accuracy": found.reference_terms})
    else:
        _print_comparison(rows)
        if found.reference_terms is not None:
            click.echo(f"The references themselves have {found.reference_terms:.1%} of the terms right.")
    for one, why in found.failed:
        click.secho(f"{one}: {why}", fg="red", err=True)
    sys.exit(1 if found.failed else 0)


def _print_comparison(rows: list[dict[str, Any]]) -> None:
    words = {True: "yes", False: "no", None: "-"}
    columns = (
        "repairs",
        "bleu",
        "chrf++",
        "term_accuracy",
        "dropped",
        "number_errors",
        "sentences_per_second",
        "peak_mb",
    )
    shown = ("repairs", "BLEU", "chrF++", "terms right", "dropped", "number errors", "sentences/s", "peak MB")
    table = []
    for row in rows:
        cells = [words.get(row[name], row[name]) if name == "repairs" else row[name] for name in columns]
        share = row["term_accuracy"]
        cells[3] = "-" if share is None else f"{share:.1%}"
        cells[-1] = "-" if cells[-1] is None else cells[-1]
        table.append((f"{'* ' if row['default'] else '  '}{row['route']}", *cells))
    print_table(("  route", *shown), table)
    click.echo(f"* the route that `translate` takes. {rows[0]['sentences'] if rows else 0} sentences each.")


@engines.command()
@click.argument("tag", metavar="LANG")
@click.option("--engine", "names", multiple=True, metavar="NAME", help="Use this engine only; may be repeated.")
@json_option
@click.pass_obj
def probe(directory: Path, tag: str, names: tuple[str, ...], as_json: bool) -> None:
    """Set fixed traps for the route to LANG: numbers, doses, negation, certainty, terms. Advice, never a block."""
    from pipeline.stages.probe import probe as stage

    report = stage(find_workspace(directory), tag, engines=names)
    if as_json:
        rows = [
            {"trap": one.name, "source": one.source, "engine": one.engine, "draft": one.draft}
            | {"engine_fails": list(one.engine_fails), "draft_fails": list(one.draft_fails)}
            for one in report.trapped
        ]
        print_json({"route": report.route, "traps": rows})
    else:
        _print_probe(report)
    sys.exit(1 if any(one.draft_fails for one in report.trapped) else 0)


def _print_probe(report: Any) -> None:
    for one in report.trapped:
        if one.engine_fails or one.draft_fails:
            colour = "red" if one.draft_fails else "yellow"
            click.secho(f"{one.name}: {one.source}", bold=True)
            click.echo(f"  engine: {one.engine}")
            click.secho(f"  draft:  {one.draft or '(none)'}", fg=colour)
            for why in one.draft_fails or [f"the engine alone: {why}" for why in one.engine_fails]:
                click.echo(f"    {why}")
    whole = len(report.trapped)
    bare, ours = (
        sum(not fails for fails in many)
        for many in ([one.engine_fails for one in report.trapped], [one.draft_fails for one in report.trapped])
    )
    click.echo(f"\n{report.route}\nThe engine alone passes {bare} of {whole} traps, drafts pass {ours}.")
    if report.altered:
        click.secho(f"Beware: the engine alone {report.altered}. Read what it drafts closely.", fg="yellow")
