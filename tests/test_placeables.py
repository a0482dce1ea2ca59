import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.placeables import Token, escape, legible, placeables, plain, tags, tokens, unescape, unpaired, well_formed

PIECES = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<sub>",
        "</sub>",
        "<a1>",
        "</a1>",
        "<a2>",
        "<none/>",
        "<",
        ">",
        "/",
        "b",
        "a1",
        "x. ",
    ]
)
NOTATION = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)


def test_text_and_tags() -> None:
    assert tokens("HbA<sub>1c</sub> < 7") == (
        Token("HbA"),
        Token("<sub>", "sub"),
        Token("1c"),
        Token("</sub>", "sub", closing=True),
        Token(" < 7"),
    )


@pytest.mark.parametrize(
    ("text", "shown", "alone"),
    [
        ("p < 0.001 and a <b", "p < 0.001 and a <b", ()),
        ("<b>Do <i>not</i></b> stop.", "Do not stop.", ()),
        ("<u>x</u> <a0>y</a0> <B>z</B>", "<u>x</u> <a0>y</a0> <B>z</B>", ()),
        ("<b>never closed", "<b>never closed", ("<b>",)),
        ("never opened</b>", "never opened</b>", ("</b>",)),
        ("<b>crossing <i>pairs</b> are</i> not", "crossing <i>pairs are</i> not", ("<i>", "</i>")),
        ("<b>two <b>open</b>", "<b>two open", ("<b>",)),
        ("<a12>link</a12>", "link", ()),
        ("<none/>", "<none/>", ()),
    ],
)
def test_a_tag_is_one_only_with_its_partner(text: str, shown: str, alone: tuple[str, ...]) -> None:
    assert (plain(text), unpaired(text), well_formed(text)) == (shown, alone, not alone)


def test_tags_in_order() -> None:
    assert tags("<b><i>x</i></b> <a1>y</a1> <sup>z") == ("<b>", "<i>", "</i>", "</b>", "<a1>", "</a1>")


@given(NOTATION)
def test_tokens_join_back(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text


@given(NOTATION)
def test_tags_are_always_nested(text: str) -> None:
    waiting: list[str] = []
    for token in tokens(text):
        if token.name and token.closing:
            assert waiting.pop() == token.name
        elif token.name:
            waiting.append(token.name)
    assert waiting == []


@given(NOTATION)
def test_escaped_text_has_no_tags_and_comes_back(text: str) -> None:
    assert tags(escape(text)) == ()
    assert unpaired(escape(text)) == ()
    assert unescape(escape(text)) == text


def test_escape_leaves_ordinary_text_alone() -> None:
    assert escape("p < 0.001, a <b, <u>") == "p < 0.001, a <b, <u>"


def test_what_a_translation_keeps() -> None:
    text = (
        "See <b>https://example.org/a_(b)?c=1</b>, www.example.org. Write to ana.b@example.co.uk. "
        "It is 10.1002/14651858.CD006185.pub6 (NCT01234567, ISRCTN12345678)."
    )
    assert [(p.kind, p.text) for p in placeables(text)] == [
        ("markup", "<b>"),
        ("url", "https://example.org/a_(b)?c=1"),
        ("markup", "</b>"),
        ("url", "www.example.org"),
        ("email", "ana.b@example.co.uk"),
        ("doi", "10.1002/14651858.CD006185.pub6"),
        ("trial", "NCT01234567"),
        ("trial", "ISRCTN12345678"),
    ]
    assert all(text[p.start : p.end] == p.text for p in placeables(text))


@pytest.mark.parametrize("text", ["NCT0123", "XNCT01234567", "5 mg at 10.30", "a@b", "10.5/100", "e.g. this"])
def test_what_only_looks_like_a_placeable(text: str) -> None:
    assert placeables(text) == ()


@pytest.mark.parametrize(
    "unit", ["<", "<b>", "</b>", "<b></i>", "<a1", "a@", "http://", "www.", "10.1000/", "NCT", "."]
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    before = time.process_time()
    placeables(text)
    unpaired(text)
    assert time.process_time() - before < 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("10<sup>6</sup> units per m<sup>2</sup>", "10⁶ units per m²"),
        ("10<sup><b>-6</b></sup>", "10⁻⁶"),
        ("2<sup>1,5</sup>", "2^(1,5)"),
        ("the 1<sup>st</sup> <b>day</b> of CO<sub>2</sub>", "the 1st day of CO2"),
    ],
)
def test_a_raised_figure_is_never_one_with_the_number_before_it(text: str, said: str) -> None:
    assert legible(text) == said
