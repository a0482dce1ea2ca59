"""Reads Argos packages: what an installed one says of itself, and whether a file may be unpacked at all.

An `.argosmodel` is a zip archive from a stranger. Nothing of it is written before every member has been looked at, and
only the files that translating needs are written: the sentence splitters some packages carry are pickles, and pickles
are programs.
"""

import json
import re
import shutil
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.errors import PackageError

METADATA = "metadata.json"
_VOCABULARIES = tuple(
    f"model/{name}_vocabulary.{suffix}" for name in ("shared", "source", "target") for suffix in ("json", "txt")
)
_TOKENIZERS = ("sentencepiece.model", "bpe.model")
_WANTED = frozenset(
    {METADATA, "README.md", "LICENSE", "model/model.bin", "model/config.json", *_VOCABULARIES, *_TOKENIZERS}
)
_UNREADABLE = (zipfile.BadZipFile, OSError, RuntimeError, UnicodeDecodeError, EOFError)
_INSTEAD = "give the .argosmodel file as it was published, or fetch it anew"
_MOST_MEMBERS = 5_000
_MOST_BYTES = 2_000_000_000
_MOST_METADATA = 65_536
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,30}")
# Argos's own codes for what has another tag with us; its `pt` stands in for `pb` where that is not installed.
_TAGS = {"pb": "pt", "zt": "zh-Hant"}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a package says of itself; `source` and `target` are BCP 47 tags.

    `exact` says that the package was made for just the variety its tag means, not for one like it.
    """

    source: str
    target: str
    version: str
    exact: bool = False

    @property
    def pair(self) -> str:
        """The pair as it is written in origins and reports."""
        return f"{self.source}>{self.target}"

    @property
    def merit(self) -> tuple[bool, list[int]]:
        """What the better of two packages of a pair has more of: it is made for this variety, then the version."""
        return self.exact, [int(digits) for digits in re.findall(r"[0-9]+", self.version)]


def read_metadata(text: str, where: Path) -> Metadata:
    """The metadata in `text`. Raises PackageError naming `where` and the field that is wrong."""
    try:
        data: Any = json.loads(text)
    except ValueError as error:
        raise PackageError(f"{where}: {METADATA} is not JSON: {error}") from error
    return as_metadata(data, where)


def as_metadata(data: object, where: Path | str) -> Metadata:
    """The metadata that a JSON value states, in a package or in an index. Raises PackageError as `read_metadata`."""
    if not isinstance(data, dict):
        raise PackageError(f"{where}: {METADATA} is not an object")
    if data.get("type", "translate") != "translate":
        raise PackageError(f"{where}: a package of type {data['type']!r} does not translate")
    codes = _field(data, "from_code", _CODE, where), _field(data, "to_code", _CODE, where)
    if codes[0] == codes[1]:
        raise PackageError(f"{where}: translates {codes[0]} into itself")
    source, target = (_TAGS.get(code, code.replace("_", "-")) for code in codes)
    version = _field(data, "package_version", _VERSION, where)
    return Metadata(source, target, version, exact=not _TAGS.keys().isdisjoint(codes))


def examine(archive: Path) -> Metadata:
    """What the package `archive` says of itself. Raises PackageError where any member is unsafe or a needed one is
    missing; writes nothing.
    """
    try:
        with zipfile.ZipFile(archive) as package:
            wanted = _wanted(package, archive)
            with package.open(wanted[METADATA]) as file:
                return read_metadata(file.read(_MOST_METADATA).decode("utf-8"), archive)
    except _UNREADABLE as error:
        raise PackageError(f"{archive}: not a readable Argos package: {error}; {_INSTEAD}") from error


def unpack(archive: Path, folder: Path) -> None:
    """Write the files of the package `archive` that we use into `folder`. Raises PackageError as `examine` does."""
    try:
        with zipfile.ZipFile(archive) as package:
            for name, member in _wanted(package, archive).items():
                target = folder / name
                target.parent.mkdir(exist_ok=True)
                with package.open(member) as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
    except _UNREADABLE as error:
        raise PackageError(f"{archive}: not a readable Argos package: {error}; {_INSTEAD}") from error


def _field(data: dict[str, Any], name: str, pattern: re.Pattern[str], where: Path | str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise PackageError(f"{where}: {METADATA} says {name} = {value!r}")
    return value


def _wanted(package: zipfile.ZipFile, archive: Path) -> dict[str, zipfile.ZipInfo]:
    """The files we use by their path in the package; every member has been looked at."""
    files = {name: member for name, member in _safe(package.infolist(), archive).items() if name in _WANTED}
    for needed in ((METADATA,), ("model/model.bin",), _VOCABULARIES, _TOKENIZERS):
        if not any(name in files for name in needed):
            raise PackageError(f"{archive}: incomplete, without {' or '.join(needed)}")
    return files


def _safe(members: list[zipfile.ZipInfo], archive: Path) -> dict[str, zipfile.ZipInfo]:
    """The files by their path below the package's one folder. Looks at every member, wanted or not."""
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_BYTES:
        raise PackageError(f"{archive}: unpacks to more than any Argos package does")
    seen: set[str] = set()
    roots: set[str] = set()
    files: dict[str, zipfile.ZipInfo] = {}
    for member in members:
        name = member.filename.removesuffix("/")
        path = PurePosixPath(name)
        if reason := _unsafe(name, member):
            raise PackageError(f"{archive}: {reason}: {member.filename!r}; do not use this file")
        if name.casefold() in seen:
            raise PackageError(f"{archive}: holds {name!r} twice; do not use this file")
        seen.add(name.casefold())
        roots.add(path.parts[0])
        if not member.is_dir():
            files["/".join(path.parts[1:])] = member
    if len(roots) != 1 or "" in files:
        raise PackageError(f"{archive}: holds {len(roots)} folders; an Argos package is one folder in a zip archive")
    return files


def _unsafe(name: str, member: zipfile.ZipInfo) -> str:
    if not name or any(part in {"", ".", ".."} for part in name.split("/")):
        return "a path that leads out of the package"
    if "\\" in name or ":" in name or not name.isprintable():
        return "a path that some systems read in another way"
    if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "a link or device"
    return "an encrypted member" if member.flag_bits & 1 else ""
