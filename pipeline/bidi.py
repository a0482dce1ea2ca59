"""Direction within a sentence: what would turn its neighbours is taken out, what reads left to right is set apart.

In a text that runs from right to left, Unicode's rules alone show "5–10 mg" as "mg 10–5" and "−5" as "5−", and let two
foreign words with a comma between them change places. Such islands (a number with its sign, unit or range, a formula, a
foreign word) are found here once; each output format sets them apart in its own way. Catalogs know nothing of it.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from pipeline import placeables
from pipeline.placeables import Token

ISLAND = "island"
"""The name of the tokens that stand around an island."""

ISOLATES = ("\u2066", "\u2069")
"""What stands around an island in plain text: a left-to-right isolate, and its end."""

_OPENING = frozenset("\u2066\u2067\u2068")
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
_SPACES = frozenset(" \u00a0\u2009\u202f")
_DASHES = {"−": "-", "‐": "-", "‑": "-", "—": "–", "٪": "%", "؉": "%", "‰": "%"}
_SIGNS = frozenset("-–+±≈~<>≤≥=×·*/^.,:'’_@&%#?°$€£\u2060")

# Over a text in which `a` stands for a letter that reads from the left, `0` for a digit, `(` for what opens a bracket
# or quotation (a sign may follow it), `r` for any other letter and mark.
_ATOM = r"(?:0{1,3}(?:[ ]000(?!0))+|[a0](?:[^ r(]*[a0])?)[%°+]?(?:[ ]%)?"
_BEFORE = r"(?:(?<![ar0])(?:[-+≈~$%]|[±≈<>≤≥=]\u2060?[ ]?))?"
_GLUE = r"[ ]?[<>≤≥=±×]\u2060?[ ]?|(?<=[a0%])[ ]/[ ]|(?<=[0%])[ ][-–:][ ](?=0)|(?<=a)[ ]|(?<=[0%])[ ](?=0*[°a])"
_ISLAND = re.compile(rf"{_BEFORE}{_ATOM}(?:(?:{_GLUE})°?{_ATOM})*")
_MARK = "\u0300"  # for any mark that stands on the letter before it
_MARKED = re.compile(f"(.){_MARK}+", re.DOTALL)
_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"  # of lines and paragraphs
_NEVER = (*range(0x09), *range(0x0A, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0))
_UNSAFE = {**dict.fromkeys((*_NEVER, 0xFFFE, 0xFFFF, *map(ord, _OVERRIDES))), **dict.fromkeys(map(ord, _ENDS), " ")}
_UNSAFE_OR_ISOLATE = re.compile(f"[{''.join(map(chr, _UNSAFE))}\u2066-\u2069]")
_PLAIN_NUMBER = re.compile(r"0+")


def safe(text: str) -> str:
    """The text without what could turn anything outside it: overrides, embeddings, isolates without their partner.

    What ends a paragraph ends the effect of isolates too, and is a space here. Characters that no format may hold
    (controls, halves of others) are gone.
    """
    if not _UNSAFE_OR_ISOLATE.search(text):
        return text
    kept = list(writable(text))
    opened: list[int] = []
    for place, character in enumerate(kept):
        if character in _OPENING:
            opened.append(place)
        elif character == ISOLATES[1]:
            if opened:
                opened.pop()
            else:
                kept[place] = ""
    for place in opened:
        kept[place] = ""
    return "".join(kept)


def writable(text: str) -> str:
    """The text in one line, without overrides and characters that no format may hold."""
    return text.translate(_UNSAFE)


def direction(text: str) -> str:
    """The direction of a text of any language by its first letter; left to right where it has none."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return "rtl" if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L" else "ltr"


