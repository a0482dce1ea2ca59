"""Plain text: one paragraph a line, or all in one line; headings and lists are found by their form.

The first line is the title. Where the form deceives, headings are marked by hand with `## `. Every block says why it
was taken for what it is; `pipeline extract --show DOC` prints it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipeline.model.document import Block, BlockKind
from pipeline.plugins import ParsedSource, Source
from pipeline.sources import _folded
from pipeline.sources._lines import Line, lines, unwrapped
from pipeline.sources._lists import with_items
from pipeline.sources._markers import leading, parts

Headings = Callable[[str], bool]

_BY_HAND = re.compile(r"(#{1,6})\s+(\S.*)", re.DOTALL)
_ENDS_SENTENCE = re.compile(r"[.?!…:;][\"'”’»)\]]*\Z")
_SENTENCE_INSIDE = re.compile(r"[.?!]\s+[A-Z]")
_LONG_TITLE = 300  # characters: beyond, the first sentence alone is the title
_QUESTION_WORDS, _HEADING_WORDS = 16, 12


class TextSource:
    """The format of `.txt` files."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt",)

    def parse(self, text: str, headings: Headings) -> ParsedSource:
        """Find title, headings, paragraphs and items. Takes any text; one without a line has no blocks."""
        whole = _with_title(_whole_lines(lines(text), headings), headings)
        known = [_known(line, headings) for line in whole]
        return ParsedSource(tuple(map(_block, _levelled(_headed(list(with_items(known)))))), {})


PLUGIN: Source = TextSource()


def _block(line: Line) -> Block:
    kind = line.kind or BlockKind.PARAGRAPH
    return Block(kind, (line.text,), level=line.level, line=line.number, reason=line.reason, ordered=line.ordered)


def _whole_lines(found: list[Line], headings: Headings) -> list[Line]:
    """The text as one block a line, however it came."""
    by_hand = any(_BY_HAND.fullmatch(line.text) for line in found)
    if not by_hand and _folded.is_folded(found, headings):
        return [part for line in _folded.unfolded(found, headings) for part in _unlisted(line, _folded.subheaded)]
    found = unwrapped(found, lambda line: leading(line.text) is not None or _known(line, headings).kind is not None)
    return [*found[:1], *(part for line in found[1:] for part in _unlisted(line, lambda line: iter((line,))))]


def _unlisted(line: Line, paragraphs: Callable[[Line], Iterator[Line]]) -> Iterator[Line]:
    """The line, or the parts of it where it holds a list; what is no item goes through `paragraphs`."""
    found = () if line.kind else parts(line.text)
    if not found:
        yield from (line,) if line.kind else paragraphs(line)
    for part in found:
        if part.item:
            reason = "number inside a line" if part.ordered else "bullet inside a line"
            yield replace(line, text=part.text, kind=BlockKind.ITEM, level=1, ordered=part.ordered, reason=reason)
        else:
            yield from paragraphs(replace(line, text=part.text))


def _with_title(found: Sequence[Line], headings: Headings) -> Iterator[Line]:
    """The lines with the first one as the title, unless a heading of a lower level was marked there by hand."""
    for number, line in enumerate(found):
        by_hand = _BY_HAND.fullmatch(line.text)
        if number or line.kind or (by_hand and len(by_hand[1]) > 1):
            yield line
            continue
        text = _without_closing(by_hand[2]) if by_hand else line.text
        end = _folded.title_end(text, headings) if len(text) > _LONG_TITLE else len(text)
        yield replace(line, text=text[:end].strip(), kind=BlockKind.TITLE, level=1, reason="first line")
        if rest := text[end:].strip():
            yield replace(line, text=rest)


def _known(line: Line, headings: Headings) -> Line:
    """The line with its kind where it tells it alone: a heading marked by hand, or a standard heading."""
    if line.kind:
        return line
    if by_hand := _BY_HAND.fullmatch(line.text):
        level = max(2, len(by_hand[1]))
        return replace(
            line, text=_without_closing(by_hand[2]), kind=BlockKind.HEADING, level=level, reason="marked by hand"
        )
    marker = leading(line.text)
    words = (line.text, line.text.removesuffix(":").rstrip(), marker.text if marker and marker.number else line.text)
    if any(headings(text) for text in words):
        return replace(line, kind=BlockKind.HEADING, level=2, reason="standard heading")
    return line


def _without_closing(text: str) -> str:
    """A heading without the signs that some writers also put behind it: `Title ##`."""
    bare = text.rstrip("#")
    return bare.rstrip() if bare[-1:].isspace() else text


def _headed(found: Sequence[Line]) -> Iterator[Line]:
    """The lines with headings told by their form and by what follows; all others are paragraphs."""
    for number, line in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        if line.kind:
            yield line
        elif _is_question(line) and _opens_section(following):
            yield replace(line, kind=BlockKind.HEADING, level=2, reason="short question before a text")
        elif _is_short(line) and _opens_section(following):
            yield replace(line, kind=BlockKind.HEADING, reason="short line without full stop before a text")
        else:
            yield replace(line, kind=BlockKind.PARAGRAPH, reason=_paragraph_reason(line, following))


def _is_question(line: Line) -> bool:
    text = line.text
    fits = text.endswith("?") and not text[0].islower() and len(text.split()) <= _QUESTION_WORDS
    return fits and not _SENTENCE_INSIDE.search(text)


def _is_short(line: Line) -> bool:
    text = line.text
    fits = (text[0].isupper() or text[0].isdigit()) and text[-1] != "," and len(text.split()) <= _HEADING_WORDS
    return fits and not _ENDS_SENTENCE.search(text[-8:])


def _opens_section(following: Line | None) -> bool:
    """Whether what follows a line is a text: items or a paragraph. Several short lines in a row are no headings."""
    if following is None or (following.kind and following.kind is not BlockKind.ITEM):
        return False
    begins = not (following.text[0].islower() or _is_question(following) or _is_short(following))
    return bool(following.kind) or begins


def _paragraph_reason(line: Line, following: Line | None) -> str:
    if line.text.endswith(":"):
        listed = following is not None and following.kind is BlockKind.ITEM
        return (
            "paragraph that announces a list" if listed else "paragraph that announces something, but no list follows"
        )
    return "paragraph" if _ENDS_SENTENCE.search(line.text[-8:]) else "line without full stop that no text follows"


def _levelled(found: Iterator[Line]) -> Iterator[Line]:
    """The lines with a level for every heading: one told by its form alone belongs to the section it stands in."""
    in_section = False
    for line in found:
        if line.kind is BlockKind.HEADING and not line.level:
            yield replace(line, level=3 if in_section else 2)
        else:
            in_section = in_section or line.kind is BlockKind.HEADING
            yield line
