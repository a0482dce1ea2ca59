"""Reads and writes PO files through polib: the strict gate first, unwrapped strings, same catalog, same bytes."""

from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath

import polib

from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.gate import lines_of
from pipeline.catalog.remarks import format_remark, parse_remark
from pipeline.errors import CatalogError
from pipeline.model.document import Key


class _Lines(str):
    """A text that polib splits at line feeds only; `str.splitlines` would also cut a message at U+2028 or U+0085."""

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:  # noqa: FBT001, FBT002
        assert not keepends  # noqa: S101
        return self.split("\n")


def parse(data: bytes, name: str) -> Catalog:
    """The catalog in the bytes of a PO file. Raises CatalogError with `name` and line for anything doubtful."""
    known = _parsed(data, name)
    return replace(known, header=dict(known.header))


@lru_cache(maxsize=16)
def _parsed(data: bytes, name: str) -> Catalog:
    """A page reads the same catalog several times; a run over all documents, each once."""
    lines = lines_of(data, name)
    if not any(line.strip() for line in lines):
        raise CatalogError(f"{name}: the file is empty; take it from version control or delete it and extract again")
    try:
        file = polib.pofile(_Lines("\n".join(map(_spaced, lines))), wrapwidth=0)
    except (OSError, ValueError, UnicodeError) as error:
        raise CatalogError(f"{name}: {error}") from error
    if "charset" in (kind := file.metadata.get("Content-Type", "")) and "utf-8" not in kind.lower():
        raise CatalogError(f"{name}: the header says {kind!r}; catalogs are UTF-8")
    entries = tuple(_entry(message) for message in file)
    _refuse_duplicates(entries, name)
    return Catalog(
        language=file.metadata.get("Language", ""),
        domain=PurePath(name).stem,
        entries=(*(e for e in entries if not e.obsolete), *(e for e in entries if e.obsolete)),
        header=dict(file.metadata),
        comment=file.header,
    )


def serialise(catalog: Catalog) -> bytes:
    """The bytes of the PO file; `parse` gives the same catalog back."""
    file = polib.POFile(wrapwidth=0)
    file.header = catalog.comment
    file.metadata = dict(catalog.header)
    file.extend(_message(entry) for entry in catalog.entries)
    return (str(file).rstrip("\n") + "\n").encode("utf-8")


def binary(catalog: Catalog) -> bytes:
    """The `.mo` file of the active entries that have a target and are not fuzzy."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = dict(catalog.header)
    file.extend(_message(e) for e in catalog.active.values() if e.target and not e.fuzzy)
    return bytes(file.to_binary())


def serialise_entry(entry: Entry) -> str:
    """One message as PO text, for the log; `parse_entry` reads it back."""
    return str(_message(entry).__unicode__(0))


def parse_entry(text: str) -> Entry:
    """The message in a PO text of one message."""
    return parse(f'msgid ""\nmsgstr ""\n\n{text}'.encode(), "entry").entries[0]


def _spaced(line: str) -> str:
    """`#note` as `# note`, as GNU gettext reads it; polib would drop the line."""
    return f"# {line[1:]}" if line[:1] == "#" and line[1:2] not in ("", " ", ".", ":", ",", "|", "~") else line


def _entry(message: polib.POEntry) -> Entry:
    comments = message.tcomment.split("\n") if message.tcomment else []
    remarks = [(line, parse_remark(line)) for line in comments]
    previous = Key(message.previous_msgctxt, message.previous_msgid) if message.previous_msgid else None
    return Entry(
        key=Key(message.msgctxt, message.msgid),
        target=message.msgstr,
        fuzzy="fuzzy" in message.flags,
        remarks=tuple(remark for _, remark in remarks if remark),
        notes=tuple(line for line, remark in remarks if not remark),
        section=tuple(message.comment.split("\n")) if message.comment else (),
        places=tuple(f"{path}:{line}" if line else path for path, line in message.occurrences),
        flags=tuple(flag for flag in message.flags if flag != "fuzzy"),
        previous=previous,
        obsolete=bool(message.obsolete),
    )


def _message(entry: Entry) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=entry.key.context,
        msgid=entry.key.source,
        msgstr=entry.target,
        tcomment="\n".join([*map(format_remark, entry.remarks), *entry.notes]),
        comment="\n".join(entry.section),
        occurrences=[tuple(place.rsplit(":", 1)) if ":" in place else (place, "") for place in entry.places],
        flags=[*(["fuzzy"] if entry.fuzzy else []), *entry.flags],
        previous_msgctxt=entry.previous.context if entry.previous else None,
        previous_msgid=entry.previous.source if entry.previous else None,
        obsolete=entry.obsolete,
    )


def _refuse_duplicates(entries: tuple[Entry, ...], name: str) -> None:
    seen: set[tuple[bool, Key]] = set()
    for entry in entries:
        where = (entry.obsolete, entry.key)
        if where in seen:
            raise CatalogError(f"{name}: the message {entry.key.source[:60]!r} is there twice; keep one of the two")
        seen.add(where)
