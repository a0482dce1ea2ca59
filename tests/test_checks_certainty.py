"""The check of certainty beyond its golden cases: its tables, its data, the wording that we recommend ourselves."""

import re
from collections.abc import Iterator
from dataclasses import replace

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import shipped
from pipeline.checks._certainty_scale import ADDED, ASKED, COUNTED, DOUBTFUL, LOST, STEPS
from pipeline.checks.certainty import PLUGIN
from pipeline.languages import Languages
from pipeline.model.finding import Finding, Severity, Subject

LANGUAGES = Languages((shipped.language_data(),))
TAGS = ("ca", "de", "es", "fr", "pt")
BESIDE_NOUNS = {
    "level_high",
    "level_moderate",
    "level_low",
    "level_very_low",
    "quality_noun",
    "evidence_noun",
    "linking",
}
ONLY_SOME = {"conditional", "forbidden", "must_or_should"}  # forms that not every language has


def find(source: str, target: str, language: str = "es") -> list[Finding]:
    return list(PLUGIN.find(Subject(None, source, target), LANGUAGES.get(language)))


def phrases(language: str) -> Iterator[tuple[str, str]]:
    for entry in polib.pofile(str(shipped.language_data() / "phrases" / f"{language}.po")):
        for source in (entry.msgid, *re.findall(r"variant: (.*)", entry.comment)):
            yield source, entry.msgstr


@pytest.mark.parametrize("language", ["es", "pt", "ca"])
def test_the_wording_that_we_recommend_passes(language: str) -> None:
    assert [(source, found) for source, target in phrases(language) if (found := find(source, target, language))] == []


@pytest.mark.parametrize("language", ["en", *TAGS])
def test_every_language_lists_the_categories_that_the_tables_know(language: str) -> None:
    listed = LANGUAGES.get(language).lexicon.wordings["certainty"]
    assert set(listed) - ONLY_SOME == (COUNTED | BESIDE_NOUNS | {"ignored"}) - ONLY_SOME
    assert ADDED | ASKED | DOUBTFUL | set(LOST) <= COUNTED


@pytest.mark.parametrize("language", ["en", *TAGS])
def test_no_wording_is_listed_twice_in_a_category(language: str) -> None:
    for category, wordings in LANGUAGES.get(language).lexicon.wordings["certainty"].items():
        assert sorted(wordings) == sorted(set(wordings)), category


def test_a_change_is_looked_for_after_every_fair_translation() -> None:
    fair = [step.rank for step in STEPS.values() if step.change is None]
    changes = [step.rank for step in STEPS.values() if step.change]
    assert max(fair) < min(changes)
    assert all(pair == (step.source, step.target) for pair, step in STEPS.items())


ENGLISH = replace(LANGUAGES.get("en"), source=LANGUAGES.get("en"))
PIECES = (
    "may", "may not", "probably", "little to no difference", "no difference", "evidence", "very low", "moderate",
    "of the", "certainty", ",", ".", "is", "very uncertain", "can", "must", "cannot", "unclear", "quality of life",
    "confident", "(5 %)", "May 2020", "likely",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_a_text_is_as_sure_as_itself(text: str) -> None:
    assert list(PLUGIN.find(Subject(None, text, text), ENGLISH)) == []


def test_spans_are_those_of_the_texts_with_their_markup() -> None:
    subject = Subject(None, "<b>Low</b>-certainty evidence", "Evidencia de certeza <b>alta</b>")
    (one,) = PLUGIN.find(subject, LANGUAGES.get("es"))
    assert [subject.source[start:end] for start, end in one.source_spans] == ["Low</b>-certainty evidence"]
    assert [subject.target[start:end] for start, end in one.target_spans] == ["certeza <b>alta"]


def test_findings_come_in_the_order_of_the_target() -> None:
    found = find("It may help. No difference.", "Sin duda ayuda. Poca o ninguna diferencia.")
    assert [one.target_spans for one in found] == sorted(one.target_spans for one in found)
    assert {one.severity for one in found} == {Severity.WARNING, Severity.ERROR}


@pytest.mark.parametrize("source", ["On 5 May, cases rose.", "May 2020 was dry.", "In May, cases rose."])
def test_a_month_is_no_doubt(source: str) -> None:
    assert find(source, "Los casos aumentaron.") == []


def test_a_language_without_wordings_is_not_covered() -> None:
    assert [PLUGIN.covers(LANGUAGES.get(tag)) for tag in (*TAGS, "ar", "es-419", "hi")] == [True] * len(TAGS) + [
        False,
        True,
        False,
    ]
    assert find("It may help.", "Det hjælper.", "hi") == []


# What the style guides give as bad and as good.
@pytest.mark.parametrize(
    ("source", "bad", "good"),
    [
        (
            "The evidence is very uncertain.",
            "As evidências são muito baixas de incerteza.",
            "Há muita incerteza sobre essas evidências.",
        ),
        (
            "It probably makes little to no difference.",
            "Não faz diferença.",
            "Provavelmente faz pouca ou nenhuma diferença.",
        ),
    ],
)
def test_the_examples_of_the_style_guide(source: str, bad: str, good: str) -> None:
    assert Severity.ERROR in {one.severity for one in find(source, bad, "pt")}
    assert find(source, good, "pt") == []
