from dataclasses import replace

import pytest

from pipeline import registry, shipped
from pipeline.languages import Language, Languages
from pipeline.model.finding import Subject

LANGUAGES = Languages((shipped.language_data(),))


def styled(tag: str, form: str) -> Language:
    language = LANGUAGES.get(tag)
    return replace(language, style=replace(language.style, form_of_address=form))


def messages(language: Language, source: str, target: str) -> list[str]:
    return [one.message for one in registry.checks()["register"].find(Subject(None, source, target), language)]


@pytest.mark.parametrize(
    ("form", "target"),
    [
        ("tú", "Habla con tu médico."),
        ("tú, vosotros", "Hablad con vuestro médico, y tú también."),
        ("usted", "Hable con su médico, por favor; usted decide."),
        ("vos, tú", "Hablá con quien vos quieras."),
        ("", "Habla con tu médico."),
    ],
)
def test_the_style_decides(form: str, target: str) -> None:
    assert messages(styled("es", form), "Talk to your doctor.", target) == []


@pytest.mark.parametrize(
    ("form", "target", "message"),
    [
        ("tú", "Hable con el médico.", "“Hable” (usted): the style addresses the reader as tú."),
        ("tú, vosotros", "Usted decide.", "“Usted” (usted): the style addresses the reader as tú, vosotros."),
        ("", "Usted y tu médico.", "“Usted” (usted) and “tu” (tú): address the reader in one way."),
        ("tú", "Usted y tu médico.", "“tu” (tú) and “Usted” (usted): address the reader in one way."),
    ],
)
def test_another_form_than_the_style_s_is_reported(form: str, target: str, message: str) -> None:
    assert messages(styled("es", form), "Talk to your doctor.", target) == [message]


@pytest.mark.parametrize("source", ["The patient takes a tablet.", "She said: take it."])
def test_a_verb_is_an_imperative_only_where_the_english_has_one(source: str) -> None:
    found = messages(LANGUAGES.get("es"), source, "Toma un comprimido.")
    assert bool(found) == ("take it" in source)


@pytest.mark.parametrize(
    "source", ["Take it with food.", "Please do not take it.", "If it hurts, take it.", "Never take it."]
)
def test_an_english_imperative_begins_a_clause(source: str) -> None:
    assert messages(LANGUAGES.get("es"), source, "Toma esto.") != []


def test_an_abbreviation_is_no_pronoun_but_a_text_in_capitals_has_some() -> None:
    assert messages(LANGUAGES.get("es"), "You have a TI and a TE.", "Usted tiene un TI y un TE.") == []
    assert messages(LANGUAGES.get("es"), "YOUR DOCTOR", "TU MÉDICO") != []


def test_a_capital_at_the_beginning_of_a_sentence_says_nothing() -> None:
    german = styled("de", "du")
    assert messages(german, "They help. She rests.", "„Sie helfen.“ Sie ruht. Ihre Ruhe hilft: Sie schläft.") == []
    assert messages(german, "Do you rest?", "Ruhen Sie?") == ["“Sie” (Sie): the style addresses the reader as du."]


def test_spans_are_those_of_the_text_with_its_markup() -> None:
    target = "Es <b>tu</b> decisión."
    (one,) = registry.checks()["register"].find(Subject(None, "Your decision", target), LANGUAGES.get("es"))
    assert [target[start:end] for start, end in one.target_spans] == ["tu"]


def mixed(tag: str, *targets: str) -> list[tuple[int, str]]:
    subjects = [Subject(None, "Talk to your doctor.", target) for target in targets]
    found = registry.document_checks()["register_mixed"].find(subjects, LANGUAGES.get(tag))
    return [(place, one.message) for place, one in found]


def test_a_document_in_another_form_throughout_is_not_mixed() -> None:
    assert mixed("es", "Habla con tu médico.", "Puedes llamar.", "", "<none/>") == []


def test_each_other_form_is_reported_once() -> None:
    assert mixed("es", "Hable.", "Habla.", "Puedes.", "Vos podés.", "Usted puede.") == [
        (
            1,
            (
                "“Habla” addresses the reader as tú (sentences: 2), others as usted (sentences: 2): "
                "use one form throughout."
            ),
        ),
        (
            3,
            (
                "“Vos” addresses the reader as vos (sentences: 1), others as usted (sentences: 2): "
                "use one form throughout."
            ),
        ),
    ]


def test_nothing_is_said_of_no_document() -> None:
    assert mixed("es") == []
