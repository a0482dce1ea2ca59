"""Pairs the quantities of a source with those of its translation, for the checks of numbers and of units.

Rules. Equal value and unit come first, then equal value, then the same amount in another unit, then a word that may be
a number for a figure; what is left over on both sides stands for each other. A figure of a name (the 19 of COVID-19)
may come and go with the name, but is no other one's. Amounts are compared by the prefixes of the International System
and the lengths of hours, days and weeks; a year has twelve months, and every 8 hours is 3 times a day.
"""

import re
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pipeline import figures
from pipeline.languages import Language
from pipeline.quantities import CLOCK, DATE, MONTH, TIMES, Quantity, Reading, find, reading

_Pairs = list[tuple[Quantity, Quantity]]
_METRIC = ("g", "L", "mol", "m", "Hz")
_PREFIXES = {"": 0, "k": 3, "M": 6, "d": -1, "c": -2, "m": -3, "µ": -6, "n": -9, "p": -12}
_BASES = {
    **{f"{prefix}{base}": (base, Decimal(10) ** power) for base in _METRIC for prefix, power in _PREFIXES.items()},
    "%": ("", Decimal("0.01")),
    "‰": ("", Decimal("0.001")),
    "": ("", Decimal(1)),
    "s": ("s", Decimal(1)),
    "min": ("s", Decimal(60)),
    "h": ("s", Decimal(3600)),
    "day": ("s", Decimal(86400)),
    "week": ("s", Decimal(604800)),
    "month": ("month", Decimal(1)),
    "year": ("month", Decimal(12)),
    "decade": ("month", Decimal(120)),
}
_AMOUNTS = frozenset((*_BASES, TIMES))
_SHARES = ("%", "‰", "")  # half of it, 50% of it
_PARTS = (3, 4, 5)  # "un tercio" is listed as a 3
_ONE_AND_A_HALF = (Decimal("1.5"), Decimal("0.5"))
_LONGEST = 4000  # characters of two texts that are read in several ways
_SPACED = re.compile(r"\d\s\d")
_HALF_A_DAY = 12


class Pairing(NamedTuple):
    """All quantities of both texts, `ours` and `theirs`, and how they are paired.

    Those of equal value are `same`, of the same amount in another unit `converted`, those that stand for each other
    with another value `changed`, and then there is the rest.

    `missing` and `extra` hold figures and firm number words; a figure of a name is `missing` only where none of its
    name stands for it, and `extra` only where the source has the name with another figure.
    """

    ours: tuple[Quantity, ...] = ()
    theirs: tuple[Quantity, ...] = ()
    same: tuple[tuple[Quantity, Quantity], ...] = ()
    converted: tuple[tuple[Quantity, Quantity], ...] = ()
    changed: tuple[tuple[Quantity, Quantity], ...] = ()
    missing: tuple[Quantity, ...] = ()
    extra: tuple[Quantity, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.ours or self.theirs)

    @property
    def whole(self) -> bool:
        """Whether nothing is left of either side."""
        return not (self.changed or self.missing or self.extra or self.converted)

    @property
    def clean(self) -> bool:
        """Whether every figure has its like on the other side."""
        return not self.changed and not any(q.figure and not q.name for q in (*self.missing, *self.extra))


_NOTHING = Pairing()


def pair(source: str, target: str, language: Language) -> Pairing:
    """The quantities of both texts, paired.

    Where a space between digits can be read in two ways ("2 500 mg tablets"), the way that makes the texts agree holds.
    In a language whose number words nobody has listed, the source's do not count either: "2 million" is 2 in both.
    """
    ours, theirs = reading(language.source), reading(language)
    if not theirs.vocabulary.numbers:
        ours = _without_number_words(ours)
    return _paired(source, target, ours, theirs)


@lru_cache(maxsize=16)
def _without_number_words(read: Reading) -> Reading:
    words = replace(read.vocabulary, numbers={}, like_numbers={}, scales={}, number_words=frozenset())
    return replace(read, vocabulary=words, lexicon=None)


@lru_cache(maxsize=16)
def _paired(source: str, target: str, ours: Reading, theirs: Reading) -> Pairing:
    digits = (figures.any_in(source) or figures.any_in(target)) and not _have_same_names(source, target)
    original = find(source, ours, digits=digits)
    if not digits and not any(map(_matters, original)):
        return _NOTHING
    soft = any(map(_is_soft, original))
    first = _pair(original, find(target, theirs, soft=soft, digits=digits))
    if first.clean and (soft or first.whole):
        return first
    original = original if digits else find(source, ours)
    first = first if soft and digits else _pair(original, find(target, theirs))
    if first.clean or len(source) + len(target) > _LONGEST:
        return first
    sources = (True, False) if _SPACED.search(source) else (True,)
    targets = (True, False) if _SPACED.search(target) else (True,)
    ways = [(one, other) for one in sources for other in targets][1:]
    others = (_pair(find(source, ours, spaced=one), find(target, theirs, spaced=other)) for one, other in ways)
    return next((pairing for pairing in others if pairing.clean), first)


