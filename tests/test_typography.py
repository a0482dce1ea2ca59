"""The small repairs of a machine's text: marks, spaces, capitals; never a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages import Style
from pipeline.typography import mend

ES = Style(",", ".", opening_marks={"?": "¿", "!": "¡"})
PERCENT = Style(",", ".", percent_space=True)

CASES = [
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
]


@pytest.mark.parametrize(("target", "source", "mended"), CASES)
def test_mends(target: str, source: str, mended: str) -> None:
    assert mend(target, source, ES) == mended


def test_percent_by_the_house_style() -> None:
    assert mend("cerca de 10%", "about 10%", PERCENT) == "cerca de 10\u00a0%"


@given(st.text(max_size=60), st.text(max_size=30))
def test_letters_and_digits_stay_as_they_are(target: str, source: str) -> None:
    def bare(text: str) -> str:
        return "".join(c for c in text if c.isalnum()).casefold()

    assert bare(mend(target, source, ES)) == bare(target)


@given(st.text('abAB .?¿!"(', max_size=40), st.text("abAB .?", max_size=20))
def test_mending_twice_is_mending_once(target: str, source: str) -> None:
    once = mend(target, source, ES)
    assert mend(once, source, ES) == once
