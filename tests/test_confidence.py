"""Confidence in drafts: the likeness of texts, the judgement, and the second look that it rests on."""

import importlib.util
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import confidence, shipped
from pipeline.chrf import chrf, chrf_plus
from pipeline.confidence import Band, Evidence, Scale, WayBack, judge, load, points, traits, way_back
from pipeline.errors import LanguageError
from pipeline.plugins import Hop, Output
from pipeline.stages.drafting import Draft
from pipeline.stages.route import Route
from pipeline.stages.second_look import SecondLook, plan_back

DATA = shipped.language_data() / "confidence"
SCALE = load((DATA / "und.toml", DATA / "pt.toml"))
GOOD = ("Adults need 10 micrograms of vitamin D a day during the winter, and so do pregnant women.",) * 2
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def known(_word: str) -> bool:
    return True


@pytest.mark.skipif(importlib.util.find_spec("sacrebleu") is None, reason="sacrebleu is not installed")
@given(texts, texts)
def test_likeness_is_that_of_sacrebleu(text: str, reference: str) -> None:
    from sacrebleu import sentence_chrf

    assert chrf(text, reference) == pytest.approx(sentence_chrf(text, [reference]).score, abs=1e-6)
    assert chrf_plus(text, reference) == pytest.approx(sentence_chrf(text, [reference], word_order=2).score, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "reference", "by_letters", "with_words"),
    [
        ("Tome 10 mg.", "Tome 10 mg.", 100.0, 100.0),
        ("", "Tome 10 mg.", 0.0, 0.0),
        ("O efeito é pequeno.", "O efeito foi pequeno.", 64.4774, 64.6420),
    ],
)
def test_likeness_by_example(text: str, reference: str, by_letters: float, with_words: float) -> None:
    assert chrf(text, reference) == pytest.approx(by_letters, abs=1e-4)
    assert chrf_plus(text, reference) == pytest.approx(with_words, abs=1e-4)


def test_the_way_back_counts_content_words_that_are_gone() -> None:
    small = frozenset({"the", "of"})
    assert way_back("The effect of <b>salt</b>.", "The effects of salt.", small).lost == 0
    assert way_back("The effect of salt.", "The impact of sugar.", small).lost == 2
    assert way_back("The effect of salt.", "The effect of salt.", small) == WayBack(100, 0)


def evidence(**changes: object) -> Evidence:
    fields = {"kind": "mt", "source": GOOD[0], "target": GOOD[1], "back": WayBack(99, 0)} | changes
    return Evidence(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "band", "reason"),
    [
        ({}, Band.A, "the way back reads alike"),
        ({"back": None}, Band.B, confidence.UNSEEN),
        ({"repaired": 1}, Band.C, "a term or figure was put in by us"),
        ({"unknown": 1}, Band.C, "the engine did not know a word"),
        ({"hops": 2}, Band.A, "the way back reads alike"),
        ({"hops": 3}, Band.C, "three engines or more, each on what the one before made of it"),
        ({"guessed": 1}, Band.C, "a word was guessed from its spelling"),
        ({"blocking": 1}, Band.C, "a check found what blocks approval"),
        ({"doubts": 1}, Band.B, "a check asks about it"),
        ({"source": "Very few.", "target": "Pocos xx.", "back": WayBack(20, 2)}, Band.D, "short: little to go by"),
        ({"kind": "phrase", "signed": True, "back": None}, Band.A, "a signed phrase"),
        ({"kind": "phrase", "back": None}, Band.B, "a phrase that nobody has signed"),
        ({"kind": "memory", "match": 1.0, "back": None}, Band.A, "approved elsewhere for the same sentence"),
        ({"kind": "memory", "match": 0.96, "back": None}, Band.B, "approved for a sentence much like it"),
        ({"kind": "memory", "match": 0.8, "back": None}, Band.C, "approved for a sentence much like it"),
        ({"kind": "copy", "back": None}, Band.A, "figures alone"),
        ({"kind": "memory", "match": 1.0, "blocking": 1}, Band.C, "a check found what blocks approval"),
    ],
)
def test_bands_and_their_reasons(changes: dict[str, object], band: Band, reason: str) -> None:
    judgement = judge(evidence(**changes), SCALE, known)
    assert judgement.band is band
    assert reason in judgement.reasons
    assert str(judgement).startswith(f"{band}: ")


