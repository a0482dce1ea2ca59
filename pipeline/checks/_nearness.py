"""Pairs cues of a source with cues of its translation by where they stand, for the checks that compare meanings.

Rule. A sentence and its translation say things in much the same order: a cue at a third of the one is looked for around
a third of the other. Distances are in words of the longer text.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar


class Placed(Protocol):
    """What has a place among the words of its text."""

    @property
    def category(self) -> str:
        """The category of the cue."""
        ...

    @property
    def first(self) -> int:
        """The place of its first word."""
        ...


_Cue = TypeVar("_Cue", bound=Placed)


class Nearness:
    """How near to each other cues of two texts are. `source` and `target` are the numbers of their words."""

    def __init__(self, source: int, target: int) -> None:
        self._source, self._target = max(1, source), max(1, target)
        self.longer = max(self._source, self._target)

    def distance(self, one: Placed, other: Placed) -> float:
        """Words between two cues, were the texts of one length."""
        return abs(one.first / self._source - other.first / self._target) * self.longer

    def pair(
        self,
        ours: list[_Cue],
        theirs: list[_Cue],
        reach: float,
        *,
        same: bool = False,
        apart: Callable[[_Cue, _Cue], float] | None = None,
    ) -> list[tuple[_Cue, _Cue]]:
        """Take pairs that are `reach` words apart or less out of both lists, the nearest first.

        With `same` only of one category; `apart` adds words to a distance. The lists are short: this is quadratic.
        """
        if not ours or not theirs:
            return []
        ways = []
        for i, one in enumerate(ours):
            for j, other in enumerate(theirs):
                if not same or one.category == other.category:
                    distance = self.distance(one, other) + (apart(one, other) if apart else 0)
                    if distance <= reach:
                        ways.append((distance, i, j))
        found: list[tuple[_Cue, _Cue]] = []
        taken: tuple[set[int], set[int]] = set(), set()
        for _, i, j in sorted(ways):
            if i not in taken[0] and j not in taken[1]:
                taken[0].add(i)
                taken[1].add(j)
                found.append((ours[i], theirs[j]))
        for places, cues in zip(taken, (ours, theirs), strict=True):
            cues[:] = [cue for place, cue in enumerate(cues) if place not in places]
        return found
