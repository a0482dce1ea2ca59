"""Reads source documents: which files there are, what their bytes say, and the sentences they are cut into."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pipeline import looks, registry
from pipeline.config import Workspace
from pipeline.errors import SourceError, UsageError, WorkspaceError
from pipeline.model.document import Block, BlockKind, Document
from pipeline.model.finding import Problem
from pipeline.plugins import ParsedSource, Source
from pipeline.segmentation import split
from pipeline.stages.pictures import own_files, with_pictures
from pipeline.stages.source_record import front_matter_record, sidecar_record

_SLUG = re.compile("[a-z0-9]+(?:-+[a-z0-9]+)*")
_RESERVED = "app"  # the domain of the application's own strings
_SIDECAR = ".toml"
_LINE_END = re.compile(r"\r\n?")
_BYTES_LINE_END = re.compile(rb"\r\n?|\n")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SURVEYS: dict[str, tuple[looks.Look, tuple[Mapping[str, Path], Sequence[Problem]]]] = {}
_DAMAGE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """The files to read, and those whose own name or sidecar's name keeps them from being read."""

    paths: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()


def source_files(workspace: Workspace, names: Sequence[str] = ()) -> SourceFiles:
    """The source documents by slug, or those named, in the order of the names; a name may carry its suffix.

    Two files of one name and a sidecar of no document are problems too. Raises UsageError for a name that no document
    has, WorkspaceError where there is no document at all.
    """
    found, problems = _survey(workspace)
    refused = {problem.document for problem in problems}
    wanted = list(dict.fromkeys(map(_slug_of_name, names))) or sorted(found.keys() | refused)
    if missing := [name for name in wanted if name not in found and name not in refused]:
        raise UsageError(f"no document {', '.join(missing)} in {workspace.seeds}: there are {', '.join(sorted(found))}")
    return SourceFiles(
        tuple(found[name] for name in wanted if name in found),
        tuple(problem for name in wanted for problem in problems if problem.document == name),
    )


def _survey(workspace: Workspace) -> tuple[Mapping[str, Path], Sequence[Problem]]:
    """The sources by slug, and what is wrong with names; looked at again when a file came, went or was renamed."""

    def make(_: Path) -> tuple[dict[str, Path], list[Problem]]:
        documents, sidecars = _files(workspace)
        found, problems = _by_slug(workspace, documents)
        for problem in _misnamed_sidecars(workspace, documents, sidecars):
            found.pop(problem.document, None)
            problems.append(problem)
        return found, problems

    try:
        return looks.remembered(_SURVEYS, workspace.seeds, make)
    except FileNotFoundError:
        return make(workspace.seeds)


def read_document(workspace: Workspace, path: Path, headings: Callable[[str], bool]) -> Document:
    """The document in `path`, cut into sentences. `headings` says whether a line is a standard heading.

    `sha256` is of the file's bytes followed by its sidecar's and its pictures'. Raises SourceError, with the place, for
    a file that cannot be read, holds nothing or has no title, and for a picture that no page can hold.
    """
    where = _relative(workspace, path)
    data, sidecar = _bytes(path, where), path.with_suffix(_SIDECAR)
    facts = _bytes(sidecar, where) if sidecar.is_file() else b""
    beside, language = _relative(workspace, sidecar), workspace.source_language.tag
    return with_pictures(_understood(data, facts, path, where, beside, language, headings), data + facts, path)


@lru_cache(maxsize=128)  # by the bytes themselves: between two looks at a document they are the same
def _understood(
    data: bytes, facts: bytes, path: Path, where: str, beside: str, language: str, headings: Callable[[str], bool]
) -> Document:
    parsed = _parsed(_decoded(data, where), path, where, headings)
    if facts and parsed.front_matter:
        raise SourceError(f"{where}: has front matter and a sidecar, {Path(beside).name}: keep one of them")
    return Document(
        slug=path.stem.lower(),
        path=where,
        sha256=hashlib.sha256(data + facts).hexdigest(),
        language=language,
        blocks=_segmented(parsed.blocks, language),
        record=sidecar_record(facts, beside) if facts else front_matter_record(parsed.front_matter, where),
    )


def source_digest(path: Path) -> str:
    """What `Document.sha256` is of the source at `path`, without understanding it; empty where it cannot be read."""
    source, sidecar, *pictures = own_files(path)
    there = (source, *([sidecar] if sidecar.is_file() else []), *pictures)
    try:
        return hashlib.sha256(b"".join(one.read_bytes() for one in there)).hexdigest()
    except OSError:
        return ""


def show(document: Document) -> str:
    """The document as it was understood: for each block its kind, line and reason, and its sentences, one a line."""
    segments = sum(len(block.segments) for block in document.blocks)
    rows = [f"{document.path}: {len(document.blocks)} blocks, {segments} segments"]
    for block in document.blocks:
        rows.append(f"{_kind(block):<26} line {block.line:<5} {block.reason}")
        rows += [f"    {segment}" for segment in block.segments]
    return "\n".join(rows)


def _kind(block: Block) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return f"heading, level {block.level}"
        case BlockKind.ITEM:
            return f"{'numbered item' if block.ordered else 'item'}, depth {block.level}"
        case BlockKind.CELL:
            return f"cell, table {block.table}, {block.row}/{block.column}"
    return block.kind.value


