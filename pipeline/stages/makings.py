"""What a published file is made with, beside its leaflet: the code, the templates, the fonts, the libraries."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline import shipped
from pipeline.model.leaflet import Leaflet

_CODE = Path(__file__).resolve().parents[1]
_ABOVE = ("cli", "review_app", "queue", "data")  # parts that no page is made by
_LIBRARIES = ("Babel", "fonttools", "Jinja2", "lxml", "MarkupSafe", "pydyf", "python-docx", "segno", "weasyprint")


@dataclass(frozen=True, slots=True)
class Makings:
    """SHA-256 of the code (with the versions of the libraries that lay out pages), the templates and the list of fonts;
    empty where there is no such list.
    """

    code: str
    templates: str
    fonts: str


@cache
def makings() -> Makings:
    """What this program makes pages with."""
    modules = [path for path in _CODE.rglob("*.py") if path.relative_to(_CODE).parts[0] not in _ABOVE]
    libraries = "\n".join(f"{name} {_version(name)}" for name in _LIBRARIES).encode()
    templates = [path for path in (_CODE / "renderers").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    fonts = shipped.language_data() / "fonts.toml"  # states the hash of each file; renderers take no other
    return Makings(
        code=hashlib.sha256(_digest(modules).encode() + libraries).hexdigest(),
        templates=_digest(templates),
        fonts=hashlib.sha256(fonts.read_bytes()).hexdigest() if fonts.is_file() else "",
    )


def digest_of(leaflet: Leaflet) -> str:
    """Of all that a leaflet says; the same in every process, where the order of a set is not."""
    said = sorted(leaflet.in_english), replace(leaflet, in_english=frozenset())
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def key_of(said: str, format_name: str, ways: object) -> str:
    """A name for all that the file of a leaflet depends on: what is `said` in it, its format, its `ways` to others.

    The same key, the same bytes.
    """
    made = makings()
    parts = (format_name, made.code, made.templates, made.fonts, said, repr(ways))
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()


def _digest(paths: Iterable[Path]) -> str:
    """Of these files and their names, wherever the package lies."""
    found = hashlib.sha256()
    for name, path in sorted((path.relative_to(_CODE).as_posix(), path) for path in paths):
        found.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
