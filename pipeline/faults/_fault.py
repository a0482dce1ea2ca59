"""What a kind of fault is: a name, a family, and a way to spoil a good translation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from pipeline.faults._words import Words

Places = Callable[["Pair", Words], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """A source sentence with a person's translation; `neighbour` is the translation of another sentence."""

    source: str
    target: str
    neighbour: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault; `places` gives every way to spoil a pair, as whole target texts."""

    name: str
    family: str
    explanation: str
    places: Places

    def plant(self, pair: Pair, words: Words, random: Random) -> str | None:
        """A faulty target, None where the pair has no place for this fault."""
        ways = [faulty for faulty in dict.fromkeys(self.places(pair, words)) if faulty.strip() != pair.target.strip()]
        return random.choice(ways) if ways else None

    def seed(self, pair: Pair) -> Random:
        """The chance that belongs to a pair: the same texts give the same fault."""
        return Random(f"{self.name}\0{pair.source}\0{pair.target}")  # noqa: S311  nothing secret
