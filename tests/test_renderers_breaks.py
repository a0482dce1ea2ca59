"""Where lines may end on paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.renderers._breaks import WORD_JOINER, ZERO_WIDTH_SPACE, tied, with_breaks


def seen(text: str, language: str) -> str:
    """The text with `|` where a line may end and `_` where it may not."""
    return with_breaks(text, language).replace(ZERO_WIDTH_SPACE, "|").replace(WORD_JOINER, "_")


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("သွေးပေါင်ချိန်", "သွေး|ပေါင်|ချိန်"),  # closed by asat
        ("ကမ္ဘာ့ကျန်းမာရေးအဖွဲ့၏", "ကမ္ဘာ့|ကျန်း|မာ|ရေး|အ|ဖွဲ့၏"),  # stacked, and a sign that stays behind its word
        ("အင်္ဂလန်", "အင်္ဂ|လန်"),  # kinzi
        ("သင့်ဆရာဝန်ကို မေးပါ။", "သင့်|ဆ|ရာ|ဝန်|ကို မေး|ပါ။"),  # dot below and asat
        ("ယောက်ျား", "ယောက်ျား"),  # a medial behind asat
        ("၁၂၃ mmHg", "၁၂၃ _mmHg"),
    ],
)
def test_burmese_lines_end_between_syllables(text: str, broken: str) -> None:
    assert seen(text, "my") == broken


def test_korean_lines_end_between_words_alone() -> None:
    assert seen("소금에는 9~12 g을 먹습니다.", "ko") == "소_금_에_는 9_~_12 _g_을 먹_습_니_다."


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("10 mg al día", "10 _mg al día"),
        ("9–12 g", "9_–_12 _g"),
        ("менее 5 г соли", "менее 5 _г соли"),
        ("95 %, p < 0.001", "95 _%, p _< _0.001"),
        ("2440 Menschen im Alter", "2440 Menschen im Alter"),
        ("９～12 g", "９_～_12 _g"),
        ("well-being – or not", "well-being – or not"),
    ],
)
def test_a_figure_stays_with_its_unit_and_a_range_stays_whole(text: str, joined: str) -> None:
    assert seen(text, "es") == joined


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (["تناول 4 غ كل 3 أيام."], ["تناول 4_غ كل 3_أيام."]),
        (["من ", "5–10", " ملغ، و", "4", " يومًا"], ["من ", "5–10", "_ملغ، و", "4", "_يومًا"]),
        (["\u2066", "95%", "\u2069", " منهم"], ["\u2066", "95%", "\u2069", "_منهم"]),
        (["3 ימים, ३ दिन, 3 дня"], ["3_ימים, ३_दिन, 3_дня"]),
        (["بعد 12 استخدامًاطويلًا"], ["بعد 12 استخدامًاطويلًا"]),
        (["10 mg al día, 5 años"], ["10 mg al día, 5 años"]),
        (["10 µg, 10 μg, 3 μέρες"], ["10 µg, 10 μg, 3_μέρες"]),  # the sign of micro, and the Greek letter as that
        ([], []),
    ],
)
def test_a_short_word_beyond_latin_letters_stays_with_its_figure(pieces: list[str], said: list[str]) -> None:
    assert tied(pieces, "_") == said


@given(st.text(alphabet="ကမာရေးသင့်္ဘ၏။၁ 소금은9–12gmp<0.1 %"), st.sampled_from(["my", "ko", "es", "zh-Hans"]))
def test_nothing_but_breaks_is_added(text: str, language: str) -> None:
    added = str.maketrans("", "", ZERO_WIDTH_SPACE + WORD_JOINER)
    assert with_breaks(text, language).translate(added) == text
    assert with_breaks(text, language).count(ZERO_WIDTH_SPACE) == 0 or language == "my"
