"""The command `pipeline engines install`: a model from a file, or, when told to, from the network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from pipeline.cli.output import counted, json_option, print_json, progress_bar
from pipeline.config import settings_here
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.plugins import Hop, IndexedEngine, Offer
    from pipeline.stages.obtain import Obtained
    from pipeline.stages.offers import Way


class _Digest(click.ParamType[str]):
    """A SHA-256 in hexadecimal."""

    name = "sha256"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        digest = value.strip().lower()
        if len(digest) != 64 or set(digest) - set("0123456789abcdef"):  # noqa: PLR2004  its length
            self.fail("write a SHA-256 as 64 hexadecimal digits", param, ctx)
        return digest


@click.command()
@click.argument("tag", metavar="LANG")
@click.option("--from", "file", type=click.Path(exists=True, path_type=Path), help="A package file or folder.")
@click.option("--download", is_flag=True, help="Look up an index of models on the network and fetch one.")
@click.option("--engine", "name", metavar="NAME", help="The engine it is for: argos (as a rule) or firefox.")
@click.option("--index", metavar="URL", help="Another index than the engine's own: https, or http on this machine.")
@click.option("--sha256", type=_Digest(), metavar="HEX", help="Refuse a file with another SHA-256.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and stop; with --download, what is offered.")
@click.option("--yes", is_flag=True, help="Download without asking.")
@click.option("--replace", is_flag=True, help="Take other files than were installed under this version before.")
@json_option
@click.pass_obj
def install(directory: Path, /, tag: str, file: Path | None, download: bool, as_json: bool, **options: Any) -> None:
    """Install a model for LANG: from a file, or with --download from the network.

    Nothing is downloaded, and no host is asked, without --download. It shows what the index offers and asks first.
    Whatever is fetched is checked like a file: size, SHA-256 where one is stated, every member of an archive.

    Firefox's models are looked up with --engine firefox alone. Mozilla's people ask that their service is not used in
    production: it is for trying. For real use host a copy and name it with --index.
    """
    if file is not None and download:
        raise UsageError("give --from FILE or --download, not both")
    _refuse_unknown(tag)
    if file is not None:
        _refuse_for_files(options)
        _report_file(_from_file(file, options["name"], options["sha256"]), tag, as_json)
    else:
        _from_index(directory, tag, download=download, as_json=as_json, **options)


def _refuse_unknown(tag: str) -> None:
    """Raise UsageError where `tag` is no language's, so that a slip of the pen installs nothing."""
    from pipeline.languages import is_tag

    if not is_tag(tag):
        raise UsageError(
            f"{tag!r} is no language tag: give one such as es, pt-BR or zh-Hans (`pipeline languages list` shows "
            "those of the workspace). Nothing was installed"
        )


def _refuse_for_files(options: dict[str, Any]) -> None:
    """Raise UsageError where an option was given that only a download heeds: a dry run must not install."""
    given = [f"--{name.replace('_', '-')}" for name in ("index", "dry_run", "yes", "replace") if options[name]]
    if given:
        raise UsageError(
            f"{', '.join(given)}: only with --download; leave out, or give no --from FILE. Nothing was done"
        )


def _from_file(file: Path, name: str | None, sha256: str | None) -> Hop:
    from pipeline import registry
    from pipeline.stages import obtain, workshop

    known = registry.engines()
    chosen = name or ("firefox" if file.is_dir() else "argos")
    workshop.refuse_unknown((chosen,))
    if sha256:
        obtain.check_file(file, sha256)
    return known[chosen].install(file)


def _from_index(
    directory: Path, tag: str, *, name: str | None, index: str | None, sha256: str | None, download: bool, **rest: bool
) -> None:
    """Find what leads to the language; without `download` say only what would be done."""
    from pipeline import registry
    from pipeline.stages import fetch, obtain, offers, route

    known, source = registry.engines(), settings_here(directory).source_language
    engine = offers.indexed(known, name or "argos")
    address = fetch.check(index or engine.index.address)
    if not download:
        _say_what_would_be_done(engine.name, f"{source}>{tag}", address, rest)
        return
    hops = route.installed(known.values())
    way = obtain.with_digest(offers.plan(offers.look_up(engine, address), hops, source, tag), sha256)
    _carry_out(engine, address, way, engine.index.notice if index is None else "", **rest)


