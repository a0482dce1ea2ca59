"""How a segment is shown in the terminal, and how a decision on it is made from what was shown."""

from __future__ import annotations

import os
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.findings import print_finding
from pipeline.interface import Interface
from pipeline.model.decision import Decision, Verdict
from pipeline.model.talk import ANSWER

if TYPE_CHECKING:
    from pipeline.stages.review import Desk, ReviewSegment


def print_segment(segment: ReviewSegment, total: int, *, folded: bool = False) -> None:
    """Print a segment for reading: number and state, both texts, where the target comes from, risks and findings.

    A `folded` draft is not shown, nor what is said of its words: the reader sees the source alone.
    """
    _ = interface().gettext
    entry = segment.entry
    states = {
        "": _("approved"),
        "approval": _("not yet approved"),
        "second review": _("waits for a second person"),
        "signature": _("unsigned"),
        "another text": _("rejected"),
        "translation": _("empty"),
        ANSWER: _("held: the English is in doubt"),
    }
    count = _("Sentence {number} of {total}").format(number=segment.number, total=total)
    parts = (count, entry.key.context, states[segment.need], *sorted(segment.risks))
    click.secho("\n" + " · ".join(part for part in parts if part), bold=True)
    click.echo(f"  {_('Source')}: {entry.key.source}")
    if entry.previous and entry.fuzzy:
        click.echo(f"  Once translated: {differing(entry.previous.source, entry.key.source)}")
    if folded:
        click.echo("  The draft is folded away: it is likely a poor one. Translate afresh, or show it.")
    else:
        click.echo(f"  {_('Translation')}: {entry.target or _('empty')}")
    if segment.confidence:
        click.echo(f"  Confidence {segment.confidence}")
    if entry.origin:
        click.echo(f"  {_('Origin')}: {entry.origin.kind} {entry.origin.detail}")
    for report in segment.hold.reports if segment.hold else ():
        click.echo(f"  {_('The English is in doubt')}: {report.text} ({report.person}, {report.language})")
    for rejection in entry.rejections:
        click.echo(f"  {_('Rejected by {person}').format(person=rejection.person)}: {rejection.reason}")
    findings = () if folded else segment.findings
    if findings:
        click.echo(f"  {_('Findings')}:")
    for one in findings:
        print_finding(one)


def differing(before: str, now: str) -> str:
    """Both texts in one: words that are gone as `[-gone-]`, new ones as `{+new+}`."""
    one, other = before.split(), now.split()
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(" ".join(one[a:b]))
            continue
        parts += [f"[-{' '.join(one[a:b])}-]"] if a < b else []
        parts += [f"{{+{' '.join(other[c:d])}+}}"] if c < d else []
    return " ".join(parts)


def interface() -> Interface:
    """The words of the program in the language of the person's terminal, found as gettext finds it."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            return Interface(value.split(":")[0].split(".")[0].replace("_", "-").split("-")[0])
    return Interface("en")


def decision(desk: Desk, segment: ReviewSegment, verdict: Verdict, person: str, day: date, **changes: Any) -> Decision:
    """The decision on a segment as the person saw it."""
    text = segment.entry.target
    fields = {"replaces": text, "target": text} | changes
    return Decision(desk.document.slug, desk.pack.language.tag, segment.entry.key, verdict, person, day, **fields)


def tell_machine_words(desk: Desk, person: str) -> None:
    """Say how many drafts nobody has touched: they are read one by one."""
    if count := sum(bool(s.need) and s.need != "signature" and s.entry.machine_made for s in desk.segments()):
        are = "sentence is" if count == 1 else "sentences are"
        where = f"{desk.document.slug} --lang {desk.pack.language.tag} --as {person}"
        click.echo(f"{count} {are} still the machine's own words: pipeline review start {where}")
