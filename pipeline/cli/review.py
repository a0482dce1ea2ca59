"""The commands of the review: for a person in the terminal, and for scripts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.output import counted, json_option, print_json, print_table
from pipeline.cli.segments import decision, print_segment
from pipeline.cli.work import documents, finding_row, lang_option, languages_of
from pipeline.config import Workspace, find_workspace
from pipeline.errors import UsageError
from pipeline.model.decision import Mode, Outcome, Verdict
from pipeline.model.document import Key

if TYPE_CHECKING:
    from pipeline.stages.review import Desk, ReviewSegment

one_language = click.option("--lang", "tag", required=True, metavar="TAG", help="The language, e.g. es.")
person_option = click.option("--as", "person", required=True, metavar="NAME", help="Your handle, e.g. ana.")
key_option = click.option(
    "--key", nargs=2, metavar="CONTEXT SOURCE", help='One segment: its context ("" for none) and its English text.'
)
document = click.argument("name", metavar="DOC")


@click.group()
def review() -> None:
    """Read, correct and sign translations. Nothing is published that is not signed here."""


def open_desks(directory: Path, tags: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Desk]:
    """The desks of the documents in the languages; decisions that a crash left behind are finished and reported."""
    from pipeline.queue import open_queue
    from pipeline.stages import packs
    from pipeline.stages.review import desks

    workspace = find_workspace(directory)
    chosen = [packs.load(workspace, tag) for tag in languages_of(workspace, tags)]
    queue = open_queue(workspace.var)
    click.get_current_context().call_on_close(queue.close)
    return iter(desks(workspace, chosen, queue, names))


def open_desk(directory: Path, tag: str, name: str) -> Desk:
    """The desk of one document in one language. Raises UsageError where there is no catalog yet."""
    for desk in open_desks(directory, (tag,), (name,)):
        return desk
    raise UsageError(f"{name} has no catalog in {tag}: run `pipeline translate --lang {tag} {name}`")


@review.command("list")
@lang_option
@documents
@json_option
@click.pass_obj
def list_documents(directory: Path, tags: tuple[str, ...], names: tuple[str, ...], as_json: bool) -> None:
    """Show what waits for a person, by document."""
    needs = ("approval", "second review", "signature", "another text", "translation")
    rows = []
    for desk in open_desks(directory, tags, names):
        segments = desk.segments()
        waiting = {need: sum(1 for s in segments if s.need == need) for need in needs}
        risky = sum(1 for s in segments if s.need and s.risks)
        errors = sum(len(s.errors) for s in segments)
        rows.append(
            {"document": desk.document.slug, "language": desk.pack.language.tag, **waiting}
            | {"risky": risky, "errors": errors}
        )
    if as_json:
        print_json({"documents": rows})
    elif rows:
        print_table(tuple(rows[0]), [tuple(row.values()) for row in rows])
    else:
        click.echo("Nothing is in the queue: `pipeline translate --lang es` fills it.")


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
        "risks": sorted(segment.risks),
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

    for desk in open_desks(directory, (tag,), (name,) if name else ()):
        if not walk(desk, person, date.today()):  # noqa: DTZ011  # a reviewer's day is the local one
            return


@review.command("approve")
@document
@one_language
@person_option
@key_option
@click.option("--all", "everything", is_flag=True, help="Every segment that may be approved unread; lists the rest.")
@click.option("--despite-findings", "despite", default="", metavar="REASON", help="Sandbox: dismiss open errors first.")
@json_option
@click.pass_obj
def approve(
    directory: Path,
    name: str,
    tag: str,
    person: str,
    key: tuple[str, str] | None,
    everything: bool,
    despite: str,
    as_json: bool,
) -> None:
    """Approve one segment (--key), or all that bulk approval may take (--all)."""
    desk = open_desk(directory, tag, name)
    if bool(key) == everything:
        raise UsageError("say which: --key CONTEXT SOURCE for one segment, or --all")
    if despite and not desk.workspace.settings.policy.sandbox:
        raise UsageError("--despite-findings is for sandboxes: here each finding is dismissed by itself, with a reason")
    if key:
        _decide_one(desk, key, Verdict.APPROVE, person)
        return
    from pipeline.stages.bulk import approve_all

    report = approve_all(desk, person, _today(), despite=despite)
    if as_json:
        print_json(asdict(report))
    else:
        click.echo(f"{counted(report.approved, 'segment')} approved, {report.already} signed before.")
        for left in report.left:
            click.echo(f"  left: {left.key.source}\n        {left.why}")
    sys.exit(1 if report.left else 0)


@review.command("edit")
@document
@one_language
@person_option
@click.option("--key", nargs=2, required=True, metavar="CONTEXT SOURCE", help="The segment.")
@click.option("--text", required=True, help="The new translation. It is approved by you with this command.")
@click.pass_obj
def edit(directory: Path, name: str, tag: str, person: str, key: tuple[str, str], text: str) -> None:
    """Replace the translation of one segment and sign it."""
    _decide_one(open_desk(directory, tag, name), key, Verdict.EDIT, person, target=text.strip(), mode=Mode.EDITED)


@review.command("reject")
@document
@one_language
@person_option
@click.option("--key", nargs=2, required=True, metavar="CONTEXT SOURCE", help="The segment.")
@click.option("--reason", required=True, help="What is wrong, for the next person.")
@click.pass_obj
def reject(directory: Path, name: str, tag: str, person: str, key: tuple[str, str], reason: str) -> None:
    """Send one segment back with a reason. It needs another text."""
    _decide_one(open_desk(directory, tag, name), key, Verdict.REJECT, person, reason=reason)


@review.command("dismiss")
@document
@one_language
@person_option
@click.option("--key", nargs=2, required=True, metavar="CONTEXT SOURCE", help="The segment.")
@click.option("--check", required=True, help="The check whose finding is set aside, e.g. numbers.")
@click.option("--reason", required=True, help="Why the text is right all the same.")
@click.pass_obj
def dismiss(directory: Path, name: str, tag: str, person: str, key: tuple[str, str], check: str, reason: str) -> None:
    """Set a finding on one segment aside, with a reason and your name on the record."""
    _decide_one(open_desk(directory, tag, name), key, Verdict.DISMISS, person, check=check, reason=reason)


def _decide_one(desk: Desk, key: tuple[str, str], verdict: Verdict, person: str, **changes: Any) -> None:
    """Make one decision and tell what became of it; exit 1 where the catalog did not take it."""
    segment = desk.segment(Key(key[0] or None, key[1]))
    applied = desk.decide(decision(desk, segment, verdict, person, _today(), **changes))[0]
    click.echo(f"{verdict.value}: {applied.outcome.value}")
    sys.exit(0 if applied.outcome in (Outcome.APPLIED, Outcome.ALREADY) else 1)


@review.command("sign")
@document
@one_language
@person_option
@click.option("--yes", is_flag=True, help="Sign without asking.")
@click.pass_obj
def sign(directory: Path, name: str, tag: str, person: str, yes: bool) -> None:
    """Adopt text that another program or hand has finished: shows what changed, then signs it under your name."""
    desk = open_desk(directory, tag, name)
    unsigned = [segment for segment in desk.segments() if segment.need == "signature"]
    for segment in unsigned:
        print_segment(segment, len(unsigned))
        before = desk.queue.last_signed_text(desk.document.slug, tag, segment.entry.key)
        click.echo(f"    last signed: {before if before is not None else 'never here'}")
    if not unsigned:
        click.echo("Nothing is unsigned.")
        return
    if not yes and not click.confirm(f"Sign {counted(len(unsigned), 'segment')} as {person}?"):
        sys.exit(1)
    refused = 0
    for segment in unsigned:
        refused += not _attempt(
            lambda s=segment: desk.decide(  # type: ignore[misc]
                decision(desk, s, Verdict.APPROVE, person, _today(), mode=Mode.ADOPTED)
            )
        )
    click.echo(f"{len(unsigned) - refused} signed, {refused} refused.")
    sys.exit(1 if refused else 0)


def _attempt(act: Callable[[], object]) -> bool:
    """Whether the act was allowed; the objection is printed."""
    try:
        act()
    except UsageError as error:
        click.secho(f"  refused: {error}", fg="red", err=True)
        return False
    return True


@review.command("signoff")
@document
@one_language
@person_option
@click.option("--yes", is_flag=True, help="You have read the whole text in order; sign off without showing it again.")
@click.pass_obj
def signoff(directory: Path, name: str, tag: str, person: str, yes: bool) -> None:
    """Vouch for a whole document, read in order. A final leaflet needs it."""
    desk = open_desk(directory, tag, name)
    if not yes:
        texts = {segment.entry.key: segment.entry.target for segment in desk.segments()}
        joiner = desk.pack.language.joiner
        for block in desk.document.blocks:
            click.echo("\n" + joiner.join(texts[key] for key in block.keys))
        if not click.confirm(f"\nDo you, {person}, vouch for this text as a whole?"):
            sys.exit(1)
    desk.sign_off(person, _today())
    click.echo(f"{desk.document.slug} ({tag}) is signed off by {person}: `pipeline publish --lang {tag} {name}`")


@review.command("log")
@click.argument("name", required=False, metavar="[DOC]")
@click.option("--lang", "tag", metavar="TAG", help="One language only.")
@click.option("--as", "person", metavar="NAME", help="One person only.")
@json_option
@click.pass_obj
def log(directory: Path, name: str | None, tag: str | None, person: str | None, as_json: bool) -> None:
    """Print the log of decisions, oldest first, with what became of each."""
    from pipeline.queue import open_queue

    workspace: Workspace = find_workspace(directory)
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


def _today() -> date:
    return date.today()  # noqa: DTZ011  # a reviewer's day is the local one
