from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import numerals
from pipeline.figures import find
from pipeline.languages import Style

ENGLISH = Style(".", ",")
SPANISH = Style(",", ".")
FRENCH = Style(",", "\u202f")
SWISS = Style(".", "’")
SWEDISH = Style(",", "\u00a0")
STYLES = (ENGLISH, SPANISH, FRENCH, SWISS, SWEDISH)
MARKED = "0123456789.,  –-±<abg%()\u202f½⁶×"


def values(text: str, style: Style = ENGLISH) -> list[str]:
    return [str(figure.value) for figure in find(text, style.decimal_mark, style.group_mark)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234.5", ["1234.5"]),
        ("1.234,5", ["1234.5"]),
        ("1 234.5 and 12\u00a0345 and 1\u202f234\u202f567", ["1234.5", "12345", "1234567"]),
        ("1,00,000 and 12,34,567", ["100000", "1234567"]),
        ("1’234’567.8", ["1234567.8"]),
        ("1,5", ["1.5"]),
        ("0.002 and .002 and p<.05", ["0.002", "0.002", "0.05"]),
        ("5-10, 5–10, 5 to 10", ["5", "10", "5", "10", "5", "10"]),
        ("−5 °C, (-0.3), a change of –2", ["-5", "-0.3", "-2"]),
        ("10 % -20 %", ["10", "20"]),
        ("120/80 and 10:30", ["120", "80", "10", "30"]),
        ("½, 1½ and 2 ¼", ["0.5", "1.5", "2.25"]),
        ("10⁶, 5 × 10⁶, 3.5x10⁻³, 10^6", ["1000000", "5000000", "0.0035", "1000000"]),
        ("12.03.2020 and 1.2.3", ["12", "3", "2020", "1", "2", "3"]),
        ("the 2nd of 1990s", ["2", "1990"]),
        ("https://example.org/2020/10 and 10.1002/14651858.CD006185 and 7", ["7"]),
        ("١٢٣٫٥ and १२ and ۵۰٪ and ١٬٢٣٤", ["123.5", "12", "50", "1234"]),
        ("no figures", []),
        ("10⁹⁹⁹", ["10"]),
    ],
)
def test_figures_in_english_marks(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "foreign"),
    [
        ("1.234", "1234", False),
        ("1,234", "1.234", False),
        ("1.5", "1.5", True),
        ("0.125", "0.125", True),
        ("1234.5", "1234.5", True),
        ("12.345,6", "12345.6", False),
        ("12,345.6", "12345.6", True),
        ("1,234,567", "1234567", True),
    ],
)
def test_figures_in_spanish_marks(text: str, value: str, *, foreign: bool) -> None:
    (figure,) = find(text, ",", ".")
    assert (str(figure.value), figure.foreign, figure.raw) == (value, foreign, text)


def test_figures_of_names_are_told_apart() -> None:
    found = find("COVID-19, HbA1c, vitamin B₁₂, CO₂ and 12-week", ".", ",")
    assert [(str(figure.value), figure.name) for figure in found] == [
        ("19", True),
        ("1", True),
        ("12", True),
        ("2", True),
        ("12", False),
    ]


def test_a_space_may_or_may_not_group() -> None:
    assert values("Take 2 500 mg tablets") == ["2500"]
    assert [str(f.value) for f in find("Take 2 500 mg tablets", ".", ",", spaced=False)] == ["2", "500"]


@given(st.text(MARKED, max_size=40))
def test_figures_stand_where_they_say(text: str) -> None:
    for style in STYLES:
        end = 0
        for figure in find(text, style.decimal_mark, style.group_mark):
            assert figure.span[0] >= end
            assert text[slice(*figure.span)] == figure.raw
            end = figure.span[1]


@pytest.mark.parametrize(
    ("value", "style", "expected"),
    [
        ("1234.5", SPANISH, "1234,5"),
        ("9999", SPANISH, "9999"),
        ("10000", SPANISH, "10.000"),
        ("12345678.90", SPANISH, "12.345.678,90"),
        ("12345", FRENCH, "12\u202f345"),
        ("-0.5", SPANISH, "-0,5"),
        ("2.50", ENGLISH, "2.50"),
        ("1E+6", ENGLISH, "1,000,000"),
    ],
)
def test_localise(value: str, style: Style, expected: str) -> None:
    assert numerals.localise(Decimal(value), style) == expected


@given(
    st.decimals(-(10**15), 10**15, allow_nan=False, places=None).map(lambda d: round(d, 6)),
    st.sampled_from(STYLES),
)
def test_what_is_localised_is_found_again(value: Decimal, style: Style) -> None:
    found = find(numerals.localise(value, style), style.decimal_mark, style.group_mark)
    assert [(figure.value, figure.foreign) for figure in found] == [(value, False)]


