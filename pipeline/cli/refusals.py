"""What publishing refused, as people read it: a line for each kind of reason, with the command that comes next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from pipeline.cli.output import counted

if TYPE_CHECKING:
    from pipeline.stages.publication import Refused

_DOCUMENTS = 20  # of a run that fit a screen
_STAYS = {
    "leaflet": "Not published anew: what was signed before stays up as it was",
    "leaflet with notice": "Not published anew: what was signed before stays up, with a notice that its English has"
    " gone on",
}
# How a reason of the gate begins, what many of its kind are called, and what to do.
_KINDS = (
    ("not approved: ", "sentence", "not approved", "pipeline review start {document} --lang {language} --as NAME"),
    ("not translated: ", "sentence", "not translated", "pipeline translate --lang {language} {document}"),
    ("not in the catalog, ", "sentence", "not in the catalog", "pipeline translate --lang {language} {document}"),
    ("unsigned: ", "sentence", "unsigned", "pipeline review sign {document} --lang {language} --as NAME"),
    ("open ", "finding", "open", "pipeline check --lang {language} {document}"),
)


def print_refusals(refused: Iterable["Refused"], views: Mapping[tuple[str, str], str]) -> None:
    """Each refused leaflet with its reasons, grouped; the first leaflets only where there are many.

    `views` are what readers find of each leaflet after the run, in the words of `life.View`.
    """
    found: dict[tuple[str, str], list[Refused]] = {}
    for one in refused:
        found.setdefault((one.document, one.language), []).append(one)
    by_place = list(found.items())
    if not by_place:
        return
    click.secho(f"Refused: {counted(len(by_place), 'leaflet')}.", fg="red", err=True)
    for (document, language), reasons in by_place[:_DOCUMENTS]:
        click.echo(f"{document} ({language})", err=True)
        for line in grouped(reasons):
            click.echo(f"  {line}", err=True)
    if len(by_place) > _DOCUMENTS:
        click.echo(f"... and {len(by_place) - _DOCUMENTS} more leaflets: --json lists all reasons", err=True)
    for view, said in _STAYS.items():
        if places := [f"{document} ({tag})" for (document, tag), _ in by_place if views.get((document, tag)) == view]:
            more = f" and {len(places) - _DOCUMENTS} more" if len(places) > _DOCUMENTS else ""
            click.echo(f"{said}: {', '.join(places[:_DOCUMENTS])}{more}.", err=True)


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
