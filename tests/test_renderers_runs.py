"""Runs say the same as tags: formats with runs and formats with tags cannot differ in a word or in a link."""

import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from pipeline.model.document import Link
from pipeline.renderers import _inline
from pipeline.renderers._runs import Run, runs, whole, words

PIECES = [
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<sup>",
    "</sup>",
    "<sub>",
    "</sub>",
    "<a1>",
    "</a1>",
    "<a2>",
    "</a2>",
    "10 mg",
    "&",
]
LINKS = (Link(1, "https://example.org/one"), Link(2, "javascript:alert(1)"))


@given(st.lists(st.sampled_from(PIECES)))
def test_runs_and_tags_hold_the_same_words(pieces: list[str]) -> None:
    text = "".join(pieces)
    said = "".join(run.text for run in runs(text, LINKS))
    assert said == Markup(re.sub(r"<[^>]*>", "", _inline.html(text, LINKS))).unescape()


@given(st.lists(st.sampled_from(PIECES)))
def test_runs_and_tags_lead_to_the_same_place(pieces: list[str]) -> None:
    text = "".join(pieces)
    linked = "".join(run.text for run in runs(text, LINKS) if run.url)
    tagged = "".join(re.findall(r'<a href="[^"]*">(.*?)</a>', _inline.html(text, LINKS), re.DOTALL))
    assert linked == Markup(re.sub(r"<[^>]*>", "", tagged)).unescape()
    assert {run.url for run in runs(text, LINKS)} <= {"", "https://example.org/one"}


def test_a_run_is_set_as_its_tags_say() -> None:
    assert runs("Take <b>10<sup>6</sup></b> now") == (
        Run("Take "), Run("10", bold=True), Run("6", bold=True, raised=True), Run(" now"),
    )  # fmt: skip


def test_what_reads_from_the_left_is_set_apart_in_a_text_from_the_right() -> None:
    said = "".join(run.text for run in runs("فحص HbA<sub>1c</sub>، <b>5–10 mg</b>", (), "rtl"))
    assert said == "فحص \u2066HbA1c\u2069، \u20665–10 mg\u2069"
    assert "".join(run.text for run in whole("10.1000/xyz", "rtl")) == "\u206610.1000/xyz\u2069"
    assert "".join(run.text for run in whole("10.1000/xyz")) == "10.1000/xyz"
    assert "".join(run.text for run in words("<b> \u202eabc")) == "<b> abc"
