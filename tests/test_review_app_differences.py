"""What an edit changed, as words: nothing of either text is lost, and the pieces are those a person would mark."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.review_app.differences import Piece, word_diff, words

WORDS = st.lists(st.sampled_from(["la", "presión", " ", "  ", "no", "10", "mg", ".", "स्वास्थ्य", "血", "圧", "\n"]))
TEXTS = st.one_of(st.text(), WORDS.map("".join))


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in word_diff(before, after)]


@given(TEXTS, TEXTS)
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    found = word_diff(before, after)
    assert "".join(piece.text for piece in found if piece.kind != "inserted") == before
    assert "".join(piece.text for piece in found if piece.kind != "deleted") == after
    assert all(piece.text for piece in found)
    assert all(one.kind != other.kind for one, other in pairwise(found))


@given(TEXTS)
def test_an_equal_text_is_one_piece_and_its_words_make_it_up(text: str) -> None:
    assert word_diff(text, text) == ((Piece("same", text),) if text else ())
    assert "".join(words(text)) == text


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("10 mg al día", "20 mg al día", [("deleted", "10"), ("inserted", "20"), ("same", " mg al día")]),
        ("", "Caminar", [("inserted", "Caminar")]),
        (
            "It may help you walk.",
            "It will not help you walk.",
            [("same", "It "), ("deleted", "may"), ("inserted", "will not"), ("same", " help you walk.")],
        ),
        (
            "the old text stays",
            "a new text stays",
            [("deleted", "the old"), ("inserted", "a new"), ("same", " text stays")],
        ),
        ("高血圧の薬", "低血圧の薬", [("deleted", "高"), ("inserted", "低"), ("same", "血圧の薬")]),
        ("les gens", "l’effet", [("deleted", "les gens"), ("inserted", "l’effet")]),
    ],
)
def test_a_change_is_marked_in_whole_words(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(before, after) == expected


def test_a_mark_stays_with_its_letter() -> None:
    assert words("स्वास्थ्य अच्छा") == ["स्वास्थ्य", " ", "अच्छा"]
