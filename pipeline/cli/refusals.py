"""What publishing refused, as people read it: a line for each kind of reason, with the command that comes next."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from pipeline.cli.output import counted

if TYPE_CHECKING:
    from pipeline.stages.publication import Refused

_DOCUMENTS = 20  # of a run that fit a screen
# How a reason of the gate begins, what many of its kind are called, and what to do.
_KINDS = (
    ("not approved: ", "sentence", "not approved", "pipeline review start {document} --lang {language} --as NAME"),
    ("not translated: ", "sentence", "not translated", "pipeline translate --lang {language} {document}"),
    ("not in the catalog, ", "sentence", "not in the catalog", "pipeline translate --lang {language} {document}"),
    ("unsigned: ", "sentence", "unsigned", "pipeline review sign {document} --lang {language} --as NAME"),
    ("open ", "finding", "open", "pipeline check --lang {language} {document}"),
)


def print_refusals(refused: Iterable["Refused"]) -> None:
    """Each refused leaflet with its reasons, grouped; the first leaflets only where there are many."""
    by_place = [(place, list(group)) for place, group in groupby(refused, key=lambda one: (one.document, one.language))]
    if not by_place:
        return
    click.secho(f"Refused: {counted(len(by_place), 'leaflet')}.", fg="red", err=True)
    for (document, language), reasons in by_place[:_DOCUMENTS]:
        click.echo(f"{document} ({language})", err=True)
        for line in grouped(reasons):
            click.echo(f"  {line}", err=True)
    if len(by_place) > _DOCUMENTS:
        click.echo(f"... and {len(by_place) - _DOCUMENTS} more leaflets: --json lists all reasons", err=True)
    click.echo("What was refused is not published anew; a version that was signed before stays as it was.", err=True)


def grouped(reasons: Sequence["Refused"]) -> Iterator[str]:
    """One line a kind, in the order in which the kinds come first; a reason that stands alone says it all."""
    by_kind: dict[int, list[Refused]] = {}
    for number, one in enumerate(reasons):
        kinds = (kind for kind, (start, *_) in enumerate(_KINDS) if one.why.startswith(start))
        by_kind.setdefault(next(kinds, -1 - number), []).append(one)
    for kind, several in by_kind.items():
        first = several[0]
        if kind < 0:
            yield first.why
            continue
        _, noun, state, command = _KINDS[kind]
        asked = command.format(document=first.document, language=first.language)
        if len(several) == 1:
            yield f"{first.why}: {asked}"
        else:
            yield f"{counted(len(several), noun)} are {state}: {asked}"
