import time
import tomllib

import pytest

from pipeline import shipped
from pipeline.checks.direction import PLUGIN
from pipeline.languages import Languages
from pipeline.model.finding import Finding, Severity, Subject

LANGUAGES = Languages((shipped.language_data(),))
TAGS = ("en", "es", "pt", "fr", "de", "ca")


def find(source: str, target: str, language: str = "es") -> list[Finding]:
    return list(PLUGIN.find(Subject(None, source, target), LANGUAGES.get(language)))


def test_every_language_has_the_same_categories_in_pairs() -> None:
    files = [shipped.language_data() / "cues" / tag / "direction.toml" for tag in TAGS]
    first, *others = (tuple(tomllib.loads(path.read_text("utf-8"))) for path in files)
    assert all(categories == first for categories in others)
    sides: dict[str, set[str]] = {}
    for part in (part for category in first for part in category.removesuffix("_or_nothing").split("_and_")):
        pair, _, side = part.rpartition("_")
        sides.setdefault(pair, set()).add(side)
    assert sides.pop("") == {"idiom", "scarce"}
    assert all(len(two) == 2 for two in sides.values()), sides


@pytest.mark.parametrize("target", ["más leve", "menos grave", "más bajo", "menos alto", "más débil", "inferior"])
def test_a_degree_and_the_amount_behind_it_are_one(target: str) -> None:
    assert find("The level was lower.", f"El nivel fue {target}.") == []


@pytest.mark.parametrize("target", ["más alto", "menos bajo", "menos leve", "mayor"])
def test_a_degree_turned_round_is_found(target: str) -> None:
    (one,) = find("The level was lower.", f"El nivel fue {target}.")
    assert one.severity is Severity.ERROR


def test_it_is_a_question_where_one_text_denies() -> None:
    (one,) = find("The risk was not higher.", "El riesgo era menor.")
    assert one.severity is Severity.WARNING


def test_it_is_a_question_where_both_sides_are_there() -> None:
    source = "More women than men were ill for longer than a week."
    (one,) = find(source, "Más mujeres que hombres estuvieron enfermas durante menos de una semana.")
    assert one.severity is Severity.WARNING
    assert one.message == "The English says “longer”; the translation says “menos”."


def test_a_word_of_two_pairs_is_reported_once() -> None:
    (one,) = find("Girls need a lower dose.", "Los niños necesitan una dosis más baja.")
    assert one.message == "The English says “Girls”; the translation says “niños”."


def test_a_word_that_stands_for_another_is_no_swap() -> None:
    source = "Take it before meals and again later."
    assert find(source, "Tómelo antes de las comidas y otra vez más tarde.") == []


def test_spans_are_those_of_the_text_with_its_markup() -> None:
    source, target = "Take it <b>before</b> meals.", "Tómelo <b>después</b> de comer."
    (one,) = find(source, target)
    assert [source[a:b] for a, b in one.source_spans] == ["before"]
    assert [target[a:b] for a, b in one.target_spans] == ["después"]


def test_a_change_that_is_gone_is_asked_after() -> None:
    (one,) = find("This medicine lowers blood pressure.", "Este medicamento sustituye la presión arterial.")
    assert (one.severity, one.source_spans) == (Severity.WARNING, ((14, 20),))
    assert find("This medicine lowers blood pressure.", "Este medicamento sube la presión arterial.") != []


def test_each_change_wants_an_answer_of_its_own() -> None:
    source = "It lowers blood pressure in people with high blood pressure."
    (one,) = find(source, "Mide la presión arterial en personas con presión arterial alta.")
    assert one.message.startswith("The English says “lowers”")
    assert find(source, "Baja la presión arterial en personas con presión arterial alta.") == []


@pytest.mark.parametrize("source", ["Take no more than 4 g.", "This gives rise to a rash.", "Use the eye drops."])
def test_a_fixed_wording_is_no_change(source: str) -> None:
    assert find(source, "Esto es otra cosa.") == []


@pytest.mark.parametrize(
    "unit", ["more ", "más menos ", "before ", "antes después ", "women hombres ", "lowers baja ", "goes up sube "]
)
def test_time_is_linear(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    started = time.process_time()
    find(text, text)
    assert time.process_time() - started < 8
