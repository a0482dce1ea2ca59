"""Finds the way from one language to another over what is installed, and sends sentences along it.

A direct hop beats a pivot, fewer hops beat more, and between equals the workspace's order of engines decides. The same
installation always gives the same route.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from pipeline.cognates import Cognates
from pipeline.errors import NoRouteError
from pipeline.plugins import Engine, Hop, Output, Translator

_MOST_HOPS = 3
# Debian's Apertium packages that lead on from Portuguese or Spanish, which the models shipped with us reach.
_PACKAGES = {
    "an": "apertium-spa-arg",
    "ast": "apertium-spa-ast",
    "ca": "apertium-por-cat",
    "es": "apertium-es-pt",
    "fr": "apertium-fr-es",
    "gl": "apertium-pt-gl",
    "it": "apertium-spa-ita",
    "oc": "apertium-oc-es",
}


@dataclass(frozen=True, slots=True)
class Route:
    """The hops to take, in order; each starts where the one before ends."""

    hops: tuple[Hop, ...]

    @property
    def target(self) -> str:
        """The language the route ends in; for a regional language it may be the base."""
        return self.hops[-1].target

    def describe(self) -> str:
        """The route as it stands in an origin line: `firefox en>pt 2.0, apertium pt>es 1.1.6-1`."""
        return ", ".join(f"{hop.engine} {hop.pair} {hop.version}" for hop in self.hops)


def installed(engines: Iterable[Engine]) -> tuple[Hop, ...]:
    """Every hop that can be taken now, by engine and pair."""
    hops = (hop for engine in engines for hop in engine.hops())
    return tuple(sorted(hops, key=lambda hop: (hop.engine, hop.source, hop.target)))


def plan(hops: Iterable[Hop], source: str, target: str, order: Sequence[str] = (), *, base: str = "") -> Route:
    """The best route. `order` names engines, the preferred first; those it does not name come last.

    A route to the `base` of a regional `target` is taken where none leads to the target itself, or only a longer one.
    Raises NoRouteError naming the ways to get an engine.
    """
    routes = {route.target: route for route in all_routes(hops, source, order)}
    reached = [routes[language] for language in (target, base) if language in routes]
    if not reached:
        raise NoRouteError(_how_to_get_there(source, target, base))
    return min(reached, key=lambda route: len(route.hops))


def all_routes(hops: Iterable[Hop], source: str, order: Sequence[str] = ()) -> tuple[Route, ...]:
    """The best route to each language that can be reached from `source`, by language."""
    rank = {engine: place for place, engine in enumerate(order)}

    def merit(route: Route) -> tuple[int, tuple[int, ...], str]:
        engines = tuple(rank.get(hop.engine, len(rank)) for hop in route.hops)
        return len(route.hops), engines, route.describe()

    best: dict[str, Route] = {}
    for route in _walks(tuple(hops), source, ()):
        known = best.get(route.target)
        if known is None or merit(route) < merit(known):
            best[route.target] = route
    return tuple(best[target] for target in sorted(best))


def every_route(hops: Iterable[Hop], source: str, target: str) -> tuple[Route, ...]:
    """Every route to a language, the shorter first."""
    found = (route for route in _walks(tuple(hops), source, ()) if route.target == target)
    return tuple(sorted(found, key=lambda route: (len(route.hops), route.describe())))


class RouteTranslator:
    """A `pipeline.plugins.Translator` over all hops of a route. Belongs to the thread that opened it.

    `spellings` are by language, how a text on the way is to be spelt for the next engine, and by pair (`pt>ca`), what
    its engine is known to write wrongly. `cognates` are by pair: what becomes of the words that its engine does not
    know.
    """

    def __init__(
        self,
        route: Route,
        engines: Mapping[str, Engine],
        spellings: Mapping[str, Callable[[str], str]] | None = None,
        cognates: Mapping[str, Cognates] | None = None,
    ) -> None:
        """Open every hop. Raises EngineError where one does not open; the others are closed again."""
        self.route = route
        self._spellings = spellings or {}
        self._cognates = cognates or {}
        self._translators: list[Translator] = []
        try:
            for hop in route.hops:
                self._translators.append(engines[hop.engine].open(hop))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def translate(self, sentences: Sequence[str]) -> list[Output]:
        """Each sentence through every hop. A hop's problem ends its sentence; unknown words of all hops are kept.

        Between hops, a text with a character that the next engine would lose is a problem too. The score is that of the
        hop that was least sure.
        """
        outputs = [Output(sentence) for sentence in sentences]
        for number, translator in enumerate(self._translators):
            if number:
                outputs = [self._passable(output, number) for output in outputs]
            going = [place for place, output in enumerate(outputs) if not output.problem]
            results = translator.translate([outputs[place].text for place in going])
            for place, result in zip(going, results, strict=True):
                guessed = self._with_guesses(result, self.route.hops[number].pair, sentences[place])
                outputs[place] = _joined(outputs[place], self._respelt(guessed, self.route.hops[number].pair))
        return outputs

    def _with_guesses(self, output: Output, pair: str, source: str) -> Output:
        """The output of a hop with cognates in place of the words that its engine did not know."""
        if not output.unknown or pair not in self._cognates:
            return output
        text, guessed = self._cognates[pair].replace(output.text, output.unknown, source)
        unknown = tuple(word for word in output.unknown if word not in guessed)
        changed = tuple(guess for word, guess in guessed.items() if guess != word)
        return replace(output, text=text, unknown=unknown, guessed=changed)

    def _respelt(self, output: Output, spelling: str) -> Output:
        """The output with its text spelt as a language or a pair has it."""
        if not output.text or spelling not in self._spellings:
            return output
        return replace(output, text=self._spellings[spelling](output.text))

    def unknown_characters(self, text: str) -> frozenset[str]:
        """What the first hop would lose of a text in the source language."""
        return self._translators[0].unknown_characters(text)

    def close(self) -> None:
        """Close every hop. May be called twice."""
        for translator in self._translators:
            translator.close()

    def _passable(self, output: Output, number: int) -> Output:
        hop = self.route.hops[number]
        output = self._respelt(output, hop.source)
        if output.problem or not (lost := self._translators[number].unknown_characters(output.text)):
            return output
        return replace(output, text="", problem=f"{hop.engine} {hop.pair}: would lose {' '.join(sorted(lost))}")


def _joined(earlier: Output, later: Output) -> Output:
    """The later hop's text with what both hops say of it."""
    scores = [score for score in (earlier.score, later.score) if score is not None]
    unknown = tuple(dict.fromkeys((*earlier.unknown, *later.unknown)))
    guessed = tuple(dict.fromkeys((*earlier.guessed, *later.guessed)))
    return replace(later, unknown=unknown, guessed=guessed, score=min(scores, default=None))


def _walks(hops: tuple[Hop, ...], source: str, taken: tuple[Hop, ...]) -> Iterator[Route]:
    """Every route from `source` that comes back to no language it has left, whatever the region."""
    *left, here = source, *(hop.target for hop in taken)
    languages = {_language(tag) for tag in left}
    for hop in hops:
        if hop.source == here and hop.target != here and _language(hop.target) not in languages:
            yield Route((*taken, hop))
            if len(taken) + 1 < _MOST_HOPS:
                yield from _walks(hops, source, (*taken, hop))


def _language(tag: str) -> str:
    return tag.partition("-")[0]


def _how_to_get_there(source: str, target: str, base: str) -> str:
    package = _PACKAGES.get(target) or _PACKAGES.get(base)
    debian = f"`apt-get install {package}`" if package else "see `apt-cache search apertium`"
    return (
        f"nothing that is installed translates {source}>{target}. Install an Argos package or the folder of a Firefox "
        f"model (`pipeline engines install {target} --from FILE`, or `--download`) or an Apertium pair that leads "
        f"there ({debian}); `pipeline engines list` shows what there is."
    )
