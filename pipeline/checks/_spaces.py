"""The rules of typography about spaces: before and after marks, two in a row, none after a sentence, at the edges."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.checks._remarks import Edit, Remark, Texts, note, warning
from pipeline.model.said import Said

NO_BREAK = frozenset("\u00a0\u202f")
_TOO_WIDE = re.compile(r"\s[,.;:?!)\]،؛؟]")
_RUN = re.compile(r"(?<!\s)[^\S\n]{2,}(?=\S)")
_BEFORE = re.compile(r"(?<![\s¿¡(\[«“„.,;:!?…])[^\S\n]+(?=([,;:!?)\]،؛؟]|\.(?!\.))(?:[\s)\]»”\".,;:!?]|$))")
_SWAPPED = re.compile(r"(?<=\w)[^\S\n]+,(?=[^\W\d_])")
_AFTER = re.compile(r"(?<=[(\[¿¡])[^\S\n]+(?=\w)")
_PERCENT = re.compile(r"(?<=\d)(\s*+)%(?!\w)")
_GLUED = re.compile(r"[.?!](?=[^\W\d_]{2})")
_GLUED_COMMA = re.compile(r",(?=[^\W\d_]{2})")
_LAST_WORD = re.compile(r"\w+\Z")
_NEXT_WORD = re.compile(r"\w{1,40}")
_MOST_SPACES = 8  # before a mark: who types more sees it
_ENTITY = re.compile(r"&#?\w{1,8};")


def percent(texts: Texts) -> Iterator[Remark]:
    """A figure and its per cent sign: a space of any kind where the language has one, none where it has none."""
    if "%" not in texts.characters:
        return
    for match in _PERCENT.finditer(texts.target):
        start, end = match.span(1)
        if texts.style.percent_space and start == end:
            message = Said.gettext("A no-break space belongs between figure and “%”.")
            yield note(message, (start, end + 1), Edit(start, end, "\u00a0"))
        elif not texts.style.percent_space and start < end:
            message = Said.gettext("No space belongs between figure and “%”.")
            yield note(message, (start, end + 1), Edit(start, end, ""))


def before_marks(texts: Texts) -> Iterator[Remark]:
    """The no-break space that French sets before ; : ! ? » and after «, and no space where there should be none."""
    style = texts.style
    if not texts.characters.isdisjoint(style.spaces_before):
        yield from _spaced_before(texts)
    if not texts.characters.isdisjoint(style.spaces_after):
        yield from _spaced_after(texts)
    if _TOO_WIDE.search(texts.target):
        yield from _too_wide(texts)
    if not texts.characters.isdisjoint("([¿¡"):
        for match in _AFTER.finditer(texts.target):
            mark = texts.target[match.start() - 1]
            message = Said.gettext("No space belongs after “{mark}”.", mark=mark)
            yield note(message, match.span(), Edit(*match.span(), ""))


def _too_wide(texts: Texts) -> Iterator[Remark]:
    for match in _BEFORE.finditer(texts.target):
        if match[1] not in texts.style.spaces_before and match.start():
            message = Said.gettext("No space belongs before “{mark}”.", mark=match[1])
            yield note(message, match.span(), Edit(*match.span(), ""))
    for match in _SWAPPED.finditer(texts.target):
        message = Said.gettext("The space belongs after “,”, not before it.")
        yield note(message, match.span(), Edit(*match.span(), ", "))


def _spaced_before(texts: Texts) -> Iterator[Remark]:
    text, spaces = texts.target, texts.style.spaces_before
    entities = {match.end() - 1 for match in _ENTITY.finditer(text)} if "&" in texts.characters else set()
    for place in _places(text, spaces):
        start = place
        while start and text[start - 1].isspace() and text[start - 1] != "\n" and place - start < _MOST_SPACES:
            start -= 1
        following = text[place + 1 : place + 2]
        if start == 0 or text[start - 1] in "([{«“¿¡/|" or (text[start - 1] in spaces and start == place):
            continue  # (?), ?!, and a mark that begins the text
        if (following and not following.isspace() and following not in ')]}»”"’,.!?') or place in entities:
            continue
        if texts.touches_kept(place) or (place - start == 1 and text[start] in NO_BREAK):
            continue
        message = Said.gettext("A no-break space belongs before “{mark}”.", mark=text[place])
        yield note(message, (start, place + 1), Edit(start, place, spaces[text[place]]))


def _spaced_after(texts: Texts) -> Iterator[Remark]:
    text, spaces = texts.target, texts.style.spaces_after
    for place in (mark + 1 for mark in _places(text, spaces)):
        end = place
        while end < len(text) and text[end].isspace() and text[end] != "\n" and end - place < _MOST_SPACES:
            end += 1
        if end < len(text) and not (end - place == 1 and text[place] in NO_BREAK):
            mark = text[place - 1]
            message = Said.gettext("A no-break space belongs after “{mark}”.", mark=mark)
            yield note(message, (place - 1, end), Edit(place, end, spaces[mark]))


def _places(text: str, marks: Iterable[str]) -> list[int]:
    return [match.start() for match in _any_of("".join(marks)).finditer(text)]


@lru_cache(maxsize=32)
def _any_of(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}]")


def runs(texts: Texts) -> Iterator[Remark]:
    """Two spaces in a row or more; one stays, and it is the no-break one if there is one."""
    if "  " not in texts.target and texts.characters.isdisjoint("\u00a0\u202f\u2009\u3000\t"):
        return
    for match in _RUN.finditer(texts.target):
        start, end = match.span()
        if start == 0:
            continue
        kept = next((character for character in match[0] if character in NO_BREAK), " ")
        between_figures = texts.target[start - 1].isdigit() and texts.target[end].isdigit()
        edits = () if between_figures else (Edit(start, end, kept),)
        yield note(Said.gettext("There are two spaces in a row."), (start, end), *edits)


def glued(texts: Texts) -> Iterator[Remark]:
    """A sentence that begins hard after the mark that ends the one before, and a word hard after a comma."""
    text = texts.target
    if sum(map(text.count, ".?!")) - text.endswith((".", "?", "!")) > 0:
        for match in _GLUED.finditer(text):
            place = match.end()
            before, after = text[max(0, place - 3) : place - 1], text[place : place + 2]
            if not (before.isalpha() and before[-1].islower() and after[0].isupper() and after[1].islower()):
                continue
            shown = _around(text, place)
            if shown not in texts.source and not texts.touches_kept(place):
                message = Said.gettext("A space is missing between two sentences: “{text}”.", text=shown)
                yield warning(message, (place - 1, place + 1), Edit(place, place, " "))
    if "," in texts.characters:
        for match in _GLUED_COMMA.finditer(text):
            place = match.end()
            if text[max(0, place - 3) : place - 1].isalpha() and not texts.touches_kept(place):
                shown = _around(text, place)
                if shown not in texts.source:
                    message = Said.gettext("A space is missing in “{text}”.", text=shown)
                    yield note(message, match.span(), Edit(place, place, " "))


def _around(text: str, place: int) -> str:
    """The mark that ends at `place` with the words before and after it."""
    last = _LAST_WORD.search(text, max(0, place - 41), place - 1)
    following = _NEXT_WORD.match(text, place)
    return text[last.start() if last else place - 1 : following.end() if following else place]


def edges(texts: Texts) -> Iterator[Remark]:
    """Spaces at the beginning and the end, where the source has none."""
    text, source = texts.target, texts.source
    if text[:1].isspace() and not source[:1].isspace():
        end = len(text) - len(text.lstrip())
        message = Said.gettext("The translation begins with a space; the original does not.")
        yield note(message, (0, end), Edit(0, end, ""))
    if text[-1:].isspace() and not source[-1:].isspace():
        start = len(text.rstrip())
        span = start, len(text)
        message = Said.gettext("The translation ends with a space; the original does not.")
        yield note(message, span, Edit(*span, ""))
