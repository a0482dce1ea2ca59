import pytest

from pipeline import registry, shipped
from pipeline.counterparts import Gap, Kind, answers, doubt, read, widest_gap
from pipeline.languages import Language, Languages, Style
from pipeline.model.finding import Finding, Severity, Subject

LANGUAGES = Languages((shipped.language_data(),))
EN, ES, PT = (LANGUAGES.get(tag).vocabulary for tag in ("en", "es", "pt"))
WITH_CONCEPTS = ("en", "es", "pt", "fr", "de", "ca")


def find(check: str, source: str, target: str, language: str = "es") -> list[Finding]:
    return list(registry.checks()[check].find(Subject(None, source, target), LANGUAGES.get(language)))


def gap_of(source: str, target: str) -> str:
    gap = widest_gap(read(source, EN), answers(target, ES))
    return source[slice(*gap.span(source))]


def test_what_has_no_counterpart_is_found() -> None:
    source = "Take one tablet in the morning, with a glass of water and something to eat."
    assert gap_of(source, "Tome un comprimido por la mañana.") == "with a glass of water and something to eat"


def test_nothing_lacks_in_a_faithful_translation() -> None:
    assert widest_gap(read("Asthma patients", EN), answers("Pacientes con asma", ES)) == Gap()


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("the", Kind.SMALL), ("of", Kind.SMALL), ("1,234", Kind.FIGURE), ("WHO", Kind.ABBREVIATION),
        ("Robinson", Kind.NAME), ("heart", Kind.MEANING), ("crutches", Kind.WORD),
    ],
)  # fmt: skip
def test_a_word_is_known_by_its_kind(word: str, kind: Kind) -> None:
    assert [one.kind for one in read(f"see {word}", EN)][1:] == [kind]


def test_figures_cognates_and_words_after_an_elision_are_counterparts() -> None:
    french = LANGUAGES.get("fr").vocabulary
    assert doubt(read("1,234 hypothyroid hospitals", EN), answers("1\u202f234 hôpitaux d’hypothyroïdie", french)) < -3
    assert doubt(read("1,234 hypothyroid hospitals", EN), answers("Restez au lit.", french)) > 3


@pytest.mark.parametrize("tag", WITH_CONCEPTS)
def test_every_language_names_the_same_concepts(tag: str) -> None:
    assert set(LANGUAGES.get(tag).vocabulary.concepts) == set(EN.concepts)


def test_a_lost_clause_is_quoted_with_its_place_in_the_markup() -> None:
    source = "Take <b>one</b> tablet, with a <i>glass</i> of water and something to eat at noon."
    (one,) = find("omission", source, "Tome un comprimido.")
    assert one.severity is Severity.ERROR
    assert source[slice(*one.source_spans[0])] == "with a <i>glass</i> of water and something to eat at noon"


def test_an_abbreviation_may_be_written_out() -> None:
    source = "CT and PCR found the infection in 9 of 10 people."
    target = "La tomografía computarizada y la reacción en cadena de la polimerasa detectaron la infección en 9 de 10."
    assert find("omission", source, target) == []
    assert find("omission", source.replace("CT and PCR", "Two of them"), target) != []


@pytest.mark.parametrize(
    ("language", "target", "said"),
    [
        ("es", "Acuda al médico si el sarpullido empeora o no desaparece en", "… empeora o no desaparece en"),
        ("es", "si el sarpullido empeora o no desaparece en una semana.", "si el sarpullido empeora o no …"),
        ("pt", "Consulte o médico se a erupção piorar,", "… o médico se a erupção piorar,"),
        ("fr", "Consultez votre médecin si l’éruption s’aggrave ou.", "… si l’éruption s’aggrave ou."),
        ("de", "Gehen Sie zum Arzt, wenn der Ausschlag schlimmer wird und", "… Ausschlag schlimmer wird und"),
    ],
)
def test_a_text_that_stops_or_starts_in_the_middle_is_told(language: str, target: str, said: str) -> None:
    source = "See your doctor if the rash gets worse or does not clear up within a week."
    (one,) = find("omission", source, target, language)
    assert f"in the middle: “{said}”." in one.message


@pytest.mark.parametrize("target", ["Tome vitamina A.", "Evite la hepatitis E.", "Pregunte el porqué y el cómo."])
def test_a_letter_as_a_name_and_a_noun_may_end_a_sentence(target: str) -> None:
    assert not any("in the middle" in one.message for one in find("omission", "Take vitamin A.", target))


@pytest.mark.parametrize("end", ["and", "and,", "of the"])
def test_a_translation_may_stop_where_the_original_does(end: str) -> None:
    assert find("omission", f"Wash your hands before meals {end}", "Lávese las manos antes de comer y") == []


def test_a_translation_of_something_else_is_found_at_the_usual_length() -> None:
    source = "Keep this medicine out of the sight and reach of children."
    (one,) = find("omission", source, "Las mujeres embarazadas recibieron hierro una vez por semana.")
    assert one.message == "Hardly a word of the original is found in the translation. Does it say the same?"


def test_a_language_of_unknown_length_is_not_covered() -> None:
    bare = Language("xx", "Bare", "Bare", "en", "en", Style(".", ","), source=LANGUAGES.get("en"))
    check = registry.checks()["omission"]
    assert not check.covers(bare)
    assert list(check.find(Subject(None, "We found twelve studies of this.", "Xa."), bare)) == []


def test_figures_alone_have_no_usual_length() -> None:
    assert find("omission", "1 2 3 4 5 6 7 8 9 10 11 12", "1 2") == []


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_doubled_word_that_the_language_allows_is_no_stutter(language: str) -> None:
    texts = {"es": "Lo muy, muy raro.", "fr": "Vous vous sentez mieux."}
    assert find("repetition", "You feel better.", texts[language], language) == []


def test_a_stutter_is_shown_where_it_stands() -> None:
    (one,) = find("repetition", "Rest at home.", "Descanse en en en casa.")
    assert one.target_spans == ((9, 17),)


def test_a_word_that_merely_stands_twice_is_asked_about_once() -> None:
    assert find("repetition", "Rest at home.", "Descanse en en casa.") == []
    assert len(find("typography", "Rest at home.", "Descanse en en casa.")) == 1


def test_source_words_in_a_row_are_left_over_even_without_small_words() -> None:
    (one,) = find("leftover", "Most people get better within weeks.", "La mayoría get better within weeks.")
    assert one.target_spans == ((11, 34),)
    assert find("leftover", "It was done in vitro.", "Se hizo in vitro.") == []


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        (
            "We found twenty-five clinical trials that included twenty-five babies.",
            "Encontramos 25 ensaios clínicos com 25 bebês.",
            "pt",
        ),
        ("The twenty-five studies included thirty-eight children.", "Los 25 estudios incluían a 38 niños.", "es"),
    ],
)
def test_number_words_that_became_figures_are_no_missing_text(source: str, target: str, language: str) -> None:
    assert find("omission", source, target, language) == []
