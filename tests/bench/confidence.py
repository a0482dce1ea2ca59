"""Fits the confidence in drafts to human translations, and tests it on what it was not fitted to. Prints tables.

    .venv/bin/python tests/bench/confidence.py WORKSPACE --lang pt,es --fit FOLDER [--test FOLDER] [--drafts FOLDER]

FOLDER holds `*.en-pt.tsv` or `en-pt.tsv` files: English, tab, a person's translation. Fits a logistic regression on "by
sentence chrF++ the draft is among the worst quarter" over all languages together, each trait in spreads from its
language's usual value. Lines are judged by weights fitted to the others (ten parts, in turn); the weights printed are
fitted to all. `--test` names a folder of other texts, which nothing is fitted to. `--drafts` keeps the drafts between
runs. Prints the tables of `i18n/confidence/`, to be copied by hand. Needs numpy.
"""

# ruff: noqa: T201  a measurement prints

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from pipeline import confidence, dictionaries
from pipeline.chrf import chrf_plus
from pipeline.confidence import TRAITS, Band, Scale, WayBack
from pipeline.config import Workspace
from pipeline.stages import packs
from pipeline.stages.second_look import open_drafts

WORST = 0.25  # the share of sentences that count as bad
BANDS = (0.30, 0.65, 0.87)  # the shares of drafts at which B, C and D begin
_PARTS = 10
_RIDGE = 5.0  # against weights that fit the noise


@dataclass(frozen=True)
class Sample:
    """The drafts of a file: their traits and sentence chrF++; `bad` are those among the worst quarter."""

    found: list[dict[str, float | None]]
    scores: np.ndarray

    @property
    def bad(self) -> np.ndarray:
        return np.asarray(self.scores < np.quantile(self.scores, WORST))


def pairs(folder: Path, tag: str) -> list[tuple[str, str]]:
    lines = [line for path in sorted(folder.glob(f"*en-{tag}.tsv")) for line in path.read_text("utf-8").splitlines()]
    rows = [tuple(line.split("\t")) for line in lines if line.count("\t") == 1]
    return [(source, reference) for source, reference in rows if source.strip() and reference.strip()]


def sample(workspace: Workspace, tag: str, folder: Path, cache: Path | None) -> Sample:
    pack, rows = packs.load(workspace, tag), pairs(folder, tag)
    file = cache / f"{folder.name}.en-{tag}.json" if cache else None
    if file and file.is_file():
        drafts = json.loads(file.read_text("utf-8"))
    else:
        drafts = draft(workspace, tag, [source for source, _ in rows])
        if file:
            file.write_text(json.dumps(drafts, ensure_ascii=False), "utf-8")
    dictionary = dictionaries.of(pack.language)
    knows: Callable[[str], bool] | None = dictionary.knows if dictionary else None
    made = [(row, one) for row, one in zip(rows, drafts, strict=True) if one["target"]]
    found = [
        confidence.traits(source, one["target"], WayBack(**one["back"]) if one["back"] else None, knows)
        for (source, _), one in made
    ]
    return Sample(found, np.array([chrf_plus(one["target"], reference) for (_, reference), one in made]))


def draft(workspace: Workspace, tag: str, sentences: Sequence[str]) -> list[dict[str, object]]:
    """The drafts with what the second look measured; prints what the look costs."""
    pack = packs.load(workspace, tag)
    seconds = {}
    for twice in (False, True):
        with open_drafts(workspace, pack, (), twice=twice) as (drafter, described):
            few = sentences[:100] if not twice else sentences
            drafter.draft(few[:8])
            started = time.perf_counter()
            drafts = drafter.draft(few)
            seconds[twice] = (time.perf_counter() - started) / len(few)
    print(
        f"{tag}: {described}; a draft {seconds[False]:.4f} s, with a second look {seconds[True] / seconds[False]:.2f} x"
    )
    return [{"target": one.target, "back": asdict(one.back) if one.back else None} for one in drafts]


def usual(found: Sequence[dict[str, float | None]]) -> dict[str, tuple[float, float]]:
    values = {trait: [v for one in found if (v := one[trait]) is not None] for trait in TRAITS}
    return {t: (round(float(np.mean(v)), 3), round(float(np.std(v)), 3) or 1.0) for t, v in values.items() if v}


def shares(found: Sequence[dict[str, float | None]], scale: Scale) -> np.ndarray:
    return np.array([[scale.share(trait, one[trait]) for trait in TRAITS] for one in found])


def logistic(x: np.ndarray, bad: np.ndarray) -> np.ndarray:
    """Weights by Newton's method, the constant last and free."""
    x = np.c_[x, np.ones(len(x))]
    weights, ridge = np.zeros(x.shape[1]), _RIDGE * np.diag([1.0] * (x.shape[1] - 1) + [0.0])
    for _ in range(20):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - bad) + ridge @ weights
        weights -= np.linalg.solve((x.T * (p * (1 - p))) @ x + ridge, slope)
    return weights[:-1]