def _files(workspace: Workspace) -> tuple[list[Path], list[Path]]:
    """The source documents and the sidecars, sorted. Raises WorkspaceError where there is no document."""
    files = [path for path in sorted(workspace.seeds.glob("*")) if path.is_file() and not path.name.startswith(".")]
    formats = _formats()
    documents = [path for path in files if path.suffix.lower() in formats]
    if not documents:
        suffixes = ", ".join(sorted(formats))
        raise WorkspaceError(f"{workspace.seeds}: no source document here; put one in, with the suffix {suffixes}")
    return documents, [path for path in files if path.suffix.lower() == _SIDECAR]


def _by_slug(workspace: Workspace, documents: Iterable[Path]) -> tuple[dict[str, Path], list[Problem]]:
    """The documents by slug, and those whose name is none or that of another."""
    found: dict[str, Path] = {}
    problems = []
    for path in documents:
        slug = path.stem.lower()
        if why := _wrong_name(slug, path.suffix):
            problems.append(Problem(slug, f"{_relative(workspace, path)}: {why}"))
        elif slug in found:
            why = f"{_relative(workspace, path)}: {found[slug].name} has the same name {slug!r}; rename one of them"
            problems.append(Problem(slug, why))
        else:
            found[slug] = path
    doubtful = {problem.document for problem in problems}
    return {slug: path for slug, path in found.items() if slug not in doubtful}, problems


def _misnamed_sidecars(workspace: Workspace, documents: Iterable[Path], sidecars: Iterable[Path]) -> list[Problem]:
    """The sidecars without a document, and those that differ from its name in capitals alone.

    Reading without them would lose what they say: a withdrawal, for one.
    """
    owners = {path.stem.lower(): path for path in documents}
    problems = []
    for path in sidecars:
        owner = owners.get(path.stem.lower())
        if owner is None:
            why = f"{_relative(workspace, path)}: describes a document that is not there; give both the same name"
            problems.append(Problem(path.stem.lower(), why))
        elif path.name != (name := f"{owner.stem}{_SIDECAR}"):
            why = f"{_relative(workspace, path)}: the sidecar of {owner.name} is called {name}; rename it"
            problems.append(Problem(owner.stem.lower(), why))
    return problems


def _formats() -> dict[str, Source]:
    return {suffix: source for source in registry.sources().values() for suffix in source.suffixes}


def _wrong_name(slug: str, suffix: str) -> str:
    """Why a document cannot have this name; empty where it can."""
    if slug == _RESERVED:
        return f"the name {slug!r} belongs to the application's own strings; choose another"
    if _SLUG.fullmatch(slug):
        return ""
    better = re.sub("[^a-z0-9]+", "-", slug).strip("-") or "document"
    better = f"{better}-text" if better == _RESERVED else better
    return f"a name has the letters a to z, digits and hyphens between them; call it {better}{suffix}"


def _slug_of_name(name: str) -> str:
    path = Path(name)
    return (path.stem if path.suffix.lower() in _formats() else path.name).lower()


def _relative(workspace: Workspace, path: Path) -> str:
    return path.relative_to(workspace.root).as_posix() if path.is_relative_to(workspace.root) else path.as_posix()


def _bytes(path: Path, where: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{where}: {error.strerror or error}") from error


def _decoded(data: bytes, where: str) -> str:
    """The text of a file, its lines ended by a line feed alone, no byte order mark; SourceError where it is no text."""
    if data.startswith(_UTF_16):
        raise SourceError(f"{where}: this is UTF-16; save the file as UTF-8")
    try:
        text = _LINE_END.sub("\n", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        start = error.start + data.startswith(b"\xef\xbb\xbf") * 3
        line = len(_BYTES_LINE_END.findall(data[:start])) + 1
        message = f"{where}:{line}: byte {start + 1} (0x{data[start]:02x}) is not UTF-8; save the file as UTF-8"
        raise SourceError(message) from error
    if damage := _DAMAGE.search(text):
        line = text.count("\n", 0, damage.start()) + 1
        raise SourceError(f"{where}:{line}: U+{ord(damage[0]):04X} is no character of a text; write what belongs there")
    return text


def _parsed(text: str, path: Path, where: str, headings: Callable[[str], bool]) -> ParsedSource:
    formats = _formats()
    if path.suffix.lower() not in formats:
        raise SourceError(f"{where}: no source format has this suffix; known are {', '.join(sorted(formats))}")
    if not text.strip():
        raise SourceError(f"{where}: the file is empty; write the text, or remove the file")
    try:
        parsed = formats[path.suffix.lower()].parse(text, headings)
    except SourceError as error:
        raise SourceError(f"{where}:{error}") from error
    if not any(block.segments for block in parsed.blocks):
        raise SourceError(f"{where}: there is no text in it; write one, or remove the file")
    if not any(block.kind is BlockKind.TITLE for block in parsed.blocks):
        line = parsed.blocks[0].line
        raise SourceError(f"{where}:{line}: the text has no title; write it above, in Markdown as `# Title`")
    return parsed


def _segmented(blocks: Sequence[Block], language: str) -> tuple[Block, ...]:
    """The blocks cut into sentences. A cell without text stays, so that its table keeps its shape."""
    found = []
    for block in blocks:
        segments = tuple(sentence for text in block.segments for sentence in split(text, language))
        if segments or block.kind is BlockKind.CELL:
            found.append(replace(block, segments=segments))
    return tuple(found)
