"""Every command explains itself, and every command that a text of ours tells people to type exists."""

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from demo import READABLE, closing_words

from pipeline.cli.main import cli

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(ROOT.glob("*.md"))
MODULES = sorted([*(ROOT / "pipeline").rglob("*.py"), *(ROOT / "tests").glob("[!t]*.py")])
PLACEHOLDER = "WORD"


@cache
def commands() -> dict[str, click.Command]:
    """Every command and group by the words one types, without the programme's name."""
    return dict(walk(cli, click.Context(cli, info_name="pipeline"), ""))


def walk(command: click.Command, context: click.Context, words: str) -> Iterator[tuple[str, click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None, name
            inner = click.Context(below, info_name=name, parent=context)
            yield from walk(below, inner, f"{words} {name}".strip())


def test_every_command_says_what_it_does() -> None:
    silent = [words for words, command in commands().items() if not (command.help or "").strip()]
    unfinished = [words for words, command in commands().items() if not command.get_short_help_str(200).endswith(".")]
    assert (silent, unfinished) == ([], [])


def test_every_option_says_what_it_does() -> None:
    options = [(w, p) for w, command in commands().items() for p in command.params if isinstance(p, click.Option)]
    assert [f"{words} {'/'.join(option.opts)}" for words, option in options if not option.help] == []


@pytest.mark.parametrize("ending", ["-h", "--help"])
def test_help_of_every_command_can_be_asked_for(ending: str, capsys: pytest.CaptureFixture[str]) -> None:
    for words in commands():
        assert cli.main([*words.split(), ending], prog_name="pipeline", standalone_mode=False) == 0
        said = capsys.readouterr().out
        assert said.startswith(f"Usage: {' '.join(['pipeline', *words.split()])}")
        assert "\\" not in said  # an escape that did not reach click as one character


def wrong_with(line: str) -> str:
    """What is wrong with a command line (without `pipeline`), empty where nothing is. Runs nothing."""
    words = shlex.split(line.replace("...", ""), comments=True)
    context = click.Context(cli, info_name="pipeline")
    command: click.Command = cli
    try:
        while True:
            options, words, _ = command.make_parser(context).parse_args(args=words)
            if {"help", "version"} & set(options) or not isinstance(command, click.Group) or not words:
                break
            _, found, words = command.resolve_command(context, words)
            assert found is not None
            context, command = click.Context(found, info_name=found.name, parent=context), found
    except click.UsageError as error:
        return error.format_message()
    return f"too many words: {' '.join(words)}" if words and not isinstance(command, click.Group) else ""


def in_fences(text: str) -> Iterator[str]:
    """The commands in fenced code of a Markdown text, without the programme's name."""
    for fence in re.findall(r"^```.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        joined = str(fence).replace("\\\n", " ")
        for line in joined.splitlines():
            typed = re.match(r"\s*(?:\$ )?(?:\.venv/bin/)?pipeline(?: +(.*))?$", line)
            if typed:
                yield typed[1] or ""


def in_backticks(text: str) -> Iterator[str]:
    yield from re.findall(r"`pipeline +([^`]+)`", text)


def strings_of(path: Path) -> Iterator[str]:
    """The strings of a module, with what they fill in replaced by a word."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else PLACEHOLDER for p in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_a_wrong_command_line_is_noticed() -> None:
    lines = {
        "translate --lang es": "",
        "-C var/demo review approve DOC --lang es --all --as NAME": "",
        "engines install ca --from FILE  # a comment": "",
        "--version": "",
        "translait": "No such command 'translait'.",
        "review sing": "No such command 'sing'.",
        "init one two": "too many words: two",
    }
    found = {line: wrong_with(line) for line in lines}
    assert {line: why.partition(" Did you")[0] for line, why in found.items()} == lines
    assert "--lnag" in wrong_with("translate --lnag es")


def test_the_documents_commands_exist() -> None:
    lines = {
        f"{path.name}: pipeline {line}": wrong_with(line)
        for path in DOCUMENTS
        for text in [path.read_text("utf-8")]
        for line in [*in_fences(text), *in_backticks(text)]
    }
    assert {line: why for line, why in lines.items() if why} == {}


def test_the_commands_that_messages_advise_exist() -> None:
    lines = {
        f"{path.relative_to(ROOT)}: pipeline {line}": wrong_with(line)
        for path in MODULES
        for text in strings_of(path)
        for line in in_backticks(text)
    }
    assert len(lines) > 10
    assert {line: why for line, why in lines.items() if why} == {}


@pytest.mark.parametrize("language", ["es", "pt"])
def test_the_demo_ends_with_three_commands_that_exist(language: str) -> None:
    lines = [line.strip() for line in closing_words(language, Path("findings.txt")).splitlines()]
    advised = [line.removeprefix(READABLE) for line in lines if line.startswith(READABLE)]
    assert [wrong_with(line) for line in advised] == ["", "", ""]
