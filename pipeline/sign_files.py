"""Reads what is known of signs: `i18n/signs/<tag>.toml` and the names of `i18n/keep/names.txt`."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import LanguageError
from pipeline.languages import Style
from pipeline.spelt_out import Signs


def load(source: Style, target: Style, signs: Iterable[Path], keep: Iterable[Path] = ()) -> Signs:
    """The signs of these files, a later one's rows added to an earlier one's. Raises LanguageError naming the file."""
    with_figure: dict[str, str] = {}
    said: dict[str, dict[str, str]] = {"said_before": {}, "said_after": {}}
    anywhere: dict[str, tuple[str, ...]] = {}
    rows: dict[str, list[dict[str, str]]] = {"formula": [], "mark": [], "write": [], "return": [], "cut": []}
    for path in signs:
        table = _read(path)
        for sign, characters in table.get("before_figure", {}).items():
            with_figure |= dict.fromkeys(characters, sign)
        for place, wordings in said.items():
            for sign, listed in table.get(place, {}).items():
                wordings |= {wording: f"{wordings.get(wording, '')}|{sign}" for wording in listed}
        anywhere |= {sign: tuple(wordings) for sign, wordings in table.get("said", {}).items()}
        for name in rows:
            rows[name] += _sound(path, table.get(name, []))
    return Signs(
        source,
        target,
        with_figure,
        said["said_before"],
        said["said_after"],
        anywhere,
        formulas=tuple(re.compile(row["find"]) for row in rows["formula"]),
        marks=tuple(re.compile(row["find"]) for row in rows["mark"]),
        writes=tuple((re.compile(row["find"]), row["write"]) for row in rows["write"]),
        returns=tuple((re.compile(r["sign"]), re.compile(r["find"]), r["write"]) for r in rows["return"]),
        cuts=tuple(re.compile(row["find"]) for row in rows["cut"]),
        keep=frozenset(name for path in keep for name in _names(path)),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LanguageError(f"{path}: {error}") from error


def _sound(path: Path, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    for row in rows:
        try:
            re.compile(row["find"])
            re.compile(row.get("sign", ""))
        except (KeyError, re.error) as error:
            raise LanguageError(f"{path}: {row.get('name', row)}: {error}") from error
    return rows


def _names(path: Path) -> Iterator[str]:
    """The names of a list, one a line; # begins a remark."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise LanguageError(f"{path}: {error}") from error
    yield from filter(None, (line.partition("#")[0].strip() for line in lines))
