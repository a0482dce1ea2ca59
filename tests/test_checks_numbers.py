"""What the checks of numbers and units promise for any figure, in every language that lists its number words."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import numerals, registry, shipped
from pipeline.languages import Language, Languages
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.quantities import quantities

LANGUAGES = Languages((shipped.language_data(),))
TAGS = tuple(tag for tag in LANGUAGES.tags if LANGUAGES.get(tag).vocabulary.numbers and tag != "en")
UNITS = ("mg", "kg", "mmol", "mL", "%", "km")
VALUES = st.decimals(0, 10**7, allow_nan=False).map(lambda d: round(d, 3).normalize())
POSITIVE = VALUES.filter(lambda value: value > 0)


def find(source: str, target: str, tag: str = "es") -> list[Finding]:
    checks = registry.checks()
    subject, language = Subject(None, source, target), LANGUAGES.get(tag)
    return [one for name in ("numbers", "units") for one in checks[name].find(subject, language)]


def severities(source: str, target: str, tag: str = "es") -> list[str]:
    return [one.severity.value for one in find(source, target, tag)]


def written(value: Decimal, language: Language) -> str:
    return numerals.localise(value, language.style)


@given(VALUES, st.sampled_from(UNITS), st.sampled_from(TAGS))
def test_a_quantity_in_the_form_of_a_language_is_read_back(value: Decimal, unit: str, tag: str) -> None:
    language = LANGUAGES.get(tag)
    (quantity,) = quantities(f"({written(value, language)} {unit})", language)
    assert (quantity.value, quantity.unit, quantity.foreign) == (value, unit, False)


@given(VALUES, st.sampled_from(UNITS), st.sampled_from(TAGS))
def test_a_translated_quantity_is_right(value: Decimal, unit: str, tag: str) -> None:
    english = written(value, LANGUAGES.get("en"))
    assert find(f"({english} {unit})", f"({written(value, LANGUAGES.get(tag))} {unit})", tag) == []


@given(POSITIVE, POSITIVE, st.sampled_from(UNITS), st.sampled_from(TAGS))
def test_another_value_is_an_error(value: Decimal, other: Decimal, unit: str, tag: str) -> None:
    found = find(
        f"({written(value, LANGUAGES.get('en'))} {unit})", f"({written(other, LANGUAGES.get(tag))} {unit})", tag
    )
    assert any(one.severity is Severity.ERROR for one in found) is (value != other)


@given(POSITIVE, st.sampled_from(("mg", "g", "kg", "mL", "L")), st.sampled_from(("mg", "g", "kg", "mL", "L")))
def test_another_unit_is_an_error(value: Decimal, unit: str, other: str) -> None:
    found = severities(
        f"({written(value, LANGUAGES.get('en'))} {unit})", f"({written(value, LANGUAGES.get('es'))} {other})"
    )
    assert found == ([] if unit == other else ["error"])


@given(POSITIVE, st.sampled_from((-3, 3)), st.sampled_from(TAGS))
def test_the_same_amount_in_another_unit_is_a_warning(value: Decimal, power: int, tag: str) -> None:
    unit = "kg" if power < 0 else "mg"
    other = written((value * Decimal(10) ** power).normalize(), LANGUAGES.get(tag))
    assert severities(f"({written(value, LANGUAGES.get('en'))} g)", f"({other} {unit})", tag) == ["warning"]


@given(st.integers(10, 10**6), st.data())
def test_an_altered_digit_is_reported(value: int, data: st.DataObject) -> None:
    digits = str(value)
    place = data.draw(st.integers(0, len(digits) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))
    altered = digits[:place] + digit + digits[place + 1 :]
    assert find(f"We found {digits} people.", f"Encontramos {altered} personas.")


@given(st.lists(st.integers(2, 1800), min_size=2, max_size=4, unique=True), st.data())
def test_exchanged_figures_are_reported(values: list[int], data: st.DataObject) -> None:
    one, two = data.draw(st.lists(st.sampled_from(range(len(values))), min_size=2, max_size=2, unique=True))
    exchanged = list(values)
    exchanged[one], exchanged[two] = values[two], values[one]
    source = "; ".join(f"group {value}" for value in values)
    assert find(source, "; ".join(f"grupo {value}" for value in exchanged))


@pytest.mark.parametrize("tag", TAGS)
def test_a_figure_that_is_gone_is_reported(tag: str) -> None:
    assert severities("(12 mg)", "(mg)", tag) == ["error"]
    assert severities("(12)", "()", tag) == ["warning"]


@pytest.mark.parametrize(
    ("tag", "good", "reversed_"),
    [
        ("es", "más de 38 °C", "menos de 38 °C"),
        ("pt", "acima de 38 °C", "abaixo de 38 °C"),
        ("fr", "plus de 38 °C", "moins de 38 °C"),
        ("de", "über 38 °C", "unter 38 °C"),
    ],
)
def test_a_limit_turned_round_is_an_error(tag: str, good: str, reversed_: str) -> None:
    assert severities("above 38 °C", good, tag) == []
    assert severities("above 38 °C", reversed_, tag) == ["error"]
    assert severities("above 38 °C", "38 °C", tag) == ["warning"]


@pytest.mark.parametrize(
    ("tag", "good", "bad"),
    [
        ("es", "dos veces al día", "dos veces a la semana"),
        ("pt", "duas vezes ao dia", "duas vezes por semana"),
        ("fr", "deux fois par jour", "deux fois par semaine"),
        ("de", "zweimal täglich", "zweimal pro Woche"),
    ],
)
def test_how_often_must_not_change(tag: str, good: str, bad: str) -> None:
    assert (severities("twice a day", good, tag), severities("twice a day", bad, tag)) == ([], ["error"])


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("1,5", []),
        ("1.5", ["warning"]),  # as Mexico writes it: a matter of form
        ("1.500", ["error"]),
        ("1,500", []),
        ("15", ["error"]),
        ("1", ["error"]),
    ],
)
def test_marks_in_spanish(target: str, expected: list[str]) -> None:
    assert severities("(1.5)", f"({target})") == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("<b>3</b> to 5 mg", "de <b>3</b> a 5 mg", []),
        ("&gt; <sup>2</sup>", "<sup>2</sup>", []),
        ("<i>p</i> < 0.05", "<i>p</i> > 0,05", ["error"]),
        ("COVID-19 and COVID-19", "COVID-19 y la enfermedad", []),
        ("COVID-19 and SARS-CoV-2", "COVID-2 y SARS-CoV-19", ["error", "error"]),
        ("3/11/2020", "11/3/2020", []),
        ("3/25/2020", "3/25/2020", ["warning"]),
        ("2020-03-11", "11 de marzo de 2020", []),
        ("Table 1.", "Una tabla.", ["warning"]),
        ("five-fold (5)", "cinco veces (5)", []),
    ],
)
def test_more(source: str, target: str, expected: list[str]) -> None:
    assert severities(source, target) == expected


HOSTILE = (
    "1 ",
    "March 1, ",
    "1.1",
    "-1",
    "10:30 p.m. ",
    "one hundred and ",
    "quatre-vingt-",
    "more than 1 or more ",
    "daily ",
    "COVID-",
    "(",
    "1 in 1 in ",
)


@pytest.mark.parametrize("part", HOSTILE)
def test_time_is_linear_in_the_text(part: str) -> None:
    text = part * (100_000 // len(part))
    started = time.process_time()
    find(text, text.replace("1", "2"), "fr")
    assert time.process_time() - started < 5


@settings(max_examples=60, deadline=None)
@given(
    st.text("12.,:/ -–%<>mgpao dut", max_size=40), st.text("12.,:/ -–%<>mgpao dut", max_size=40), st.sampled_from(TAGS)
)
def test_findings_point_into_their_texts(source: str, target: str, tag: str) -> None:
    for one in find(source, target, tag):
        for text, spans in ((source, one.source_spans), (target, one.target_spans)):
            assert all(0 <= start < end <= len(text) for start, end in spans)
