"""Dictionaries of our own, so that the rules are tested on machines without Debian's."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import dictionaries, registry, shipped
from pipeline.dictionaries import Dictionary, WordList
from pipeline.errors import LanguageError
from pipeline.languages import Language, Languages
from pipeline.model.finding import Severity, Subject
from pipeline.vocabulary import Vocabulary

LANGUAGES = Languages((shipped.language_data(),))
WORDS = ("casa", "médico", "toma", "anos", "inflamatorio", "reumático", "presión", "carro", "asombrosa", "wasser")


def write(folder: Path, name: str, words: tuple[str, ...] = WORDS) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.aff").write_text("SET UTF-8\n", "utf-8")
    (folder / f"{name}.dic").write_text("\n".join([str(len(words)), *words]) + "\n", "utf-8")


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine whose dictionaries all lie in one folder."""
    monkeypatch.setenv("DICPATH", str(tmp_path / "own"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_DIRS", f"{tmp_path / 'local'}:{tmp_path / 'shared'}")
    (tmp_path / "own").mkdir()
    dictionaries.folders.cache_clear()
    yield tmp_path
    dictionaries.folders.cache_clear()


def spanish(places: Path, *listed: str) -> Dictionary:
    """The small dictionary, with a word list of these lines."""
    write(places / "own", "es_ES")
    (places / "es.txt").write_text("\n".join(listed), "utf-8")
    found = dictionaries.of(replace(LANGUAGES.get("es"), spelling=dictionaries.load([places / "es.txt"])))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("es", "es_ES"),
        ("es", "es"),
        ("es-419", "es_419"),
        ("es-419", "es_MX"),
        ("es-419", "es_ES"),
        ("pt", "pt_BR"),
        ("pt-PT", "pt_PT"),
        ("de", "de_DE"),
        ("fr", "fr"),
        ("fr", "fr_FR"),
    ],
)
def test_a_language_finds_its_dictionary(tag: str, name: str, places: Path) -> None:
    write(places / "own", name)
    found = dictionaries.of(LANGUAGES.get(tag))
    assert found is not None
    assert found.knows("casa")


@pytest.mark.parametrize(("tag", "name"), [("pt", "pt_PT"), ("pt-PT", "pt_BR"), ("es", "es_AR"), ("de", "de_AT")])
def test_a_language_does_not_take_another_region_s(tag: str, name: str, places: Path) -> None:
    write(places / "own", name)
    assert dictionaries.of(LANGUAGES.get(tag)) is None


def test_all_folders_are_looked_at_the_strongest_first(places: Path) -> None:
    for folder in ("own", "home/hunspell", "local/myspell/dicts", "shared/hunspell", "elsewhere"):
        write(places / folder, "es_ES", (folder.partition("/")[0],))
    dictionaries.folders.cache_clear()
    folders = ["own", "home/hunspell", "local/myspell/dicts", "shared/hunspell"]
    assert dictionaries.folders() == tuple(places / folder for folder in folders)
    found = dictionaries.of(LANGUAGES.get("es"))
    assert found is not None
    assert (found.knows("own"), found.knows("home")) == (True, False)


def test_without_a_dictionary_the_spelling_is_not_checked() -> None:
    check = registry.checks()["spelling"]
    assert not check.covers(LANGUAGES.get("es"))
    assert list(check.find(Subject(None, "A house", "Una caasa"), LANGUAGES.get("es"))) == []


def test_without_the_library_the_spelling_is_not_checked(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(places / "own", "es_ES")
    monkeypatch.setattr(dictionaries, "_LIBRARY", "no_such_library")
    assert not registry.checks()["spelling"].covers(LANGUAGES.get("es"))


def test_words_of_the_dictionary_of_the_list_and_of_parts_are_known(places: Path) -> None:
    known = spanish(places, "metformina  # a medicine", "anti-", "-mente", "Ébola", "", "# a comment")
    words = ("casa", "Casa", "CASA", "metformina", "Metformina", "antiinflamatorio", "antirreumático", "asombrosamente")
    assert [word for word in words if not known.knows(word)] == []
    assert [word for word in ("cassa", "antixyz", "anti", "mente", "x" * 100_000, "日本") if known.knows(word)] == []
    assert known.knows("ébola")
    assert known.begins("anti")


def test_a_word_that_nobody_means_is_not_known(places: Path) -> None:
    known = spanish(places, "anos > años")
    assert (known.knows("anos"), known.near("anos"), known.near("Anos")) == (False, ("años",), ("Años",))


def test_only_sure_slips_are_mended(places: Path) -> None:
    known = spanish(places)
    slips = {
        "medico": "médico",
        "Presion": "Presión",
        "presoin": "",
        "presiónn": "presión",
        "caro": "carro",
        "csaa": "casa",
    }
    assert {word: "".join(known.near(word)) for word in slips} == slips
    assert known.near("cosa") == ()  # another letter: both words may be right


def test_a_noun_without_its_capital_is_a_slip_where_nouns_have_one(places: Path) -> None:
    write(places / "own", "de_DE", ("Arzt", "gut"))
    known = dictionaries.of(LANGUAGES.get("de"))
    assert known is not None
    assert (known.near("arzt"), known.near("Artz"), known.near("artz")) == (("Arzt",), ("Arzt",), ())


def test_a_dictionary_in_an_old_encoding_is_read(places: Path) -> None:
    (places / "own" / "es_ES.aff").write_bytes(b"SET ISO8859-1\n")
    (places / "own" / "es_ES.dic").write_bytes("1\nmédico\n".encode("latin-1"))
    known = dictionaries.of(LANGUAGES.get("es"))
    assert known is not None
    assert [known.knows(word) for word in ("médico", "日本")] == [True, False]


@pytest.mark.parametrize("line", ["two words", "> right", "wrong >", "12", "a > > b"])
def test_a_line_that_is_no_entry_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "es.txt"
    path.write_text(f"# comment\n{line}\n", "utf-8")
    with pytest.raises(LanguageError, match=r"es\.txt:2: write a word"):
        dictionaries.load([path])


def test_a_language_inherits_the_list_of_its_base() -> None:
    listed = [LANGUAGES.get(tag).spelling.words for tag in ("es", "es-419")]
    assert "metformina" in listed[0] & listed[1]


def test_a_word_the_dictionary_has_is_no_cause_for_alarm(places: Path) -> None:
    write(places / "own", "es_ES")
    subject = Subject(None, "metformin dust", "metformina, casa y poeira", unknown=("metformina", "casa", "poeira"))
    found = registry.checks()["unknown_words"].find(subject, LANGUAGES.get("es"))
    assert [(one.severity, one.message) for one in found] == [
        (Severity.WARNING, "The engine did not know “poeira”: check that it is right, or translate it."),
    ]


@pytest.mark.parametrize("tag", ["es", "pt", "fr", "de", "ca"])
def test_the_shipped_lists_can_be_read(tag: str) -> None:
    listed = LANGUAGES.get(tag).spelling
    assert isinstance(listed, WordList)
    assert len(listed.words) > 50
    assert all(right not in listed.wrong for right in listed.wrong.values())


def test_a_language_without_letters_of_its_own_is_served(places: Path) -> None:
    write(places / "own", "es_ES")
    bare: Language = replace(LANGUAGES.get("es"), vocabulary=Vocabulary())
    known = dictionaries.of(bare)
    assert known is not None
    assert known.near("csaa") == ("casa",)
