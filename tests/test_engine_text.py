"""What goes to an engine and comes back: signs spelt, tokens counted, tags around the right words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import shipped
from pipeline.normalise import TOKENS, load_rules, mask, normalise, unknown_spans
from pipeline.stages.engine_text import Fragment, join_tags, prepare, rewrap, tag_spans

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
    "10~20% of people": "10 to 20% of people",
    "1½ tablets": "1.5 tablets",
    "gait‐training": "gait-training",
    "non\u00adbreaking\u00a0space\u2028here": "nonbreaking space here",
    "• a bullet": "a bullet",
    "β-blockers & “aspirin”": 'beta-blockers and "aspirin"',
    "it’s well–known": "it's well - known",
    "COVID-19 in 2019-2020": "COVID-19 in 2019-2020",
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


def test_tags_return_around_the_translated_words() -> None:
    text = prepare("The <b>big <i>red</i></b> house.", ())
    target = "La casa <b>grande y <i>roja</i></b>."
    assert rewrap(text, "La casa grande y roja.", ["grande y roja", "roja"]) == (target, True)


def test_of_equal_words_the_same_in_order_is_tagged() -> None:
    text = prepare("No iron, some <b>iron</b>, more iron.", ())
    target = "Sin hierro, algo de <b>hierro</b>, más hierro."
    assert rewrap(text, "Sin hierro, algo de hierro, más hierro.", ["hierro"]) == (target, True)


def test_another_ending_is_near_enough_where_there_is_one_such_place() -> None:
    text = prepare("It is <i>very uncertain</i>, but <b>safe</b>.", ())
    target = "Es <i>muy incierta</i>, pero segura."
    assert rewrap(text, "Es muy incierta, pero segura.", ["muy incierto", "inofensivo"]) == (target, False)


@pytest.mark.parametrize("translation", ["", "verde", "a", "casa"])
def test_a_fragment_that_cannot_be_placed_for_certain_is_not_placed(translation: str) -> None:
    assert rewrap(prepare("a house, a <b>home</b>", ()), "a casa, a casa", [translation]) == ("a casa, a casa", False)


def test_tags_travel_as_tokens() -> None:
    text = prepare("See <a1>the <b>guide</b></a1>, please.", ())
    masked = mask(text.text, tag_spans(text.fragments))
    assert masked is not None
    assert masked.text.split() == ["See", "XQA", "the", "XQB", "guide", "XQC", "XQD", ",", "please."]
    target = masked.unmask("Vea XQA la XQB guía XQC XQD , por favor.")
    assert join_tags(target or "") == "Vea <a1>la <b>guía</b></a1>, por favor."


words = st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=1, max_size=6, unique=True)


@given(words, st.data())
def test_an_engine_that_changes_nothing_gets_the_tags_back(parts: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(parts) - 1))
    end = data.draw(st.integers(start + 1, len(parts)))
    tagged = " ".join([*parts[:start], "<b>" + " ".join(parts[start:end]) + "</b>", *parts[end:]])
    text = prepare(tagged, ())
    assert rewrap(text, text.text, [fragment.text for fragment in text.fragments]) == (tagged, True)


def test_rules_name_their_file_when_they_are_broken(tmp_path: Path) -> None:
    from pipeline.errors import LanguageError

    path = tmp_path / "en.toml"
    path.write_text("[[rule]]\nname = 'x'\nfind = '('\nwrite = ''\n")
    with pytest.raises(LanguageError, match=r"en\.toml"):
        load_rules((path,))
