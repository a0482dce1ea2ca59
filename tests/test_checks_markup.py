"""What the checks of tags and of what is copied letter by letter promise beyond their golden cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import registry, shipped
from pipeline.languages import Languages
from pipeline.model.finding import Finding, Severity, Subject

LANGUAGES = Languages((shipped.language_data(),))
KEPT = (
    "https://www.example.org/a-b/c?d=17",
    "www.example.org/health",
    "info@example.org",
    "10.1002/14651858.CD006185",
    "NCT01234567",
    "ISRCTN12345678",
    "2019-001234-12",
    "CTRI/2020/05/025123",
    "ACTRN12619001234123",
    "ChiCTR2000029308",
    "DRKS00012345",
    "CRD42020123456",
    "[12]",
)


def find(check: str, source: str, target: str, language: str = "es") -> list[Finding]:
    return list(registry.checks()[check].find(Subject(None, source, target), LANGUAGES.get(language)))


@pytest.mark.parametrize("text", KEPT)
def test_what_is_copied_is_fine_and_what_is_lost_or_added_is_an_error(text: str) -> None:
    assert find("placeables", f"See {text}.", f"Vea ({text}), por favor.") == []
    for source, target in ((f"See {text}.", "Vea esto."), ("See this.", f"Vea {text}.")):
        assert [one.severity for one in find("placeables", source, target)] == [Severity.ERROR]


@given(st.sampled_from(KEPT), st.integers(0, 60), st.sampled_from("0123456789xyzXYZ"))
def test_one_character_that_changed_is_found(text: str, place: int, character: str) -> None:
    place %= len(text)
    changed = text[:place] + character + text[place + 1 :]
    if changed.lower() == text.lower():
        return
    errors = [
        one for one in find("placeables", f"See {text} now.", f"Vea {changed} ya.") if one.severity is Severity.ERROR
    ]
    assert errors
    assert errors[0].source_spans == ((4, 4 + len(text)),)


def test_each_lost_thing_meets_the_one_that_looks_like_it() -> None:
    found = find("placeables", "NCT01234567 and NCT07654321", "NCT07654312 y NCT01234568")
    assert [one.message for one in found] == [
        "The trial number is changed: the original has “NCT01234567”, the translation “NCT01234568”.",
        "The trial number is changed: the original has “NCT07654321”, the translation “NCT07654312”.",
    ]


@pytest.mark.parametrize(
    ("language", "translated"),
    [("es", "https://a.example/es/b"), ("pt", "https://a.example/pt-br/b"), ("pt", "https://a.example/pt/b")],
)
def test_a_page_in_the_language_of_the_translation_is_a_question(language: str, translated: str) -> None:
    (one,) = find("placeables", "https://a.example/en/b", translated, language)
    assert one.severity is Severity.WARNING
    assert one.message.endswith("Does that page exist?")


def test_another_language_in_an_address_is_an_error() -> None:
    (one,) = find("placeables", "https://a.example/en/b", "https://a.example/fr/b")
    assert one.severity is Severity.ERROR


def test_what_looks_like_a_tag_and_is_none_is_text() -> None:
    assert find("markup", "If a <b and c> d, p < 0.05", "Si a <b y c> d, p < 0,05") == []


def test_tags_may_change_places() -> None:
    assert find("markup", "<i>A</i> <b>c</b> <a1>d</a1>", "<a1>d</a1> <i>a</i> <b>c</b>") == []


def test_an_author_keeps_the_name_whatever_stands_for_et_al() -> None:
    source = "He et al. (2019) agree with Müller, et al."
    assert find("placeables", source, "He y col. (2019) coinciden con Müller et al.") == []
    (one,) = find("placeables", source, "Él et al. (2019) coinciden con Müller et al.")
    assert one.message == "The author’s name is changed: the original has “He”, the translation “Él”."


def test_no_name_is_missed_in_another_script() -> None:
    assert find("placeables", "He et al. agree.", "وافق هي وآخرون على ذلك.", "ar") == []
