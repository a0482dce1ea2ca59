"""Finds what an index offers for a language: the model that leads there, or the steps of the shortest way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from pipeline.errors import NoRouteError, PackageError, UsageError
from pipeline.plugins import Hop, IndexedEngine, Offer
from pipeline.stages import fetch

_MOST_HOPS = 3


@dataclass(frozen=True, slots=True)
class Way:
    """How a language is reached: the pairs of its steps, the model to install for each, and what else was offered.

    A step without a model is installed. `candidates` are all offers for the steps' pairs, the chosen included.
    """

    pairs: tuple[str, ...]
    chosen: tuple[Offer, ...]
    candidates: tuple[Offer, ...]

    def choosing(self, chosen: Sequence[Offer]) -> Self:
        """The way with these in place of the chosen offers: the same models, of which more is known by now."""
        known = dict(zip(self.chosen, chosen, strict=True))
        return replace(self, chosen=tuple(chosen), candidates=tuple(known.get(one, one) for one in self.candidates))


def indexed(engines: Mapping[str, object], name: str) -> IndexedEngine:
    """The engine `name`, which has an index. Raises UsageError naming those that do."""
    known = {key: engine for key, engine in engines.items() if isinstance(engine, IndexedEngine)}
    if name not in known:
        raise UsageError(f"{name!r} is no engine with an index of models: choose from {', '.join(known)}")
    return known[name]


def look_up(engine: IndexedEngine, address: str) -> tuple[Offer, ...]:
    """What the index at `address` offers for `engine`, without what lies where nothing may be fetched from.

    Raises FetchError where the index cannot be had, PackageError where it is none.
    """
    offers = engine.index.read(fetch.read_index(address), address)
    allowed = tuple(one for one in offers if all(fetch.may_follow(address, file.address) for file in one.files))
    if not allowed:
        raise PackageError(f"{address}: every model lies at an address that is not fetched from; give another --index")
    return allowed


def plan(offers: Iterable[Offer], hops: Iterable[Hop], source: str, target: str) -> Way:
    """The way from `source` to `target`, or to its base language: a direct model, else the fewest steps.

    Steps on the way that `hops` can take already need no model. Raises NoRouteError where nothing leads there.
    """
    by_pair: dict[str, list[Offer]] = {}
    for offer in offers:
        by_pair.setdefault(offer.pair, []).append(offer)
    ready = {hop.pair for hop in hops}
    for goal in dict.fromkeys((target, target.partition("-")[0])):
        leading = {pair for pair in ready if pair.endswith(f">{goal}")}
        for usable in (ready - leading, ready):  # what was asked for is a model, so the last step is one if it can be
            steps = _shortest([*sorted(usable), *by_pair], source, goal)
            needed = [pair for pair in steps if pair in by_pair and (pair not in ready or pair == steps[-1])]
            if needed:
                candidates = tuple(dict.fromkeys(offer for pair in needed for offer in by_pair[pair]))
                return Way(steps, tuple(by_pair[pair][0] for pair in needed), candidates)
    targets = sorted({offer.target for offers_ in by_pair.values() for offer in offers_ if offer.source == source})
    there = _shortest(sorted(ready), source, target)
    ready_made = f" What is installed leads there already: {', '.join(there)}." if there else ""
    raise NoRouteError(
        f"the index offers nothing that leads from {source} to {target}; from {source} it leads to: "
        f"{', '.join(targets[:60]) or 'nothing'}. Name another with --engine or --index.{ready_made}"
    )


def _shortest(pairs: Iterable[str], source: str, target: str) -> tuple[str, ...]:
    """The fewest pairs that lead on from `source` to `target`; none where no few do."""
    leads: dict[str, list[str]] = {}
    for pair in pairs:
        leads.setdefault(pair.partition(">")[0], []).append(pair)
    reached: dict[str, tuple[str, ...]] = {source: ()}
    for _ in range(_MOST_HOPS):
        for here, taken in list(reached.items()):
            for pair in leads.get(here, []):
                reached.setdefault(pair.partition(">")[2], (*taken, pair))
    return reached.get(target, ())
