"""The review in the terminal: one segment at a time, in reading order, one letter and Enter for each decision."""

from dataclasses import dataclass, field
from datetime import date

import click

from pipeline.cli.segments import decision, interface, print_segment
from pipeline.errors import UsageError
from pipeline.interface import Interface
from pipeline.model.decision import Applied, Decision, Mode, Outcome, Verdict
from pipeline.stages.review import Desk, ReviewSegment


@dataclass(slots=True)
class _Session:
    """A person at a desk; `done` are the decisions of this session, for undo."""

    desk: Desk
    person: str
    day: date
    words: Interface
    done: list[Applied] = field(default_factory=list)


def walk(desk: Desk, person: str, day: date) -> bool:
    """Lead `person` through what waits in the document; False where they quit, True where nothing is left.

    Starts after the segment at which the person stopped last time, and comes round to what was skipped.
    """
    session = _Session(desk, person, day, interface())
    tag, slug = desk.pack.language.tag, desk.document.slug
    click.secho(f"\n{desk.document.title} ({tag})", bold=True)
    bookmark = desk.queue.bookmark(person, slug, tag)
    number = next((s.number for s in desk.segments() if s.entry.key == bookmark), 0)
    skipped: set[int] = set()
    while segment := _next(session, number, skipped):
        print_segment(segment, len(set(desk.document.keys)))
        match _choose(session, segment):
            case "quit":
                click.echo(session.words.gettext("Saved. Go on with the same command."))
                return False
            case "undo":
                number = _undo(session, number)
                continue
            case "skip":
                skipped.add(segment.number)
            case "stay":
                continue
        number = segment.number
        desk.queue.set_bookmark(person, slug, tag, segment.entry.key)
    _finish(session)
    return True


def _next(session: _Session, number: int, skipped: set[int]) -> ReviewSegment | None:
    """The next segment after `number` that waits for this person, coming round to the start of the document."""
    waiting = [s for s in session.desk.segments() if _waits(s, session.person) and s.number not in skipped]
    return next((s for s in waiting if s.number > number), waiting[0] if waiting else None)


def _waits(segment: ReviewSegment, person: str) -> bool:
    mine = any(signature.person == person for signature in segment.entry.signatures)
    return bool(segment.need) and not mine


def _choose(session: _Session, segment: ReviewSegment) -> str:
    """Ask for a decision and carry it out: `decided`, `skip`, `undo`, `quit`, or `stay` where it was not taken."""
    _ = session.words.gettext
    choices = {
        "a": _("Approve"),
        "e": _("Edit"),
        "o": _("Edit in your editor"),
        "r": _("Reject"),
        "d": _("Dismiss a finding"),
        "s": _("Skip"),
        "u": _("Undo"),
        "q": _("Quit"),
    }
    click.echo("  " + "  ".join(f"[{letter}] {word}" for letter, word in choices.items()))
    letter = click.prompt(_("Your choice"), type=click.Choice(list(choices)), show_choices=False)
    if plain := {"s": "skip", "u": "undo", "q": "quit"}.get(letter):
        return plain
    try:
        made = _decision(session, segment, letter)
        applied = session.desk.decide(made) if made else []
    except UsageError as error:
        click.secho(f"  {error}", fg="red")
        return "stay"
    for one in applied:
        if one.outcome in (Outcome.CONFLICT, Outcome.STALE):
            click.secho("  " + _("The catalog changed meanwhile; look at the text as it is now."), fg="yellow")
            return "stay"
        session.done.append(one)
    return "decided" if applied and letter != "d" else "stay"


def _decision(session: _Session, segment: ReviewSegment, letter: str) -> Decision | None:
    """The decision behind a letter, its text or reason asked for; None where the person changed their mind."""
    _ = session.words.gettext
    make = (session.desk, segment)
    who = (session.person, session.day)
    match letter:
        case "a":
            return decision(*make, Verdict.APPROVE, *who)
        case "r":
            return decision(*make, Verdict.REJECT, *who, reason=click.prompt(_("Reason")))
        case "d":
            names = list(dict.fromkeys(one.finding.check for one in segment.findings if not one.dismissed))
            if not names:
                click.echo("  " + _("There is no finding to dismiss."))
                return None
            check = names[0] if len(names) == 1 else click.prompt(_("Which finding"), type=click.Choice(names))
            return decision(*make, Verdict.DISMISS, *who, check=check, reason=click.prompt(_("Reason")))
        case "o":
            text = click.edit(segment.entry.target or segment.entry.key.source, extension=".txt")
        case _:
            text = click.prompt(_("New text"), default=segment.entry.target, show_default=False)
    text = " ".join((text or "").split())
    return decision(*make, Verdict.EDIT, *who, target=text, mode=Mode.EDITED) if text else None


def _undo(session: _Session, number: int) -> int:
    """Take the last decision of this session back; returns the number to go on from."""
    _ = session.words.gettext
    if not session.done:
        click.echo("  " + _("Nothing to undo in this session."))
        return number
    last = session.done.pop()
    undone = Decision(
        session.desk.document.slug,
        session.desk.pack.language.tag,
        last.decision.key,
        Verdict.UNDO,
        session.person,
        session.day,
        replaces=last.decision.target,
        target=last.found,
        restores=last.before,
    )
    outcome = session.desk.decide(undone)[0].outcome
    click.echo(f"  {_('Undo')}: {outcome.value}")
    return session.desk.segment(last.decision.key).number - 1


def _finish(session: _Session) -> None:
    """Say what comes after the last segment."""
    _ = session.words.gettext
    slug, tag = session.desk.document.slug, session.desk.pack.language.tag
    waiting = [s for s in session.desk.segments() if s.need]
    if waiting:
        count = len(waiting)
        left = session.words.ngettext(
            "{count} segment waits for another person or another day.",
            "{count} segments wait for another person or another day.",
            count,
        )
        click.echo(left.format(count=count))
        return
    click.echo(_("Nothing left to review in {document}.").format(document=slug))
    click.echo(_("Read the whole text in order, then sign it off with:"))
    click.echo(f"  pipeline review signoff {slug} --lang {tag} --as {session.person}")
