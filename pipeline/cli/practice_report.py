"""How the results of a practice are shown: what was missed beside the sound text, false alarms, the score."""

import click

from pipeline.cli.output import counted
from pipeline.cli.segments import differing
from pipeline.stages.lessons import EXPLANATIONS, lesson
from pipeline.stages.practice import Grade, Report, Result


def print_report(report: Report) -> None:
    """Print what was missed and accused, with the sound text, then what was found, and the score."""
    missed, found, alarms = map(report.graded, (Grade.MISSED, Grade.FOUND, Grade.FALSE_ALARM))
    for one in missed:
        _print_fault(one, "missed")
    for one in found:
        if not one.named:
            _print_fault(one, f"found, but you said {one.answer.value}")
    for one in alarms:
        click.secho(f"\nSentence {one.number}: a false alarm, you said {one.answer.value}", fg="yellow")
        click.echo(f"  English: {one.sentence.source}\n  Sound:   {one.sentence.sound}")
    if alarms:
        click.echo("\nThe sound texts are proposed: if one is wrong after all, tell whoever leads the language.")
    if found:
        click.echo("\nFound: " + "; ".join(f"{one.number} {EXPLANATIONS.get(one.sentence.fault, '')}" for one in found))
    score = f"found {len(found)} of {len(found) + len(missed)}, {counted(len(alarms), 'false alarm')}"
    click.secho(f"\n{score}; {sum(one.named for one in found)} called by their kind", bold=True)


def _print_fault(one: Result, what: str) -> None:
    taught = lesson(one.sentence.fault)
    click.secho(f"\nSentence {one.number}: {what}; this is {' or '.join(taught.kinds)}", fg="red")
    click.echo(f"  English: {one.sentence.source}")
    click.echo(f"  Faulty:  {one.sentence.shown}\n  Sound:   {one.sentence.sound}")
    click.echo(f"  Mended:  {differing(one.sentence.shown, one.sentence.sound)}")
    click.echo(f"  {EXPLANATIONS.get(one.sentence.fault, '')} {taught.why}")
