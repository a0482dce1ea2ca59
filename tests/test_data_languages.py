"""The words that checks know of a language are complete, read as they are meant, and agree with CLDR."""

import tomllib
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from babel.numbers import get_decimal_symbol, get_group_symbol

from pipeline import shipped
from pipeline.languages import Languages
from pipeline.quantities import quantities

DATA = shipped.language_data()
LANGUAGES = Languages((DATA,))
CHECKED = tuple(sorted(path.stem for path in (DATA / "checks").glob("*.toml") if path.stem != "und"))
TRANSLATED = tuple(tag for tag in CHECKED if tag != "en")
STYLED = tuple(sorted(path.stem for path in (DATA / "style").glob("*.toml") if path.stem not in ("en", "und")))
CUES = tuple(sorted(path for path in (DATA / "cues").glob("*/*.toml") if path.parent.name != "en"))
OPEN_TOPICS = frozenset(("frequency", "register"))  # figures and forms of address: each language has its own

SPELT: dict[str, dict[str, int]] = {
    "en": {"zero": 0, "nineteen": 19, "forty-two": 42, "one hundred": 100},
    "es": {"cero": 0, "dieciséis": 16, "veintiún": 21, "treinta y cinco": 35, "noventa y nueve": 99, "cien": 100},
    "pt": {"zero": 0, "dezesseis": 16, "dezasseis": 16, "vinte e uma": 21, "noventa e nove": 99, "cem": 100},
    "fr": {
        "zéro": 0, "dix-sept": 17, "vingt et un": 21, "vingt-et-une": 21, "soixante-dix": 70, "soixante et onze": 71,
        "soixante-dix-sept": 77, "septante": 70, "quatre-vingts": 80, "huitante": 80, "quatre-vingt-un": 81,
        "quatre-vingt-dix": 90, "nonante-neuf": 99, "quatre-vingt-dix-neuf": 99, "cent": 100,
        "deux cent cinquante": 250, "mille neuf cent quatre-vingt-dix-huit": 1998, "trois milliards": 3_000_000_000,
    },
    "de": {
        "null": 0, "zwo": 2, "einundzwanzig": 21, "dreißig": 30, "dreissig": 30, "siebenundsiebzig": 77,
        "neunundneunzig": 99, "hundert": 100, "zweihundertfünfzig": 250, "zehntausend": 10_000,
        "zwei Milliarden": 2_000_000_000,
    },
    "ca": {
        "zero": 0, "disset": 17, "vint-i-un": 21, "vint-i-dues": 22, "trenta-cinc": 35, "vuitanta-vuit": 88,
        "noranta-nou": 99, "cent": 100, "dos-cents cinquanta": 250, "dos mil milions": 2_000_000_000,
    },
    "gl": {
        "cero": 0, "dezasete": 17, "trinta e cinco": 35, "noventa e nove": 99, "cen": 100, "dúas": 2,
        "douscentos cincuenta": 250, "dous mil millóns": 2_000_000_000,
    },
    "it": {
        "zero": 0, "ventuno": 21, "ventitré": 23, "ventitre": 23, "trentotto": 38, "vent'anni": 20, "novantanove": 99,
        "cento": 100, "duecentocinquanta": 250, "tremila": 3000, "due miliardi": 2_000_000_000,
    },
    "ar": {
        "صفر": 0, "ثلاث": 3, "ثلاثة": 3, "أسبوعين": 2, "ثلاثة عشر": 13, "خمسة وعشرون": 25, "خمس وعشرين": 25,
        "تسعة وتسعون": 99, "مئة": 100, "مائة وخمسون": 150, "خمسة آلاف": 5000,
    },
}  # fmt: skip
# The marks of CLDR 46, characters/quotationMarks; Babel does not read them.
QUOTATION_MARKS = {"es": "«»", "pt": "“”", "fr": "«»", "de": "„“", "ca": "«»", "gl": "“”", "it": "«»", "ar": "”“"}
QUOTATION_MARKS |= {"hi": "“”", "zh-Hans": "“”"}


