"""The commands of the review that read: what waits, a document segment by segment, the walk through it, the log."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import comments, decisions, digest, exchange, password, practice, reindex, serve  # noqa: F401  # their commands join the group
from pipeline.cli.desk import document, one_language, open_desk, open_desks, person_option, review, today
from pipeline.cli.findings import finding_row, warn_not_checked
from pipeline.cli.output import json_option, print_json, print_problems, print_table
from pipeline.cli.segments import print_segment
from pipeline.cli.work import documents, lang_option
from pipeline.confidence import Band
from pipeline.config import find_workspace
from pipeline.model.talk import ANSWER

if TYPE_CHECKING:
    from pipeline.stages.review import ReviewSegment


@review.command("list")
@lang_option
@documents
@json_option
@click.pass_obj
def list_documents(directory: Path, tags: tuple[str, ...], names: tuple[str, ...], as_json: bool) -> None:
    """Show what waits for a person, by document, the most risky first; A to D count drafts by confidence.

    `reports` are what readers said and nobody has answered: `pipeline report list`.
    """
    from pipeline.stages import reports

    known = reports.read(find_workspace(directory))
    needs = ("approval", "second review", "signature", "another text", "translation", ANSWER)
    rows = []
    found, problems = open_desks(directory, tags, names)
    for desk in found:
        segments = desk.segments()
        waiting = {need: sum(1 for s in segments if s.need == need) for need in needs}
        risky = sum(1 for s in segments if s.need and s.risks)
        errors = sum(len(s.errors) for s in segments)
        said = len(known.open_ones(desk.document.slug, desk.pack.language.tag))
        bands = {band.value: sum(1 for s in segments if s.confidence and s.confidence.band is band) for band in Band}
        rows.append(
            {"document": desk.document.slug, "language": desk.pack.language.tag, **waiting}
            | {"risky": risky, "errors": errors, "reports": said, **bands}
        )
    if as_json:
        print_json({"documents": rows, "problems": [asdict(problem) for problem in problems]})
    elif rows:
        print_table(tuple(rows[0]), [tuple(row.values()) for row in rows])
    elif not problems:
        click.echo("Nothing is in the queue: `pipeline translate --lang es` fills it.")
    print_problems(problems)
    sys.exit(1 if problems else 0)


@review.command("show")
@document
@one_language
@json_option
@click.pass_obj
def show(directory: Path, name: str, tag: str, as_json: bool) -> None:
    """Print a document segment by segment: both texts, origin, state and findings."""
    segments = open_desk(directory, tag, name).segments()
    if as_json:
        print_json({"segments": [_segment_row(segment) for segment in segments]})
        return
    for segment in segments:
        print_segment(segment, len(segments))


def _segment_row(segment: ReviewSegment) -> dict[str, Any]:
    entry = segment.entry
    return {
        "number": segment.number,
        "context": entry.key.context,
        "source": entry.key.source,
        "target": entry.target,
        "origin": f"{entry.origin.kind} {entry.origin.detail}" if entry.origin else "",
        "signatures": [f"{s.day.isoformat()} {s.person} {s.mode.value}" for s in entry.signatures],
        "need": segment.need,
        "held": str(segment.hold) if segment.hold else "",
        "risks": sorted(segment.risks),
        "band": segment.confidence.band.value if segment.confidence else "",
        "reasons": list(segment.confidence.reasons) if segment.confidence else [],
        "findings": [finding_row(one) for one in segment.findings],
    }


@review.command("start")
@click.argument("name", required=False, metavar="[DOC]")
@one_language
@person_option
@click.pass_obj
def start(directory: Path, name: str | None, tag: str, person: str) -> None:
    """Walk through a document in order: approve, edit, reject, skip, undo. Stops and goes on where you left."""
    from pipeline.cli.session import walk

    found, problems = open_desks(directory, (tag,), (name,) if name else ())
    print_problems(problems)
    if found:
        warn_not_checked(found[0].pack.language)
    for desk in found:
        if not walk(desk, person, today()):
            return
    sys.exit(1 if problems else 0)


@review.command("log")
@click.argument("name", required=False, metavar="[DOC]")
@click.option("--lang", "tag", metavar="TAG", help="One language only.")
@click.option("--as", "person", metavar="NAME", help="One person only.")
@json_option
@click.pass_obj
def log(directory: Path, name: str | None, tag: str | None, person: str | None, as_json: bool) -> None:
    """Print the log of decisions, oldest first, with what became of each."""
    from pipeline.queue import open_queue

    workspace = find_workspace(directory)
    with open_queue(workspace.var) as queue:
        entries = queue.log(document=name, language=tag, person=person)
    if as_json:
        rows = [asdict(one) for one in entries]
        print_json({"decisions": [_plain(row) for row in rows]})
        return
    for one in entries:
        d = one.decision
        reason = f" ({d.reason})" if d.reason else ""
        click.echo(f"{d.day} {d.person} {d.verdict.value} {d.document} {d.language}: {d.key.source[:60]!r}{reason}")
    if not entries:
        click.echo("No decision has been made yet.")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value if isinstance(value, str | int | None | list | tuple) else str(value)
