import sys

import pytest

from pipeline import registry, shipped
from pipeline.checks import language as module
from pipeline.languages import Language, Languages, Style
from pipeline.model.finding import Finding, Fix, Severity, Subject

LANGUAGES = Languages((shipped.language_data(),))
ENGLISH = (
    "People who smoke are more likely to have a stroke because smoking damages the blood vessels of the brain and "
    "of the heart."
)


def find(source: str, target: str, language: str = "es") -> list[Finding]:
    return list(registry.checks()["language"].find(Subject(None, source, target), LANGUAGES.get(language)))


def test_a_letter_that_only_looks_right_is_mended() -> None:
    (one,) = find("Rest, <b>patient</b>.", "Descanse, <b>pаciente</b>.")
    assert (one.severity, one.target_spans, one.fix) == (Severity.ERROR, ((13, 21),), Fix(13, 21, "paciente"))


@pytest.mark.parametrize("text", ["IL-1β, TNFα y IFNγ", "Ω-3", "µg", "p. ej., el α-tocoferol"])
def test_greek_letters_of_science_are_fine(text: str) -> None:
    assert find("Something", text) == []


def test_a_word_of_the_original_is_fine_in_any_letters() -> None:
    assert find("The word хорошо means good.", "La palabra хорошо significa bueno.") == []


@pytest.mark.parametrize(("language", "found"), [("es", 1), ("pt", 1), ("fr", 1), ("de", 1)])
def test_english_is_told_with_and_without_the_identifier(
    language: str, found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(find("Smoking.", ENGLISH, language)) == found
    module.identifier.cache_clear()
    monkeypatch.setitem(sys.modules, "py3langid.langid", None)
    try:
        (one,) = find("Smoking.", ENGLISH, language)
        assert one.message.startswith("This seems to be English, not ")
    finally:
        module.identifier.cache_clear()


def test_a_short_text_is_not_asked_about() -> None:
    assert find("Smoking harms you.", "Fumar faz mal à saúde.") == []


def test_a_language_without_small_words_is_not_covered() -> None:
    bare = Language("xx", "Bare", "Bare", "en", "en", Style(".", ","))
    check = registry.checks()["language"]
    assert not check.covers(bare)
    assert list(check.find(Subject(None, "Rest.", "Хорошо отдыхайте."), bare)) == []


def test_a_language_in_other_letters_is_known_by_its_small_words() -> None:
    arabic = "يجب أن تتحدث مع طبيبك"
    if not registry.checks()["language"].covers(LANGUAGES.get("ar")):
        pytest.skip("Arabic has no small words listed")
    assert find("Talk to your doctor.", arabic, "ar") == []
    assert [one.severity for one in find("Talk to your doctor.", "Hable con su médico.", "ar")] == [Severity.ERROR]
