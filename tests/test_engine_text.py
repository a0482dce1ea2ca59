"""What goes to an engine and comes back: signs spelt, tokens counted, tags around the right words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import shipped
from pipeline.normalise import TOKENS, load_rules, mask, normalise, unknown_spans
from pipeline.spelt_out import Held, Kind
from pipeline.stages.engine_text import Fragment, glued, prepare

RULES = load_rules((shipped.language_data() / "normalise" / "en.toml",))

SPELT = {
    "Take 10 µg/kg.": "Take 10 mcg/kg.",
    "Adults ≥ 65 years": "Adults at least 65 years",
    "a dose of ≤5 mg": "a dose of at most 5 mg",
    "10–15% of people": "10% to 15% of people",
    "2.5% – 4% of people": "2.5% to 4% of people",
    "5–10 mg": "5 to 10 mg",
    "P < 0.001": "P less than 0.001",
    "p = 0.02": "p of 0.02",
    "≈20 people": "about 20 people",
    "people aged 65+, 5 + 3": "people aged at least 65, 5 + 3",
    "10~20% of people": "10 to 20% of people",
    "1½ tablets": "1.5 tablets",
    "gait‐training": "gait-training",
    "non\u00adbreaking\u00a0space\u2028here": "nonbreaking space here",
    "• a bullet": "a bullet",
    "β-blockers & “aspirin”": 'beta-blockers and "aspirin"',
    "it’s well–known": "it's well - known",
    "COVID-19 in 2019-2020": "COVID-19 in 2019-2020",
    "the ﬁrst ﬂu shot, １０ mg": "the first flu shot, 10 mg",
    "cafe\u0301 na\u00efve": "caf\u00e9 naive",
    "⅔ of a tablet w/ food, ⅓ w/o": "two thirds of a tablet with food, a third without",
    "№ 5 and #3, ω-3": "number 5 and number 3, omega-3",
}


@pytest.mark.parametrize(("text", "spelt"), SPELT.items())
def test_signs_are_spelt(text: str, spelt: str) -> None:
    assert normalise(text, RULES) == spelt


@given(st.text(max_size=80))
def test_normalising_twice_is_normalising_once_for_plain_words(text: str) -> None:
    once = normalise(text, RULES)
    assert normalise(once, RULES) == normalise(normalise(once, RULES), RULES)


@given(st.text("ab XQA2 .", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=4))
def test_unmasking_undoes_masking(text: str, places: list[tuple[int, int]]) -> None:
    spans = [(start, start + size, text[start : start + size]) for start, size in places if start + size <= len(text)]
    for token in TOKENS:
        masked = mask(text, spans, token)
        if masked is None:
            assert token in text
        else:
            assert masked.unmask(masked.text) == text


@pytest.mark.parametrize("answer", ["no token", "XQA and XQA", "XQA and XQB and XQC", "XQB and XQC"])
def test_a_lost_doubled_or_invented_token_is_noticed(answer: str) -> None:
    masked = mask("see a.org and b.org", [(4, 9, "a.org"), (14, 19, "b.org")])
    assert masked is not None
    assert masked.text == "see XQA and XQB"
    assert masked.unmask("ver XQB y XQA") == "ver b.org y a.org"
    assert masked.unmask(answer) is None


def test_words_with_unknown_characters_are_masked_whole() -> None:
    assert unknown_spans("10⁶ cells and α", lambda _: frozenset("⁶α")) == [(0, 3, "10⁶"), (14, 15, "α")]


def test_marks_around_an_unknown_word_stay_outside_and_fixed_spans_are_left_alone() -> None:
    def unknown(_: str) -> frozenset[str]:
        return frozenset("∞×")

    assert unknown_spans("(5×3), “∞”.", unknown) == [(1, 4, "5×3"), (7, 10, "“∞”")]
    assert unknown_spans("5×3 and 2×2", unknown, [(0, 3, "5×3")]) == [(8, 11, "2×2")]


def test_what_is_held_never_reaches_the_rules_or_the_engine() -> None:
    source = "• Pain fell (p < 0.05), ≥ 65 years<sup>1</sup>.²"
    held = [Held(13, 21, "p < 0,05"), Held(24, 28, "≥ 65", Kind.FIGURE), Held(34, 46, "<sup>1</sup>", Kind.MARK)]
    text = prepare(source, RULES, held)
    assert (text.lead, text.tail) == ("• ", "²")
    assert text.text == "Pain fell (p < 0.05), 65 years."
    assert text.figures == (("65", "≥ 65"),)
    masked = mask(text.text, text.fixed)
    assert masked is not None
    assert masked.text == "Pain fell (XQA), 65 years XQB ."
    assert glued(masked.unmask("La pena bajó (XQA), 65 años XQB .") or "") == (
        "La pena bajó (p < 0,05), 65 años<sup>1</sup>."
    )


def test_tags_come_out_and_words_that_hold_one_are_kept() -> None:
    text = prepare("Metformin lowers HbA<sub>1c</sub> by <b>about 1%</b>, see <a1>who.int/x</a1>.", RULES)
    assert text.text == "Metformin lowers HbA1c by about 1%, see who.int/x."
    assert text.fixed == ((17, 22, "HbA<sub>1c</sub>"),)
    assert text.fragments == (
        Fragment("<b>", "</b>", "about 1%", 26, 34),
        Fragment("<a1>", "</a1>", "who.int/x", 40, 49),
    )


def test_addresses_are_kept() -> None:
    text = prepare("See https://who.int/a, ask info@who.int or look up 10.1002/14651858.CD006185.pub5.", RULES)
    assert [value for _, _, value in text.fixed] == [
        "https://who.int/a",
        "info@who.int",
        "10.1002/14651858.CD006185.pub5",
    ]


def test_rules_name_their_file_when_they_are_broken(tmp_path: Path) -> None:
    from pipeline.errors import LanguageError

    path = tmp_path / "en.toml"
    path.write_text("[[rule]]\nname = 'x'\nfind = '('\nwrite = ''\n")
    with pytest.raises(LanguageError, match=r"en\.toml"):
        load_rules((path,))
