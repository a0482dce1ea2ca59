"""The commands by which a person decides: approve, edit, reject, dismiss, adopt, sign off."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.desk import document, key_option, one_language, open_desk, person_option, review, today
from pipeline.cli.findings import print_finding, warn_not_checked
from pipeline.cli.output import counted, json_option, print_json
from pipeline.cli.segments import decision, print_segment, tell_machine_words
from pipeline.errors import UsageError
from pipeline.model.decision import Mode, Outcome, Verdict
from pipeline.model.document import Key

if TYPE_CHECKING:
    from pipeline.stages.review import Desk, ReviewSegment


@review.command("approve")
@document
@one_language
@person_option
@key_option
@click.option("--all", "everything", is_flag=True, help="Every segment that may be approved unread; lists the rest.")
@click.option("--despite-findings", "despite", default="", metavar="REASON", help="Sandbox: dismiss open errors first.")
@click.option("--despite-rejection", "overrule", is_flag=True, help="With --key: although somebody rejected the text.")
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
    overrule: bool,
    as_json: bool,
) -> None:
    """Approve one segment (--key), or all that bulk approval may take (--all)."""
    desk = open_desk(directory, tag, name)
    if key and despite:
        raise UsageError("--despite-findings goes with --all; for one segment use `pipeline review dismiss`")
    if bool(key) == everything:
        raise UsageError("say which: --key CONTEXT SOURCE for one segment, or --all")
    if despite and not desk.workspace.settings.policy.sandbox:
        raise UsageError("--despite-findings is for sandboxes: here each finding is dismissed by itself, with a reason")
    warn_not_checked(desk.pack.language)
    if key:
        seen = desk.segment(Key(key[0] or None, key[1])).entry.objections if overrule else ""
        _decide_one(desk, key, Verdict.APPROVE, person, as_json=as_json, reason=seen)
        return
    from pipeline.stages.bulk import approve_all

    report = approve_all(desk, person, today(), despite=despite)
    if as_json:
        print_json(asdict(report))
    else:
        click.echo(f"{counted(report.approved, 'segment')} approved, {report.already} signed before.")
        for left in report.left:
            click.echo(f"  left: {left.key.source}\n        {left.why}")
    sys.exit(1 if report.left else 0)


one_key = click.option("--key", nargs=2, required=True, metavar="CONTEXT SOURCE", help="The segment.")


@review.command("edit")
@document
@one_language
@person_option
@one_key
@click.option("--text", required=True, help="The new translation. It is approved by you with this command.")
@json_option
@click.pass_obj
def edit(directory: Path, name: str, tag: str, person: str, key: tuple[str, str], text: str, as_json: bool) -> None:
    """Replace the translation of one segment and sign it; with findings that block it is saved as a draft instead."""
    from pipeline.stages.check import blocking

    desk = open_desk(directory, tag, name)
    changes = {"target": text.strip(), "mode": Mode.EDITED}
    made = decision(desk, desk.segment(_key(key)), Verdict.EDIT, person, today(), **changes)
    found = [one for one in desk.findings_after(made) if not one.dismissed]
    for one in found if not as_json else ():
        print_finding(one)
    verdict = Verdict.SAVE if blocking(found) else Verdict.EDIT
    _decide_one(desk, key, verdict, person, as_json=as_json, **changes)


@review.command("reject")
@document
@one_language
@person_option
@one_key
@click.option(
    "--reason",
    required=True,
    help="What is wrong, for the next person. 'the English is wrong or unclear: WHY' holds it in every language.",
)
@json_option
@click.pass_obj
def reject(directory: Path, name: str, tag: str, person: str, key: tuple[str, str], reason: str, as_json: bool) -> None:
    """Send one segment back with a reason. It needs another text."""
    _decide_one(open_desk(directory, tag, name), key, Verdict.REJECT, person, as_json=as_json, reason=reason)


@review.command("dismiss")
@document
@one_language
@person_option
@one_key
@click.option("--check", required=True, help="The check whose finding is set aside, e.g. numbers.")
@click.option("--reason", required=True, help="Why the text is right all the same.")
@json_option
@click.pass_obj
def dismiss(
    directory: Path, name: str, tag: str, person: str, key: tuple[str, str], check: str, reason: str, as_json: bool
) -> None:
    """Set a finding on one segment aside, with a reason and your name on the record."""
    desk = open_desk(directory, tag, name)
    _decide_one(desk, key, Verdict.DISMISS, person, as_json=as_json, check=check, reason=reason)


def _key(key: tuple[str, str]) -> Key:
    return Key(key[0] or None, key[1])


def _decide_one(
    desk: Desk, key: tuple[str, str], verdict: Verdict, person: str, *, as_json: bool, **changes: Any
) -> None:
    """Make one decision and tell what became of it; exit 1 where the text is not approved by it as asked."""
    made = decision(desk, desk.segment(_key(key)), verdict, person, today(), **changes)
    outcome = desk.decide(made)[0].outcome
    if as_json:
        print_json({"decision": verdict.value, "outcome": outcome.value})
    else:
        click.echo(f"{verdict.value}: {outcome.value}")
        if verdict is Verdict.SAVE:
            click.echo(
                "Saved as a draft, not approved: mend the text, or dismiss what blocks with a reason and approve."
            )
    done = outcome in (Outcome.APPLIED, Outcome.ALREADY) and verdict is not Verdict.SAVE
    sys.exit(0 if done else 1)


@review.command("sign")
@document
@one_language
@person_option
@click.option("--yes", is_flag=True, help="Sign without asking.")
@click.pass_obj
def sign(directory: Path, name: str, tag: str, person: str, yes: bool) -> None:
    """Adopt text that a person has finished in another program: shows what changed, then signs it under your name."""
    from pipeline.stages.adopt import adoptable

    desk = open_desk(directory, tag, name)
    warn_not_checked(desk.pack.language)
    segments, untouched = adoptable(desk)
    total = len(set(desk.document.keys))
    for segment in segments:
        print_segment(segment, total)
        before = desk.queue.last_signed_text(desk.document.slug, tag, segment.entry.key)
        click.echo(f"  last signed: {before if before is not None else 'never here'}")
    if untouched:
        click.secho(
            f"{counted(len(untouched), 'unsigned segment')} nobody has touched: still the machine's own text. Read "
            f"them one by one: pipeline review start {name} --lang {tag} --as {person}",
            fg="yellow",
        )
    if not segments:
        click.echo("There is nothing to adopt.")
        if drafts := sum(bool(s.need) for s in desk.segments()) - len(untouched):
            command = f"pipeline review start {name} --lang {tag} --as {person}"
            click.echo(f"Not approved and no finished work: {counted(drafts, 'segment')}. Read them: {command}")
        sys.exit(1 if untouched else 0)
    if not yes and not click.confirm(f"Sign {counted(len(segments), 'segment')} as {person}?"):
        sys.exit(1)
    refused = sum(not _adopted(desk, segment, person) for segment in segments)
    click.echo(f"{len(segments) - refused} signed, {refused} refused.")
    tell_machine_words(desk, person)
    sys.exit(1 if refused or untouched else 0)


def _adopted(desk: Desk, segment: ReviewSegment, person: str) -> bool:
    """Whether the segment could be signed; the objection is printed."""
    try:
        desk.decide(decision(desk, segment, Verdict.APPROVE, person, today(), mode=Mode.ADOPTED))
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
    from pipeline.stages.people import credit_names

    desk = open_desk(directory, tag, name)
    warn_not_checked(desk.pack.language)
    segments = desk.segments()
    texts = {segment.entry.key: segment.entry.target for segment in segments}
    warnings = [one for s in segments for one in s.findings if not one.dismissed]
    if not yes:
        joiner = desk.pack.language.joiner
        for block in desk.document.blocks:
            click.echo("\n" + joiner.join(texts[key] for key in block.keys))
        for one in warnings:
            print_finding(one)
        if not click.confirm(f"\nDo you, {person}, vouch for this text as a whole?"):
            sys.exit(1)
    desk.sign_off(person, today(), texts)
    if yes and warnings:
        click.echo(f"{counted(len(warnings), 'finding')} stayed open: `pipeline check --lang {tag} {name}`")
    if not credit_names(desk.workspace).get(person):
        click.echo(f'The leaflet will not name you: i18n/people.toml has no line {person} = "Your Name"')
    click.echo(f"{desk.document.slug} ({tag}) is signed off by {person}{_what_next(desk)}")


def _what_next(desk: Desk) -> str:
    """What brings the text that was signed off to its readers."""
    from pipeline.stages.suspend import down

    slug, tag = desk.document.slug, desk.pack.language.tag
    suspended = down(desk.workspace, desk.document, tag, desk.catalog())
    if suspended is None:
        return f": `pipeline publish --lang {tag} {slug}`"
    line, day = suspended.line, suspended.line.day.isoformat()
    who = "one person runs" if suspended.needed == 1 else f"{suspended.needed} people run"
    since = f". It is suspended since {day} by {line.person}: {line.reason}"
    command = f"`pipeline reinstate {slug} --lang {tag} --as NAME --why REASON`"
    if suspended.anew:
        return f"{since}\nTo bring it back, {who} {command}."
    return (
        f"{since}\nThis sign-off does not bring it back: read it whole again and sign it off on {day} or later,"
        f" on another day or as another person than before. Then {who} {command}."
    )
