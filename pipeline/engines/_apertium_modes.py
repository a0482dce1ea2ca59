"""Reads Apertium's mode files: which pairs are installed, and which programs make up the pipe of each.

A mode file holds one shell command. It is taken apart here and never given to a shell; a pair whose command uses a
program we do not know, or one that is not installed, is left out.
"""

import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.core import get_global

_MODES = Path("/usr/share/apertium/modes")
_SHELL = re.compile(r"[();<>|&]+")
_NAME = re.compile(r"([a-z]{2,3})-([a-z]{2,3})(?:_(\w+))?\.mode")
# Programs that flush at a NUL character when called with -z; others would hold their output for ever.
_FLUSHING = frozenset(
    {
        "apertium-anaphora",
        "apertium-interchunk",
        "apertium-postchunk",
        "apertium-posttransfer",
        "apertium-pretransfer",
        "apertium-tagger",
        "apertium-transfer",
        "cg-proc",
        "hfst-proc",
        "lrx-proc",
        "lsx-proc",
        "lt-proc",
        "rtx-proc",
    }
)
# What `apertium` puts in place of a mode's parameters: mark unknown words; no option for the tagger.
_PARAMETERS = {"$1": ["-g"], "$2": []}
# Our `pt` is Brazilian: where a pair has a Brazilian variant, its plain form is European Portuguese.
_OURS = {"pt": "BR"}
_PLAIN = {"pt": "pt-PT"}
_VARIANTS = {("ca", "valencia"): "ca-valencia"}


@dataclass(frozen=True, slots=True)
class Mode:
    """An installed pair: BCP 47 tags, the argument lists of its programs in order, its Debian package and version."""

    source: str
    target: str
    commands: tuple[tuple[str, ...], ...]
    package: str
    version: str

    @property
    def pair(self) -> str:
        """The pair as it is written in origins and reports."""
        return f"{self.source}>{self.target}"


def installed_modes() -> tuple[Mode, ...]:
    """Every usable pair, sorted. The environment's PIPELINE_APERTIUM_MODES names another folder of mode files."""
    commands = {
        tags: (path, parsed)
        for tags, path in _by_tags(Path(os.environ.get("PIPELINE_APERTIUM_MODES", _MODES))).items()
        if (parsed := parse_mode(path.read_text("utf-8", errors="replace")))
    }
    packages = _packages(tuple(str(path) for path, _ in commands.values()))
    return tuple(
        Mode(*tags, parsed, *packages.get(str(path), ("", "unknown")))
        for tags, (path, parsed) in sorted(commands.items())
    )


def _by_tags(folder: Path) -> dict[tuple[str, str], Path]:
    """The mode files by language tags; the first by name where several packages hold a pair."""
    found: dict[tuple[str, str], Path] = {}
    for path in sorted(folder.glob("*.mode")):
        if not path.is_file() or not (named := _NAME.fullmatch(path.name)):
            continue
        source, language, variant = _tag(named[1]), _tag(named[2]), named[3] or ""
        ours = path.with_name(f"{named[1]}-{named[2]}_{_OURS.get(language)}.mode")
        if target := _target(language, variant, has_ours=ours.exists()):
            found.setdefault((source, target), path)
    return found


def parse_mode(text: str) -> tuple[tuple[str, ...], ...]:
    """The argument lists of a mode's pipe, each made to flush; empty where one cannot be run that way."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    commands: list[list[str]] = [[]]
    try:
        for word in lexer:
            if word == "|":
                commands.append([])
            else:
                commands[-1] += _PARAMETERS.get(word, [word])
    except ValueError:
        return ()
    return tuple(_flushing(command) for command in commands) if all(map(_usable, commands)) else ()


def _usable(command: list[str]) -> bool:
    if any(_SHELL.fullmatch(word) for word in command):
        return False
    return bool(command) and command[0] in _FLUSHING and shutil.which(command[0]) is not None


def _flushing(command: list[str]) -> tuple[str, ...]:
    return (command[0], "-z", *command[1:])


def _tag(code: str) -> str:
    """The BCP 47 language of an Apertium code: CLDR knows which three-letter codes have a shorter form."""
    return str(get_global("language_aliases").get(code, code)).replace("_", "-")


def _target(language: str, variant: str, *, has_ours: bool) -> str:
    """The tag of a target, empty for a variant that BCP 47 has no name for."""
    if not variant:
        return _PLAIN[language] if has_ours else language
    if variant == _OURS.get(language):
        return language
    if re.fullmatch(r"[A-Z]{2}", variant):
        return f"{language}-{variant}"
    return _VARIANTS.get((language, variant), "")


@cache
def _packages(paths: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """Package and version by path, as the package manager knows them; empty where there is none."""
    lines = _dpkg("-S", *paths) if paths else []
    owners = {path: name for name, _, path in (line.partition(": ") for line in lines)}
    rows = _dpkg("-W", "-f", "${Package} ${Version}\\n", *sorted(set(owners.values()))) if owners else []
    versions = dict(row.split(" ", 1) for row in rows)
    return {path: (name, versions[name]) for path, name in owners.items() if name in versions}


def _dpkg(*arguments: str) -> list[str]:
    program = shutil.which("dpkg-query")
    if program is None:
        return []
    run = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    return run.stdout.splitlines()
