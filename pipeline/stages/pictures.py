"""The pictures of a source: files beside it, small and harmless, that travel inside the document as data."""

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.model.document import BlockKind, Document

_LARGEST = 60_000  # bytes: a page with one stays below 100 kB
_NAME = re.compile(rb"[A-Za-z0-9][\w.-]*\.(?:png|jpe?g|svg)(?![\w.-])", re.IGNORECASE)
_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_SVG = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", re.DOTALL)
_ACTIVE = re.compile(
    rb"""<\s*(?:script|foreignObject|iframe|image|use\s[^>]*href\s*=\s*["'][^#])|<!(?:DOCTYPE|ENTITY)|\son\w+\s*="""
    rb"""|(?:href|src)\s*=\s*["'](?!\#)|url\(\s*["']?(?!\#)|@import""",
    re.IGNORECASE,
)


def own_files(source: Path) -> tuple[Path, ...]:
    """The files that a document is made of: the source, its sidecar, and each picture that the source may name."""
    try:
        named = set(_NAME.findall(source.read_bytes()))
    except OSError:
        named = set()
    pictures = (source.with_name(name.decode("ascii")) for name in sorted(named))
    return (source, source.with_suffix(".toml"), *(path for path in pictures if path.is_file()))


def with_pictures(document: Document, data: bytes, source: Path) -> Document:
    """The document with the data of its pictures in place of their files' names; `data` are its own bytes.

    Raises SourceError, with the place, for a picture that is not there, too large, or no plain picture.
    """
    figures = [block for block in document.blocks if block.kind is BlockKind.FIGURE]
    if not figures:
        return document
    found = {block.picture: _bytes(source, block.picture, f"{document.path}:{block.line}") for block in figures}
    blocks = tuple(
        replace(block, picture=_address(found[block.picture])) if block.kind is BlockKind.FIGURE else block
        for block in document.blocks
    )
    pictures = b"".join(found[name] for name in sorted(found))
    return replace(document, blocks=blocks, sha256=hashlib.sha256(data + pictures).hexdigest())


def _bytes(source: Path, name: str, where: str) -> bytes:
    """The bytes of a picture that a page can hold."""
    try:
        data = _read(source, name)
        _kind(data)
    except ValueError as error:
        raise SourceError(f"{where}: picture {name!r}: {error}") from error
    return data


def _address(data: bytes) -> str:
    return f"data:{_kind(data)};base64,{base64.b64encode(data).decode('ascii')}"


def _read(source: Path, name: str) -> bytes:
    if not _NAME.fullmatch(name.encode("utf-8", "replace")):
        raise ValueError(
            "a picture is a file beside the text, named in letters, digits, dots and hyphens, that ends in .png, .jpg"
            " or .svg"
        )
    try:
        data = source.with_name(name).read_bytes()
    except OSError as error:
        raise ValueError(error.strerror or str(error)) from error
    if len(data) > _LARGEST:
        raise ValueError(f"{len(data):,} bytes are too many for a page: make it smaller than {_LARGEST:,}")
    return data


def _kind(data: bytes) -> str:
    """The media type. Raises ValueError for what is no picture, or a drawing that could do or fetch something."""
    for start, kind in _KINDS.items():
        if data.startswith(start):
            return kind
    if not _SVG.match(data):
        raise ValueError("this is no PNG, JPEG or SVG")
    if _ACTIVE.search(data):
        raise ValueError("the drawing holds a script, a link or a reference to another file: save it as plain SVG")
    return "image/svg+xml"
