"""The command that publishes: leaflets and the site around them, previews, the look at both, and their verification."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.asking import ask_about_figures
from pipeline.cli.findings import warn_not_checked
from pipeline.cli.output import counted, json_option, print_json, print_problems, progress_bar
from pipeline.cli.refusals import print_refusals
from pipeline.cli.work import documents, lang_option, languages_of
from pipeline.config import Workspace, find_workspace
from pipeline.errors import UsageError
from pipeline.model.talk import holds

if TYPE_CHECKING:
    from pipeline.queue import Queue
    from pipeline.stages.publication import Publication
    from pipeline.stages.site import How
    from pipeline.stages.verify import Verified

_FILES = 20  # of a run that fit a screen
_TURNED = {
    "withdrawn": "withdrawn",
    "safety": "a newer version changes what matters for safety",
    "gone": "its source is gone from seeds/",
    "": "nothing of it may be shown",
}


@click.command()
@lang_option
@documents
@click.option(
    "--format",
    "formats",
    default="",
    metavar="NAMES",
    help="Formats beside those of [publish] in pipeline.toml (html), separated by commas, or all. They stay in the site"
    " and are kept up to date until --format names others; locales/formats.toml keeps the choice, to be committed.",
)
@click.option("--draft", is_flag=True, help="Write previews for checking to build/preview/, whatever their state.")
@click.option("--site", is_flag=True, help="Without --lang: render the site from the committed records alone.")
@click.option("--verify", is_flag=True, help="Compare every byte of the site with its manifest, records and the log.")
@click.option("--serve", is_flag=True, help="Look at the site in a browser, on this machine alone; Ctrl-C ends it.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="With --serve; 0: any.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Render in so many processes.  [default: one a core]")
@json_option
@click.pass_obj
def publish(
    directory: Path,
    tags: tuple[str, ...],
    names: tuple[str, ...],
    formats: str,
    draft: bool,
    site: bool,
    verify: bool,
    serve: bool,
    port: int,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Write leaflets of what people have signed, and the site around them; refuse the rest and say why.

    The site, build/site/, is replaced as a whole: readers see the one before until the new one is complete.
    """
    if sum((draft, site, verify, serve)) > 1:
        raise UsageError("choose one of --draft, --site, --verify and --serve")
    if (verify or serve) and (names or tags):
        raise UsageError("--verify and --serve are about the whole site: leave out --lang and the documents")
    workspace = find_workspace(directory)
    if serve:
        _serve(workspace, port)
        return
    with ExitStack() as bars:
        how = _how(formats, jobs, bars, draft=draft)
        if verify:
            sys.exit(_verify(workspace, how, bars, as_json=as_json))
        from pipeline.stages.publish import publish as stage

        chosen = () if site and not (tags or names) else languages_of(workspace, tags)
        report = stage(workspace, chosen, names, draft=draft, how=how)
    _tell(workspace, report, draft=draft, as_json=as_json)
    for tag in () if draft else [tag for tag in chosen if tag in {one.language for one in report.files}]:
        warn_not_checked(workspace.languages.get(tag))
    sys.exit(0 if report.clean else 1)


def _tell(workspace: Workspace, report: Publication, *, draft: bool, as_json: bool) -> None:
    """The report: what is there, then what was refused, then what went wrong."""
    if as_json:
        files, refused = [asdict(one) for one in report.files], [asdict(one) for one in report.refused]
        problems = [asdict(problem) for problem in report.problems]
        turned = [asdict(one) for one in report.turned]
        print_json(
            {"files": files, "turned": turned, "refused": refused, "figures": report.figures, "problems": problems}
        )
    else:
        _print(report, draft=draft)
    for slug in [] if draft else _doubted(workspace, {one.document for one in report.files}):
        text = f"{slug}: somebody doubts its English since it was signed off. To take it down: pipeline suspend {slug}"
        click.secho(f"Warning: {text}", fg="red", bold=True, err=True)
    print_problems(report.problems)


def _how(formats: str, jobs: int | None, bars: ExitStack, *, draft: bool) -> How:
    """How to render, with a bar for the gate and one for the pages."""
    from pipeline import registry
    from pipeline.stages.cores import cores
    from pipeline.stages.site import How

    named = tuple(filter(None, (name.strip() for name in formats.split(","))))
    return How(
        jobs or cores(),
        tuple(registry.renderers()) if "all" in named else named,
        asked=bars.enter_context(progress_bar("Checking", "documents")),
        progress=bars.enter_context(progress_bar("Rendering", "documents" if draft else "files")),
    )


def _print(report: Publication, *, draft: bool) -> None:
    for one in report.turned:
        what = "notice put on" if one.view == "leaflet with notice" else "taken down"
        why = f": {_TURNED.get(one.cause, one.cause)}" if what == "taken down" else ": its English has gone on"
        click.secho(f"{what}: {one.document} ({one.language}){why}", bold=True)
    ask_about_figures(report.figures)
    changed = [one for one in report.files if one.changed or draft]
    for file in changed[:_FILES]:
        click.echo(f"{'draft ' if file.draft else ''}{file.path}")
    if len(changed) > _FILES:
        click.echo(f"... and {len(changed) - _FILES} more: build/site/manifest.json lists them")
    if draft:
        click.echo(f"{counted(len(report.files), 'file')}: drafts for checking, not for patients.")
    else:
        same = "" if changed or not report.files else "; nothing changed"
        click.echo(f"{counted(len(report.files), 'file')} in the published site{same}.")
    if report.formats is not None:
        click.echo(f"Commit locales/formats.toml: formats beside pipeline.toml: {', '.join(report.formats) or 'none'}.")
    print_refusals(report.refused, {(one.document, one.language): one.view for one in report.files})


def _doubted(workspace: Workspace, published: set[str]) -> list[str]:
    """Those of the published documents of which a sentence is held. The work database is asked, if there is one."""
    with ExitStack() as opened:
        queue = _log(workspace, opened) if published else None
        return sorted({hold.document for hold in holds(queue.talk.of_the_english())} & published) if queue else []


def _log(workspace: Workspace, opened: ExitStack) -> Queue | None:
    """The work database, where there is one."""
    from pipeline.queue import open_queue
    from pipeline.queue.address import find_address

    file = find_address(workspace.var, os.environ.get("DATABASE_URL", "")).file
    return None if file and not file.is_file() else opened.enter_context(open_queue(workspace.var))


def _verify(workspace: Workspace, how: How, opened: ExitStack, *, as_json: bool) -> int:
    from pipeline.stages.verify import verify

    report = verify(workspace, _log(workspace, opened), how)
    if as_json:
        print_json(asdict(report))
    else:
        _print_verified(report)
    return 1 if report.differences else 0


def _print_verified(report: Verified) -> None:
    counts = (counted(report.files, "file"), counted(report.records, "record"), counted(report.signatures, "signature"))
    click.echo(f"Compared {', '.join(counts)}.")
    for one in report.notes:
        click.echo(f"note: {one.path}: {one.why}")
    for one in report.differences:
        click.secho(f"{one.path}: {one.why}", fg="red", err=True)
    if report.differences:
        click.secho(f"{counted(len(report.differences), 'difference')}.", fg="red", err=True)
    else:
        click.echo("Nothing differs.")


def _serve(workspace: Workspace, port: int) -> None:
    from pipeline.cli.site_server import serve

    if not workspace.site.is_dir():
        raise UsageError("there is no site yet: `pipeline publish` makes one in build/site/")
    serve(workspace.site, port, lambda address: click.echo(f"The site is at {address} (Ctrl-C ends it)"))
    click.echo("\nThe server has ended.", err=True)
