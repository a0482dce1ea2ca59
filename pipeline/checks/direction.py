"""Looks for a direction turned round (more and less, before and after, women and men): a wrong text that reads well.

Rules. The cue lists hold pairs of sides, such as `amount_up` and `amount_down`; all words of a side count as the same,
since "reduced risk" may well become "menos riesgo". A degree and the amount behind it are one word: "más bajo" is down,
"menos bajo" up. A direction is swapped where a side of the source has a word too few in the target and the other side
one too many, near the same place, or anywhere where each text has but one side and no other. A limit turns its side:
"not above" is "below". Words of a category `..._or_nothing` ("over") may answer for a side, and are never turned. It is
an error where the source has that side alone and the target the other alone, both deny equally often, and the words
have no other uses. A warning, too: a "menos" where the source has nothing of the kind, a sex, an age or a side of the
body that the target leaves out, and a change ("lowers", `_unsaid`) that it does not tell of.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from math import inf
from typing import NamedTuple

from pipeline.checks import _differences
from pipeline.checks._nearness import Nearness
from pipeline.checks._polarity import Denial, read
from pipeline.checks._unsaid import unsaid
from pipeline.cues import Cue
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said, quoted
from pipeline.wording import NOTHING, Plain, plain, word_texts

_TOPIC = "direction"
_MOST = 24  # words of one side that are worth comparing one by one
_NEAR = 0.2  # of a text: how far another language may move a word
_WORDS = 5  # and in a short text
_KEPT = frozenset({"sex", "grown", "side"})  # the pairs of which a word must not be lost
_DOUBTFUL = frozenset({"quality", "moment", "course", "gain", "door", "reach"})  # the pairs whose words have other uses
_SCARCE = "scarce"  # what another language may call less
_EVER = 1000  # words: anywhere in the text
_WEAK = "_or_nothing"  # ends the categories of words that may point nowhere
_BESIDE = 2  # words between two words that one word of another language may stand for
_LIMIT = "limit"
_LESS = "degree_less"
_DEGREES = {"degree_more": 1, _LESS: -1}
_AMOUNTS = {"amount_up": 1, "amount_down": -1}

_Sides = dict[str, dict[str, list[Cue]]]  # pair, side, cues


class _Text(NamedTuple):
    """A text, its cues, and those of them that point somewhere."""

    plain: Plain
    cues: tuple[Cue, ...]
    sides: _Sides


class _Pointer(NamedTuple):
    """A cue, the side it points to, its place, and whether it surely points there."""

    category: str
    first: int
    cue: Cue
    firm: bool


class _Swap(NamedTuple):
    """A word of the source, the word of the target in its place, and whether there is no doubt."""

    one: Cue
    other: Cue
    sure: bool


class Direction:
    """More stays more, before stays before, women stay women."""

    name = N_("direction")
    explanation = "More or less, before or after, left or right, women or men: the translation must say the same."

    def covers(self, language: Language) -> bool:
        """Whether words of direction are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """A finding for each word turned round, for a less that comes from nowhere, and for each word left out."""
        target = subject.target.strip()
        if target and target != NOTHING and language.source is not None and language.lexicon.has(_TOPIC):
            source = _read(plain(subject.source), language.source)
            shown = _read(plain(subject.target), language)
            yield from _turned(source, shown, language)
            yield from _left_out(source, shown, language)


PLUGIN = Direction()


def _read(text: Plain, language: Language) -> _Text:
    cues = language.lexicon.find(_TOPIC, text)
    return _Text(text, cues, _sides(cues))


def _turned(source: _Text, shown: _Text, language: Language) -> Iterator[Finding]:
    """What is said the other way round; where nothing is, a less that comes from nowhere."""
    swaps = _swaps(source, shown) if source.sides and shown.sides else []
    doubtful = False
    if swaps and language.source is not None:
        ours, theirs = _denials(source, language.source), _denials(shown, language)
        doubtful = sum(one.sure for one in ours) != sum(one.sure for one in theirs)
        swaps = [swap for swap in swaps if _limited(ours, swap.one) == _limited(theirs, swap.other)]
    for swap in swaps:
        message = _differences.changed(language.original, _quoted(source, swap.one), _quoted(shown, swap.other))
        severity = Severity.ERROR if swap.sure and not doubtful else Severity.WARNING
        yield Finding(Direction.name, severity, message, (_span(source, swap.one),), (_span(shown, swap.other),))
    for cue in () if swaps else _less(source, shown):
        message = _differences.unfounded(language.original, _quoted(shown, cue))
        yield Finding(Direction.name, Severity.WARNING, message, (), (_span(shown, cue),))


@lru_cache(maxsize=256)
def _pairs(category: str) -> tuple[tuple[str, str], ...]:
    """The pairs and sides of a category: `amount_up`, `sex_female_and_grown_child`; none for `idiom`."""
    sides = (part.rpartition("_") for part in category.removesuffix(_WEAK).split("_and_"))
    return tuple((pair, side) for pair, _, side in sides if pair)


def _sides(cues: tuple[Cue, ...]) -> _Sides:
    found: _Sides = {}
    for cue in _compounded(cues):
        for pair, side in _pairs(cue.category):
            listed = found.setdefault(pair, {}).setdefault(side, [])
            if len(listed) < _MOST:
                listed.append(cue)
    return found