def rows(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def units(tag: str) -> dict[str, dict[str, list[str]]]:
    """The units of a language by name, with those of every language."""
    merged: dict[str, dict[str, list[str]]] = {}
    for name in ("und", tag):
        for unit, spellings in rows(DATA / "checks" / f"{name}.toml")["units"].items():
            merged.setdefault(unit, {}).update(spellings)
    return merged


@pytest.mark.parametrize("tag", CHECKED)
def test_the_words_of_a_language_are_read(tag: str) -> None:
    words = LANGUAGES.get(tag).vocabulary
    lists = (words.numbers, words.like_numbers, words.scales, words.units.names, words.signs, words.stop_words)
    assert all(lists)
    assert tag in SPELT


@pytest.mark.parametrize("tag", TRANSLATED)
def test_how_long_a_translation_is_and_what_letters_it_has_is_known(tag: str) -> None:
    words = LANGUAGES.get(tag).vocabulary
    assert 0.5 < words.length_ratio < 2
    assert 0.05 < words.length_spread < 0.3
    latin = all(word[0] < "\u0370" for word in words.numbers)
    assert bool(words.letters) == latin or tag == "pt"


@pytest.mark.parametrize("tag", CHECKED)
def test_every_number_to_a_hundred_has_words(tag: str) -> None:
    words = LANGUAGES.get(tag).vocabulary
    listed = {int(value) for value in (*words.numbers.values(), *words.scales.values()) if value == int(value)}
    built = {tens + ones for tens in listed & set(range(20, 100, 10)) for ones in listed & set(range(1, 10))}
    assert set(range(101)) - listed - built == set()


@pytest.mark.parametrize(("tag", "spelling"), [(tag, spelling) for tag, table in SPELT.items() for spelling in table])
def test_a_number_is_read_as_it_is_spelt(tag: str, spelling: str) -> None:
    found = quantities(spelling, LANGUAGES.get(tag))
    assert [quantity.value for quantity in found] == [Decimal(SPELT[tag][spelling])]


@pytest.mark.parametrize("tag", CHECKED)
def test_no_number_word_is_also_another_number(tag: str) -> None:
    words = LANGUAGES.get(tag).vocabulary
    tables = (words.numbers, words.like_numbers, words.scales)
    values: defaultdict[str, set[Decimal]] = defaultdict(set)
    for table in tables:
        for word, value in table.items():
            values[word].add(value)
    assert {word: found for word, found in values.items() if len(found) > 1} == {}


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_language_has_words_for_every_unit_of_the_source(tag: str) -> None:
    english, theirs = (rows(DATA / "checks" / f"{name}.toml")["units"] for name in ("en", tag))
    assert set(english) - set(theirs) == set()


@pytest.mark.parametrize("tag", CHECKED)
def test_no_spelling_means_two_units(tag: str) -> None:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for unit, spellings in units(tag).items():
        for spelling in spellings.get("symbols", ()):
            names[spelling].add(unit)
        for spelling in spellings.get("words", ()):
            names[spelling.lower()].add(unit)
    assert {spelling: found for spelling, found in names.items() if len(found) > 1} == {}


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_language_has_wordings_for_every_sign_of_the_source(tag: str) -> None:
    english, theirs = (rows(DATA / "checks" / f"{name}.toml")["signs"] for name in ("en", tag))
    assert set(english) - set(theirs) == set()


@pytest.mark.parametrize("path", CUES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_cues_have_the_categories_of_the_source(path: Path) -> None:
    """What English alone has (`over` may be a place or an amount) may be absent, but then from every translation."""
    english = DATA / "cues" / "en" / path.name
    if not english.is_file() or path.stem in OPEN_TOPICS:
        pytest.skip(f"{path.stem} has no fixed categories in English")
    theirs, wanted = set(rows(path)), set(rows(english))
    translated = {category for other in CUES if other.name == path.name for category in rows(other)}
    assert (theirs - wanted, (wanted & translated) - theirs) == (set(), set())


@pytest.mark.parametrize("tag", STYLED)
def test_marks_are_those_of_cldr_unless_the_file_says_why(tag: str) -> None:
    path = DATA / "style" / f"{tag}.toml"
    style, language = rows(path), LANGUAGES.get(tag)
    usual = {
        "decimal_mark": get_decimal_symbol(language.number_locale),
        "group_mark": get_group_symbol(language.number_locale),
        "percent_space": "\u00a0" in language.locale.percent_formats[None].pattern,
        "date_pattern": language.locale.date_formats["long"].pattern,
        "quotation_marks": list(QUOTATION_MARKS[tag]),
    }
    other = {key for key, value in usual.items() if style.get(key, value) != value}
    assert {key for key in other if "CLDR" not in remarks(path, key)} == set()


def remarks(path: Path, key: str) -> str:
    """The comment before a key, and that behind its value."""
    lines = path.read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith(f"{key} "))
    first = place
    while first and lines[first - 1].startswith("#"):
        first -= 1
    return "\n".join([*lines[first:place], lines[place].partition("#")[2]])


@pytest.mark.parametrize("tag", STYLED)
def test_a_style_reads_as_its_file_says(tag: str) -> None:
    style, language = rows(DATA / "style" / f"{tag}.toml"), LANGUAGES.get(tag)
    assert language.style.group_from == style["group_from"] == 10000
    assert language.style.counts_from == style.get("counts_from", 10000)
    assert language.style.percent_space is style["percent_space"]
    assert language.style.quotation_marks == tuple(style["quotation_marks"])
    if tag in ("es", "pt", "fr", "de", "ca"):
        assert language.style.form_of_address
        assert len(style["lay_terms"]) >= 35
        assert len(style["example"]) >= 8
    if tag in ("ar", "hi", "zh-Hans"):
        assert language.style.form_of_address
        assert len(style["lay_terms"]) >= 12
        assert all({"source", "bad", "good", "why"} == set(example) for example in style["example"])