def _say_what_would_be_done(name: str, pair: str, address: str, options: dict[str, bool]) -> None:
    """Without --download: the answer to a dry run, and otherwise what is wrong. No host is asked."""
    would = f"this would look for a model {pair} of {name} in {address}, show it and ask before it fetches it"
    how = "Nothing was downloaded. To look one up: add --download; to install from a file: --from FILE"
    if not options["dry_run"]:
        raise UsageError(f"{would}. {how}")
    if options["as_json"]:
        print_json({"index": address, "way": [pair], "candidates": [], "notice": would, "installed": []})
    else:
        click.echo(f"With --download {would}. {how}")


def _carry_out(
    engine: IndexedEngine,
    address: str,
    way: Way,
    notice: str,
    *,
    dry_run: bool,
    yes: bool,
    replace: bool,
    as_json: bool,
) -> None:
    """Show what is offered; unless that is all, ask, download and install."""
    from pipeline.stages import obtain

    asking = not (dry_run or yes)
    way = way if yes and as_json else obtain.with_sizes(way)
    if asking or not as_json:
        _show(engine.name, address, way, notice, to_errors=as_json)
    if asking and not click.confirm(_question(way.chosen), err=as_json):
        click.echo("Nothing was downloaded.", err=as_json)
        sys.exit(1)
    done = []
    for offer in () if dry_run else way.chosen:
        with progress_bar(f"{engine.name} {offer.pair}", "kB") as progress:
            done.append(obtain.obtain(engine, offer, progress, replace=replace))
        if not as_json:
            _report_obtained(done[-1])
    if as_json:
        print_json(_as_json(engine.name, address, way, notice, done))
    elif dry_run:
        click.echo("Nothing was downloaded.")


def _question(chosen: tuple[Offer, ...]) -> str:
    hosts = ", ".join(dict.fromkeys(urlsplit(file.address).netloc for offer in chosen for file in offer.files))
    sizes = " + ".join(_megabytes(offer.size) for offer in chosen)
    return f"Download {counted(len(chosen), 'model')} ({sizes}) from {hosts} and install?"


def _megabytes(size: int | None) -> str:
    return "size unknown" if size is None else f"{size / 1e6:.1f} MB"


def _show(name: str, address: str, way: Way, notice: str, *, to_errors: bool) -> None:
    lines = [f"Index: {address}", f"Way: {', '.join(way.pairs)}", "Offered (* is what would be installed):"]
    for one in way.candidates:
        star = "*" if one in way.chosen else " "
        lines.append(f"{star} {name} {one.pair} {one.version}, {_megabytes(one.size)}, licence: {one.licence}")
        for file in one.files:
            lines.append(f"    {file.address}")
            lines.append(f"      sha256: {file.sha256 or 'not stated; computed and written down when it is here'}")
    click.echo("\n".join(lines), err=to_errors)
    if notice:
        click.secho(notice, fg="yellow", err=to_errors)


def _facts(hop: Hop) -> dict[str, Any]:
    facts = {"engine": hop.engine, "pair": hop.pair, "version": hop.version, "licence": hop.licence}
    return facts | {"bytes": hop.size}


def _as_json(name: str, address: str, way: Way, notice: str, done: list[Obtained]) -> dict[str, Any]:
    rows = []
    for one in way.candidates:
        files = [{"address": f.address, "bytes": f.size, "sha256": f.sha256 or None} for f in one.files]
        row = {"engine": name, "pair": one.pair, "version": one.version, "licence": one.licence, "bytes": one.size}
        rows.append(row | {"chosen": one in way.chosen, "files": files})
    installed = [_facts(one.hop) | {"sha256": dict(one.digests)} for one in done]
    return {"index": address, "way": list(way.pairs), "candidates": rows, "notice": notice, "installed": installed}


def _describe(hop: Hop) -> str:
    return f"Installed {hop.engine} {hop.pair} {hop.version} ({hop.size / 1e6:.1f} MB, {hop.licence})."


def _report_obtained(one: Obtained) -> None:
    click.echo(_describe(one.hop))
    for name, digest in one.digests.items():
        click.echo(f"  sha256 of {name}: {digest}")


def _report_file(hop: Hop, tag: str, as_json: bool) -> None:
    if as_json:
        print_json(_facts(hop))
    else:
        click.echo(_describe(hop))
    if tag not in (hop.source, hop.target):
        way = f"It translates {hop.pair}, not to {tag}; it may still serve as a step on the way."
        click.secho(way, fg="yellow", err=as_json)
