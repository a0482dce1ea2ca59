"""What mends a text, and never more than its typography."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import registry, shipped
from pipeline.languages import Languages
from pipeline.mending import mended
from pipeline.model.finding import Finding, Fix, Severity, Subject
from pipeline.numerals import signature
from pipeline.wording import fold, plain

LANGUAGES = Languages((shipped.language_data(),))
TYPOGRAPHY = registry.checks()["typography"]


def fixed(source: str, target: str, language: str = "es", context: str | None = None) -> str:
    return mended(target, TYPOGRAPHY.find(Subject(context, source, target), LANGUAGES.get(language)))


def finding(start: int, end: int, text: str) -> Finding:
    return Finding("typography", Severity.NOTE, "Mend it.", fix=Fix(start, end, text))


CASES = [
    ("es", "What is a stroke?", "Qué es un ictus?", "¿Qué es un ictus?"),
    ("es", "Take it. Is it safe?", "Tómelo. Es seguro?", "Tómelo. ¿Es seguro?"),
    ("es", "If you forget it, what do you do?", "Si la olvida, qué debe hacer?", "Si la olvida, ¿qué debe hacer?"),
    ("es", "If it hurts, do you call?", "Si le duele, llama usted al médico?", "Si le duele, llama usted al médico?"),
    ("es", "Does it help?", '"Sirve?"', "«¿Sirve?»"),
    ("es", "What is it?", "¿Qué es", "¿Qué es?"),
    ("es", "<b>What is it?</b>", "<b>Qué es?</b>", "<b>¿Qué es?</b>"),
    ("es", 'It is "safe , really".', 'Es "seguro , de veras".', "Es «seguro, de veras»."),
    ("es", "Brain. They walk.", "La lesión cerebral.Ellos caminan.", "La lesión cerebral. Ellos caminan."),
    ("es", "About 80% got well.", "El 80% se curó .", "El 80\u00a0% se curó."),
    ("es", "Talk to us.", "  hable  con nosotros  ", "Hable con nosotros."),
    ("es", "Rest, then walk.", "Descanse ,luego camine.", "Descanse, luego camine."),
    ("es", "The doctor.", "El me\u0301dico , sí.", "El médico, sí."),
    ("es", "Most of the people.", "La mayoría de de la gente.", "La mayoría de de la gente."),
    ("es", "(for example)", "(por ejemplo", "(por ejemplo"),
    ("es", "Take <b>one</b>.", "Tome <b>uno</b> .", "Tome <b>uno</b>."),
    ("pt", "What is it?", "¿O que é?", "O que é?"),
    ("pt", "About 80% got well.", "Cerca de 80 % melhoraram.", "Cerca de 80% melhoraram."),
    ("fr", "What is it?", "Qu’est-ce que c’est ?", "Qu’est-ce que c’est\u202f?"),
    ("fr", 'It is "safe": yes.', 'C’est "sûr": oui.', "C’est «\u00a0sûr\u00a0»\u00a0: oui."),
    ("fr", "Is it? Yes!", "Vraiment? Oui!", "Vraiment\u202f? Oui\u202f!"),
    ("de", 'It is "safe".', "Es ist “sicher”.", "Es ist „sicher“."),
    ("ru", "Is it safe?", "Это безопасно", "Это безопасно?"),
    ("hi", "Ask the doctor.", "डॉक्टर से पूछें", "डॉक्टर से पूछें।"),
]


@pytest.mark.parametrize(("language", "source", "target", "expected"), CASES)
def test_mends(language: str, source: str, target: str, expected: str) -> None:
    assert fixed(source, target, language) == expected
    assert fixed(source, expected, language) == expected


def test_a_heading_loses_its_full_stop() -> None:
    assert fixed("How we did it", "Cómo lo hicimos.", context="heading") == "Cómo lo hicimos"
    assert fixed("Drugs etc", "Medicamentos, etc.", context="heading") == "Medicamentos, etc."


def test_fixes_are_applied_from_the_beginning_and_the_wider_goes_first() -> None:
    assert mended('a "b , c" .', [finding(9, 10, ""), finding(4, 5, ""), finding(2, 9, "«b, c»")]) == "a «b, c»."


@pytest.mark.parametrize(
    ("text", "start", "end", "mending"),
    [
        ("Tome 10 mg.", 5, 7, "100"),
        ("Tome 1 0 mg.", 6, 7, ""),
        ("Tome 1,5 mg.", 6, 7, "."),
        ("Tome 10 mg.", 8, 10, "g"),
        ("Tome 10 µg.", 8, 9, "m"),
        ("No lo tome.", 0, 3, ""),
        ("Puede ayudar.", 0, 5, "Debe"),
        ("Menos de ≥ 5.", 9, 10, ">"),
        ("Baja a -5 °C.", 7, 8, ""),
        ("Tome <b>uno</b>.", 5, 8, ""),
        ("Vea https://a.example/b?c.", 23, 24, ""),
        ("Un ictus.", 2, 3, ""),
        ("El asma grave.", 3, 7, "ictus"),
    ],
)
def test_a_fix_that_changes_more_than_typography_is_left_out(text: str, start: int, end: int, mending: str) -> None:
    bad = finding(start, end, mending)
    assert mended(text, [bad]) == text
    assert mended(f"{text} ", [bad, finding(len(text), len(text) + 1, "")]) == text


def test_without_a_fix_nothing_is_mended() -> None:
    assert mended("de de", [Finding("typography", Severity.WARNING, "Twice?")]) == "de de"


# Sentences with what must stay, and the faults that are planted in them.
WORDS = """
    no puede quizás sin 10 1,5 mg µg % 65 ictus asma médico hable <b>nunca</b> (tal vez) COVID-19 ≥ -5 °C 1.500 5–10 qué
    Tome "mejor" «peor» “bien” 80% p<0,05 10:30 www.who.int NCT01234567 10<sup>6</sup> l’eau 3/4 , ; ? ! : .
