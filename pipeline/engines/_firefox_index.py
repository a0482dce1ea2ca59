"""Reads the list of Firefox's models: a Remote Settings collection, `{"data": [...]}` with a record for each file.

Files of one pair and version make a model. Sizes and SHA-256 are stated for every file; records without are not used.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from pipeline.engines import _addresses
from pipeline.engines._firefox_models import PAIR, RECORD, read_files
from pipeline.engines._listed import is_address, is_sha256
from pipeline.errors import PackageError
from pipeline.plugins import Offer, RemoteFile

_MOST_ENTRIES = 20_000
_LARGEST = 500_000_000
_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}(?:[ab][0-9]{0,3})?")
_LOCATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_NAME = re.compile(r"(?:model|lex|vocab|srcvocab|trgvocab)\.[A-Za-z0-9._-]{1,80}\.(?:bin|spm)")
_VOCABULARIES = ({"vocab"}, {"srcvocab", "trgvocab"})
_PACKED = (".zst", ".gz")


@dataclass(frozen=True, slots=True)
class _Record:
    """One record that can be used. `modified` orders the records of the same file."""

    model: tuple[str, str, str]
    kind: str
    file: RemoteFile
    modified: int


class _Index:
    """A `pipeline.plugins.ModelIndex`."""

    address = _addresses.FIREFOX
    notice = (
        "Mozilla's people ask that their model service is not used in production: this is for trying. "
        "For real use host a copy and name it with --index."
    )

    def read(self, data: object, address: str) -> tuple[Offer, ...]:
        """The complete models. Files lie beside Mozilla's own list where Mozilla keeps them, else below the list."""
        records = data.get("data") if isinstance(data, dict) else None
        if not isinstance(records, list):
            raise PackageError(f"{address}: not a list of Firefox models; name another with --index")
        base = _addresses.FIREFOX_FILES if address == self.address else address
        models: dict[tuple[str, str, str], dict[str, _Record]] = defaultdict(dict)
        for record in sorted(_usable(records[:_MOST_ENTRIES], base), key=lambda one: one.modified):
            models[record.model][record.kind] = record
        offers = [offer for model, files in models.items() if (offer := _offer(model, files))]
        if not offers:
            why = " (packed models, as of translations-models-v2, are not read)" if _is_packed(records) else ""
            raise PackageError(f"{address}: lists no Firefox model that can be used{why}; name another with --index")
        return tuple(sorted(offers, key=lambda offer: _merit(offer.version), reverse=True))

    def package(self, offer: Offer, folder: Path) -> Path:
        """The folder, with a record of the version."""
        if read_files(folder) is None:
            raise PackageError(f"{folder}: not the files of one Firefox model")
        (folder / RECORD).write_text(json.dumps({"version": offer.version}), "utf-8")
        return folder.rename(folder.with_name(f"{offer.source}-{offer.target}"))


INDEX = _Index()


def _usable(records: Iterable[object], base: str) -> Iterable[_Record]:
    return (usable for record in records if isinstance(record, dict) and (usable := _record(record, base)))


def _record(record: dict[str, Any], base: str) -> _Record | None:
    model = tuple(record.get(field) for field in ("fromLang", "toLang", "version"))
    kind, name, attachment = record.get("fileType"), record.get("name"), record.get("attachment")
    if not all(isinstance(word, str) for word in (*model, kind, name)) or not isinstance(attachment, dict):
        return None
    source, target, version = map(str, model)
    location, digest, size = attachment.get("location"), attachment.get("hash"), _size(attachment.get("size"))
    named = _NAME.fullmatch(str(name)) is not None and str(name).partition(".")[0] == kind
    sound = isinstance(location, str) and _LOCATION.fullmatch(location) is not None and is_sha256(digest)
    if not (named and sound and size and PAIR.fullmatch(f"{source}-{target}") and _VERSION.fullmatch(version)):
        return None
    address = urljoin(base, str(location))
    if not is_address(address) or source == target:
        return None
    modified = record.get("last_modified")
    file = RemoteFile(str(name), address, size, str(digest))
    return _Record((source, target, version), str(kind), file, modified if isinstance(modified, int) else 0)


def _size(value: object) -> int | None:
    """Bytes, which some lists write as a string; None for what no file of a model can have."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,12}", value):
        value = int(value)
    return value if isinstance(value, int) and 0 < value <= _LARGEST else None


def _offer(model: tuple[str, str, str], files: dict[str, _Record]) -> Offer | None:
    vocabulary = next((kinds for kinds in _VOCABULARIES if kinds <= files.keys()), None)
    if "model" not in files or vocabulary is None:
        return None
    kinds = ["model", *sorted(vocabulary), *(["lex"] if "lex" in files else [])]
    return Offer(*model, "MPL-2.0", tuple(files[kind].file for kind in kinds))


def _merit(version: str) -> tuple[bool, list[int]]:
    """What the better of two versions has more of: it is no trial, then the number."""
    return version.replace(".", "").isdigit(), [int(digits) for digits in re.findall(r"[0-9]+", version)]


def _is_packed(records: list[Any]) -> bool:
    attachments = (record.get("attachment") for record in records if isinstance(record, dict))
    return any(str(one.get("filename")).endswith(_PACKED) for one in attachments if isinstance(one, dict))
