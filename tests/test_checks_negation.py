import time
import tomllib

import pytest

from pipeline import shipped
from pipeline.checks._polarity import read
from pipeline.checks.negation import PLUGIN
from pipeline.languages import Languages
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.wording import plain

LANGUAGES = Languages((shipped.language_data(),))
TAGS = ("en", "es", "pt", "fr", "de", "ca")


def find(source: str, target: str, language: str = "es") -> list[Finding]:
    return list(PLUGIN.find(Subject(None, source, target), LANGUAGES.get(language)))


def sure(text: str, language: str) -> list[str]:
    there = read(plain(text), LANGUAGES.get(language).lexicon).denials
    return [text[one.start : one.end] for one in there if one.sure and not one.optional]


@pytest.mark.parametrize(
    ("language", "text", "denials"),
    [
        ("en", "Neither pills nor creams helped, and nothing else did.", ["Neither", "nothing"]),
        ("en", "No fever, no cough, no pain.", ["No"]),
        ("en", "Do not smoke, and do not drink.", ["not", "not"]),
        ("en", "Not only adults took no more than two.", []),
        ("es", "No hubo ningún efecto ni nadie murió.", ["No"]),
        ("es", "Ni los comprimidos ni las cremas ayudaron.", ["Ni los comprimidos ni"]),
        ("es", "Hay ningún estudio.", []),
        ("es", "Sin embargo, ningún estudio lo midió.", ["ningún"]),
        ("pt", "Nem todos precisam, mas ninguém morreu.", ["Nem todos", "ninguém"]),
        ("pt", "A dor no peito é grave.", []),
        ("ca", "Cap estudi no ho va mesurar, i ningú no va morir.", ["Cap estudi no", "ningú no"]),
        ("ca", "El mal de cap és freqüent al cap de 12 setmanes.", []),
        ("fr", "Ne prenez pas ces comprimés.", ["Ne prenez pas"]),
        ("fr", "Aucun patient n’est mort et personne n’a souffert.", ["Aucun", "personne n’a"]),
        ("fr", "Il n’aide que les adultes, avant qu’il ne soit tard.", []),
        ("fr", "Ils ne fument plus.", ["ne fument plus"]),
        ("fr", "Il en veut plus et une personne est venue.", []),
        ("de", "Weder Tabletten noch Salben halfen nicht nur Kindern.", ["Weder Tabletten noch"]),
    ],
)
def test_a_denial_counts_once_however_many_words_it_takes(language: str, text: str, denials: list[str]) -> None:
    assert sure(text, language) == denials


def test_every_language_has_the_same_categories() -> None:
    files = [shipped.language_data() / "cues" / tag / "negation.toml" for tag in TAGS]
    first, *others = (tuple(tomllib.loads(path.read_text("utf-8"))) for path in files)
    assert all(categories == first for categories in others)


def test_spans_are_those_of_the_text_with_its_markup() -> None:
    source = "Do <b>not</b> stop."
    (one,) = find(source, "<b>Pare</b>.")
    assert (one.severity, [source[a:b] for a, b in one.source_spans]) == (Severity.ERROR, ["not"])


def test_a_doubtful_word_in_the_target_makes_it_a_question() -> None:
    source = "It does not help people who have lived for years with this rare disease."
    (one,) = find(source, "Ayuda a las personas que viven desde hace años con esta enfermedad poco común.")
    assert one.severity is Severity.WARNING


def test_one_denial_of_several_is_missed() -> None:
    source = "People who have no symptoms for two weeks after their operation should still not drive."
    assert find(source, "Quienes no tengan síntomas dos semanas después de la operación no deben conducir aún.") == []
    (one,) = find(source, "Quienes no tengan síntomas dos semanas después de la operación deben conducir aún.")
    assert one.message == "The English says “not”; the translation only says “no”."


def test_a_denial_has_to_stay_in_its_clause() -> None:
    (one,) = find("It did not help adults, but it helped children.", "Ayudó a los adultos, pero no ayudó a los niños.")
    assert one.message == "The English says “not” in one part of the sentence, the translation in another."


@pytest.mark.parametrize("unit", ["no ", "no, ", "ni ", "ne pas ", "n'a ", "sin evitar ", "pero no "])
@pytest.mark.parametrize("language", ["es", "fr"])
def test_time_is_linear(unit: str, language: str) -> None:
    text = (unit * 100_000)[:100_000]
    started = time.process_time()
    find(text, text, language)
    assert time.process_time() - started < 8
