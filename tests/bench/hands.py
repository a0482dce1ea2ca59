"""How few keys an edit inside a line takes, and what they cost: one reckoning for every editor that is compared.

The keystroke-level model of Card, Moran and Newell ("The keystroke-level model for user performance time with
interactive systems", Communications of the ACM 23(7), 1980, pages 396-410): K a key or a button, 0.20 s for an average
skilled typist, each modifier a key of its own; P to point with a mouse, 1.10 s; H a hand's way between keyboard and
mouse, 0.40 s; M to prepare in the mind, 1.35 s; R to wait for the system, as measured.

An editor differs from another in where Ctrl with an arrow stops, and where the caret stands at first: that is what an
`Editor` says. The cheapest way through them is searched, for all editors by the same search.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import heappop, heappush
from itertools import count
from unicodedata import normalize

K, P, H, M = 0.20, 1.10, 0.40, 1.35  # seconds
MOUSE = 2 * H + P + 2 * K  # a word selected by a double click, and the hand back on the keys
_DEAD = frozenset("\N{COMBINING ACUTE ACCENT}\N{COMBINING DIAERESIS}\N{COMBINING GRAVE ACCENT}")
_SHIFTED = frozenset('¿!"·$%&/()=?;:_')  # on a Spanish keyboard
_WORD = re.compile(r"\w+(?:[.,:·'’]\w+)*|[^\w\s]+")  # what Ctrl with an arrow takes for a word
_JAVA_WORD = re.compile(_WORD.pattern + r"|\xa0")  # to Java a space that does not break is a word
Stop = Callable[[str, int], int]


@dataclass(frozen=True, slots=True)
class Press:
    """A key with the modifiers that are held, in X's names; or a text that is typed."""

    key: str = ""
    held: frozenset[str] = frozenset()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Editor:
    """A box with one line of text: where Ctrl+Right and Ctrl+Left stop, and where the caret is when it opens.

    Home and End alone go to the ends of a text that is not longer than `line`; with Ctrl they always do.
    """

    forward: Stop
    back: Stop
    begins_at_end: bool
    line: int


def pressed(presses: Iterable[Press]) -> int:
    """How many keys that is: a modifier counts once for as long as it stays down."""
    number = 0
    down: frozenset[str] = frozenset()
    for one in presses:
        number += len(one.held - down) + (1 if one.key else typed(one.text))
        down = one.held
    return number


def typed(text: str) -> int:
    """Keys to type a text on a Spanish keyboard: an accent is a key before its letter, Shift a key for a run."""
    number, shifted = 0, False
    for letter in text:
        parts = letter if letter in "ñÑ" else normalize("NFD", letter)
        shift = parts[0].isupper() or parts[0] in _SHIFTED
        number += 1 + len(_DEAD.intersection(parts[1:])) + (shift and not shifted)
        shifted = shift
    return number


def _ends(text: str, place: int) -> int:
    return next((one.end() for one in _WORD.finditer(text) if one.end() > place), len(text))


def _before(text: str, place: int) -> int:
    return max((one.start() for one in _WORD.finditer(text) if one.start() < place), default=0)


def _java_starts(text: str, place: int) -> int:
    return next((one.start() for one in _JAVA_WORD.finditer(text) if one.start() > place), len(text))


def _java_before(text: str, place: int) -> int:
    return max((one.start() for one in _JAVA_WORD.finditer(text) if one.start() < place), default=0)


CHROMIUM = Editor(_ends, _before, begins_at_end=False, line=70)
OMEGAT = Editor(_java_starts, _java_before, begins_at_end=True, line=0)


def edit(before: str, after: str, editor: Editor) -> list[Press]:
    """The cheapest presses that turn one text into the other, changed places from first to last or from the last."""
    ways = [way for places in (_words, _letters) for way in (places(before, after), places(before, after)[::-1])]
    return min((_carry_out(before, way, editor) for way in ways), key=pressed)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where `before` has [start, end) and the other text has `text`."""

    start: int
    end: int
    text: str


def _letters(before: str, after: str) -> list[_Place]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [_Place(i, j, after[k:m]) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]


def _words(before: str, after: str) -> list[_Place]:
    """By whole words, less what begins or ends alike."""
    olds, news = _cut(before), _cut(after)
    places = []
    for tag, i, j, k, m in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag != "equal":
            places.append(_Place(len("".join(olds[:i])), len("".join(olds[:j])), "".join(news[k:m])))
    return places


def _cut(text: str) -> list[str]:
    return [word for part in text.split(" ") for word in (part, " ")][:-1]


def _carry_out(text: str, places: list[_Place], editor: Editor) -> list[Press]:
    presses: list[Press] = []
    caret = len(text) if editor.begins_at_end else 0
    done: list[_Place] = []
    for place in places:
        moved = sum(len(one.text) - (one.end - one.start) for one in done if one.start < place.start)
        start, end = place.start + moved, place.end + moved
        presses += min(_ways(text, caret, start, end, place.text, editor), key=pressed)
        text = text[:start] + place.text + text[end:]
        caret = start + len(place.text)
        done.append(place)
    return presses


def _ways(text: str, caret: int, start: int, end: int, put: str, editor: Editor) -> Iterator[list[Press]]:
    """From one end or the other: go there, select what goes, type; or take single letters away."""
    for first, last in {(start, end), (end, start)}:
        there = _go(text, caret, first, editor)
        selected = _go(text, first, last, editor, frozenset({"shift"}))
        put_in = [Press(text=put)] if put else [Press("Delete")] if start != end else []
        yield [*there, *selected, *put_in]
        wiped = [Press("Delete" if first < last else "BackSpace")] * (end - start)
        yield [*there, *wiped, *([Press(text=put)] if put else [])]


def _go(text: str, caret: int, goal: int, editor: Editor, held: frozenset[str] = frozenset()) -> list[Press]:
    """The cheapest way of the caret, by letters, by words, or from an end of the text."""
    by_word = held | {"ctrl"}
    order = count()  # so that the heap never compares ways
    best: dict[tuple[int, bool], int] = {}
    heap: list[tuple[int, int, int, list[Press]]] = [(0, next(order), caret, [])]
    while heap:
        cost, _, place, way = heappop(heap)
        if place == goal:
            return way
        holding = bool(way) and "ctrl" in way[-1].held
        if best.get((place, holding), cost + 1) <= cost:
            continue
        best[place, holding] = cost
        for key, held_now, to in (
            ("Right", held, min(place + 1, len(text))),
            ("Left", held, max(place - 1, 0)),
            ("Right", by_word, editor.forward(text, place)),
            ("Left", by_word, editor.back(text, place)),
            ("End", by_word, len(text)),
            ("Home", by_word, 0),
            *((("End", held, len(text)), ("Home", held, 0)) if len(text) <= editor.line else ()),
        ):
            longer = [*way, Press(key, held_now)]
            heappush(heap, (pressed(longer), next(order), to, longer))
    raise ValueError("no way there")
