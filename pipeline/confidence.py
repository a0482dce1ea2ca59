"""How far a machine's draft can be trusted: a band from A to D with its reasons, from what is known of the draft.

An engine's draft gets points: each trait below, in spreads from what is usual for drafts of the language, times its
weight; more points, less trust. A trait that is not known counts as usual. The weights are those of a logistic
regression on "sentence chrF++ against a person's translation is among the worst quarter" (`tests/bench/confidence.py`);
they, the usual values and the points at which bands begin stand in `i18n/confidence/`, where `und.toml` holds for every
language and a language's own file for what it says otherwise.

Then what was found lowers the band, however good the points: a term or figure that was put in, a word that the engine
did not know or that was guessed, a score by which the engine itself was unsure, three engines one after the other, an
open finding that blocks approval: C at best; any other open warning: B at best.
"""

import math
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.chrf import chrf
from pipeline.errors import LanguageError
from pipeline.model.said import Said
from pipeline.wording import plain

TRAITS = ("length", "back", "lost", "strange", "names", "kin")
_STEM = 5  # letters by which two forms of an English word are taken for the same
_SHORTEST, _LONGER = 3, 4  # letters of a content word, and of one by which languages show that they are related
_GOOD_MATCH = 0.95  # of the memory: what differs is less than a word in twenty
_MANY = 3  # engines one after the other, from which no draft is better than C: nobody has measured such a way
_FAR = 2.0  # spreads: one odd trait decides nothing alone
_TELLING = 0.3  # points from which a trait is named as a reason
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Band(StrEnum):
    """A: likely fine. B: usual. C: look closely. D: likely among the worst, better translated afresh."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A band with its reasons in plain words."""

    band: Band
    reasons: tuple[Said, ...]

    def __str__(self) -> str:
        return f"{self.band}: {'; '.join(self.reasons)}"