def islands(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every stretch of a right-to-left text that has to be read from the left as one piece.

    A bare number needs no help and is none.
    """
    looks = _MARKED.sub(lambda match: match[1] * len(match[0]), text.translate(_LOOKS))
    found = (match.span() for match in _ISLAND.finditer(looks))
    return tuple((start, end) for start, end in found if not _PLAIN_NUMBER.fullmatch(looks, start, end))


def tokens(text: str, direction: str) -> tuple[Token, ...]:
    """The tokens of a safe sentence in our notation; from right to left, with a pair of `ISLAND` tokens around each.

    They are well formed as the tags are. An island that a tag cuts in two is two islands.
    """
    plain = placeables.tokens(safe(text))
    if direction != "rtl":
        return plain
    return tuple(_with_islands(plain, islands("".join(token.text for token in plain if not token.name))))


def marked(text: str, direction: str) -> str:
    """The sentence as plain text: without tags, and with Unicode's isolates around its islands."""
    words = (
        ISOLATES[token.closing] if token.name == ISLAND else "" if token.name else token.text
        for token in tokens(text, direction)
    )
    return placeables.unescape("".join(words))


class _Looks(dict[int, str]):
    """What each character counts as where islands are looked for, by its code; learnt as texts are read."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = unicodedata.bidirectional(character)
        if kind == "NSM":
            look = _MARK
        elif character in _SPACES:
            look = " "
        elif unicodedata.category(character) in ("Nd", "No"):
            look = "0"
        elif kind in ("L", "R", "AL"):
            look = "a" if kind == "L" else "r"
        elif unicodedata.category(character) in ("Ps", "Pi"):
            look = "("
        else:
            look = _DASHES.get(character, character if character in _SIGNS else "r")
        self[code] = look
        return look


_LOOKS = _Looks()


def _with_islands(plain: tuple[Token, ...], spans: tuple[tuple[int, int], ...]) -> Iterator[Token]:
    """The tokens with a mark where an island begins and where it ends, outside the tags that it holds."""
    places, pairs = _layout(plain)
    ends = dict(part for span in spans for part in _cut(span, list(pairs.values())))
    starts = sorted(ends)
    end, held = -1, 0  # of the island that is open: where it ends, and the tags open within it
    for number, token in enumerate(plain):
        place = places[number]
        if place == end and not held:
            yield Token("", ISLAND, closing=True)
            end = -1
        if token.name:
            if end < 0 and not token.closing and place < pairs[number][1] <= ends.get(place, -1):
                yield Token("", ISLAND)
                end = ends[place]
            held += 0 if end < 0 else -1 if token.closing else 1
            yield token
            continue
        position = place
        while position < place + len(token.text):
            if position == end:
                yield Token("", ISLAND, closing=True)
                end = -1
            if end < 0 and position in ends:
                yield Token("", ISLAND)
                end = ends[position]
            following = starts[(after := bisect_right(starts, position)) : after + 1]
            edge = min(place + len(token.text), *following, end if end > position else place + len(token.text))
            yield Token(token.text[position - place : edge - place])
            position = edge
    if end >= 0:
        yield Token("", ISLAND, closing=True)


def _layout(plain: tuple[Token, ...]) -> tuple[list[int], dict[int, tuple[int, int]]]:
    """The place of each token in the text without tags; by number of an opening or closing tag, what its pair holds."""
    places, pairs, opened, place = [], {}, list[int](), 0
    for number, token in enumerate(plain):
        places.append(place)
        if not token.name:
            place += len(token.text)
        elif not token.closing:
            opened.append(number)
        else:
            first = opened.pop()
            pairs[first] = pairs[number] = (places[first], place)
    return places, pairs


def _cut(span: tuple[int, int], pairs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The island in the pieces that no pair of tags crosses."""
    start, end = span
    for opens, closes in pairs:
        if opens < start < closes < end:
            yield from _cut((start, closes), pairs)
            yield from _cut((closes, end), pairs)
            return
        if start < opens < end < closes:
            yield from _cut((start, opens), pairs)
            yield from _cut((opens, end), pairs)
            return
    if start < end:
        yield span
