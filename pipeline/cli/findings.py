"""How findings are shown: as coloured lines for people, as rows for programs."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

import click

from pipeline.cli.output import counted
from pipeline.languages import Language
from pipeline.model.finding import LocatedFinding, Severity

_FEW = 3  # untranslated segments that are shown one by one
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def finding_row(one: LocatedFinding) -> dict[str, Any]:
    """A finding as `check --json` prints it."""
    fix = one.finding.fix
    return {
        "document": one.document,
        "language": one.language,
        "context": one.subject.context,
        "source": one.subject.source,
        "target": one.subject.target,
        "check": one.finding.check,
        "severity": one.finding.severity.value,
        "message": one.finding.message,
        "source_spans": one.finding.source_spans,
        "target_spans": one.finding.target_spans,
        "dismissed": one.dismissed,
        "dismissed_by": one.dismissed_by,
        "blocks": one.blocks,
        "code": one.finding.code,
        "fix": {"start": fix.start, "end": fix.end, "text": fix.text} if fix else None,
    }


def print_findings(findings: Sequence[LocatedFinding], *, notes: bool, originals: bool = False) -> None:
    """Print findings under their documents and sentences; notes only where asked for; of `originals` one text."""
    shown = [one for one in findings if notes or one.finding.severity is not Severity.NOTE]
    for (document, language), ours in groupby(shown, key=lambda one: (one.document, one.language)):
        group = list(ours)
        click.secho(f"\n{document} ({language}): {tally(group) or 'all dismissed'}", bold=True)
        empty = [one for one in group if one.finding.check == "untranslated"]
        if len(empty) > _FEW:
            group = [one for one in group if one.finding.check != "untranslated"]
            click.echo(f"\n  {counted(len(empty), 'segment')} without a translation: `pipeline translate` drafts them.")
        for subject, on_it in groupby(group, key=lambda one: one.subject):
            found = list(on_it)
            source = marked(subject.source, [s for one in found for s in one.finding.source_spans])
            click.echo(f"\n  {source or '(the whole document)'}")
            target = marked(subject.target, [s for one in found for s in one.finding.target_spans])
            if not originals:
                click.echo(f"  {target or '(no translation)'}")
            for one in found:
                print_finding(one)


def tally(findings: Iterable[LocatedFinding]) -> str:
    """`1 error, 2 warnings`; only the severities that occur, without what was dismissed."""
    there = [one.finding.severity for one in findings if not one.dismissed]
    return ", ".join(counted(there.count(severity), severity.value) for severity in Severity if severity in there)


def print_finding(one: LocatedFinding) -> None:
    """Print a finding on one line, its severity as a coloured word."""
    said = f" (dismissed by {', '.join(one.dismissed_by)})" if one.dismissed_by else ""
    if one.dismissed_by and not one.dismissed:
        said = said[:-1] + "; a second person has to confirm it)"
    if one.blocks and one.finding.severity is Severity.WARNING:
        said += " Answer it: mend the text or dismiss it."
    elif one.finding.fix:
        said += " (`pipeline check --fix` mends it)"
    word = click.style(one.finding.severity.value, fg=COLOURS[one.finding.severity])
    click.echo(f"    {word} [{one.finding.check}] {one.finding.message}{said}")


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the characters of the spans underlined; as it is where the output is no terminal."""
    if not text:
        return text
    inside = bytearray(len(text))
    for start, end in spans:
        if end - start < len(text):  # a mark under everything points at nothing
            inside[start:end] = b"\x01" * len(inside[start:end])
    runs = groupby(range(len(text)), key=lambda place: inside[place])
    parts = ((bool(flag), list(places)) for flag, places in runs)
    texts = ((flag, text[places[0] : places[-1] + 1]) for flag, places in parts)
    return "".join(click.style(part, underline=True) if flag else part for flag, part in texts)


def print_not_checked(not_checked: Mapping[str, Sequence[str]]) -> None:
    """Say which checks know nothing of a language: their silence must not pass for a good sign."""
    for language, names in not_checked.items():
        if names:
            click.secho(f"Not checked for {language}, for want of data: {', '.join(names)}.", fg="yellow")


def warn_not_checked(language: Language) -> None:
    """Say to whoever signs or publishes which checks are silent because they know nothing of the language."""
    from pipeline.stages.check import not_checked

    if names := not_checked(language):
        text = f"Not checked for {language.english_name}: {', '.join(names)}: read for these yourself."
        click.secho(text, fg="yellow", err=True)
