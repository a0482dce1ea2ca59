import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import bidi, placeables
from pipeline.bidi import ISLAND, islands, marked, safe, tokens

BITS = (
    *("الجرعة ", "يوم", "5", "10", " ", "–", "-", "−", " mg", "HbA", "p < 0.05", "95%", "(", ")", "، ", "\u0301"),
    *("<b>", "</b>", "<sub>", "</sub>", "<a1>", "</a1>", "\u202e", "\u2066", "\u2069", "\u2067", "\n"),
)
MIXED = st.lists(st.sampled_from(BITS), max_size=14).map("".join)


def shown(text: str) -> str:
    """The sentence with its islands in square brackets."""
    signs = {False: "[", True: "]"}
    return "".join(signs[token.closing] if token.name == ISLAND else token.text for token in tokens(text, "rtl"))


@pytest.mark.parametrize(
    "text",
    [
        "الجرعة [5–10 mg] يوميًا.",
        "كان مستوى [HbA1c] أقل ([p < 0.05]).",
        "بلغت [95%] ([95% CI 1.2 to 3.4]).",
        "من [−5] إلى [38 °C].",
        "([−2] إلى [−1]) و«[±3]»",
        "(بعد)-10 و(5) أشخاص",
        "في [22/11/2026] و[10 000] شخص",
        "أقل من [< 5%] أو [≥ 65]",
        "[5–10] ملغ يوميًا",
        "[٥–١٠] ملغ، [٩٥٪]",
        "من 5 إلى 10 أشخاص",
        "[1.5 g / day] و[120/80 mmHg]",
        "[Metformin]، [Insulin] و[Ana Pérez]",
        "[https://example.org/a-b?c=1] انظر",
        "ב-5 חולים, [5-10] ימים, [0.5 mg].",
        "فحص [HbA<sub>1c</sub>] جيد",
        "[<b>type 2</b> diabetes] و[5 <b>mg</b>]",
        "<b>الجرعة [5]</b>[–10 mg]",  # cut in two by the tag
        "نص [<i>10–20 mg</i>] فقط",
    ],
)
def test_an_island_is_what_reads_from_the_left_as_one_piece(text: str) -> None:
    assert shown(text.replace("[", "").replace("]", "")) == text


def test_a_text_from_left_to_right_has_no_islands() -> None:
    assert tokens("5–10 mg <b>HbA1c</b>", "ltr") == placeables.tokens("5–10 mg <b>HbA1c</b>")


@given(MIXED)
def test_islands_lose_no_letter_and_never_cross_a_tag(text: str) -> None:
    made = tokens(text, "rtl")
    assert "".join(token.text for token in made if token.name != ISLAND) == safe(text)
    stack: list[str] = []
    for token in made:
        if token.name and not token.closing:
            assert token.name != ISLAND or ISLAND not in stack
            stack.append(token.name)
        elif token.name:
            assert stack.pop() == token.name
    assert stack == []


@given(MIXED)
def test_nothing_in_a_safe_text_reaches_out_of_it(text: str) -> None:
    depth = 0
    for character in safe(text):
        assert character not in "\u202a\u202b\u202c\u202d\u202e\n\u2029"
        depth += (character in "\u2066\u2067\u2068") - (character == "\u2069")
        assert depth >= 0
    assert depth == 0


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\u202eb\u202cc", "abc"),
        ("\u2067a", "a"),
        ("a\u2069", "a"),
        ("\u2067a\u2069", "\u2067a\u2069"),
        ("\u2066\u2067a\u2069", "\u2067a\u2069"),  # the inner one has the partner
        ("a\u200fb", "a\u200fb"),
        ("a\u2029b", "a b"),
    ],
)
def test_overrides_and_lone_isolates_are_taken_out(text: str, left: str) -> None:
    assert safe(text) == left


def test_plain_text_has_isolates_where_a_page_has_elements() -> None:
    assert marked("فحص HbA<sub>1c</sub> و5–10 mg", "rtl") == "فحص \u2066HbA1c\u2069 و\u20665–10 mg\u2069"
    assert marked("p < 0.05 <b>mg</b>", "ltr") == "p < 0.05 mg"
    assert marked("الرمز <\u2060b>", "rtl") == "الرمز \u2066<b\u2069>"


def test_long_texts_take_linear_time() -> None:
    for text in ("a" * 50_000, "5-" * 25_000, "<" * 50_000, "5 " * 25_000, "a " * 25_000, "- " * 25_000):
        assert islands(text) is not None


@pytest.mark.parametrize(
    ("text", "direction"), [("Ana", "ltr"), ("10.1000/xyz", "ltr"), ("", "ltr"), ("نشرة", "rtl"), ("1 נ", "rtl")]
)
def test_the_first_letter_gives_the_direction(text: str, direction: str) -> None:
    assert bidi.direction(text) == direction
