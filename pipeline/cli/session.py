"""The review in the terminal: one segment at a time, in reading order, one letter and Enter for each decision."""

import sys
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

import click

from pipeline.cli.findings import print_finding
from pipeline.cli.segments import decision, interface, print_segment
from pipeline.confidence import Band
from pipeline.errors import UsageError
from pipeline.interface import Interface
from pipeline.model.decision import Applied, Decision, Mode, Outcome, Verdict
from pipeline.model.finding import LocatedFinding
from pipeline.stages.check import blocking
from pipeline.stages.review import Desk, ReviewSegment, waits_for


@dataclass(slots=True)
class _Session:
    """A person at a desk; `done` are the decisions of this session, for undo, `shown` the drafts that were unfolded."""

    desk: Desk
    person: str
    day: date
    words: Interface
    done: list[Applied] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)

    def folds(self, segment: ReviewSegment) -> bool:
        """Whether the draft is kept from the eye: one of band D that the person has not asked to see."""
        judged = segment.confidence
        return judged is not None and judged.band is Band.D and segment.entry.target not in self.shown


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
        print_segment(segment, len(set(desk.document.keys)), folded=session.folds(segment))
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
    waiting = [s for s in session.desk.segments() if waits_for(s, session.person) and s.number not in skipped]
    return next((s for s in waiting if s.number > number), waiting[0] if waiting else None)


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
    if session.folds(segment):
        choices = {"v": "Show the draft", "e": "Translate", "o": "Translate in your editor"} | {
            letter: choices[letter] for letter in "suq"
        }
    click.echo("  " + "  ".join(f"[{letter}] {word}" for letter, word in choices.items()))
    letter = click.prompt(_("Your choice"), type=click.Choice(list(choices)), show_choices=False)
    if plain := {"s": "skip", "u": "undo", "q": "quit"}.get(letter):
        return plain
    if letter == "v":
        session.shown.add(segment.entry.target)
        return "stay"
    try:
        made = _decision(session, segment, letter)
        if made is None or not _still_wanted(session, segment, made):
            return "stay"
        applied = session.desk.decide(made)
    except UsageError as error:
        click.secho(f"  {error}", fg="red")
        return "stay"
    for one in applied:
        if one.outcome in (Outcome.CONFLICT, Outcome.STALE):
            click.secho("  " + _("The catalog changed meanwhile; look at the text as it is now."), fg="yellow")
            return "stay"
        if one.outcome is Outcome.APPLIED:
            session.done.append(one)
    return "stay" if made.verdict in (Verdict.DISMISS, Verdict.SAVE) else "decided"


def _still_wanted(session: _Session, segment: ReviewSegment, made: Decision) -> bool:
    """Show what the checks say of an edited text, and ask whether it is meant: a fluent edit may turn a sense round."""
    if made.verdict not in (Verdict.EDIT, Verdict.SAVE) or made.target == segment.entry.target:
        return True
    found = [one for one in session.desk.findings_after(made) if not one.dismissed]
    for one in found:
        print_finding(one)
    if made.verdict is Verdict.SAVE:
        click.echo("  " + session.words.gettext("Saved as a draft: dismiss each error with a reason, or edit again."))
        return True
    return not found or click.confirm("  " + session.words.gettext("Sign it all the same?"))


def _decision(session: _Session, segment: ReviewSegment, letter: str) -> Decision | None:
    """The decision behind a letter, its text or reason asked for; None where the person changed their mind."""
    _ = session.words.gettext
    make = (session.desk, segment)
    who = (session.person, session.day)
    match letter:
        case "a":
            return decision(*make, Verdict.APPROVE, *who, reason=segment.entry.objections)
        case "r":
            return decision(*make, Verdict.REJECT, *who, reason=click.prompt(_("Reason")))
        case "d":
            codes = {one.finding.code: one for one in segment.findings if session.person not in one.dismissed_by}
            if not codes:
                click.echo("  " + _("There is no finding to dismiss."))
                return None
            code = _chosen(list(codes.values()), _("Which finding"))
            return decision(*make, Verdict.DISMISS, *who, check=code, reason=click.prompt(_("Reason")))
        case "o":
            text = click.edit(_given(session, segment) or segment.entry.key.source, extension=".txt")
        case _:
            text = _typed(_("New text (empty: leave it as it is)"), _given(session, segment))
    return _edit(session, segment, (text or "").strip().replace("\n", " "))


def _given(session: _Session, segment: ReviewSegment) -> str:
    """The text to start from: none where the draft is folded away."""
    return "" if session.folds(segment) else segment.entry.target


def _chosen(findings: list[LocatedFinding], question: str) -> str:
    """The code of the one finding, or of that which the person chooses by its number."""
    if len(findings) == 1:
        return findings[0].finding.code
    for number, one in enumerate(findings, 1):
        click.echo(f"  {number}  [{one.finding.check}] {one.finding.message}")
    number = click.prompt("  " + question, type=click.IntRange(1, len(findings)))
    return findings[number - 1].finding.code


def _edit(session: _Session, segment: ReviewSegment, text: str) -> Decision | None:
    """The edit, as a draft where the checks find errors; None where the text is empty or as it was."""
    if session.folds(segment) and text == segment.entry.target:
        session.shown.add(text)
        click.echo("  The draft says the same: approve it.")
        return None
    if text in ("", segment.entry.target):
        click.echo("  " + session.words.gettext("Nothing changed."))
        return None
    make = (session.desk, segment)
    made = decision(*make, Verdict.EDIT, session.person, session.day, target=text, mode=Mode.EDITED)
    errors = blocking(session.desk.findings_after(made))
    return replace(made, verdict=Verdict.SAVE) if errors else made


def _typed(question: str, text: str) -> str:
    """A line that the person types, with `text` there to be changed where the terminal can do that."""
    if sys.stdin.isatty():
        with suppress(ImportError):
            import readline

            readline.set_startup_hook(lambda: readline.insert_text(text))
            try:
                return input(f"{question}: ")
            finally:
                readline.set_startup_hook()
    return str(click.prompt(question, default="", show_default=False))


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
        for segment in waiting:
            if segment.hold:
                click.echo(f"  {segment.number}: {segment.hold}")
        return
    click.echo(_("Nothing left to review in {document}.").format(document=slug))
    click.echo(_("Read the whole text in order, then sign it off with:"))
    click.echo(f"  pipeline review signoff {slug} --lang {tag} --as {session.person}")
