from decimal import Decimal

import pytest

from pipeline import shipped
from pipeline.languages import Languages
from pipeline.quantities import Quantity, quantities

LANGUAGES = Languages((shipped.language_data(),))


def said(text: str, language: str = "en") -> list[str]:
    return [f"{q.value.normalize():f} {q.unit}".strip() for q in quantities(text, LANGUAGES.get(language))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two hundred and fifty", ["250"]),
        ("twenty-one, twenty one", ["21", "21"]),
        ("two and three", ["2", "3"]),
        ("one hundred and two hundred", ["100", "200"]),
        ("one thousand and two thousand", ["1000", "2000"]),
        ("one hundred twenty five thousand three hundred and two", ["125302"]),
        ("2 million, 1.5 billion and 3 hundred thousand", ["2000000", "1500000000", "300000"]),
        ("half, once, first", ["0.5", "1 time", "1"]),
        ("twice daily, three times a week, one tablet daily", ["2 time/day", "3 time/week", "1", "1 time/day"]),
        (
            "10 p.m., 10:30 a.m., 12 a.m., from 3 to 6 p.m.",
            ["22 clock", "10 clock", "30", "0 clock", "3 clock", "18 clock"],
        ),
        ("March 11, 2020", ["3 month of the year", "11 date", "2020 date"]),
        ("the 1st of May 2010-11", ["1 date", "5 month of the year", "2010 date", "2011"]),
        ("It may be 5", ["5"]),
        ("4.8 (3.0 to 7.2) days", ["4.8 day", "3", "7.2"]),
        ("5 to 10 mg/kg per day", ["5 mg/kg/day", "10 mg/kg/day"]),
        ("a 12-week, 55-year-old", ["12 week", "55 year"]),
        ("30 mL/min/1.73 m<sup>2</sup>", ["30 mL/min", "1.73 m²"]),
        ("200 mcg, 200 µg, 200 μg, 200 Micrograms", ["200 µg"] * 4),
        ("20s of the 1990s", ["20", "1990"]),
        ("10 Mg and 10 mgs", ["10", "10 mg"]),
        ("<b>10</b> mg", ["10 mg"]),
        ("10~20%", ["10 %", "20 %"]),
        ("COVID-19 mg", ["19"]),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "treinta y cinco", ["35"]),
        ("es", "doscientos cincuenta y tres mil", ["253000"]),
        ("es", "dos mil millones, 2 mil millones", ["2000000000"] * 2),
        ("es", "entre diez y veintiún días", ["10 day", "21 day"]),
        ("es", "1.234,5 mg al día, 10 % y 37 ºC", ["1234.5 mg/day", "10 %", "37 °C"]),
        ("es", "1 de cada 10, 400 UI", ["1", "10", "400 IU"]),
        ("pt", "cento e vinte e cinco mil", ["125000"]),
        ("pt", "10 mil, dois bilhões", ["10000", "2000000000"]),
        ("pt", "mil e quinhentos", ["1500"]),
        ("pt", "trinta e um dias, 24 h", ["31 day", "24 h"]),
        ("pt", "de 8 em 8 horas", ["8 h"]),
        ("es", "el 1.º de mayo, uno de mayo", ["1 date", "5 month of the year", "1 date", "5 month of the year"]),
        (
            "es",
            "10 mg al día, dos veces por semana, un comprimido diario",
            ["10 mg/day", "2 time/week", "1", "1 time/day"],
        ),
        ("es", "las 10 de la noche", ["22 clock"]),
        ("fr", "quatre-vingt-dix-sept, cent quatre-vingts, soixante et onze", ["97", "180", "71"]),
        ("de", "fünfundzwanzig, zweimal täglich, 22 Uhr", ["25", "2 time/day", "22"]),
    ],
)
def test_spanish_and_portuguese(language: str, text: str, expected: list[str]) -> None:
    assert said(text, language) == expected


def test_a_quantity_says_how_it_is_written() -> None:
    assert quantities("Take one or 2 mg.", LANGUAGES.get("en")) == (
        Quantity(Decimal(1), (5, 8), "one", "mg", shared=True, figure=False, firm=False, tied=True),
        Quantity(Decimal(2), (12, 16), "2 mg", "mg"),
    )


def test_a_figure_knows_the_word_it_belongs_to() -> None:
    found = quantities(
        "COVID-19, vitamin B<sub>12</sub>, SARS‑CoV‑2, 31 January–15 March, Table 1.", LANGUAGES.get("en")
    )
    assert [q.written for q in found if q.name] == ["COVID-19", "B₁₂", "CoV‑2"]
    assert [q.raw for q in found if q.label] == ["1"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "10 µg من فيتامين D و0.25 mg بـ20 mg", ["10 µg", "0.25 mg", "20 mg"]),
        ("he", "לא יותר מ-20 mg, ב־4.2 mmHg ו-0.25 mg", ["20 mg", "4.2 mmHg", "0.25 mg"]),
        ("zh-Hans", "从不超过20 mg。含有10 µg维生素，3.9至7.8 mmol/L之间", ["20 mg", "10 µg", "3.9", "7.8 mmol/L"]),
        ("zh-Hans", "体重变化为−2.5 kg", ["−2.5 kg"]),
        ("ko", "5 mg을 10kg마다", ["5 mg", "10kg"]),
    ],
)
def test_a_short_word_written_onto_a_figure_is_no_name(language: str, text: str, expected: list[str]) -> None:
    found = quantities(text, LANGUAGES.get(language))
    assert [q.raw for q in found] == expected
    assert [q.name for q in found] == [""] * len(expected)


def test_names_with_figures_are_names_in_every_script() -> None:
    for tag, text in (("ar", "كوفيد-19"), ("he", "קוביד-19"), ("zh-Hans", "新冠-19"), ("zh-Hans", "COVID-19疫苗")):
        assert [bool(q.name) for q in quantities(text, LANGUAGES.get(tag))] == [True], text


def test_ties_are_short() -> None:
    near, far = quantities("5 to 10", LANGUAGES.get("en")), quantities("5 to" + " " * 30 + "10", LANGUAGES.get("en"))
    assert (near[0].tied, far[0].tied) == (True, False)


def test_without_a_language_there_are_figures_alone() -> None:
    assert [(q.value, q.unit) for q in quantities("two of 1,000 mg", None)] == [(Decimal(1000), "")]


def test_a_year_says_how_often_only_hard_behind_a_figure() -> None:
    assert said("dropped from 8 to 3 a year") == ["8", "3", "1 time/year"]
    assert said("after a year, a year later") == []