@dataclass(frozen=True, slots=True)
class WayBack:
    """The draft translated back: its likeness to the source (chrF, 0 to 100), and how many content words are gone."""

    likeness: int
    lost: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a draft. `kind` is the origin's: `phrase`, `memory`, `copy` or `mt`.

    `match` is the memory's score, 0 to 1. `signed` says whether people stand behind a phrase. `back` is None where
    nobody looked, `score` (the engine's own, for each piece) where it says nothing. `repaired`, `unknown`, `guessed`
    and `doubts` count: words put in, words the engine did not know, words that were guessed, open warnings; `blocking`
    counts the open findings that block approval.
    """

    kind: str
    source: str
    target: str
    match: float = 0.0
    signed: bool = False
    back: WayBack | None = None
    score: float | None = None
    repaired: int = 0
    unknown: int = 0
    guessed: int = 0
    blocking: int = 0
    doubts: int = 0
    hops: int = 1


@dataclass(frozen=True, slots=True)
class Scale:
    """How a language's drafts are judged: by trait its weight, its usual value and spread; where bands begin.

    `bands` are the points from which a draft is no longer A, no longer B, and D. Below a score of `unsure` (mean
    log-probability of a piece) an engine says itself that it was guessing.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    usual: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    bands: tuple[float, float, float] = (0.0, 0.0, 0.0)
    unsure: float = -math.inf

    def share(self, trait: str, value: float | None) -> float:
        """The points of one trait; 0 where it is not known. What is further from the usual counts as `_FAR` spreads."""
        if value is None or trait not in self.weights or trait not in self.usual:
            return 0.0
        middle, spread = self.usual[trait]
        return self.weights[trait] * max(-_FAR, min(_FAR, (value - middle) / spread))


def way_back(source: str, back: str, small_words: frozenset[str]) -> WayBack:
    """How much of the source came back. `small_words` of its language are no content words."""
    source, back = plain(source).text, plain(back).text
    there = {word[:_STEM] for word in _content(back, small_words)}
    lost = sum(word[:_STEM] not in there for word in _content(source, small_words))
    return WayBack(round(chrf(back, source)), lost)


def traits(
    source: str, target: str, back: WayBack | None, knows: Callable[[str], bool] | None
) -> dict[str, float | None]:
    """What the points are counted from, by name.

    `length` is the natural logarithm of the source's characters; `back` and `lost` are those of the way back;
    `strange` is the share of the target's words that its dictionary does not know, names included; `names` is the share
    of the source's words, but the first, with a capital: they stay as they are, and take off what `strange` puts on.
    `kin` is the share of the source's runs of three letters that stand in the target: related languages word for word.
    """
    source, target = plain(source).text, plain(target).text
    theirs, ours = _WORD.findall(source), _WORD.findall(target)
    strange = sum(not knows(word) for word in ours) / max(1, len(ours)) if knows else None
    runs, known = _runs(theirs), frozenset(_runs(ours))
    return {
        "length": math.log(1 + len(source)),
        "back": None if back is None else float(back.likeness),
        "lost": None if back is None else float(back.lost),
        "strange": strange,
        "names": sum(word[0].isupper() for word in theirs[1:]) / max(1, len(theirs)),
        "kin": sum(run in known for run in runs) / len(runs) if runs else None,
    }


def judge(evidence: Evidence, scale: Scale, knows: Callable[[str], bool] | None = None) -> Judgement:
    """The band of a draft. `knows` says whether the dictionary has a word, None where there is none."""
    band, reasons = _first_band(evidence, scale, knows)
    for limit, holds, reason in _limits(evidence, scale):
        if holds:
            band = max(band, limit)
            reasons.insert(0, reason)
    return Judgement(band, tuple(reasons))


def _first_band(evidence: Evidence, scale: Scale, knows: Callable[[str], bool] | None) -> tuple[Band, list[Said]]:
    match evidence.kind:
        case "copy":
            return Band.A, [Said.gettext("figures alone")]
        case "phrase":
            return (
                (Band.A, [Said.gettext("a signed phrase")])
                if evidence.signed
                else (Band.B, [Said.gettext("a phrase that nobody has signed")])
            )
        case "memory":
            if evidence.match >= 1:
                return Band.A, [Said.gettext("approved elsewhere for the same sentence")]
            return (Band.B if evidence.match >= _GOOD_MATCH else Band.C), [
                Said.gettext("approved for a sentence much like it")
            ]
        case _:
            return _by_points(evidence, scale, knows)


def _by_points(evidence: Evidence, scale: Scale, knows: Callable[[str], bool] | None) -> tuple[Band, list[Said]]:
    found = traits(evidence.source, evidence.target, evidence.back, knows)
    shares = {trait: scale.share(trait, value) for trait, value in found.items()}
    band = band_of(found, scale)
    bad = band in (Band.C, Band.D)
    telling = sorted(
        (t for t in shares if (shares[t] if bad else -shares[t]) >= _TELLING), key=lambda t: -abs(shares[t])
    )
    reasons = [_BAD[trait] if bad else _GOOD[trait] for trait in telling]
    reasons = reasons or [_WORST[band]]
    return band, [*reasons, *(() if evidence.back else (UNSEEN,))]


def points(found: Mapping[str, float | None], scale: Scale) -> float:
    """The sum of all traits' points."""
    return sum(scale.share(trait, value) for trait, value in found.items())


def band_of(found: Mapping[str, float | None], scale: Scale) -> Band:
    """The band of an engine's draft by its traits. None is A that did not come back at least as well as usual."""
    total = points(found, scale)
    band = list(Band)[sum(total >= limit for limit in scale.bands)]
    seen = found.get("back") is not None and scale.share("back", found["back"]) <= 0
    return band if seen else max(band, Band.B)


UNSEEN = Said.gettext("not translated back")
_BAD = {
    "length": Said.gettext("short: little to go by"),
    "back": Said.gettext("the way back reads differently"),
    "lost": Said.gettext("words of the original are gone on the way back"),
    "strange": Said.gettext("words that the dictionary does not know"),
    "names": Said.gettext("no names in it that could stay as they are"),
    "kin": Said.gettext("put in quite other words than the original's"),
}
_GOOD = {
    "length": Said.gettext("a full sentence"),
    "back": Said.gettext("the way back reads alike"),
    "lost": Said.gettext("nearly every word comes back"),
    "strange": Said.gettext("every word is in the dictionary"),
    "names": Said.gettext("names stay as they are"),
    "kin": Said.gettext("close to the original's words"),
}
_WORST = {
    Band.A: Said.gettext("nothing speaks against it"),
    Band.B: Said.gettext("as drafts usually are"),
    Band.C: Said.gettext("a little of several doubts"),
    Band.D: Said.gettext("several doubts together"),
}


def _limits(evidence: Evidence, scale: Scale) -> Iterable[tuple[Band, bool, Said]]:
    """How good a band can be at best, whether that is so, and why."""
    return (
        (Band.B, evidence.doubts > 0, Said.gettext("a check asks about it")),
        (
            Band.C,
            evidence.score is not None and evidence.score < scale.unsure,
            Said.gettext("the engine itself was unsure"),
        ),
        (Band.C, evidence.hops >= _MANY, Said.gettext("three engines or more, each on what the one before made of it")),
        (Band.C, evidence.guessed > 0, Said.gettext("a word was guessed from its spelling")),
        (Band.C, evidence.unknown > 0, Said.gettext("the engine did not know a word")),
        (Band.C, evidence.repaired > 0, Said.gettext("a term or figure was put in by us")),
        (Band.C, evidence.blocking > 0, Said.gettext("a check found what blocks approval")),
    )


def _runs(words: Iterable[str]) -> list[str]:
    """Every run of three letters within the longer words, without accents."""
    bare = (unicodedata.normalize("NFD", word.lower()) for word in words if len(word) >= _LONGER)
    letters = ("".join(c for c in word if not unicodedata.combining(c)) for word in bare)
    return [word[i : i + 3] for word in letters for i in range(len(word) - 2)]


def _content(text: str, small_words: frozenset[str]) -> list[str]:
    words = (word.lower().replace("’", "'") for word in _WORD.findall(text))
    return [word for word in words if len(word) >= _SHORTEST and word not in small_words]


@lru_cache(maxsize=64)
def load(paths: tuple[Path, ...]) -> Scale:
    """The scale of these files, what a later one says over an earlier one. Raises LanguageError naming file and key."""
    weights: dict[str, float] = {}
    usual: dict[str, tuple[float, float]] = {}
    bands, unsure = (0.0, 0.0, 0.0), -math.inf
    for path in paths:
        try:
            data = tomllib.loads(path.read_text("utf-8"))
            weights |= {_trait(name): float(value) for name, value in data.pop("weights", {}).items()}
            usual |= {_trait(name): _pair(value) for name, value in data.pop("usual", {}).items()}
            if "bands" in data:
                bands = _bands(data.pop("bands"))
            unsure = float(data.pop("unsure", unsure))
            if data:
                raise ValueError(f"unknown key {', '.join(sorted(data))}: known are bands, unsure, usual, weights")  # noqa: TRY301
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, TypeError, AttributeError) as error:
            raise LanguageError(f"{path}: {error}") from error
    return Scale(weights, usual, bands, unsure)


def _trait(name: str) -> str:
    if name not in TRAITS:
        raise ValueError(f"unknown trait {name}: known are {', '.join(TRAITS)}")
    return name


def _pair(value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2 or float(value[1]) <= 0:  # noqa: PLR2004  # middle and spread
        raise ValueError(f"{value!r}: write the middle and the spread, like [62.0, 14.5]")
    return float(value[0]), float(value[1])


def _bands(value: Any) -> tuple[float, float, float]:
    found = tuple(float(value[name]) for name in ("B", "C", "D"))
    if list(found) != sorted(found):
        raise ValueError("[bands]: B, C and D begin at ever more points")
    return found[0], found[1], found[2]
