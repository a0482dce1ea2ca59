"""The command that lets a person who has forgotten their password choose a new one."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.desk import review
from pipeline.config import find_workspace


@review.command("password")
@click.argument("handle")
@click.option("--address", default="http://127.0.0.1:8000", show_default=True, metavar="URL", help="Of the pages.")
@click.pass_obj
def password(directory: Path, handle: str, address: str) -> None:
    """Show a link with which HANDLE chooses a new password for the review's pages.

    It works once, for 48 hours. The new password ends the person's sessions and tokens, and stands in the log. The
    coordinator makes such links on a person's page; this command is for a coordinator who has forgotten their own.
    """
    from pipeline.review_app import start

    start.start_django(find_workspace(directory))
    from pipeline.review_app import passwords

    token = passwords.link(passwords.TERMINAL, handle)
    click.echo(f"{address.rstrip('/')}/password/{token}/")
    click.echo(f"That link works once, for {passwords.HOURS} hours. Give it to {handle} alone.", err=True)
