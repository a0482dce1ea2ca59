"""The command that serves the review's pages to browsers."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from pipeline.cli.desk import review
from pipeline.config import find_workspace
from pipeline.errors import UsageError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  what we ask about, not what we bind to
_WARNING = (
    "WARNING: other machines can reach this server. Without --https their passwords and texts cross the network for"
    " everybody to read. Leave --host out unless you know who is on it."
)


@review.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--allow", "names", multiple=True, metavar="NAME", help="A name under which browsers ask for it.")
@click.option("--https", is_flag=True, help="A proxy on this machine speaks HTTPS and hands on to us; needs --allow.")
@click.pass_obj
def serve(directory: Path, port: int, host: str, names: tuple[str, ...], https: bool) -> None:
    """Serve the review to browsers, on this machine alone unless you say otherwise; Ctrl-C ends it."""
    from pipeline.review_app import server, start
    from pipeline.review_app.settings import LOOPBACK

    if not names and (https or host in _EVERYWHERE):
        raise UsageError("say under which name browsers ask for it: --allow review.example.org")
    if host not in _LOOPBACK:
        click.secho(_WARNING, fg="red", bold=True, err=True)
    own = () if host in (*_LOOPBACK, *_EVERYWHERE) else (host,)
    hosts = (*names, *own) if https else (*LOOPBACK, *own, *names)
    start.start_django(find_workspace(directory), hosts=hosts, https=https)
    shown = f"https://{names[0]}/" if https else f"http://{names[0]}:{port}/" if host in _EVERYWHERE else ""
    with suppress(KeyboardInterrupt):
        server.serve(host, port, https=https, ready=lambda address: _greet(shown or address))
    click.echo("\nThe server has ended. What was decided is in the catalogs.", err=True)


def _greet(address: str) -> None:
    """Say where the pages are, and as long as there is no coordinator, how to become it."""
    from pipeline.review_app import links

    click.echo(f"The review is at {address} (Ctrl-C ends it)")
    if token := links.setup_token():
        click.echo(f"First, make the coordinator's account: {address}setup/{token}/")
        click.echo(f"That link works once, for {links.SETUP_HOURS} hours. Keep it to yourself.")
