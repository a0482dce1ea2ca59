"""The planted faults: golden examples that a translator can read and extend, and what holds for every kind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import faults, shipped
from pipeline.errors import LanguageError
from pipeline.faults import Fault, Pair, Words
from pipeline.languages import Languages

GOLDEN = Path(__file__).parent / "golden" / "faults"
NO_PLACE = "[no place]"
TAGS = ("es", "pt", "fr", "de", "ca")
LANGUAGES = Languages((shipped.language_data(),))
KINDS = {fault.name: fault for fault in faults.all_faults()}
EVERY_KIND = pytest.mark.parametrize("fault", faults.all_faults(), ids=lambda fault: fault.name)


@dataclass(frozen=True)
class Case:
    language: str
    kind: str
    pair: Pair
    faulty: str

    def __str__(self) -> str:
        return f"{self.language}/{self.kind}: {self.pair.target}"


def cases() -> Iterator[Case]:
    for path in sorted(GOLDEN.glob("*.txt")):
        for block in path.read_text("utf-8").split("\n\n"):
            rows = [row for row in block.split("\n") if row and not row.startswith("#")]
            if rows:
                kind, source, target, faulty = rows
                yield Case(path.stem, kind, Pair(source, target), faulty)


def words_of(tag: str) -> Words:
    return faults.load(LANGUAGES, tag)


WORDS = {tag: words_of(tag) for tag in TAGS}


@pytest.mark.parametrize("case", [*cases()], ids=str)
def test_golden(case: Case) -> None:
    ways = [way for way in KINDS[case.kind].places(case.pair, WORDS[case.language]) if way != case.pair.target]
    if case.faulty == NO_PLACE:
        assert ways == []
    else:
        assert case.faulty in ways


@pytest.mark.parametrize("tag", TAGS)
def test_every_kind_has_a_golden_example(tag: str) -> None:
    shown = {case.kind for case in cases() if case.language == tag and case.faulty != NO_PLACE}
    only_spanish = {"opening-mark-dropped"} if tag != "es" else set()
    assert set(KINDS) - shown == {"other-segment"} | only_spanish


def test_the_text_of_a_neighbour_takes_the_place() -> None:
    pair = Pair("Take it with food.", "Tómelo con la comida.", "Llame a su médico hoy.")
    assert KINDS["other-segment"].plant(pair, WORDS["es"], Random(1)) == "Llame a su médico hoy."
    assert KINDS["other-segment"].plant(Pair(pair.source, pair.target), WORDS["es"], Random(1)) is None


@EVERY_KIND
def test_names_and_explanations(fault: Fault) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", fault.name)
    assert re.fullmatch(r"[a-z]+", fault.family)
    assert fault.explanation.endswith(".")


@EVERY_KIND
def test_the_same_texts_give_the_same_fault(fault: Fault) -> None:
    for case in cases():
        words = WORDS[case.language]
        first = fault.plant(case.pair, words, fault.seed(case.pair))
        assert first == fault.plant(case.pair, words, fault.seed(case.pair))
        assert first is None or first.strip() != case.pair.target.strip()


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    "name", ["COVID-19", "H1N1", "vitamina B12", "SARS-CoV-2", "IL-6", "HbA1c", "https://a.org/10"]
)
def test_a_figure_in_a_name_is_left_alone(tag: str, name: str) -> None:
    pair = Pair(f"{name} is 10.", f"{name} = 10.")
    for fault in KINDS.values():
        if fault.family in {"number", "unit"}:
            assert all(way.startswith(name) for way in fault.places(pair, WORDS[tag])), fault.name


@pytest.mark.parametrize("tag", ["ja", "pl"])
@EVERY_KIND
def test_a_language_without_data_has_places_only_for_what_needs_none(fault: Fault, tag: str) -> None:
    pair = Pair("It may help.", "may help no sin puede")
    if fault.family in {"negation", "certainty", "direction", "comparator", "term", "register"}:
        assert list(fault.places(pair, words_of(tag))) == []


def test_a_regional_language_takes_the_faults_of_its_base() -> None:
    pair = Pair("Do not run.", "No corra.")
    assert KINDS["negation-removed"].plant(pair, words_of("es-419"), Random(1)) == "Corra."


@EVERY_KIND
@given(source=st.text(max_size=60), target=st.text(max_size=60), neighbour=st.text(max_size=20))
def test_any_text_can_be_asked(fault: Fault, source: str, target: str, neighbour: str) -> None:
    pair = Pair(source, target, neighbour)
    faulty = fault.plant(pair, WORDS["fr"], fault.seed(pair))
    assert faulty is None or faulty.strip() != target.strip()


def test_broken_data_name_the_file(tmp_path: Path) -> None:
    (tmp_path / "faults").mkdir()
    (tmp_path / "faults" / "es.toml").write_text("numbers = [", "utf-8")
    with pytest.raises(LanguageError, match=r"es\.toml: .*"):
        faults.load(Languages((shipped.language_data(), tmp_path)), "es")
    (tmp_path / "faults" / "es.toml").write_text('[[unit]]\nfind = "("\nput = ""', "utf-8")
    with pytest.raises(LanguageError, match=r"faults/es\.toml"):
        faults.load(Languages((shipped.language_data(), tmp_path)), "es")
