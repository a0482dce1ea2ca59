"""Reads and writes TMX 1.4b, the exchange format of translation memories, as a stream: any size, no more memory.

Our inline tags travel as `<bpt>` and `<ept>` with a type; other tools' inline elements lose their codes, keep the text
that is to be translated, and are counted. A document type with declarations of its own is refused: entities could make
a small file a gigabyte.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from pipeline.errors import StoreError
from pipeline.model.document import Key
from pipeline.placeables import escape as literal
from pipeline.placeables import tokens, unescape

_PIECE = 1 << 18
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})  # elements whose content is a code, not text
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OURS = "x-pipeline-"
_CONTEXT = "x-context"
_HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
    '<tmx version="1.4">\n'
    '<header creationtool="plain-language-pipeline" creationtoolversion={version} segtype="sentence" '
    'o-tmf="gettext" adminlang="en" srclang={source} datatype="plaintext"/>\n<body>\n'
)


@dataclass(slots=True)
class Reading:
    """What was found besides the units: units without both languages, and foreign inline codes that were left out."""

    skipped: int = 0
    codes: int = 0


def read(file: BinaryIO, source: str, target: str, report: Reading) -> Iterator[tuple[Key, str]]:
    """The units (key, translation) between two languages, in order; a `source` of `en` takes `en-GB` too.

    Raises StoreError with the line for what is no TMX, and for a document type with declarations.
    """
    reader = _Reader(source, target, report)
    try:
        while piece := file.read(_PIECE):
            reader.parser.Parse(piece, False)  # noqa: FBT003 # expat takes no name
            yield from reader.take()
        reader.parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise StoreError(f"line {error.lineno}: {expat.errors.messages[error.code]}; this is no sound TMX") from error
    if not reader.seen_tmx:
        raise StoreError("line 1: no <tmx>; give a TMX 1.4 file")
    yield from reader.take()


class _Reader:
    """Expat's callbacks: what is open now, and the units that are complete."""

    def __init__(self, source: str, target: str, report: Reading) -> None:
        self._source, self._target, self._report = source.lower(), target.lower(), report
        self.seen_tmx = False
        self._ready: list[tuple[Key, str]] = []
        self._texts: dict[str, str] = {}
        self._context: str | None = None
        self._language = ""
        self._segment: list[tuple[str, bool]] | None = None  # parts, and whether each is one of our tags
        self._property: list[str] | None = None
        self._hidden = 0
        self._closing: dict[str, str] = {}
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity

    def take(self) -> list[tuple[Key, str]]:
        """The units that are complete by now, once."""
        ready, self._ready = self._ready, []
        return ready

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_declarations: int) -> None:
        if has_declarations:
            raise StoreError("a document type with declarations is refused; save the file without them")

    def _entity(self, *_declared: object) -> None:
        raise StoreError("a document type with entities is refused; save the file without them")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tmx":
            self.seen_tmx = True
        elif name == "tu":
            self._texts, self._context = {}, None
        elif name == "prop" and attributes.get("type") == _CONTEXT:
            self._property = []
        elif name == "tuv":
            self._language = (attributes.get("xml:lang") or attributes.get("lang") or "").lower().replace("_", "-")
        elif name == "seg":
            self._segment, self._closing = [], {}
        elif self._segment is not None:
            self._inline(name, attributes)

    def _inline(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "")
        if name == "bpt" and kind.startswith(_OURS):
            tag = kind.removeprefix(_OURS)
            self._closing[attributes.get("i", "")] = f"</{tag}>"
            self._add(f"<{tag}>")
        elif name == "ept" and attributes.get("i", "") in self._closing:
            self._add(self._closing.pop(attributes.get("i", "")))
        elif name in _CODES:
            self._report.codes += 1
        if name in _CODES:
            self._hidden += 1

    def _end(self, name: str) -> None:
        if name == "tu":
            self._finish()
        elif name == "prop":
            self._context = "".join(self._property).strip() or None if self._property is not None else self._context
            self._property = None
        elif name == "seg" and self._segment is not None:
            self._texts.setdefault(self._language, _joined(self._segment).strip())
            self._segment = None
        elif self._segment is not None and name in _CODES:
            self._hidden -= 1

    def _text(self, data: str) -> None:
        if self._property is not None:
            self._property.append(data)
        elif self._segment is not None and not self._hidden:
            self._segment.append((data, False))

    def _add(self, text: str) -> None:
        if self._segment is not None:
            self._segment.append((text, True))

    def _finish(self) -> None:
        source, target = self._of(self._source), self._of(self._target)
        if source and target:
            self._ready.append((Key(self._context, source), target))
        else:
            self._report.skipped += 1

    def _of(self, tag: str) -> str:
        """The text in a language, or in a regional form of it."""
        if text := self._texts.get(tag):
            return text
        return next((text for known, text in self._texts.items() if known.startswith(f"{tag}-") and text), "")


def _joined(parts: list[tuple[str, bool]]) -> str:
    """A segment of its parts; text that looks like one of our tags is none."""
    runs = groupby(parts, key=lambda part: part[1])
    return "".join(text if ours else literal(text) for ours, run in runs if (text := "".join(part for part, _ in run)))


def write(
    write_out: Callable[[str], object], units: Iterable[tuple[Key, str]], source: str, target: str, version: str
) -> int:
    """Write a TMX file of these units; returns how many. Characters that XML 1.0 has no place for are left out."""
    write_out(_HEADER.format(version=quoteattr(version), source=quoteattr(source)))
    count = 0
    for key, text in units:
        context = f"<prop type={quoteattr(_CONTEXT)}>{_escaped(key.context)}</prop>" if key.context else ""
        write_out(f"<tu>{context}{_variant(source, key.source)}{_variant(target, text)}</tu>\n")
        count += 1
    write_out("</body>\n</tmx>\n")
    return count


def _variant(tag: str, text: str) -> str:
    return f"<tuv xml:lang={quoteattr(tag)}><seg>{_inline(text)}</seg></tuv>"


def _inline(text: str) -> str:
    """The segment with our tags as pairs of elements, which count from 1."""
    parts: list[str] = []
    open_pairs: list[int] = []
    pairs = 0
    for token in tokens(text):
        if not token.name:
            parts.append(_escaped(unescape(token.text)))
        elif not token.closing:
            pairs += 1
            open_pairs.append(pairs)
            parts.append(f'<bpt i="{pairs}" type={quoteattr(_OURS + token.name)}/>')
        else:
            parts.append(f'<ept i="{open_pairs.pop()}"/>')
    return "".join(parts)


def _escaped(text: str) -> str:
    """The text as XML writes it, without the characters that XML 1.0 has no place for."""
    return escape(_NO_XML.sub("", text), {"\r": "&#13;"})


def name_of(path: Path) -> str:
    """The name of a memory that came from a file: its stem in small letters, digits and hyphens."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in path.stem.lower())
    return "-".join(filter(None, kept.split("-"))) or "memory"