def _have_same_names(source: str, target: str) -> bool:
    """Whether the figures of both texts are those of the same names alone, and no name stands there without one."""
    if "-" not in source or not (names := figures.names_alone(source)):
        return False
    if sorted(names) != sorted(figures.names_alone(target)):
        return False
    stems = [name.rstrip("0123456789") for name in names]
    return all(target.count(stem) == stems.count(stem) for stem in set(stems))


def _is_soft(quantity: Quantity) -> bool:
    """Whether a word that may be something else can stand for a quantity: "un" for one or 1."""
    return not quantity.firm or quantity.value == 1


def _matters(quantity: Quantity) -> bool:
    """Whether a translation without any figure can be wrong about it."""
    return quantity.figure or quantity.value != 1 or quantity.unit != ""


def _pair(source: tuple[Quantity, ...], target: tuple[Quantity, ...]) -> Pairing:
    if not source and not target:
        return _NOTHING
    if len(source) == len(target) and all(map(_equal, source, target)):
        return Pairing(source, target, tuple(zip(source, target, strict=True)))
    same, ours, theirs = _zip_exact(source, target)
    if not ours and not theirs:
        return Pairing(source, target, tuple(same))
    named: _Pairs = []
    if any(quantity.name for quantity in theirs):
        named, ours, theirs = _zip_by(ours, theirs, _letters)
    hours = (_hour,) if any(quantity.unit == CLOCK for quantity in ours) else ()
    more, ours, theirs = _zip_all(ours, theirs, (_counted, _firm_value, _kind, *hours, _likely, _part, _and_a_half))
    same += more
    converted, ours, theirs = _zip_by(ours, theirs, _amount)
    same += [both for both in converted if both[0].unit in _SHARES]
    known = {_letters(quantity) for quantity in source if quantity.name}
    lost = [quantity for quantity in ours if quantity.name]
    added = [quantity for quantity in theirs if quantity.name and _letters(quantity) in known]
    changed, ours, theirs = _zip_all(ours, theirs, (_measure, _number, _doubtful, _fraction))
    ours, theirs = [q for q in ours if q.firm and not q.name], [q for q in theirs if q.firm and not q.name]
    return Pairing(
        source,
        target,
        tuple(sorted(same, key=_place)),
        tuple(sorted((both for both in converted if both[0].unit not in _SHARES), key=_place)),
        tuple(sorted([*changed, *named], key=_place)),
        (*ours, *lost),
        (*theirs, *added),
    )


def _equal(ours: Quantity, theirs: Quantity) -> bool:
    return ours[0] == theirs[0] and ours[3] == theirs[3] and ours[5] == theirs[5] and ours[8] == theirs[8]


# -- what makes two quantities equal, None for nothing ---------------------------------------------------------------
def _exact(quantity: Quantity) -> Hashable:
    value, unit, name = quantity.value, quantity.unit, quantity.name
    if unit == DATE and value != 1:
        unit = ""
    return value, unit, quantity.figure, quantity.firm, name and _in_order(name)


def _letters(quantity: Quantity) -> Hashable:
    return _in_order(quantity.name) if quantity.name else None


@lru_cache(maxsize=1024)
def _in_order(name: str) -> str:
    """The letters of a name in the order of the alphabet: ECA2 is the ACE2 of another language."""
    return "".join(sorted(filter(str.isalpha, name.casefold())))


def _alike(quantity: Quantity) -> tuple[Decimal, str]:
    unit = "" if quantity.unit == DATE and quantity.value != 1 else quantity.unit  # the 5th of "4 and 5 March"
    return quantity.value, unit


def _counted(quantity: Quantity) -> Hashable:
    """A figure or a word, but no article for the 1 of a table."""
    return (*_alike(quantity), quantity.label)


def _firm_value(quantity: Quantity) -> Hashable:
    return quantity.value if quantity.firm else None


def _kind(quantity: Quantity) -> Hashable:
    """An article that may be a number ("un") stands for a quantity only where both or neither have a unit."""
    if quantity.label and quantity.figure:
        return None
    return quantity.value, TIMES if quantity.unit.startswith(TIMES) else quantity.unit != ""


