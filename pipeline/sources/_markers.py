"""List markers of plain text: at the head of a line, and in the middle of a line that holds a whole list."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.segmentation import boundaries

_SIGNS = "•‣▪●○◦∙·⁃■□\uf0b7\uf0a7"  # the last two are what word processors leave behind
_COUNT = "[0-9]{1,2}|[a-z]|[ivx]{2,4}"
_HEAD = re.compile(
    rf"(?:[•‣▪●]\s*|[{_SIGNS}](?:\s+|\Z)|[-–‐*](?:\s+|\Z)|\(?(?P<a>{_COUNT})\)\s+|(?P<b>[0-9]{{1,2}})\.\s+)(?P<text>.*)",
    re.DOTALL,
)
_SIGN = re.compile(rf"(?:(?<=\s)|(?<=[:;])|\A)(?:[•‣▪●]\s*|[{_SIGNS}]\s+)(?=\S)")
_DASH = re.compile(r"(?:(?<=[:;.,!?]\s)|\A)[-–‐*]\s+(?=\S)")
_NUMBER = re.compile(rf"(?:(?<=\s)|\A)(?:\((?P<a>{_COUNT})\)|(?P<b>{_COUNT})\)|(?P<c>[0-9]{{1,2}})\.)\s+(?=\S)")
_MARK_INSIDE = re.compile(r"[.?!…]\S*\s")
_FIRST = ("1", "a", "i")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands at the head of an item. `number` is empty for a bullet, else as written: `2`, `b`, `iv`."""

    text: str
    number: str = ""

    @property
    def opens(self) -> bool:
        """Whether the item may be the first of a list."""
        return not self.number or self.number in _FIRST

    def follows(self, number: str) -> bool:
        """Whether the item may come after the one with `number`."""
        return self.number in _next_numbers(number)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line that holds a list: an item without its marker, or what stands around the items."""

    text: str
    item: bool = False
    ordered: bool = False


def leading(text: str) -> Marker | None:
    """The marker at the head of a line, with the rest of the line; None where there is none."""
    match = _HEAD.match(text)
    if match is None:
        return None
    return Marker(match["text"].strip(), match["a"] or match["b"] or "")


def parts(text: str) -> tuple[Part, ...]:
    """The parts of a line that holds a list, or several; none where it holds no list.

    Signs count from two on, or one after a colon; dashes only after a mark, so that "10 - 15" is a range; numbers
    only after a colon or at the head of the line and in their order.
    """
    found = _split([Part(text)], _signs, ordered=False)
    found = _split(found, _numbers, ordered=True)
    found = _split(found, _dashes, ordered=False)
    return tuple(found) if any(part.item for part in found) else ()


def _split(found: Iterable[Part], finder: Callable[[str], list[tuple[int, int]]], *, ordered: bool) -> list[Part]:
    """The parts, with those that are no items split at the markers that `finder` finds."""
    result: list[Part] = []
    for part in found:
        spans = [] if part.item else finder(part.text)
        result += _parts(part.text, spans, ordered=ordered) if spans else (part,)
    return result


def _signs(text: str) -> list[tuple[int, int]]:
    spans = [match.span() for match in _SIGN.finditer(text)]
    return spans if len(spans) > 1 or (spans and _after_colon(text, spans[0][0])) else []


def _dashes(text: str) -> list[tuple[int, int]]:
    spans = [match.span() for match in _DASH.finditer(text)]
    first = next((n for n, (start, _) in enumerate(spans) if not start or _after_colon(text, start)), len(spans))
    return spans[first:] if len(spans) > first + 1 else []


def _numbers(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    last = style = ""
    for match in _NUMBER.finditer(text):
        number = match["a"] or match["b"] or match["c"]
        start = match.start()
        if number in _FIRST and (not start or _after_colon(text, start)):
            found += run if len(run) > 1 else []
            run, last, style = [match.span()], number, match.lastgroup or ""
        elif run and match.lastgroup == style and number in _next_numbers(last) and _may_follow(text, start, style):
            run.append(match.span())
            last = number
    return found + (run if len(run) > 1 else [])


def _after_colon(text: str, position: int) -> bool:
    return text[max(0, position - 3) : position].rstrip().endswith(":")


def _may_follow(text: str, position: int, style: str) -> bool:
    """Whether a number may begin an item here; "2." only after a mark, since "type 2. The" ends a sentence."""
    return style != "c" or text[max(0, position - 3) : position].rstrip()[-1:] in (*";.,:!?)",)


def _next_numbers(number: str) -> Iterator[str]:
    if number.isdigit():
        yield str(int(number) + 1)
    elif number:
        if number in _ROMAN[:-1]:
            yield _ROMAN[_ROMAN.index(number) + 1]
        if len(number) == 1 and number != "z":
            yield chr(ord(number) + 1)


def _parts(text: str, spans: Sequence[tuple[int, int]], *, ordered: bool) -> Iterator[Part]:
    """The parts around and between the markers.

    Where a list ends nothing shows: its last item is taken to have as many sentences as the longest one before it.
    """
    if before := text[: spans[0][0]].strip():
        yield Part(before)
    longest = 1
    ends = [start for start, _ in spans[1:]] + [len(text)]
    for (_, start), end in zip(spans, ends, strict=True):
        item, after = text[start:end].strip(), ""
        if end == len(text) or item.endswith(":"):
            item, after = _after_sentences(item, longest)
            longest = 1
        else:
            longest = max(longest, _sentences(item))
        if item:
            yield Part(item, item=True, ordered=ordered)
        if after:
            yield Part(after)


def _after_sentences(text: str, count: int) -> tuple[str, str]:
    """The first `count` sentences of the text, and the rest."""
    cuts = [*boundaries(text, "en"), len(text)]
    cut = cuts[min(count, len(cuts)) - 1]
    return text[:cut], text[cut:].strip()


def _sentences(text: str) -> int:
    return len(boundaries(text, "en")) + 1 if _MARK_INSIDE.search(text) else 1