@given(st.lists(st.decimals(0, 10**9, allow_nan=False).map(lambda d: round(d, 3)), max_size=6), st.sampled_from(STYLES))
def test_localising_a_text_keeps_its_values(numbers: list[Decimal], style: Style) -> None:
    text = " / ".join(numerals.localise(number, ENGLISH) for number in numbers)
    there = numerals.localise_all(text, ENGLISH, style)
    assert [figure.value for figure in find(there, style.decimal_mark, style.group_mark)] == numbers


def test_localise_all_leaves_dates_ranges_and_fractions() -> None:
    text = "12,197 (5–10.5) 1½ 10⁶ 12.03.2020 −0.5"
    assert numerals.localise_all(text, ENGLISH, SPANISH) == "12.197 (5–10,5) 1½ 10⁶ 12.03.2020 −0,5"


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        ("Tome 1.5 mg", "Take 1.5 mg", "Tome 1,5 mg"),
        ("Tome 1.234 mg", "Take 1.234 mg", "Tome 1,234 mg"),
        ("Hubo 1,234 personas", "There were 1,234 people", "Hubo 1234 personas"),
        ("Hubo 12,197 personas", "There were 12,197 people", "Hubo 12.197 personas"),
        ("Hubo 12.197 personas", "There were 12,197 people", "Hubo 12.197 personas"),
        ("Tome 2.5 mg", "Take 1.5 mg", "Tome 2.5 mg"),
        ("Tome 10 mg", "Take 10 mg", "Tome 10 mg"),
        ("1.234 y 1,234", "1.234 and 1,234", "1.234 y 1,234"),
        ("Versión 1.2.3", "Version 1.2.3", "Versión 1.2.3"),
        ("Vea https://a.org/1.5", "See https://a.org/1.5 on 1.5", "Vea https://a.org/1.5"),
        ("cambió −0.5", "changed by −0.5", "cambió −0,5"),
        ("p = .05", "p = .05", "p = 0,05"),
    ],
)
def test_relocalise_rewrites_english_figures_only(target: str, source: str, expected: str) -> None:
    assert numerals.relocalise(target, source, ENGLISH, SPANISH) == expected


@given(st.text(MARKED, max_size=40), st.text(MARKED, max_size=40), st.sampled_from(STYLES))
def test_relocalise_changes_nothing_a_second_time(target: str, source: str, style: Style) -> None:
    once = numerals.relocalise(target, source, ENGLISH, style)
    assert numerals.relocalise(once, source, ENGLISH, style) == once


@given(st.text(MARKED, max_size=40), st.sampled_from(STYLES))
def test_relocalise_touches_no_text_without_a_figure_of_the_source(target: str, style: Style) -> None:
    assert numerals.relocalise(target, "no figures here", ENGLISH, style) == target


@given(st.decimals(0, 10**9, allow_nan=False).map(lambda d: round(d, 3)), st.sampled_from(STYLES))
def test_relocalise_mends_what_an_engine_left(value: Decimal, style: Style) -> None:
    english = numerals.localise(value, ENGLISH)
    mended = numerals.relocalise(f"Tome {english} mg", f"Take {english} mg", ENGLISH, style)
    assert [figure.value for figure in find(mended, style.decimal_mark, style.group_mark)] == [value]


def test_altered_names_the_figures_that_did_not_come_through() -> None:
    text = "Take 1,500 mg of B12 for 5 to 10 days, 5 times"
    assert numerals.altered(text, "Tome 1.500 mg por 5 días", ENGLISH, SPANISH) == [(30, 32, "10"), (39, 40, "5")]
    assert numerals.altered(text, "Tome 1,500 mg, 5 a 10 y 5", ENGLISH, SPANISH) == [(5, 10, "1500")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Take 10 mg daily.", "Swallow 10 mg daily.", True),
        ("Take 10 mg daily.", "Take 10 milligrams daily.", True),
        ("Take 10 mg daily.", "Take 10 g daily.", False),
        ("Take 10 mg daily.", "Take 100 mg daily.", False),
        ("Take 1,000 mg.", "Take 1000 mg.", True),
        ("For two weeks.", "For three weeks.", False),
        ("For two weeks.", "For 2 weeks.", True),
        ("For two weeks.", "For two days.", False),
        ("5 to 10 days", "10 to 5 days", False),
        ("It may help.", "It might help.", True),
    ],
)
def test_signature(one: str, other: str, *, same: bool) -> None:
    assert (numerals.signature(one) == numerals.signature(other)) is same


def test_signature_has_values_and_units_in_order() -> None:
    assert numerals.signature("Take 5 to 10 mg/kg for 2 weeks (20%).") == (
        (Decimal(5), "mg/kg"),
        (Decimal(10), "mg/kg"),
        (Decimal(2), "week"),
        (Decimal(20), "%"),
    )
