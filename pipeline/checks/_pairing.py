"""Pairs the quantities of a source with those of its translation, for the checks of numbers and of units."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.languages import Language
from pipeline.quantities import Quantity, Reading, find, reading
from pipeline.vocabulary import Vocabulary

_Pairs = list[tuple[Quantity, Quantity]]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Quantities of equal value, `same`; those that stand for each other with another value, `changed`; the rest.

    `missing` and `extra` hold figures and firm number words; figures of names (COVID-19) are in neither.
    """

    same: tuple[tuple[Quantity, Quantity], ...] = ()
    changed: tuple[tuple[Quantity, Quantity], ...] = ()
    missing: tuple[Quantity, ...] = ()
    extra: tuple[Quantity, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether every figure has its like on the other side."""
        return not self.changed and not any(quantity.figure for quantity in (*self.missing, *self.extra))


def pair(source: str, target: str, language: Language) -> Pairing:
    """The quantities of both texts, paired.

    Where a space between digits can be read in two ways ("2 500 mg tablets"), the way that makes the texts agree holds.
    In a language whose number words nobody has listed, the source's do not count either: "2 million" is 2 in both.
    """
    ours, theirs = reading(language.source), reading(language)
    if not theirs.vocabulary.numbers:
        ours = ours._replace(vocabulary=_without_number_words(ours.vocabulary))
    return _paired(source, target, ours, theirs)


@lru_cache(maxsize=16)
def _without_number_words(vocabulary: Vocabulary) -> Vocabulary:
    return replace(vocabulary, numbers={}, like_numbers={}, scales={}, number_words=frozenset())


@lru_cache(maxsize=16)
def _paired(source: str, target: str, ours: Reading, theirs: Reading) -> Pairing:
    first = _pair(find(source, ours), find(target, theirs))
    if first.clean:
        return first
    sources = (True, False) if _has_spaces(source) else (True,)
    targets = (True, False) if _has_spaces(target) else (True,)
    ways = [(one, other) for one in sources for other in targets][1:]
    others = (_pair(find(source, ours, spaced=one), find(target, theirs, spaced=other)) for one, other in ways)
    return next((pairing for pairing in others if pairing.clean), first)


def _has_spaces(text: str) -> bool:
    """Whether a space in `text` stands between two digits."""
    return any(
        a.isdecimal() and b.isspace() and c.isdecimal() for a, b, c in zip(text, text[1:], text[2:], strict=False)
    )


def _pair(source: Iterable[Quantity], target: Iterable[Quantity]) -> Pairing:
    """Equal value and unit first, then equal value, then equal unit, then what is left, in order.

    An article that may be a number ("un") stands for a quantity only where both or neither have a unit.
    """
    ours, theirs = list(source), list(target)
    if not ours and not theirs:
        return Pairing()
    same, ours, theirs = _zip_by(ours, theirs, lambda q: (q.value, q.unit))
    for key in (_firm_value, lambda q: (q.value, bool(q.unit))):
        more, ours, theirs = _zip_by(ours, theirs, key)
        same.extend(more)
    ours, theirs = [q for q in ours if q.firm and not q.name], [q for q in theirs if q.firm and not q.name]
    changed, ours, theirs = _zip_by(ours, theirs, lambda q: q.unit or None)
    rest, ours, theirs = _zip_by(ours, theirs, lambda _: "")
    changed.extend(rest)
    return Pairing(tuple(sorted(same, key=_place)), tuple(sorted(changed, key=_place)), tuple(ours), tuple(theirs))


def _firm_value(quantity: Quantity) -> Hashable:
    return quantity.value if quantity.firm else None


def _place(pair: tuple[Quantity, Quantity]) -> tuple[int, int]:
    return pair[0].span[0], pair[1].span[0]


def _zip_by(
    ours: Sequence[Quantity], theirs: Sequence[Quantity], key: Callable[[Quantity], Hashable]
) -> tuple[_Pairs, list[Quantity], list[Quantity]]:
    """Pairs with an equal key (None has no equal), figures before words, and what is left of each side, in order."""
    pools: defaultdict[Hashable, deque[Quantity]] = defaultdict(deque)
    for quantity in sorted(theirs, key=_rank):
        pools[key(quantity)].append(quantity)
    pairs = []
    for quantity in sorted(ours, key=_rank):
        wanted = key(quantity)
        if wanted is not None and pools[wanted]:
            pairs.append((quantity, pools[wanted].popleft()))
    used = {id(quantity) for both in pairs for quantity in both}
    return pairs, [q for q in ours if id(q) not in used], [q for q in theirs if id(q) not in used]


def _rank(quantity: Quantity) -> tuple[bool, bool]:
    return not quantity.figure, not quantity.firm
