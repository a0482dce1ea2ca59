"""The fonts of leaflets on paper: which files stand for a family, that they are the very files, what they can write."""

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import shipped
from pipeline.errors import PublishError


@dataclass(frozen=True, slots=True)
class FontFile:
    """A file of a family; `face` is the family's number within a collection."""

    path: Path
    face: int


@dataclass(frozen=True, slots=True)
class FontSet:
    """The fonts a language is written with: the families in the order in which they are asked, and their files."""

    families: tuple[str, ...]
    files: tuple[FontFile, ...]

    def characters(self) -> Iterator[frozenset[str]]:
        """What each family can write, one set of characters after the other."""
        for family in self.families:
            yield _characters(family)


def font_set(families: Sequence[str], where: str) -> FontSet:
    """The families and behind them those that every language falls back on.

    Raises PublishError for a family that `i18n/fonts.toml` does not have, a file that this machine does not have, and
    one with another hash.
    """
    known = listed()["families"]
    chain = tuple(dict.fromkeys((*families, *listed()["fallback"])))
    for family in chain:
        if family not in known:
            raise PublishError(
                f"{where}: no font file for {family!r}; i18n/fonts.toml has {', '.join(sorted(known))}: take one of"
                " these as `fonts` in i18n/languages.toml, or add its files there"
            )
    return FontSet(chain, tuple(file for family in chain for file in files_of(family)))


@cache
def listed() -> dict[str, Any]:
    """What `i18n/fonts.toml` says."""
    return tomllib.loads((shipped.language_data() / "fonts.toml").read_text("utf-8"))


@cache
def files_of(family: str) -> tuple[FontFile, ...]:
    """The files of a family, found and examined once."""
    row = listed()["families"][family]
    folders = [Path(folder) for folder in listed()["folders"]]
    return tuple(
        FontFile(_found(file["name"], file["sha256"], row["package"], folders), row.get("face", 0))
        for file in row["files"]
    )


@cache
def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _found(name: str, sha256: str, package: str, folders: Sequence[Path]) -> Path:
    """The file of that name. Raises PublishError where there is none, or another one than the pinned."""
    path = next((path for folder in folders if (path := folder / name).is_file()), None)
    if path is None:
        raise PublishError(
            f"font {name} is not on this machine; on Debian and Ubuntu: apt-get install {package}. Elsewhere put it"
            f" into one of {', '.join(map(str, folders))}"
        )
    if _hash(path) != sha256:
        raise PublishError(
            f"{path}: SHA-256 is {_hash(path)}, i18n/fonts.toml has {sha256}; install Debian's {package} anew, or look"
            " at pages set in this font and state its hash there"
        )
    return path


@cache
def _characters(family: str) -> frozenset[str]:
    """What the family's first file has glyphs for."""
    from fontTools.ttLib import TTFont

    first = files_of(family)[0]
    with TTFont(first.path, fontNumber=first.face, lazy=True) as font:
        return frozenset(map(chr, font["cmap"].getBestCmap()))
