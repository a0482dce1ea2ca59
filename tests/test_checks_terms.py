import sys

import pytest

from pipeline import inflection, registry, shipped
from pipeline.inflection import has_form_of, same_wording
from pipeline.languages import Languages
from pipeline.model.finding import Finding, Subject, TermUse
from pipeline.wording import word_texts

LANGUAGES = Languages((shipped.language_data(),))


def find(target: str, accepted: tuple[str, ...], language: str = "es") -> list[Finding]:
    use = TermUse("clinical study", (0, 16), accepted[0], accepted, (), signed=True)
    subject = Subject(None, "clinical studies", target, (use,))
    return list(registry.checks()["terms"].find(subject, LANGUAGES.get(language)))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("es", "estudios clínicos", "estudio clínico"), ("es", "revisiones", "revisión"),
        ("es", "mujeres embarazadas", "mujer embarazada"), ("pt", "ensaios clínicos", "ensaio clínico"),
        ("pt", "substituto do sal", "substitutos de sal"), ("pt", "esteróide", "esteroide"),
        ("fr", "maladies cardiovasculaires", "maladie cardiovasculaire"), ("fr", "hôpitaux", "hôpital"),
        ("de", "Schlaganfällen", "Schlaganfall"), ("de", "Krankenhäuser", "Krankenhaus"),
    ],
)  # fmt: skip
def test_forms_of_one_word_are_told(language: str, one: str, other: str) -> None:
    assert same_wording(one, other, LANGUAGES.get(language))
    assert same_wording(other, one, LANGUAGES.get(language))


@pytest.mark.parametrize(
    ("one", "other"), [("ensayo", "estudio"), ("presión arterial", "presión"), ("medicamento", "medicina"), ("", "a")]
)
def test_other_words_are_not(one: str, other: str) -> None:
    assert not same_wording(one, other, LANGUAGES.get("es"))


def test_the_words_of_a_term_stand_on_end() -> None:
    spanish = LANGUAGES.get("es")
    assert has_form_of(word_texts("Vimos dos estudios clínicos."), "estudio clínico", spanish)
    assert not has_form_of(word_texts("Los estudios fueron clínicos."), "estudio clínico", spanish)
    assert not has_form_of((), "estudio", spanish)


def test_an_inflected_term_is_accepted() -> None:
    assert find("Los estudios clínicos", ("estudio clínico",)) == []
    assert len(find("Los análisis clínicos", ("estudio clínico",))) == 1


def test_without_a_dictionary_plurals_are_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    inflection.lemmatiser.cache_clear()
    monkeypatch.setitem(sys.modules, "simplemma", None)
    try:
        assert find("Los estudios clínicos", ("estudio clínico",)) == []
        assert len(find("Die klinischen Studien", ("klinischer Versuch",), "de")) == 1
    finally:
        inflection.lemmatiser.cache_clear()


def test_a_language_that_no_dictionary_knows_is_taken_as_it_is() -> None:
    assert not same_wording("xyzo", "xyza", LANGUAGES.get("ar"))