def _hour(quantity: Quantity) -> Hashable:
    """Between 3 and 6 p.m. may be from 15 to 18 h."""
    if not quantity.figure or quantity.unit not in (CLOCK, "h", "") or quantity.value >= 2 * _HALF_A_DAY:
        return None
    if quantity.unit == CLOCK and not quantity.shared:
        return None
    return quantity.value % _HALF_A_DAY


def _likely(quantity: Quantity) -> Hashable:
    return quantity.value if quantity.value != 1 else None


def _part(quantity: Quantity) -> Hashable:
    """A quarter is 0.25 in one language and the word for the fourth part in another ("cuarta parte")."""
    if quantity.figure or quantity.firm or not quantity.value:
        return None
    return quantity.value if quantity.value > 1 else 1 / quantity.value


# -- what stands for each other with another value -------------------------------------------------------------------
def _measure(quantity: Quantity) -> Hashable:
    counts = quantity.firm or (quantity.unit.startswith(TIMES) and not quantity.implied)
    return (quantity.unit or None) if counts and not quantity.name else None


def _number(quantity: Quantity) -> Hashable:
    return "" if quantity.firm and not quantity.name and quantity.unit != MONTH else None


def _doubtful(quantity: Quantity) -> Hashable:
    """A word that may be a number stands for another word, as "ambos" and "three" do; an article does not."""
    if quantity.figure or quantity.value <= 1 or quantity.unit not in ("", TIMES) or quantity.implied:
        return None
    return ""


def _fraction(quantity: Quantity) -> Hashable:
    """Half, a third, a quarter."""
    return None if quantity.firm or quantity.unit or not (quantity.value < 1 or quantity.value in _PARTS) else ""


def _and_a_half(quantity: Quantity) -> Hashable:
    """1.5 tablets may be "un comprimido y medio"."""
    return "" if quantity.value in _ONE_AND_A_HALF and (quantity.figure or quantity.value < 1) else None


# -- amounts ---------------------------------------------------------------------------------------------------------
def _amount(quantity: Quantity) -> Hashable:
    """What there is of a quantity in base units; None where it has none, or is no matter of fact."""
    first, *others = quantity.unit.split("/")
    if quantity.name or quantity.label or not quantity.value or first not in _AMOUNTS:
        return None
    if not quantity.firm and (first == TIMES or quantity.unit == "") and quantity.value >= 1:
        return None
    if first == TIMES:  # every 8 hours is 3 times a day
        period = _BASES.get(others[0]) if len(others) == 1 else None
        return (period[0], _rounded(period[1] / quantity.value)) if period else None
    kinds, value = [_BASES[first][0]], quantity.value * _BASES[first][1]
    for unit in others:
        kind, factor = _BASES.get(unit, (unit, Decimal(1)))
        kinds.append(kind)
        value /= factor
    return "/".join(kinds), _rounded(value)


def _rounded(value: Decimal) -> Decimal:
    return Decimal(f"{value:.12g}")


def _place(pair: tuple[Quantity, Quantity]) -> tuple[int, int]:
    return pair[0].span[0], pair[1].span[0]


Key = Callable[[Quantity], Hashable]


def _zip_all(
    ours: Sequence[Quantity], theirs: Sequence[Quantity], keys: Iterable[Key]
) -> tuple[_Pairs, Sequence[Quantity], Sequence[Quantity]]:
    """Pairs with an equal key, the first key first, as long as something is left."""
    pairs: _Pairs = []
    for key in keys:
        more, ours, theirs = _zip_by(ours, theirs, key)
        pairs += more
    return pairs, ours, theirs


def _zip_by(
    ours: Sequence[Quantity], theirs: Sequence[Quantity], key: Key
) -> tuple[_Pairs, Sequence[Quantity], Sequence[Quantity]]:
    """Pairs with an equal key (None has no equal), figures before words, and what is left of each side, in order."""
    if not ours or not theirs:
        return [], ours, theirs
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


def _zip_exact(
    source: Sequence[Quantity], target: Sequence[Quantity]
) -> tuple[_Pairs, Sequence[Quantity], Sequence[Quantity]]:
    """What `_zip_by` does for the first key, which leaves nothing to rank: most quantities go here."""
    pools: dict[Hashable, list[Quantity]] = {}
    for quantity in reversed(target):
        pools.setdefault(_exact(quantity), []).append(quantity)
    pairs: _Pairs = []
    left: list[Quantity] = []
    for quantity in source:
        if pool := pools.get(_exact(quantity)):
            pairs.append((quantity, pool.pop()))
        else:
            left.append(quantity)
    rest = {id(quantity) for pool in pools.values() for quantity in pool}
    return pairs, left, [quantity for quantity in target if id(quantity) in rest] if rest else ()


def _rank(quantity: Quantity) -> tuple[bool, bool]:
    return not quantity.figure, not quantity.firm
