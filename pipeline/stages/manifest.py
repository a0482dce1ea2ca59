"""The manifest of a site, `manifest.json`: each of its files with its hash and those of what it was made from."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from pipeline import files
from pipeline.errors import PublishError

NAME = "manifest.json"
FORMAT = 3
PAGES = "site"  # the format of what is no leaflet: lists, search, the start page


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the site; hashes are SHA-256 in hex.

    `key` names all that the bytes depend on. `record` is the committed file that says who signed each sentence and
    when, which engines and memory drafted it, what was dismissed and excepted: a path in the workspace. `view` is what
    a reader finds there, in the words of `life.View`. What follows `key` is empty for a page that shows no leaflet, as
    are document and, for pages in no one language, `language`.
    """

    path: str
    sha256: str
    document: str
    language: str
    format: str
    key: str
    record: str = ""
    record_sha256: str = ""
    source_sha256: str = ""
    catalog_sha256: str = ""
    template_sha256: str = ""
    fonts_sha256: str = ""
    signed_off: str = ""
    code_version: str = ""
    view: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """The leaflet that it shows, by document and language."""
        return self.document, self.language


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a site by path."""

    files: tuple[FileRow, ...] = ()

    @property
    def by_path(self) -> Mapping[str, FileRow]:
        """The rows by their path."""
        return {row.path: row for row in self.files}


def to_json(manifest: Manifest) -> bytes:
    """The manifest as it is published: stable order, the hash of all of it at the end."""
    rows = [asdict(row) for row in sorted(manifest.files, key=lambda row: row.path)]
    content = {"format": FORMAT, "files": rows}
    return (json.dumps({**content, "sha256": _hash(content)}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def from_json(data: bytes) -> Manifest:
    """The manifest in the bytes of its file. Raises ValueError, KeyError or TypeError for anything else."""
    raw: dict[str, Any] = json.loads(data)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ValueError("a manifest of another format")
    if raw.pop("sha256") != _hash(raw):
        raise ValueError("it was changed after it was written")
    names = {field.name for field in fields(FileRow)}
    if any(set(row) != names or not all(isinstance(value, str) for value in row.values()) for row in raw["files"]):
        raise ValueError("a row that is none")
    return Manifest(tuple(FileRow(**row) for row in raw["files"]))


def read_manifest(site: Path) -> Manifest | None:
    """The manifest of the site, None where there is none. Raises PublishError for a file that is no manifest."""
    path = site / NAME
    data = files.read(path)
    try:
        return from_json(data) if data is not None else None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PublishError(f"{path}: not a manifest ({error}); publish anew") from error


def _hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode("utf-8")).hexdigest()
