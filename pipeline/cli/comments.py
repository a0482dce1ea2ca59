"""The command that shows what people have said and closes it, where nobody opens the pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.desk import document, key_option, one_language, open_desk, person_option, review
from pipeline.cli.output import json_option, print_json
from pipeline.errors import UsageError
from pipeline.model.document import Key

if TYPE_CHECKING:
    from pipeline.model.talk import Turn


@review.command("resolve")
@document
@one_language
@person_option
@key_option
@json_option
@click.pass_obj
def resolve(directory: Path, name: str, tag: str, person: str, key: tuple[str, str] | None, as_json: bool) -> None:
    """Show the open comments, which stop the sign-off; with --key, close those on one sentence.

    A sentence that the source no longer has is closed in the same way. Exit 1 while comments are open.
    """
    desk = open_desk(directory, tag, name)
    talk = desk.talk
    chosen = Key(key[0] or None, key[1]) if key else None
    if chosen and not talk.is_open(chosen):
        raise UsageError(
            f"no comment is open on {chosen.source[:70]!r}; without --key the command lists those that are"
        )
    found = {one: talk.threads()[one].unresolved for one in talk.open_comments(desk.document.keys)}
    if chosen:
        talk.resolve(chosen, person)
    closed = {one: turns for one, turns in found.items() if one == chosen}
    left = {one: turns for one, turns in found.items() if one != chosen}
    if as_json:
        print_json({"resolved": _rows(closed), "open": _rows(left)})
    else:
        _print("resolved", closed)
        _print("open", left)
        if not found:
            click.echo("No comment is open.")
    sys.exit(1 if left else 0)


def _rows(threads: dict[Key, tuple[Turn, ...]]) -> list[dict[str, object]]:
    return [{"context": key.context, "source": key.source, "said": _said(turns)} for key, turns in threads.items()]


def _said(turns: tuple[Turn, ...]) -> list[dict[str, object]]:
    return [{"person": one.person, "text": one.text, "at": one.at.isoformat()} for one in turns]


def _print(state: str, threads: dict[Key, tuple[Turn, ...]]) -> None:
    for key, turns in threads.items():
        click.echo(f"{state}: {key.source}")
        for turn in turns:
            text = turn.text.replace("\n", "\n    ") or "opened again"
            click.echo(f"  {turn.person}, {turn.at.astimezone():%Y-%m-%d}: {text}")
