import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.wording import alternation, contains, fold, occurrences, plain, whole_words, word_texts, words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no markup, a < b", "no markup, a < b"),
        ("<b>bold</b> and <a1>link</a1>", "bold and link"),
        ("10<sup>-6</sup> and CO<sub>2</sub>", "10⁻⁶ and CO₂"),
        ("<q>text</q> a<b", "<q>text</q> a<b"),
        ("sue\u0301lo", "suélo"),
        ("<b></b>", ""),
    ],
)
def test_plain_is_what_a_reader_sees(text: str, shown: str) -> None:
    assert plain(text).text == shown


def test_plain_leads_back_to_the_original() -> None:
    text = "a <b>sue\u0301lo</b> c"
    shown = plain(text)
    start = shown.text.index("suélo")
    assert text[slice(*shown.origin(start, start + 5))] == "sue\u0301lo"


@given(st.text("ab é\u0301<>/bsup1a", max_size=40))
def test_every_span_of_the_plain_text_has_an_origin(text: str) -> None:
    shown = plain(text)
    for start in range(len(shown.text)):
        first, last = shown.origin(start, start + 1)
        assert 0 <= first < last <= len(text)
        piece = unicodedata.normalize("NFC", text[first:last])
        assert shown.text[start] in piece or shown.text[start] in "¹₁"


@pytest.mark.parametrize(
    ("text", "form", "there"),
    [
        ("La presión arterial", "presión", True),
        ("La PRESIÓN arterial", "presión arterial", True),
        ("La presion arterial", "presión", False),
        ("las presiones", "presión", False),
        ("la pre<b>sión</b> alta", "presión alta", True),
        ("presión\u00a0 arterial", "presión arterial", True),
        ("auto‐ayuda", "auto-ayuda", True),
        ("d’accord", "d'accord", True),
        ("presio\u0301n", "presión", True),
        ("50 % más", "%", True),
        ("高血圧の人", "高血圧", True),
        ("고혈압은", "고혈압", True),
        ("रक्तचाप", "रक्त", False),
        ("रक्त चाप", "रक्त", True),
        ("anything", "", False),
    ],
)
def test_contains_looks_for_whole_words(text: str, form: str, *, there: bool) -> None:
    assert contains(text, form) is there


def test_occurrences_are_the_longest_in_the_original_text() -> None:
    text = "la presión <b>arterial</b> y la presión"
    found = [text[slice(*span)] for span in occurrences(text, ("presión", "presión arterial"))]
    assert found == ["presión <b>arterial", "presión"]


def has_whole(text: str, form: str) -> bool:
    """What `whole_words` promises, the slow way."""
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            if text[start:end].split() == form.split() and text[start].strip() and text[end - 1].strip():
                before, after = text[start - 1 : start], text[end : end + 1]
                if not (before.isalpha() and text[start].isalpha()) and not (
                    after.isalpha() and text[end - 1].isalpha()
                ):
                    return True
    return False


@given(st.lists(st.text("ab -", min_size=1, max_size=4).filter(str.strip), max_size=6), st.text("ab -", max_size=10))
def test_whole_words_finds_what_a_plain_search_finds(forms: list[str], text: str) -> None:
    assert (whole_words(tuple(forms)).search(text) is not None) is any(has_whole(text, form) for form in forms)


@given(st.lists(st.text("abcd", min_size=1, max_size=6), min_size=1, max_size=10))
def test_alternation_matches_each_form_in_full(forms: list[str]) -> None:
    pattern = re.compile(alternation(forms))
    assert all(pattern.fullmatch(form) for form in forms)
    assert pattern.fullmatch("e") is None


def test_words_have_marks_and_apostrophes_and_no_figures() -> None:
    text = "L’eau, HbA1c 10 mg हिन्दी İstanbul"
    assert [word.text for word in words(text)][:4] == ["l'eau", "hba", "c", "mg"]
    assert [text[word.start : word.end] for word in words(text)][4] == "हिन्दी"


@given(st.text(max_size=40))
def test_word_texts_are_the_texts_of_the_words(text: str) -> None:
    assert word_texts(text) == tuple(word.text for word in words(text))


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
