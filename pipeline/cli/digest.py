"""The command that tells people what became of their texts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from pipeline.cli.desk import review
from pipeline.config import find_workspace


@review.command("digest")
@click.option("--days", type=click.IntRange(1, 90), default=7, show_default=True, help="How far to look back.")
@click.option("--address", default="", metavar="URL", help="Where the review's pages are, for the links.")
@click.option("--send", is_flag=True, help="Send the messages; without it they are only shown.")
@click.pass_obj
def digest(directory: Path, days: int, address: str, send: bool) -> None:
    """Tell each person by e-mail what others did with their texts, and what waits in their languages.

    Without --send nothing is sent: the messages are shown. With it they go to those who gave an address on the page
    /account/email/: through the server in EMAIL_URL (smtps://USER:PASSWORD@HOST, smtp+tls://... for STARTTLS, or
    smtp://localhost) under the name in EMAIL_FROM, or to the terminal where there is no EMAIL_URL. Sent twice, it
    arrives twice.
    """
    from pipeline.review_app import start
    from pipeline.review_app.mail import find_post
    from pipeline.review_app.mail import send as send_one

    post = find_post(os.environ)
    start.start_django(find_workspace(directory))
    from pipeline.review_app.digest import digests

    failed = 0
    for one in digests(days, address.rstrip("/")):
        if not send:
            click.echo(f"To: {one.handle} <{one.email or 'no address'}>\nSubject: {one.subject}\n\n{one.text}")
        elif one.email:
            why = send_one(post, one.email, one.subject, one.text)
            failed += bool(why)
            click.echo(f"{one.handle}: {why or f'sent by {post.shown}'}", err=True)
        else:
            click.echo(f"{one.handle}: gave no address, gets nothing", err=True)
    if not send:
        click.echo("Nothing was sent (--send sends).", err=True)
    sys.exit(1 if failed else 0)
