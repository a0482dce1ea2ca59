"""Plain text keeps what a page shows by its look: exponents, whose heading a figure has, which language is spoken."""

import re
from dataclasses import replace

import pytest
from leaflet_samples import arabic, draft, spanish

from pipeline.model.leaflet import Leaflet, Notice
from pipeline.renderers._runs import runs
from pipeline.renderers.txt import PLUGIN, spoken


def lines(leaflet: Leaflet) -> list[str]:
    return PLUGIN.render(leaflet).content.decode("utf-8").split("\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("10<sup>6</sup> cells", "10⁶ cells"),
        ("10<sup>-3</sup>", "10⁻³"),
        ("2<sup>1/2</sup>", "2^(1/2)"),
        ("le 1<sup>er</sup> mai", "le 1er mai"),
        ("HbA<sub>1c</sub>", "HbA1c"),
        ("p &lt; 0.05", "p &lt; 0.05"),
    ],
)
def test_an_exponent_never_becomes_part_of_the_number(text: str, said: str) -> None:
    assert spoken(runs(text)) == said


def test_figures_of_a_table_keep_their_headings() -> None:
    said = lines(spanish())
    assert said[said.index("Efecto: Diarrea") + 1] == "   Con metformina: más de 1 de cada 10"


def test_a_link_names_its_address_once() -> None:
    (line,) = (line for line in lines(spanish()) if "Organización Mundial" in line)
    assert line.count("https://") == 1
    assert line.endswith(
        "la Organización Mundial de la Salud (https://www.who.int/news-room/fact-sheets/detail/diabetes)."
    )


def test_a_draft_says_what_it_is_first_and_names_the_language_of_what_is_missing() -> None:
    said = lines(draft())
    assert said[0] == "*** Borrador para revisar. No es para pacientes. ***"
    assert "- [EN] Walking on a treadmill, every day." in said


def test_the_way_on_is_named_before_its_address() -> None:
    notice = Notice("Fue retirado.", "Leer el original en inglés", "https://example.org/new", "en")
    said = lines(replace(spanish(), status=(notice,)))
    assert "Fue retirado. Leer el original en inglés: https://example.org/new" in said
    right = lines(replace(arabic(), status=(replace(notice, text="سُحبت.", link="قراءة الأصل"),)))
    assert "سُحبت. قراءة الأصل: \u2066https://example.org/new\u2069" in right
    assert "Fue retirado." in lines(replace(spanish(), status=(Notice("Fue retirado."),)))


def test_every_line_from_the_right_begins_with_something_that_turns_it() -> None:
    said = [line for line in lines(arabic()) if line]
    assert all(re.match("[ -]*[\u200f\u0600-\u06ff]", line) for line in said)