def auc(points: np.ndarray, bad: np.ndarray) -> float:
    """How often a bad draft has more points than another, ties half."""
    worse, better = points[bad][:, None], points[~bad][None, :]
    return float(((worse > better) + 0.5 * (worse == better)).mean())


def fit(samples: Mapping[str, Sample], kept: Callable[[np.ndarray], np.ndarray]) -> dict[str, Scale]:
    """A scale by language, fitted to the lines of which `kept` says so by their numbers; weights are those of all."""
    some = {tag: kept(np.arange(len(one.found))) for tag, one in samples.items()}
    even = dict.fromkeys(TRAITS, 1.0)
    means = {tag: usual([one.found[i] for i in np.flatnonzero(some[tag])]) for tag, one in samples.items()}
    x = np.vstack([shares(one.found, Scale(even, means[tag]))[some[tag]] for tag, one in samples.items()])
    bad = np.concatenate([one.bad[some[tag]] for tag, one in samples.items()])
    weights = {trait: round(float(w), 2) for trait, w in zip(TRAITS, logistic(x, bad), strict=True)}
    scales = {}
    for tag, one in samples.items():
        points = shares(one.found, Scale(weights, means[tag])).sum(1)[some[tag]]
        begin = [round(float(np.quantile(points, share)), 2) for share in BANDS]
        scales[tag] = Scale(weights, means[tag], (begin[0], begin[1], begin[2]))
    return scales


def judged(one: Sample, scale: Scale, missing: Sequence[str] = ()) -> tuple[np.ndarray, np.ndarray]:
    """The points and bands (0 to 3) of drafts of which the traits `missing` are not known."""
    bare = [{**found, **dict.fromkeys(missing)} for found in one.found]
    bands = [list(Band).index(confidence.band_of(found, scale)) for found in bare]
    return shares(bare, scale).sum(1), np.array(bands)


def left_out(tag: str, samples: Mapping[str, Sample], missing: Sequence[str] = ()) -> tuple[np.ndarray, np.ndarray]:
    """The points and bands of a language's lines, each by a scale that was not fitted to it."""
    one = samples[tag]
    points, bands = np.zeros(len(one.found)), np.zeros(len(one.found), int)
    for part in range(_PARTS):
        scale = fit(samples, lambda lines, part=part: lines % _PARTS != part)[tag]  # type: ignore[misc]
        mine = np.arange(len(one.found)) % _PARTS == part
        some, their = judged(one, scale, missing)
        points[mine], bands[mine] = some[mine], their[mine]
    return points, bands


def row(name: str, one: Sample, points: np.ndarray, bands: np.ndarray) -> None:
    """Prints the AUC, and by band the share of drafts in it and the share of those that are bad."""
    cells = []
    for number, letter in enumerate("ABCD"):
        there = bands == number
        cells.append(f"{letter} {there.mean():4.0%} {one.bad[there].mean() if there.any() else 0:4.0%}")
    print(f"{name:34} n {len(points):5}  AUC {auc(points, one.bad):.3f}   share, bad: {'   '.join(cells)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--lang", required=True)
    parser.add_argument("--fit", type=Path, required=True)
    parser.add_argument("--test", type=Path)
    parser.add_argument("--drafts", type=Path)
    given = parser.parse_args()
    workspace, tags = Workspace(given.workspace), given.lang.split(",")
    samples = {tag: sample(workspace, tag, given.fit, given.drafts) for tag in tags}
    scales = fit(samples, lambda lines: lines >= 0)
    print("[weights]", *(f"{trait} = {weight}" for trait, weight in scales[tags[0]].weights.items()), sep="\n")
    for tag in tags:
        scale = scales[tag]
        print(f"\n# {tag}\n[usual]", *(f"{t} = [{m}, {s}]" for t, (m, s) in scale.usual.items()), sep="\n")
        print("[bands]", *(f"{letter} = {point}" for letter, point in zip("BCD", scale.bands, strict=True)), sep="\n")
        row(f"{tag}, fitted", samples[tag], *judged(samples[tag], scale))
        row(f"{tag}, left out", samples[tag], *left_out(tag, samples))
        row("   without the second look", samples[tag], *left_out(tag, samples, ("back", "lost")))
        row("   without a dictionary", samples[tag], *left_out(tag, samples, ("strange",)))
        _alone(samples[tag], scale)
        if given.test:
            other = sample(workspace, tag, given.test, given.drafts)
            row(f"{tag}, other texts", other, *judged(other, scale))
            row("   without the second look", other, *judged(other, scale, ("back", "lost")))
            _alone(other, scale)


def _alone(one: Sample, scale: Scale) -> None:
    signs = {trait: float(np.sign(weight)) for trait, weight in scale.weights.items()}
    each = (f"{t} {auc(judged(one, Scale({t: sign}, scale.usual))[0], one.bad):.3f}" for t, sign in signs.items())
    print(f"   each trait alone: {', '.join(each)}")


if __name__ == "__main__":
    main()
