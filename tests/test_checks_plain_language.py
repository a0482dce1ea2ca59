"""Formulas, syllables, and what the golden cases of the advice on plain language leave out."""

from pathlib import Path

import pytest

from pipeline import registry, shipped, vocabulary
from pipeline.errors import LanguageError
from pipeline.languages import Languages
from pipeline.model.finding import Subject
from pipeline.readability import Readability

LANGUAGES = Languages((shipped.language_data(),))


def formula(tag: str) -> Readability:
    found = LANGUAGES.get(tag).vocabulary.readability
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        (
            "en",
            "the-1 take-1 table-2 tables-2 water-2 medicine-3 people-2 nation-2 you-1 quick-1 wanted-2 helped-1 easy-2",
        ),
        ("es", "médico-3 agua-2 día-2 siguiente-3 queso-2 y-1 muy-1 país-2 hierro-2 ahora-3 pingüino-3 tos-1 leer-2"),
        ("pt", "médico-3 água-2 dia-2 quando-2 coração-3 não-1 queijo-2 põe-1 saúde-3 remédio-4 tosse-2"),
        ("fr", "eau-1 prendre-1 médecin-3 vie-1 qui-1 oui-1 santé-2 maladies-3 une-1 feuille-1"),
        ("de", "Haus-1 Medikament-4 nehmen-2 Ärzte-2 müde-2 Quelle-2 Blut-1 Bäume-2"),
    ],
)
def test_syllables(tag: str, words: str) -> None:
    counted = {
        word: formula(tag).syllables(word.lower()) for word, _, _ in (one.partition("-") for one in words.split())
    }
    assert " ".join(f"{word}-{number}" for word, number in counted.items()) == words


@pytest.mark.parametrize(
    ("tag", "sentence", "ease"),
    [
        ("en", "Take the pill.", 206.835 - 1.015 * 3 - 84.6),
        ("es", "Tome la sal.", 206.84 - 1.02 * 3 - 60 * 4 / 3),
        ("pt", "Tome o sal.", 248.835 - 1.015 * 3 - 84.6 * 4 / 3),
        ("fr", "Le sel est bon.", 209 - 1.15 * 4 - 68),
        ("de", "Das Salz tut gut.", 180 - 4 - 58.5),
    ],
)
def test_each_language_has_its_formula(tag: str, sentence: str, ease: float) -> None:
    assert formula(tag).ease([sentence, "", "2."]) == pytest.approx(ease)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("readability = 1", "write it as a table"),
        ("[readability]\nbasis = 1", "unknown key basis"),
        ('[readability]\nbase = "1"', "base: write a number"),
        ("[readability]\nnuclei = 1", "nuclei: write a list"),
        ("[readability]\nformula = 1", "formula: write a text"),
        ("[spelling]\ncapital_nouns = 1", "capital_nouns: write true or false"),
    ],
)
def test_a_faulty_table_is_named(table: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text(table, "utf-8")
    with pytest.raises(LanguageError, match=problem):
        vocabulary.load([tmp_path / "xx.toml"])


def test_a_table_without_constants_is_no_formula(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text("[readability]\nlongest = 20\n", "utf-8")
    assert vocabulary.load([tmp_path / "xx.toml"]).readability is None


def lengths(source: str, target: str) -> int:
    return len(list(registry.checks()["plain_language"].find(Subject(None, source, target), LANGUAGES.get("es"))))


def test_a_long_sentence_is_measured_by_its_original() -> None:
    assert lengths("word " * 18, "palabra " * 28) == 1
    assert lengths("word " * 19, "palabra " * 28) == 0
    assert lengths("word " * 10, "palabra " * 25) == 0


def test_two_sentences_are_not_one_long_one() -> None:
    half = "palabra " * 15
    assert lengths("word " * 10, f"{half.strip()}. P{half}") == 0
    assert lengths("word " * 10, f"{half.strip()}, p{half}") == 1


def readability(*pairs: tuple[str, str]) -> list[int]:
    subjects = [Subject(None, source, target) for source, target in pairs]
    return [place for place, _ in registry.document_checks()["readability"].find(subjects, LANGUAGES.get("es"))]


HARD = (
    "Eat less salt and more fruit each day.",
    "Recomendamos inequívocamente disminuciones cuantitativas alimentarias.",
)


def test_headings_empty_texts_and_short_documents_are_not_measured() -> None:
    assert readability(*[HARD] * 10) == [0]
    assert readability(*[HARD] * 3) == []
    assert readability(*[(source.rstrip("."), target.rstrip(".")) for source, target in [HARD] * 10]) == []
    assert readability(*[(HARD[0], "")] * 10, *[(HARD[0], "<none/>")] * 10) == []


def test_a_closing_mark_does_not_hide_the_end_of_a_sentence() -> None:
    assert readability(*[(f"“{HARD[0]}”", f"<b>«{HARD[1]}»</b>")] * 10) == [0]


def test_a_language_without_data_is_not_covered() -> None:
    for name in ("readability", "abbreviations", "register_mixed"):
        assert not registry.document_checks()[name].covers(LANGUAGES.get("hi"))
    assert not registry.checks()["plain_language"].covers(LANGUAGES.get("en"))