def _compounded(cues: tuple[Cue, ...]) -> Iterator[Cue]:
    """The cues, a degree and the amount behind it as one: "más bajo" is down, "menos bajo" up."""
    waiting: Cue | None = None
    for cue in cues:
        degree = _DEGREES.get(waiting.category, 0) if waiting else 0
        amount = _AMOUNTS.get(cue.category.removesuffix(_WEAK), 0)
        if waiting and degree and amount and cue.first == waiting.last + 1:
            waiting = _amount(cue, degree * amount)._replace(start=waiting.start, first=waiting.first)
            continue
        if waiting:
            yield _amount(waiting, degree) if degree else waiting
        waiting = cue
    if waiting:
        degree = _DEGREES.get(waiting.category, 0)
        yield _amount(waiting, degree) if degree else waiting


def _amount(cue: Cue, sign: int) -> Cue:
    return cue._replace(category="amount_up" if sign > 0 else "amount_down")


def _swaps(source: _Text, shown: _Text) -> list[_Swap]:
    near = Nearness(len(word_texts(source.plain.text)), len(word_texts(shown.plain.text)))
    reach = max(_WORDS, _NEAR * near.longer)
    taken: dict[Cue, Cue] = {}  # a word of the target, and the one of the source that it stands for
    left: dict[str, tuple[list[_Pointer], list[_Pointer]]] = {}
    for pair in (pair for pair in source.sides if pair in shown.sides):
        left[pair] = _unlike(_pointers(source.sides[pair]), _pointers(shown.sides[pair]), near, reach, taken)
    found: dict[tuple[Cue, Cue], _Swap] = {}
    for pair, (ours, theirs) in left.items():
        alone = len(source.sides[pair]) == 1 == len(shown.sides[pair]) and pair not in _DOUBTFUL
        each = alone and len(ours) == 1 == len(theirs)
        for one, other in near.pair(ours, theirs, _EVER if each else reach, apart=partial(_cost, taken, near.longer)):
            if one.category != other.category:
                sure = alone and near.distance(one, other) <= reach
                found.setdefault((one.cue, other.cue), _Swap(one.cue, other.cue, sure))
    return sorted(found.values(), key=lambda swap: swap.other.start)


def _pointers(sides: dict[str, list[Cue]]) -> list[_Pointer]:
    return [
        _Pointer(side, cue.first, cue, not cue.category.endswith(_WEAK)) for side, cues in sides.items() for cue in cues
    ]


def _unlike(
    ours: list[_Pointer], theirs: list[_Pointer], near: Nearness, reach: float, taken: dict[Cue, Cue]
) -> tuple[list[_Pointer], list[_Pointer]]:
    """What has not found its like among the words that surely point somewhere."""
    firm, others = [one for one in ours if one.firm], [one for one in theirs if one.firm]
    taken.update((other.cue, one.cue) for one, other in near.pair(firm, others, reach, same=True))
    return [*firm, *(one for one in ours if not one.firm)], [*others, *(one for one in theirs if not one.firm)]


def _cost(taken: dict[Cue, Cue], longer: int, one: _Pointer, other: _Pointer) -> float:
    """Words that are added to a distance: a swap is believed only where no like is as near."""
    if one.category == other.category:
        return 0
    if not (one.firm and other.firm):
        return inf
    free = abs(taken.get(other.cue, one.cue).first - one.first) <= _BESIDE
    return 0 if free else 2 * longer


def _denials(text: _Text, language: Language) -> tuple[Denial, ...]:
    """What a text denies: "did not rise" may well become "fell"."""
    return read(text.plain, language.lexicon).denials


def _limited(denials: tuple[Denial, ...], cue: Cue) -> bool:
    """Whether the cue is in a wording such as "not above", which says the opposite."""
    return any(one.category == _LIMIT and one.first <= cue.last and cue.first <= one.last for one in denials)


def _less(source: _Text, shown: _Text) -> list[Cue]:
    """The first word of the target that can only say less ("menos"), where the source has nothing of the kind."""
    if "down" in source.sides.get("amount", {}) or "lost" in source.sides.get("gain", {}):
        return []
    if any(cue.category == _SCARCE for cue in source.cues):
        return []
    less = {cue.start for cue in shown.cues if cue.category == _LESS}
    return [cue for cue in shown.sides.get("amount", {}).get("down", []) if cue.start in less][:1]


def _left_out(source: _Text, shown: _Text, language: Language) -> Iterator[Finding]:
    """What the target does not tell: a sex, an age or a side of the body, and that something changes."""
    changes = unsaid(source.plain, source.sides, shown.plain, shown.sides, language)
    for cue in (*_lost(source.sides, shown.sides), *changes):
        message = _differences.unfound(language.original, _quoted(source, cue))
        yield Finding(Direction.name, Severity.WARNING, message, (_span(source, cue),))


def _lost(ours: _Sides, theirs: _Sides) -> Iterator[Cue]:
    for pair, sides in ours.items():
        if pair in _KEPT and pair not in theirs:
            yield from (cues[0] for cues in sides.values())


def _quoted(text: _Text, cue: Cue) -> Said:
    return quoted(text.plain.text[cue.start : cue.end])


def _span(text: _Text, cue: Cue) -> tuple[int, int]:
    return text.plain.origin(cue.start, cue.end)
