"""What checks and desks say: English that can be said in every language of the interface, with the same short codes."""

import ast
import copy
import json
import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from golden_checks import cases

from pipeline import registry, shipped
from pipeline.catalog.remarks import Origin
from pipeline.confidence import Evidence, Scale, judge
from pipeline.interface import Interface
from pipeline.languages import Languages
from pipeline.model.finding import Finding
from pipeline.model.said import AFTER, LanguageName, Said, in_a_row, quotations, quoted
from pipeline.review_app import origins
from pipeline.stages.lessons import EXPLANATIONS, lesson

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = Languages((shipped.language_data(),))
TRANSLATED = ("ar", "ca", "es", "fr", "pt")
ENGLISH = frozenset(
    [
        "the",
        "this",
        "that",
        "is",
        "are",
        "says",
        "said",
        "does",
        "not",
        "of",
        "and",
        "it",
        "its",
        "has",
        "with",
        "word",
        "words",
    ]
)
# Codes as catalogs have them in dismissals: they hold for as long as message and places are the same.
CODES = {
    "The English says “may”; nothing in the translation says so.": "certainty/20ce",
    "The English says “before”; the translation says “después”.": "direction/b269",
    "The English says “not”; the translation does not seem to deny anything.": "negation/b16f",
    "The English says 10 mg; the translation says 100 mg. That is 10 times as much.": "numbers/3ba8",
    "The English says 10 mg; the translation says 10 g.": "units/37b9",
    "The English says “if”; the translation does not seem to say that.": "small_words/1570",
    "The translation is the English text, unchanged.": "leftover/9fae",
    "“Habla”, “tu” (tú): the style addresses the reader as usted.": "register/680e",
}


@cache
def golden() -> tuple[Finding, ...]:
    """Every finding of every check on the golden cases of that check."""
    return tuple(_golden())


def _golden() -> Iterator[Finding]:
    for case in (case for case in cases() if case.expected):
        language = LANGUAGES.get(case.language)
        if one := registry.checks().get(case.check):
            yield from one.find(case.subject, language)
        else:
            found = registry.document_checks()[case.check].find(case.subjects, language)
            yield from (finding for _, finding in found)


def bare(text: Said) -> Said:
    """The text without its quotations."""
    fields = {
        name: bare(value) if isinstance(value, Said) else "•" if type(value) is str else value
        for name, value in text.fields.items()
    }
    return Said(text.template, text.plural, text.number, fields)


def test_what_is_said_is_its_english() -> None:
    said = Said.gettext("The {original} says {said}.", original="English", said=quoted("not"))
    assert (said, repr(said), hash(said)) == ("The English says “not”.", repr(str(said)), hash(str(said)))
    assert json.dumps([said], ensure_ascii=False) == '["The English says “not”."]'
    assert f"{said.then(quotations(['a', 'b']))}" == "The English says “not”. “a”, “b”"
    for again in (copy.deepcopy(said), pickle.loads(pickle.dumps(said))):
        assert (again, type(again), again.fields) == (said, Said, said.fields)
    name = pickle.loads(pickle.dumps(LanguageName("Spanish", "es")))
    assert (name, name.tag) == ("Spanish", "es")


def test_every_message_has_a_template_and_the_code_that_its_english_gives() -> None:
    assert [finding for finding in golden() if not isinstance(finding.message, Said)] == []
    assert len(golden()) > 500
    for finding in golden():
        assert replace(finding, message=str(finding.message)).code == finding.code
    assert CODES.items() <= {(str(finding.message), finding.code) for finding in golden()}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_is_left_in_a_finding_of_any_golden_case(language: str) -> None:
    words = Interface(language)
    assert len({finding.message.template for finding in golden() if isinstance(finding.message, Said)}) > 60
    for finding in golden():
        assert isinstance(finding.message, Said)
        said = words.say(bare(finding.message))
        assert ENGLISH.isdisjoint(re.findall(r"\w+", said.lower())), (finding, said)
        assert words.gettext(finding.check) != finding.check


