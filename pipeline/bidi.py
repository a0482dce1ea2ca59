"""Direction within a sentence: what would turn its neighbours is taken out, what reads left to right is set apart.

In a text that runs from right to left, Unicode's rules alone show "5–10 mg" as "mg 10–5" and "−5" as "5−", and let two
foreign words with a comma between them change places. Such islands (a number with its sign, unit or range, a formula, a
foreign word) are found here once; each output format sets them apart in its own way. Catalogs know nothing of it.
"""

import re
import unicodedata
from collections.abc import Iterator

from pipeline import placeables
from pipeline.placeables import Token

ISLAND = "island"
"""The name of the tokens that stand around an island."""

_OPEN, _CLOSE = "\u2066", "\u2069"  # left-to-right isolate, and its end
_ISOLATES = frozenset("\u2066\u2067\u2068")
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
_SPACES = frozenset(" \u00a0\u2009\u202f")
_DASHES = {"−": "-", "‐": "-", "‑": "-", "—": "–", "٪": "%", "؉": "%", "‰": "%"}
_SIGNS = frozenset("-–+±≈~<>≤≥=×·*/^.,:'’_@&%#?°$€£\u2060")

# Over a text in which `a` stands for a letter that reads left to right, `0` for a digit, `r` for a letter that does not.
_ATOM = r"(?:0{1,3}(?:[ ]000(?!0))+|[a0](?:[^ r]*[a0])?)[%°+]?(?:[ ]%)?"
_BEFORE = r"(?:(?<![ar0])(?:[-+≈~$%]|[±≈<>≤≥=]\u2060?[ ]?))?"
_GLUE = r"[ ]?[<>≤≥=±×]\u2060?[ ]?|(?<=[a0%])[ ]/[ ]|(?<=[0%])[ ][-–:][ ](?=0)|(?<=a)[ ]|(?<=[0%])[ ](?=0*[°a])"
_ISLAND = re.compile(rf"{_BEFORE}{_ATOM}(?:(?:{_GLUE})°?{_ATOM})*")
_PLAIN_NUMBER = re.compile(r"0+")


def safe(text: str) -> str:
    """The text without what could turn anything outside it: overrides, embeddings, isolates without their partner.

    What ends a paragraph ends the effect of isolates too, and is a space here.
    """
    kept = [" " if unicodedata.bidirectional(c) == "B" else c for c in text if c not in _OVERRIDES]
    opened: list[int] = []
    for place, character in enumerate(kept):
        if character in _ISOLATES:
            opened.append(place)
        elif character == _CLOSE:
            if opened:
                opened.pop()
            else:
                kept[place] = ""
    for place in opened:
        kept[place] = ""
    return "".join(kept)


def islands(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every stretch of a right-to-left text that has to be read from the left as one piece.

    A bare number needs no help and is none.
    """
    looks = "".join(_looks(text))
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
    signs = {False: _OPEN, True: _CLOSE}
    words = (
        signs[token.closing] if token.name == ISLAND else "" if token.name else token.text
        for token in tokens(text, direction)
    )
    return placeables.unescape("".join(words))


def _looks(text: str) -> Iterator[str]:
    """What each character counts as where islands are looked for."""
    last = "#"
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "NSM":
            yield last
            continue
        if character in _SPACES:
            last = " "
        elif unicodedata.category(character) in ("Nd", "No"):
            last = "0"
        elif kind in ("L", "R", "AL"):
            last = "a" if kind == "L" else "r"
        else:
            last = _DASHES.get(character, character if character in _SIGNS else "r")
        yield last


def _with_islands(plain: tuple[Token, ...], spans: tuple[tuple[int, int], ...]) -> Iterator[Token]:
    """The tokens with a mark where an island begins and where it ends, outside the tags that it holds."""
    places, pairs = _layout(plain)
    cut = [part for span in spans for part in _cut(span, list(pairs.values()))]
    begins = {start: end for start, end in cut}
    ends = {end: start for start, end in cut}
    inside = False
    for number, token in enumerate(plain):
        place = places[number]
        opens, closes = pairs.get(number, (place, place))
        if inside and place in ends and not (token.closing and opens >= ends[place]):
            yield Token("", ISLAND, closing=True)
            inside = False
        if not inside and place in begins and token.name and not token.closing and closes <= begins[place]:
            yield Token("", ISLAND)
            inside = True
        if token.name:
            yield token
            continue
        position = place
        for edge in sorted({p for p in (*begins, *ends) if place <= p < place + len(token.text)}):
            if edge > position:
                yield Token(token.text[position - place : edge - place])
                position = edge
            if inside and edge in ends:
                yield Token("", ISLAND, closing=True)
                inside = False
            if not inside and edge in begins:
                yield Token("", ISLAND)
                inside = True
        yield Token(token.text[position - place :])
    if inside:
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
