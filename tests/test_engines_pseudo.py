"""The pseudo languages: visibly not English, longer or from right to left, and nothing in them destroyed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.pseudo import PLUGIN, PseudoTranslator
from pipeline.errors import EngineError
from pipeline.plugins import Hop, Output

SENTENCE = "Take <b>10 mg</b> of {name} twice, see <a1>page 3</a1> &amp; XQ1."


def translator(target: str) -> PseudoTranslator:
    return PLUGIN.open(next(hop for hop in PLUGIN.hops() if hop.target == target))


def test_two_languages_are_always_there() -> None:
    assert PLUGIN.hops() == (
        Hop("pseudo", "en", "en-XA", "1", "Apache-2.0", "built in"),
        Hop("pseudo", "en", "ar-XB", "1", "Apache-2.0", "built in"),
    )


def test_accents_and_length() -> None:
    assert translator("en-XA").translate([SENTENCE, "", "5%", "rhythm"]) == [
        Output("[Ţååķéé <b>10 ḿĝ</b> ööƒ {name} ţŵîîçéé, šééé <a1>þåĝé 3</a1> &amp; XQ1.]"),
        Output(""),
        Output("[5%]"),
        Output("[ŕĥýţĥḿ~~]"),
    ]


def test_words_run_from_right_to_left() -> None:
    assert translator("ar-XB").translate(["Take <b>10 mg</b>."]) == [
        Output("\u200f\u202eTake\u202c\u200f <b>10 \u200f\u202emg\u202c\u200f</b>.")
    ]


KEPT = re.compile(r"</?(?:b|a1)>|\{\w*\}|%s|&\w+;|[^\W\d_]*\d\w*")
parts = st.sampled_from(
    ["<b>", "</b>", "<a1>", "{name}", "%s", "&nbsp;", "10", "XQ12", "5%", "p < 0.001", " a ", "mg", "é"]
)


@given(st.lists(parts))
@pytest.mark.parametrize("target", ["en-XA", "ar-XB"])
def test_markup_numbers_and_placeholders_survive(target: str, pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert KEPT.findall(translator(target).translate([text])[0].text) == KEPT.findall(text)


@given(st.from_regex(r"[A-Za-z]{1,12}( [A-Za-z]{1,12}){0,8}\.", fullmatch=True))
def test_the_text_grows_by_30_per_cent(text: str) -> None:
    letters = sum(map(str.isalpha, text))
    grown = len(translator("en-XA").translate([text])[0].text) - 2 - len(text)
    assert letters * 0.3 <= grown < letters * 0.3 + 1


def test_every_character_is_known() -> None:
    assert translator("en-XA").unknown_characters("µ≥½") == set()


def test_nothing_can_be_installed_or_opened_elsewhere() -> None:
    with pytest.raises(EngineError, match=r"^pseudo en>fr: choose from en-XA, ar-XB$"):
        PLUGIN.open(Hop("pseudo", "en", "fr", "", "", ""))
