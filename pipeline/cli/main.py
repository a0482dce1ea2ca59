"""The command `pipeline`: options that every command shares, and errors as one message with the next step."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from pipeline import __version__
from pipeline.errors import PipelineError, UsageError

_COMMANDS = {
    "init": "pipeline.cli.setup:init",
    "extract": "pipeline.cli.work:extract",
    "translate": "pipeline.cli.work:translate",
    "check": "pipeline.cli.check:check",
    "review": "pipeline.cli.review:review",
    "publish": "pipeline.cli.publish:publish",
    "status": "pipeline.cli.status:status",
    "suspend": "pipeline.cli.recall:suspend",
    "reinstate": "pipeline.cli.recall:reinstate",
    "recall": "pipeline.cli.recall:recall",
    "report": "pipeline.cli.report:report",
    "engines": "pipeline.cli.engines:engines",
    "memory": "pipeline.cli.memory:memory",
    "languages": "pipeline.cli.setup:languages",
}


class _Lazy(click.Group):
    """A group that imports a command when it is asked for, so that `--help` stays instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("-C", "directory", type=click.Path(path_type=Path), default=Path(), help="Work on the workspace in DIR.")
@click.version_option(__version__, prog_name="pipeline")
@click.pass_context
def cli(context: click.Context, directory: Path) -> None:
    """Plain-language health summaries in many languages: drafted offline, reviewed by people, published with names.

    \b
    The usual way:  pipeline extract             sources -> templates and catalogs
                    pipeline translate --lang es  drafts, all marked as drafts
                    pipeline check --lang es      what to look at twice
                    pipeline review start --lang es --as NAME
                    pipeline publish --lang es    refuses what nobody has signed

    Exit codes: 0 done; 1 done, but not clean (findings, refusals, segments left); 2 wrong usage or configuration.
    """  # noqa: D301  # click knows the character that the escape stands for
    context.obj = directory


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    try:
        code = cli.main(args=arguments, prog_name="pipeline", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nStopped. What was written so far is kept; run the same command to go on.", err=True)
        code = 1
    except PipelineError as error:
        click.echo(f"pipeline: {error}", err=True)
        code = 2 if isinstance(error, UsageError) else 1
    except BrokenPipeError:
        code = 1
    sys.exit(code if isinstance(code, int) else 0)
