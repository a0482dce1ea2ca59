"""What the commands ask the coordinator about texts that readers have before them."""

from collections.abc import Mapping, Sequence

import click

_SHOWN = 5  # figures of a document that fit a line


def ask_about_figures(changed: Mapping[str, Sequence[str]]) -> None:
    """Whether the figures that a newer original gives up could hurt whoever reads them, by document."""
    for document, figures in changed.items():
        more = f" and {len(figures) - _SHOWN} more" if len(figures) > _SHOWN else ""
        what = "a figure changed" if len(figures) == 1 else "figures changed"
        click.secho(
            f"{document}: {what} ({', '.join(figures[:_SHOWN])}{more}): if the old one could hurt, say"
            f' class = "safety" in the sidecar or run `pipeline suspend {document}`',
            fg="red",
            bold=True,
        )
