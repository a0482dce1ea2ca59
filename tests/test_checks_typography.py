"""What the check of typography proposes, and where it keeps quiet."""

import pytest

from pipeline import registry, shipped
from pipeline.languages import Languages
from pipeline.model.finding import Finding, Fix, Severity, Subject

LANGUAGES = Languages((shipped.language_data(),))


def find(source: str, target: str, language: str = "es", context: str | None = None) -> list[Finding]:
    return list(registry.checks()["typography"].find(Subject(context, source, target), LANGUAGES.get(language)))


def test_a_finding_says_what_is_wrong_where_and_what_mends_it() -> None:
    assert find("What is it?", "<b>Qué</b> es?") == [
        Finding("typography", Severity.WARNING, "“?” has no “¿” before it.", (), ((13, 14),), Fix(3, 3, "¿"))
    ]


def test_two_quotation_marks_are_one_finding_whose_fix_holds_what_stands_between_them() -> None:
    first, second = find('It is "safe , yes".', 'Es "seguro , sí".')
    assert first.target_spans == ((3, 4), (15, 16))
    assert first.fix == Fix(3, 16, "«seguro, sí»")
    assert second.fix == Fix(10, 11, "")


def test_no_fix_reaches_over_a_tag() -> None:
    (one,) = find("Take one.", "Tome <b> </b> uno.")
    assert (one.message, one.fix) == ("There are two spaces in a row.", None)


@pytest.mark.parametrize("mark", "?!;:")
def test_french_takes_either_no_break_space(mark: str) -> None:
    for space in "\u00a0\u202f":
        assert find(f"Yes{mark}", f"Oui{space}{mark}", "fr") == []
    for space in ("", " ", "  "):
        (one,) = find(f"Yes{mark}", f"Oui{space}{mark}", "fr")
        assert one.fix == Fix(3, 3 + len(space), "\u00a0" if mark == ":" else "\u202f")


def test_addresses_times_and_decimals_are_left_alone() -> None:
    text = "www.Who.int a.B@Who.Org https://a.example/B?c=1 10:30 1.5 p.ej. EE.UU. 1,5 a,b"
    assert find(text, text, "fr") == []


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("es", '"mejor"'),
        ("es-419", '"mejor"'),
        ("pt", "«melhor»"),
        ("pt-PT", "„melhor“"),
        ("fr", "„mieux“"),
        ("de", "“besser”"),
        ("ca", '"millor"'),
        ("it", "„meglio“"),
        ("nl", "«beter»"),
        ("pl", "“lepiej”"),
        ("cs", "“lépe”"),
        ("hr", "«bolje»"),
        ("ro", "“mai bine”"),
        ("hu", "“jobban”"),
        ("ru", '"лучше"'),
        ("uk", '"краще"'),
        ("fa", "„بهتر“"),
        ("hi", "«बेहतर»"),
        ("sw", "«bora»"),
    ],
)
def test_every_language_has_quotation_marks_of_its_own(language: str, target: str) -> None:
    style = LANGUAGES.get(language).style
    (one,) = find('"better"', target, language)
    assert one.severity is Severity.NOTE
    assert one.fix is not None
    assert (one.fix.text[0], one.fix.text[-1]) == (style.quotation_marks[0].strip(), style.quotation_marks[1].strip())
    assert find('"better"', one.fix.text, language) == []


def test_hebrew_abbreviations_and_inches_are_no_quotations() -> None:
    assert find("Take 10 mg.", 'קחו 10 מ"ג.', "he") == []
    assert find('A 5" tube', 'Un tubo de 5"') == []


def test_languages_that_double_words_and_those_nobody_listed_are_not_asked() -> None:
    assert find("Walk slowly.", "धीरे धीरे चलें।", "hi") == []
    assert find("Slowly", "Polepole polepole", "sw") == []
    assert [one.severity for one in find("Women who take the pill", "Frauen, die die Pille nehmen", "de")] == []
    assert [one.message for one in find("And you", "Und und Sie", "de")] == ["The same word stands twice: “Und und”."]


def test_vitamin_a_is_no_doubled_word() -> None:
    assert find("Exposure to hepatitis A through food", "La exposición a hepatitis A a través de la comida") == []


def test_a_full_stop_is_that_of_the_script() -> None:
    assert find("Ask the doctor.", "डॉक्टर से पूछें।", "hi") == []
    assert find("Ask the doctor.", "ถามแพทย์", "th") == []
    assert find("Does it help?", "هل يساعد؟", "ar") == []


def test_names_that_begin_small_stay_small() -> None:
    assert find("The mRNA vaccine", "mRNA, la vacuna") == []
    assert find("The pH is low.", "pH bajo.") == []
    assert [one.fix for one in find("Talk to us.", "hable con nosotros.")] == [Fix(0, 1, "H")]


def test_german_nouns_are_no_title_case() -> None:
    heading = "Bluthochdruck: Ursachen, Folgen, Behandlung, Vorbeugung"
    assert find("Causes, effects, treatment and prevention", heading, "de", "heading") == []


def test_a_regional_language_takes_the_marks_of_its_base() -> None:
    style = LANGUAGES.get("es-419").style
    assert (style.opening_marks["?"], style.quotation_marks, style.doubled_words) == (
        "¿",
        ("«", "»"),
        LANGUAGES.get("es").style.doubled_words,
    )
    assert LANGUAGES.get("pt-PT").style.doubled_words == LANGUAGES.get("pt").style.doubled_words
