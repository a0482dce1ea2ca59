from pathlib import Path

import pytest

from pipeline import shipped, vocabulary
from pipeline.errors import LanguageError
from pipeline.languages import Languages

LANGUAGES = Languages((shipped.language_data(),))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("numbers = 3", "numbers: write it as a table, [numbers]"),
        ("[numbers]\ntwo = '2'", "[numbers] two: write a number"),
        ("[numbers]\ntwo = true", "[numbers] two: write a number"),
        ("stop_words = 'no'", "stop_words: write a list of words"),
        ("stop_words = ['']", "stop_words: write a list of words"),
        ("[units.mg]\nsymbol = ['mg']", "[units] mg: write symbols = [...] and words = [...]"),
        ("[signs]\n'<' = 'less'", "[signs] <: write a list of wordings"),
        ("stop_wods = []", "unknown key stop_wods: known are concepts, length, letters, "),
        ("a = ", "Invalid value"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "xx.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(LanguageError) as error:
        vocabulary.load([path])
    assert str(error.value).startswith(f"{path}: {said}")


def test_a_later_file_adds_to_tables_and_replaces_lists(tmp_path: Path) -> None:
    first, second = tmp_path / "und.toml", tmp_path / "es.toml"
    first.write_text("stop_words = ['a']\n[units.mg]\nsymbols = ['mg']\n[numbers]\ndos = 2\n", "utf-8")
    second.write_text("stop_words = ['b']\n[units.mg]\nwords = ['miligramo']\n[numbers]\ntres = 3\n", "utf-8")
    both = vocabulary.load([first, second])
    assert both.stop_words == {"b"}
    assert both.units.names == {"mg": "mg", "miligramo": "mg"}
    assert {word: int(value) for word, value in both.numbers.items()} == {"dos": 2, "tres": 3}


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    import os

    path = tmp_path / "xx.toml"
    path.write_text("stop_words = ['a']", "utf-8")
    assert vocabulary.load([path]).stop_words == {"a"}
    path.write_text("stop_words = ['b']", "utf-8")
    os.utime(path, ns=(1, 1))
    assert vocabulary.load([path]).stop_words == {"b"}


def test_a_language_knows_the_language_it_is_translated_from() -> None:
    spanish = LANGUAGES.get("es")
    assert spanish.source is not None
    assert (spanish.source.tag, spanish.source.source) == ("en", None)
    assert "two" in spanish.source.vocabulary.numbers
    assert "dos" in spanish.vocabulary.numbers


def test_a_regional_language_has_the_words_of_its_base_and_its_own_marks() -> None:
    regional = LANGUAGES.get("es-419")
    assert regional.vocabulary.numbers == LANGUAGES.get("es").vocabulary.numbers
    assert (regional.style.decimal_mark, regional.style.group_mark) == (".", ",")
    assert regional.style.opening_marks == {"?": "¿", "!": "¡"}


def test_a_workspace_adds_to_what_is_shipped(tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "es.toml").write_text("[units.puff]\nwords = ['inhalación', 'inhalaciones']\n", "utf-8")
    words = Languages((shipped.language_data(), tmp_path)).get("es").vocabulary
    assert (words.units.name("Inhalaciones"), words.units.name("mg")) == ("puff", "mg")
