"""Compares the limits of two texts: what words such as "at least" and signs such as ≥ make of a figure.

Rules. A word belongs to the next figure, one of an `_after` list ("or more") to the one before, which one of a
`_before` list never does; few words and no mark may stand between, but a comma beside the word. The ends of a range
share their limits. A limit that is turned round is an error, unless only one of the texts denies something ("take no
more than", "do not take more than"); one that is lost is a warning. Whether the figure itself counts is not compared:
good translators do not keep it ("over 60", "60 and over"). The words are data: `i18n/cues/<language>/limits.toml`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.checks import _differences
from pipeline.checks._pairing import Pairing
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said, quoted
from pipeline.placeables import TAG
from pipeline.quantities import CLOCK, DATE, MONTH, PERIODS, TIMES, Quantity
from pipeline.wording import plain

_TOPIC = "limits"
_UP, _DOWN, _AFTER, _BEFORE, _AMOUNT, _PERHAPS = "up", "down", "_after", "_before", "_amount", "perhaps_"
_DENIAL, _NONE = "denial", "none"
_OTHERS = frozenset((_DENIAL, _NONE))
_SPANS = frozenset(("s", "min", *PERIODS, "decade", DATE, MONTH, CLOCK, TIMES))  # over ten years, until 5 May
_FAR = 18  # characters between the words and the figure
_MARK = re.compile(r"[.,;:!?()\[\]\d]")
_SIGNS = {**dict.fromkeys("<≤⩽≦", _DOWN), **dict.fromkeys(">≥⩾≧", _UP)}
_SIGN = re.compile(r"[<>≤≥⩽⩾≦≧]=?\s?\Z")


Span = tuple[int, int]


@dataclass(slots=True)
class Limit:
    """The directions in which a figure is a limit (up, down, perhaps_up, perhaps_down), and the words that say so."""

    directions: set[str] = field(default_factory=set)
    words: list[Span] = field(default_factory=list)

    @property
    def firm(self) -> bool:
        """Whether it can be nothing but a limit."""
        return _UP in self.directions or _DOWN in self.directions

    def agrees(self, other: "Limit") -> bool:
        """Whether both may mean the same direction."""
        return not self.possible.isdisjoint(other.possible)

    @property
    def possible(self) -> set[str]:
        """The directions that may be meant, up and down."""
        return {one.removeprefix(_PERHAPS) for one in self.directions}


@dataclass(slots=True)
class _Limits:
    """The limits of a text by the span of the figure, and whether the text denies something."""

    by_span: dict[Span, Limit] = field(default_factory=dict)
    denies: bool = False


def compared(check: str, pairing: Pairing, subject: Subject, language: Language) -> Iterator[Finding]:
    """The limits that are turned round or lost, on quantities of the same value."""
    if language.source is None or not language.lexicon.has(_TOPIC):
        return
    cues = language.source.lexicon.find(_TOPIC, plain(subject.source))
    if not any(cue.category not in _OTHERS for cue in cues) and not _has_sign(subject.source):
        return
    original = _limits(subject.source, pairing.ours, language.source)
    if not original.by_span:
        return
    translated = _limits(subject.target, pairing.theirs, language)
    told = set(_agreeing(pairing, original, translated))
    for ours, theirs in pairing.same:
        limit, other = original.by_span.get(ours.span), translated.by_span.get(theirs.span)
        if limit is None or limit.words[0] in told or (other is None and not _bears(theirs)):
            continue
        if severity := _severity(limit, other, denial=original.denies != translated.denies):
            told.add(limit.words[0])  # once for both ends of a range
            said = quoted(_wording(subject.source, ours, limit))
            if other:
                wording = quoted(_wording(subject.target, theirs, other))
                message = _differences.changed(language.original, said, wording)
            else:
                message = Said.gettext(
                    "The {original} says {said}; the translation says {other} without this limit.",
                    original=language.original,
                    said=said,
                    other=theirs.raw,
                )
            yield Finding(check, severity, message, (ours.span,), (theirs.span,))


def _agreeing(pairing: Pairing, original: _Limits, translated: _Limits) -> Iterator[Span]:
    """The words whose limit the translation has on one end of a range at least: "plus de 1 personne sur 10"."""
    for ours, theirs in pairing.same:
        limit, other = original.by_span.get(ours.span), translated.by_span.get(theirs.span)
        if limit and other and limit.agrees(other):
            yield limit.words[0]


def _severity(ours: Limit, theirs: Limit | None, *, denial: bool) -> Severity | None:
    if theirs is None:
        return Severity.WARNING if ours.firm else None
    if ours.agrees(theirs) or denial:
        return None
    return Severity.ERROR if ours.firm or theirs.firm else Severity.WARNING


def _wording(text: str, quantity: Quantity, limit: Limit) -> str:
    spans = (quantity.span, *limit.words)
    return text[min(start for start, _ in spans) : max(end for _, end in spans)].strip()


def _bears(quantity: Quantity) -> bool:
    """Whether a quantity can have a limit: no name, and no article that may be a number."""
    return not quantity.name and (quantity.firm or quantity.unit != "")


def _limits(text: str, quantities: Sequence[Quantity], language: Language) -> _Limits:
    found = [quantity for quantity in quantities if _bears(quantity)]
    shown = plain(text)
    starts = [quantity.span[0] for quantity in found]
    result = _Limits()
    limits: dict[int, Limit] = {}
    for cue in language.lexicon.find(_TOPIC, shown):
        if cue.category in _OTHERS:
            result.denies |= cue.category == _DENIAL
            continue
        span = shown.origin(cue.start, cue.end)
        place = _place(text, found, bisect_left(starts, span[0]), span, cue.category)
        if place is not None:
            direction, amount, _ = cue.category.removesuffix(_AFTER).removesuffix(_BEFORE).partition(_AMOUNT)
            if amount and not _is_amount(found[place], span):
                direction = _PERHAPS + direction
            _add(limits, place, direction, span)
    if _has_sign(text):
        tags = {match.end() for match in TAG.finditer(text)} if shown.text != text else ()
        for place, quantity in enumerate(found):
            if quantity.span[0] not in tags:
                for direction, span in _signs(text, quantity):
                    _add(limits, place, direction, span)
    result.by_span = _shared(found, limits)
    return result


def _is_amount(quantity: Quantity, cue: Span) -> bool:
    """Whether a figure hard behind a wording is no time."""
    return quantity.figure and quantity.span[0] == cue[1] + 1 and quantity.unit.partition("/")[0] not in _SPANS


def _has_sign(text: str) -> bool:
    return "+" in text or any(sign in text for sign in _SIGNS)


def _add(limits: dict[int, Limit], place: int, direction: str, span: Span) -> None:
    limit = limits.setdefault(place, Limit())
    limit.directions.add(direction)
    limit.words.append(span)


def _place(text: str, found: Sequence[Quantity], following: int, cue: Span, category: str) -> int | None:
    """The place of the quantity that a wording belongs to."""
    near = []
    if following < len(found) and _near(text, cue[1], found[following].span[0]):
        near.append(following)
    before = following - 1
    if category.endswith(_BEFORE):  # "two plates under the feet" are no fewer than two
        return near[0] if near else None
    if following and found[before].span[1] <= cue[0] and _near(text, found[before].span[1], cue[0]):
        near.append(before)
    return (min(near) if category.endswith(_AFTER) else max(near)) if near else None


def _near(text: str, start: int, end: int) -> bool:
    """Whether nothing but a few words stand between; a wording may hold the number itself ("plus d'une")."""
    if end - start > _FAR:
        return False
    return end <= start or not _MARK.search(text[start:end].strip(", "))


def _signs(text: str, quantity: Quantity) -> Iterator[tuple[str, Span]]:
    """The direction of a sign hard before a figure, or of a plus behind it."""
    start, end = quantity.span
    first = max(0, start - 3)
    if match := _SIGN.search(text[first:start]):
        yield _SIGNS[match[0][0]], (first + match.start(), start)
    if quantity.figure and text[end : end + 1] == "+":
        yield _UP, (end, end + 1)


def _shared(found: Sequence[Quantity], limits: dict[int, Limit]) -> dict[Span, Limit]:
    """The limits by span; the ends of a range have those of each other."""
    if not limits:
        return {}
    groups = [[0]]
    for place, (one, two) in enumerate(pairwise(found), start=1):
        if one.tied and one.unit == two.unit:
            groups[-1].append(place)
        else:
            groups.append([place])
    result: dict[Span, Limit] = {}
    for group in groups:
        there = [limits[place] for place in group if place in limits]
        if there:
            limit = Limit({one for each in there for one in each.directions}, [w for each in there for w in each.words])
            result.update((found[place].span, limit) for place in group)
    return result
