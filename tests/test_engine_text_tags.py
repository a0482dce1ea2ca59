"""Tags come back around the right words, or stay away; the wording of a draft is never touched for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.placeables import TAG, well_formed
from pipeline.stages.engine_text import EngineText, prepare
from pipeline.stages.tagging import Asked, between, between_quotes, found, left_out, place, questions, rewrap

HOLE = "\U00100001"


def wrapped(text: EngineText, target: str, *words: str) -> tuple[str, bool]:
    spans = [found(text.text, fragment, target, one) for fragment, one in zip(text.fragments, words, strict=True)]
    return rewrap(text, target, spans)


def test_tags_return_around_the_translated_words() -> None:
    text = prepare("The <b>big <i>red</i></b> house.", ())
    target = "La casa <b>grande y <i>roja</i></b>."
    assert wrapped(text, "La casa grande y roja.", "grande y roja", "roja") == (target, True)


def test_of_equal_words_the_same_in_order_is_tagged() -> None:
    text = prepare("No iron, some <b>iron</b>, more iron.", ())
    target = "Sin hierro, algo de <b>hierro</b>, más hierro."
    assert wrapped(text, "Sin hierro, algo de hierro, más hierro.", "hierro") == (target, True)


def test_another_ending_is_near_enough_where_there_is_one_such_place() -> None:
    text = prepare("It is <i>very uncertain</i>, but <b>safe</b>.", ())
    target = "Es <i>muy incierta</i>, pero segura."
    assert wrapped(text, "Es muy incierta, pero segura.", "muy incierto", "inofensivo") == (target, False)


def test_the_mark_at_the_end_belongs_to_the_fragment() -> None:
    text = prepare("<b>Unwanted effects (A)</b>. <i>Authors:</i> the authors.", ())
    target = "Efectos no deseados (A). Autores: los autores."
    assert wrapped(text, target, "Efectos no deseados (A)", "Los autores:")[0] == (
        "<b>Efectos no deseados (A)</b>. Autores: los autores."
    )


@pytest.mark.parametrize("translation", ["", "verde", "a", "casa"])
def test_a_fragment_that_cannot_be_placed_for_certain_is_not_placed(translation: str) -> None:
    text = prepare("a house, a <b>home</b>", ())
    assert wrapped(text, "a casa, a casa", translation) == ("a casa, a casa", False)


@pytest.mark.parametrize(
    ("quoted", "span"),
    [
        ('El "riesgo grave" es bajo.', (3, 15)),
        ('Es bajo el "riesgo grave".', (3, 15)),
        ("El riesgo grave es bajo.", None),
        ('El "riesgo" "grave" es bajo.', None),
        ('El "peligro" es bajo.', None),
    ],
)
def test_quotation_marks_show_the_place(quoted: str, span: tuple[int, int] | None) -> None:
    assert between_quotes("El riesgo grave es bajo.", quoted) == span


def test_of_words_that_stand_twice_the_quoted_ones_are_taken() -> None:
    assert between_quotes("La primera dosis, la segunda dosis.", 'La primera dosis, la segunda "dosis".') == (29, 34)


@pytest.mark.parametrize(
    ("without", "span"),
    [
        (f"El {HOLE} es bajo.", (3, 15)),
        (f"{HOLE} es bajo.", (0, 15)),
        (f"El {HOLE} es pequeño.", None),
        (f"El {HOLE} es {HOLE}.", None),
        ("El riesgo es bajo.", None),
    ],
)
def test_what_is_missing_beside_the_hole_is_the_translation(without: str, span: tuple[int, int] | None) -> None:
    assert left_out("El riesgo grave es bajo.", without) == span


def test_what_is_between_its_surroundings_is_the_translation() -> None:
    target = "No sabemos qué programa funciona mejor."
    assert between(target, "", "qué programa funciona mejor.") == (0, 10)
    assert between(target, "No sabemos", ".") == (11, 38)
    assert between(target, "Ellos sabían", ".") is None
    assert between(target, "", "") is None


def test_most_ways_win_and_the_whole_sentence_needs_none() -> None:
    text = prepare("See the <a1>full review</a1> now.", ())
    target = "Vea la revisión completa ahora."
    asked = Asked("revisión completa", 'Vea la "revisión" completa ahora.', f"Vea la {HOLE} ahora.")
    assert place(text, text.fragments[0], target, asked) == (7, 24)
    whole = prepare("<b>Stop now</b>.", ())
    assert place(whole, whole.fragments[0], "Pare ya.", Asked("", "", "")) == (0, 7)


def test_the_questions_keep_what_is_fixed_in_its_place() -> None:
    text = prepare("Ask <b>a@b.org about HbA<sub>1c</sub></b> or a@b.org.", ())
    alone, quoted, without = questions(text, text.fragments[0])
    assert alone.text == "a@b.org about HbA1c"
    assert alone.fixed == ((0, 7, "a@b.org"), (14, 19, "HbA<sub>1c</sub>"))
    assert [quoted.text[start:end] for start, end, _ in quoted.fixed] == ["a@b.org", "HbA1c", "a@b.org"]
    assert without.fixed == ((4, 23, HOLE), (27, 34, "a@b.org"))


words = st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=1, max_size=6, unique=True)


@given(words, st.data())
def test_an_engine_that_changes_nothing_gets_the_tags_back(parts: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(parts) - 1))
    end = data.draw(st.integers(start + 1, len(parts)))
    tagged = " ".join([*parts[:start], "<b>" + " ".join(parts[start:end]) + "</b>", *parts[end:]])
    text = prepare(tagged, ())
    asked = [one.text for one in questions(text, text.fragments[0])]
    without = " ".join([*parts[:start], HOLE, *parts[end:]])
    spans = [place(text, text.fragments[0], text.text, Asked(asked[0], asked[1], without))]
    assert rewrap(text, text.text, spans) == (tagged, True)


@given(st.text("ab <>/i.", max_size=30), st.lists(st.text("ab .", max_size=12), min_size=9, max_size=9))
def test_tags_stay_well_formed_and_words_untouched(source: str, answers: list[str]) -> None:
    text = prepare(source, ())
    target = answers[0]
    spans = [place(text, one, target, Asked(*answers[1:4])) for one in text.fragments]
    tagged, _ = rewrap(text, target, spans)
    assert well_formed(tagged)
    assert TAG.sub("", tagged) == target