"""
SENTENCES = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=14).map(" ".join)
FAULTS: dict[str, Callable[[str, int], str]] = {
    "space": lambda text, i: text[:i] + " " + text[i:] if text[i : i + 1] in " ,.;:?!" else text,
    "no-break space": lambda text, i: text[:i] + text[i:].replace(" ", "\u00a0", 1),
    "question": lambda text, i: text[: i or None] + "?",
    "quotation": lambda text, i: text[:i] + '"' + text[i:] + '"',
    "accents": lambda text, i: text[:i] + unicodedata.normalize("NFD", text[i:]),
    "glued": lambda text, i: text[:i] + text[i:].replace(". ", ".", 1),
    "per cent": lambda text, i: text[:i] + text[i:].replace("%", " %", 1),
    "capitals": lambda text, i: " " + text[:i].lower() + text[i:],
}


def kept(text: str) -> tuple[object, ...]:
    """What a mending may never touch, read in another way than the code does."""
    shown = plain(text).text
    words = re.findall(r"[^\W\d_]+", fold(shown))
    figures = re.findall(r"\d", shown)
    signs = sorted(re.findall(r"[%≥<>°–/+-]", shown))
    return words, figures, signs, signature(shown)


@settings(max_examples=300, deadline=None)
@given(
    SENTENCES,
    st.lists(st.tuples(st.sampled_from(sorted(FAULTS)), st.integers(0, 60)), max_size=4),
    st.sampled_from(["es", "pt", "fr", "de", "ca", "hi"]),
)
def test_planted_faults_are_mended_once_and_for_all_and_nothing_else(
    sentence: str, faults: list[tuple[str, int]], language: str
) -> None:
    text = sentence
    for fault, place in faults:
        text = FAULTS[fault](text, place)
    once = fixed(sentence.capitalize(), text, language)
    assert kept(once) == kept(text)
    assert fixed(sentence.capitalize(), once, language) == once


@settings(max_examples=300, deadline=None)
@given(
    st.text('ab 1,5.%?¿!"“”«»()é\u0301<b>/\u00a0', max_size=40),
    st.text("Ab 1.?", max_size=12),
    st.sampled_from(("es", "fr")),
)
def test_any_text_is_mended_without_loss(target: str, source: str, language: str) -> None:
    once = fixed(source, target, language)
    assert kept(once) == kept(target)
    twice = fixed(source, once, language)
    assert kept(twice) == kept(target)
    assert mended(once, []) == once
