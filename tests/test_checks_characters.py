"""Invisible characters: which language needs which, and what they cost where none does."""

import pytest

from pipeline import registry, shipped
from pipeline.languages import Languages
from pipeline.model.finding import Finding, Fix, Severity, Subject

LANGUAGES = Languages((shipped.language_data(),))
NON_JOINER, JOINER, TO_RIGHT, TO_LEFT, ARABIC, SPACE = "\u200c\u200d\u200e\u200f\u061c\u200b"


def find(target: str, language: str = "es", source: str = "Take it.") -> list[Finding]:
    return list(registry.checks()["characters"].find(Subject(None, source, target), LANGUAGES.get(language)))


@pytest.mark.parametrize(
    ("language", "needed"),
    [
        ("ar", TO_RIGHT + TO_LEFT + ARABIC),
        ("fa", NON_JOINER + TO_RIGHT + TO_LEFT + ARABIC),
        ("ur", NON_JOINER + TO_RIGHT + TO_LEFT + ARABIC),
        ("he", TO_RIGHT + TO_LEFT),
        ("hi", NON_JOINER + JOINER),
        ("ta", NON_JOINER + JOINER),
        ("th", SPACE),
        ("my", SPACE),
    ],
)
def test_a_script_has_the_invisible_characters_that_it_needs(language: str, needed: str) -> None:
    assert [one for character in needed for one in find(f"a{character}b", language)] == []


@pytest.mark.parametrize("language", ["es", "pt", "fr", "de", "ca", "ru"])
def test_other_scripts_need_none(language: str) -> None:
    severities = [find(f"a{character}b", language)[0].severity for character in SPACE + NON_JOINER + JOINER + "\ufeff"]
    assert set(severities) == {Severity.WARNING}
    assert {find(f"a{mark}b", language)[0].severity for mark in TO_RIGHT + TO_LEFT + "\u00ad"} == {Severity.NOTE}


def test_an_invisible_character_can_be_deleted() -> None:
    (one,) = find(f"Tó{SPACE}melo.")
    assert one.fix == Fix(2, 3, "")


def test_a_private_character_is_left_to_a_person() -> None:
    (one,) = find("\uf0b7 Tómelo.")
    assert (one.severity, one.fix) == (Severity.WARNING, None)


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧", "👩🏽‍⚕️", "❤️‍🩹"])
def test_a_joiner_belongs_in_an_emoji(emoji: str) -> None:
    assert find(f"Tómelo {emoji}.") == []


def test_what_the_original_has_may_stay() -> None:
    assert find(f"Figura {SPACE}1", source=f"Fig. {SPACE}1") == []


@pytest.mark.parametrize("text", ["\u202eabc\u202c", "a\u2066b", "a\u2069b", "\u2067a\u202c", "\u202aab"])
@pytest.mark.parametrize("language", ["es", "ar", "fa", "he", "ur"])
def test_overrides_and_open_isolates_are_errors_in_every_language(text: str, language: str) -> None:
    assert {one.severity for one in find(text, language)} == {Severity.ERROR}


@pytest.mark.parametrize(
    "text", ["más niños añadirán MAÑANA", "Não, MANHÃ», «CORAÇÃO»", "ß À Â É Õ œuvre", "50 €, 5 ‰"]
)
def test_letters_with_accents_are_no_garbled_ones(text: str) -> None:
    assert find(text) == []
    (one,) = find("Los " + "niños".encode().decode("latin-1"))
    assert (one.severity, one.message) == (
        Severity.ERROR,
        "“niÃ±os” holds letters that were read in the wrong encoding.",
    )
