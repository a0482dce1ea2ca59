"""The small repairs of a machine's text: marks, spaces, capitals; never a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import shipped
from pipeline.languages import Languages, Style
from pipeline.numerals import ungroup
from pipeline.typography import mend

ES = Style(",", ".", opening_marks={"?": "¿", "!": "¡"}, question_words={"Lo que": "Qué", "Como": "Cómo"})
PERCENT = Style(",", ".", percent_space=True)

FR = Languages((shipped.language_data(),)).get("fr").style

CASES = [
    ("Lo que es un ictus?", "What is a stroke?", "¿Qué es un ictus?"),
    ('"Como se trata?"', '"How is it treated?"', '"¿Cómo se trata?"'),
    ("Como se trata.", "How it is treated.", "Como se trata."),
    ("Qué es un ictus?", "What is a stroke?", "¿Qué es un ictus?"),
    ("¿Qué es un ictus?", "What is a stroke?", "¿Qué es un ictus?"),
    ('"Sirve?"', '"Does it help?"', '"¿Sirve?"'),
    ("caminar tras un ictus.", "Walking after a stroke", "Caminar tras un ictus"),
    ("Ayuda a caminar", "It helps people walk.", "Ayuda a caminar."),
    ("Nos interesaba.", "We were interested in:", "Nos interesaba:"),
    ("una lesión cerebral.Ellos caminan", "Brain injury. They walk", "Una lesión cerebral. Ellos caminan"),
    ("Tome  10 mg , por favor .", "Take 10 mg, please.", "Tome 10 mg, por favor."),
    ("véase www.who.int ahora", "see www.who.int now", "véase www.who.int ahora"),
    ("cerca de 10 %", "about 10%", "cerca de 10%"),
    ("Vive en EE. UU.", "She lives in the US", "Vive en EE. UU."),
    ("Vive en EE. UU.", "Does she live in the US?", "¿Vive en EE. UU.?"),
    ("Vive en EE. UU.:", "She lives in the U.S.", "Vive en EE. UU."),
    ("Vive aquí. Sí.", "She does live here", "Vive aquí. Sí"),
]


@pytest.mark.parametrize(("target", "source", "mended"), CASES)
def test_mends(target: str, source: str, mended: str) -> None:
    assert mend(target, source, ES) == mended


def test_percent_by_the_house_style() -> None:
    assert mend("cerca de 10%", "about 10%", PERCENT) == "cerca de 10\u00a0%"


@pytest.mark.parametrize(
    ("target", "mended"),
    [
        ("La asthme et le hôpital", "L'asthme et l'hôpital"),
        ("une crise de asthme, du essai au insu", "une crise d'asthme, de l'essai à l'insu"),
        ("le handicap de la hanche au hasard", "le handicap de la hanche au hasard"),
        ("prenez-le après, celui-là aussi", "prenez-le après, celui-là aussi"),
        ("sa anémie que elle", "son anémie qu'elle"),
        ("Est-ce utile ?", "Est-ce utile\u202f?"),
        ("Par exemple:", "Par exemple\u00a0:"),
        ("« Oui » ; non", "«\u00a0Oui\u00a0»\u202f; non"),
        ("à 10:30, 1:2 et R&amp;D; https://a.org/?b", "à 10:30, 1:2 et R&amp;D\u202f; https://a.org/?b"),
        ("12\u202f345 personnes", "12\u202f345 personnes"),
    ],
)
def test_french_joins_short_words_and_sets_spaces_before_marks(target: str, mended: str) -> None:
    source = target.upper() if target[0].isupper() else target
    assert mend(target, source, FR) == mended
    assert mend(mended, source, FR) == mended


@given(st.text("aeh lds?:;«»1", max_size=30))
def test_mending_french_twice_is_mending_it_once(text: str) -> None:
    once = mend(text, text, FR)
    assert mend(once, text, FR) == once


@given(st.text(max_size=60), st.text(max_size=30))
def test_letters_and_digits_stay_as_they_are(target: str, source: str) -> None:
    def bare(text: str) -> str:
        return "".join(c for c in text if c.isalnum()).casefold()

    plain = Style(",", ".", opening_marks=ES.opening_marks)  # question words change an accent, by design
    assert bare(mend(target, source, plain)) == bare(target)


@given(st.text('abAB .?¿!"(', max_size=40), st.text("abAB .?", max_size=20))
def test_mending_twice_is_mending_once(target: str, source: str) -> None:
    once = mend(target, source, ES)
    assert mend(once, source, ES) == once


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        ("52 de 1.000 personas", "52 out of 1,000 people", "52 de 1000 personas"),
        ("12.345 personas", "12,345 people", "12.345 personas"),
        ("1.500 personas", "1500 people", "1500 personas"),
        ("1.500 personas", "15 people", "1.500 personas"),
        ("en 2,5 mg", "in 2.5 mg", "en 2,5 mg"),
    ],
)
def test_small_figures_of_the_source_carry_no_group_mark(target: str, source: str, expected: str) -> None:
    english = Style(".", ",")
    assert ungroup(target, source, english, ES) == expected


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        ("1.099 casos", "1,099 cases", "1.099 casos"),
        ("Tome 1.500 mg", "Take 1,500 mg", "Tome 1500 mg"),
        ("1.099 de 8.866 casos, 2.000 mg", "1,099 of 8,866 cases, 2,000 mg", "1.099 de 8.866 casos, 2000 mg"),
    ],
)
def test_where_counts_are_grouped_doses_are_not(target: str, source: str, expected: str) -> None:
    assert ungroup(target, source, Style(".", ","), Style(",", ".", counts_from=1000)) == expected


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        ('Ele disse "nunca".', 'He said "never."', 'Ele disse "nunca".'),
        ('Ele disse "nunca"', 'He said "never."', 'Ele disse "nunca".'),
        ("Ele disse (nunca.)", "He said (never.)", "Ele disse (nunca.)"),
        ("Um título.", "A title (short)", "Um título"),
        ('"Por quê?"', '"Why?"', '"Por quê?"'),
    ],
)
def test_a_full_stop_beside_a_closing_mark_is_kept(target: str, source: str, expected: str) -> None:
    assert mend(target, source, Style(",", ".")) == expected
