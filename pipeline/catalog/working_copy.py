r"""A catalog to take home: a PO file for any editor in which every message says which text it was handed out with.

    "X-Export: stroke es ~3f9a01c2d4\n"

    # as exported: "Tome 10 mg."
    #. Key messages
    msgid "Take 10 mg."
    msgstr "Tome usted 10 mg."

The line `as exported` is what a three-way merge needs. It is a translator comment, because those are what gettext's
tools and editors carry through; no signature goes out, and none that is in such a file comes in. The seal in the header
is over all texts as they were handed out: it stands in for a message's line where a program has dropped the comments.
A text that could not be taken in is kept with a second line, `kept aside`, until somebody mends it or clears its flag.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.po import parse, serialise
from pipeline.catalog.remarks import digest, quote, unquote
from pipeline.model.document import Key

_FIELD = "X-Export"
_KEPT = ("Project-Id-Version", "Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")
_LABEL = "as exported: "
_ASIDE = "kept aside: "
_LINE = re.compile(r"(?P<document>[a-z0-9-]+) (?P<language>[A-Za-z0-9-]+) ~(?P<seal>[0-9a-f]{10})")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A message to hand out: its entry, the text that is `exported` with it, and what an editor is `told` beside it.

    `aside`: the entry's text is one that could not be taken in.
    """

    entry: Entry
    exported: str
    told: tuple[str, ...] = ()
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a copy: `exported` is the text it was handed out with, None where the file does not say.

    `comments` are the translator's own, `fuzzy` is what an editor calls "needs work". `unmended`: the text was kept
    aside, and nobody has touched it or its flag since.
    """

    key: Key
    text: str
    fuzzy: bool = False
    exported: str | None = None
    comments: tuple[str, ...] = ()
    unmended: bool = False


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """What came back. `document` and `seal` are empty where the file has no line of ours.

    `language` is a BCP 47 tag.
    """

    messages: tuple[Message, ...]
    document: str = ""
    language: str = ""
    seal: str = ""


def seal_of(texts: Iterable[tuple[Key, str]]) -> str:
    """The seal of a document's texts in their order."""
    return digest(tuple(part for key, text in texts for part in (key.context or "", key.source, text)))


def write_copy(catalog: Catalog, sheets: Sequence[Sheet], language: str, preface: str = "") -> bytes:
    """The bytes of a copy with these messages of a catalog, in this order; `preface` is the comment at the top.

    `read_copy` gives the texts, flags and comments back.
    """
    seal = seal_of((sheet.entry.key, sheet.exported) for sheet in sheets)
    header = {name: catalog.header[name] for name in _KEPT if name in catalog.header}
    header[_FIELD] = f"{catalog.domain} {language} ~{seal}"
    return serialise(replace(catalog, entries=tuple(map(_handed_out, sheets)), header=header, comment=preface))


def read_copy(data: bytes, name: str) -> WorkingCopy:
    """What is in a file that came back. Raises CatalogError, with `name` and line, for anything doubtful.

    Obsolete messages are left out: they are of no sentence.
    """
    catalog = parse(data, name)
    line = _LINE.fullmatch(catalog.header.get(_FIELD, "").strip())
    messages = tuple(_message(entry) for entry in catalog.active.values())
    if line is None:
        return WorkingCopy(messages, language=catalog.language.strip().replace("_", "-"))
    return WorkingCopy(messages, line["document"], line["language"], line["seal"])


def _handed_out(sheet: Sheet) -> Entry:
    notes = [line for line in sheet.entry.notes if not line.startswith((_LABEL, _ASIDE))]
    notes.append(f"{_LABEL}{quote(sheet.exported)}")
    notes += [f"{_ASIDE}{quote(sheet.entry.target)}"] if sheet.aside else []
    lines = tuple(line.strip() for text in sheet.told for line in text.split("\n") if line.strip())
    return replace(sheet.entry, remarks=(), notes=tuple(notes), section=lines)


def _message(entry: Entry) -> Message:
    """The message; two different lines of ours (a program joined two files) say nothing."""
    notes = _unwrapped(entry.notes)
    exported = _quoted(notes, _LABEL)
    comments = tuple(line.strip() for line in notes if line.strip() and not line.startswith((_LABEL, _ASIDE)))
    base = exported.pop() if len(exported) == 1 else None
    unmended = entry.fuzzy and entry.target.strip() in {text.strip() for text in _quoted(notes, _ASIDE)}
    return Message(entry.key, entry.target, entry.fuzzy, base, comments, unmended)


def _unwrapped(notes: Sequence[str]) -> list[str]:
    """The lines with ours in one piece again, where a program has wrapped them."""
    lines: list[str] = []
    for line in notes:
        ours = bool(lines) and lines[-1].startswith((_LABEL, _ASIDE))
        if ours and _text_of(lines[-1]) is None and not line.startswith((_LABEL, _ASIDE)):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return lines


def _quoted(notes: Iterable[str], label: str) -> set[str]:
    """The texts that lines with this label quote; a line that cannot be read quotes none."""
    return {text for line in notes if line.startswith(label) and (text := _text_of(line)) is not None}


def _text_of(line: str) -> str | None:
    """The text that a line of ours quotes; None where the line is not whole."""
    with suppress(ValueError, TypeError):
        return unquote(line.partition(": ")[2])
    return None