@given(
    texts,
    texts,
    st.none() | st.builds(WayBack, st.integers(0, 100), st.integers(0, 40)),
    *[st.integers(0, 2)] * 5,
)
def test_what_was_found_never_raises_a_band(  # one of each
    source: str,
    target: str,
    back: WayBack | None,
    repaired: int,
    unknown: int,
    guessed: int,
    blocking: int,
    doubts: int,
) -> None:
    plain = judge(Evidence("mt", source, target, back=back), SCALE, known)
    counts: dict[str, Any] = {
        "repaired": repaired,
        "unknown": unknown,
        "guessed": guessed,
        "blocking": blocking,
        "doubts": doubts,
    }
    found = judge(replace(Evidence("mt", source, target, back=back), **counts), SCALE, known)
    assert found.band >= plain.band
    assert found.band >= (Band.C if repaired or unknown or guessed or blocking else Band.A)
    assert all(found.reasons)


@given(st.integers(0, 99), st.integers(0, 20))
def test_a_better_way_back_is_never_worse(likeness: int, lost: int) -> None:
    def count(back: WayBack) -> float:
        return points(traits(*GOOD, back, known), SCALE)

    assert count(WayBack(likeness + 1, lost)) <= count(WayBack(likeness, lost)) <= count(WayBack(likeness, lost + 1))


def test_what_is_not_known_counts_as_usual() -> None:
    assert traits(*GOOD, None, None)["strange"] is None
    assert SCALE.share("strange", None) == 0
    assert Scale().share("length", 3.0) == 0


@pytest.mark.parametrize("path", sorted(DATA.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_scales_are_read_and_have_every_trait(path: Path) -> None:
    scale = load((DATA / "und.toml", path))
    assert set(scale.weights) == set(scale.usual) == set(confidence.TRAITS)
    assert sorted(scale.bands) == list(scale.bands)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[weights]\nlenght = 1.0", "unknown trait lenght"),
        ("[usual]\nlength = [1.0, 0.0]", "middle and the spread"),
        ("[bands]\nB = 1\nC = 0\nD = 2", "ever more points"),
        ("[band]\nB = 1", "unknown key band"),
        ("unsure = 'low'", "could not convert"),
        ("[weights", "Expected"),
    ],
)
def test_a_broken_scale_says_where(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "xx.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(LanguageError, match=why) as raised:
        load((path,))
    assert str(path) in str(raised.value)


class Echo:
    """Drafts each sentence as itself, but nothing for "?"."""

    def draft(self, sentences: Sequence[str]) -> list[Draft]:
        return [Draft("" if one == "?" else one, problem="" if one != "?" else "no") for one in sentences]


def backwards(sentences: Sequence[str]) -> list[Output]:
    return [Output("", problem="lost") if "lost" in one else Output(one.replace("salt", "sugar")) for one in sentences]


def test_the_second_look_changes_no_draft_and_measures_what_came_back() -> None:
    sentences = ["Eat less salt.", "?", "All is lost.", "Rest <b>well</b>."]
    first, second = Echo().draft(sentences), SecondLook(Echo(), backwards).draft(sentences)
    assert [one.target for one in second] == [one.target for one in first]
    assert [one.back and one.back.lost for one in second] == [1, None, None, 0]
    assert second[3].back == WayBack(100, 0)


@given(st.lists(st.sampled_from(["Eat less salt.", "?", "All is lost.", "Rest."]), max_size=6))
def test_a_second_look_depends_on_its_sentence_alone(sentences: list[str]) -> None:
    looking = SecondLook(Echo(), backwards)
    assert looking.draft(sentences) == [looking.draft([one])[0] for one in sentences]


def hop(pair: str) -> Hop:
    source, target = pair.split(">")
    return Hop("x", source, target, "1", "MIT", "here")


@pytest.mark.parametrize(
    ("there", "hops", "back"),
    [
        ("en>pt pt>es", "es>pt pt>en es>ca ca>en", "es>ca ca>en"),
        ("en>pt pt>es", "es>pt pt>en", "es>pt pt>en"),
        ("en>pt", "pt>en pt>ca ca>en", "pt>en"),
        ("en>pt", "en>pt", None),
    ],
)
def test_the_way_back_goes_over_other_languages(there: str, hops: str, back: str | None) -> None:
    route = plan_back(map(hop, hops.split()), Route(tuple(map(hop, there.split()))))
    assert (route and " ".join(one.pair for one in route.hops)) == back