def test_every_template_of_the_code_is_a_literal_in_the_catalog() -> None:
    with (ROOT / "i18n" / "app.pot").open("rb") as file:
        known = {message.id for message in read_po(file)}
    said = 0
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "Said"):
                continue
            literals = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            wanted = 2 if node.func.attr == "ngettext" else 1
            assert len(literals) == wanted, (path, node.lineno)
            assert (literals[0] if wanted == 1 else tuple(literals)) in known, (path, node.lineno)
            said += 1
    assert said > 150


def test_every_check_of_translations_has_a_name_in_every_language() -> None:
    names = {*registry.checks(), *registry.document_checks()}
    for language in TRANSLATED:
        words = Interface(language)
        assert [name for name in names if words.gettext(name) == name] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_practice_teaches_is_said_in_every_language(language: str) -> None:
    words = Interface(language)
    taught = {*EXPLANATIONS.values(), *(lesson(fault).why for fault in EXPLANATIONS), lesson("unknown").why}
    assert [text for text in taught if words.gettext(text) == text] == []


def test_a_language_is_named_in_the_language_of_the_reader() -> None:
    said = Said.gettext("There is no translation into {language} yet.", language=LANGUAGES.get("pt").english_name)
    assert said == "There is no translation into Portuguese (Brazil) yet."
    assert Interface("es").say(said) == "Todavía no hay traducción (portugués)."
    assert Interface("pt").say(said) == "Ainda não há tradução (português)."
    assert Interface("fr").say(LanguageName("Klingon of the north", "qqq")) == "Klingon of the north"


def test_numbers_have_the_plural_and_no_mark_that_reads_as_a_decimal_one() -> None:
    power = Decimal(1000)
    much = "That is {times:,f} times as much."
    said = Said.ngettext(much, much, 1000, times=power)
    assert said == "That is 1,000 times as much."
    assert Interface("es").say(said) == "Son 1000 veces más."
    assert Interface("ar").say(Said.ngettext(much, much, 10, times=Decimal(10))) == "هذا أكثر بمقدار 10 مرات."


def test_quotations_that_run_the_other_way_are_isolated() -> None:
    said = quotations(["10 mg", "no"])
    assert Interface("ar").say(said) == "«\u206810 mg\u2069»، «\u2068no\u2069»"
    assert Interface("es").say(said) == "«10 mg», «no»"
    assert Interface("es").say(quoted("لا")) == "«\u2068لا\u2069»"
    assert Interface("en").say(quoted("لا")) == "“لا”"


def test_what_has_no_template_stays_as_it_is() -> None:
    assert Interface("es").say("A check of another house says so.") == "A check of another house says so."
    assert Interface("es").say(Said(AFTER, "", 0, {"said": quoted("a"), "more": quoted("b")})) == "«a» «b»"


def test_reasons_of_confidence_are_said_in_every_language() -> None:
    evidence = Evidence("mt", "Walk daily.", "Camine a diario.", repaired=1, unknown=1, guessed=1, doubts=1, hops=3)
    judged = judge(evidence, Scale())
    assert "the engine did not know a word" in judged.reasons
    for language in TRANSLATED:
        words = Interface(language)
        assert [reason for reason in judged.reasons if words.say(reason) == reason] == []


def test_an_origin_is_said_in_the_language_of_the_reader() -> None:
    def said(kind: str, detail: str, language: str = "es") -> str:
        return Interface(language).say(origins.said(Origin(kind, detail)))

    route = "firefox en>pt 2.0, apertium pt>es 1.1"
    assert said("mt", f"{route}, repaired: ictus, mg, guessed: faja", "en") == (
        f"machine: {route}, repaired: ictus, mg, guessed: faja"
    )
    assert said("mt", f"{route}, repaired: ictus, guessed: faja") == (
        f"máquina: {route}, reparado: ictus, adivinado: faja"
    )
    assert said("memory", "0.93 copd, adapted: 5 to 10") == "memoria de traducción: 0.93 copd, adaptado: 5 a 10"
    assert said("phrase", "signed") == "frase estándar: firmado"
    assert said("person", "ana, from mt firefox en>es 1.0") == "persona: ana, a partir de máquina: firefox en>es 1.0"
    assert said("person", "ana") == "persona: ana"
    assert said("other", "{braces}") == "other: {braces}"
    assert in_a_row([quoted("a")]) == "“a”"
