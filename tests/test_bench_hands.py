"""The reckoning of keys for the comparison of editors: whoever presses what it says has the text."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "bench"))

import hands
from hands import CHROMIUM, OMEGAT, Editor, Press, edit, pressed, typed

ROWS = [
    (cells[1], cells[2])
    for line in (Path(__file__).parent / "bench" / "keystrokes.tsv").read_text("utf-8").splitlines()
    if len(cells := line.split("\t")) == 3
]


def press_all(text: str, presses: list[Press], editor: Editor) -> str:
    """What a box holds after these keys."""
    caret = anchor = len(text) if editor.begins_at_end else 0
    for one in presses:
        if one.text or one.key in ("Delete", "BackSpace"):
            first, last = min(caret, anchor), max(caret, anchor)
            if first == last and one.key:
                first, last = (first, last + 1) if one.key == "Delete" else (first - 1, last)
            text = text[:first] + one.text + text[last:]
            caret = anchor = first + len(one.text)
            continue
        by_word = "ctrl" in one.held
        caret = {
            "Left": editor.back(text, caret) if by_word else caret - 1,
            "Right": editor.forward(text, caret) if by_word else caret + 1,
            "Home": 0,
            "End": len(text),
        }[one.key]
        anchor = anchor if "shift" in one.held else caret
    return text


@pytest.mark.parametrize("editor", [CHROMIUM, OMEGAT], ids=["chromium", "omegat"])
def test_the_keys_make_every_edit_of_the_data(editor: Editor) -> None:
    assert len(ROWS) == 20
    for before, after in ROWS:
        assert press_all(before, edit(before, after, editor), editor) == after


def test_a_modifier_counts_once_while_it_is_held() -> None:
    by_word = frozenset({"ctrl"})
    assert pressed([Press("Right", by_word), Press("Right", by_word), Press("Right", by_word | {"shift"})]) == 5
    assert pressed([Press("Right", by_word), Press("Right"), Press("Right", by_word)]) == 5


def test_accents_and_capitals_take_another_key() -> None:
    assert [typed(text) for text in ("mes", "más", "año", "ABC", "¿Qué?")] == [3, 4, 3, 4, 8]


def test_a_word_near_the_end_is_reached_from_the_end() -> None:
    presses = edit("uno dos tres cuatro cinco seis", "uno dos tres cuatro cinco diez", CHROMIUM)
    assert [one.key or one.text for one in presses] == ["End", "Left", "diez"]
    assert pressed(presses) == 8


def test_nothing_to_change_takes_no_key() -> None:
    assert hands.edit("igual", "igual", OMEGAT) == []
