"""Words that the rule-based engine leaves in Portuguese: guessed by likeness, never where it is a name."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import cognates, dictionaries
from pipeline.cognates import Cognates
from pipeline.config import Workspace
from pipeline.errors import LanguageError
from pipeline.plugins import Hop, Output
from pipeline.stages.route import Route, RouteTranslator

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def spanish() -> Cognates:
    """Portuguese to Spanish, with the dictionary of this machine."""
    languages = Workspace(ROOT).languages
    paths = languages.files("cognates", "pt-es.toml")
    return cognates.load(paths, lambda: dictionaries.of(languages.get("es")))


needs_dictionary = pytest.mark.skipif(
    dictionaries.of(Workspace(ROOT).languages.get("es")) is None, reason="no Spanish dictionary on this machine"
)


@pytest.mark.parametrize(
    ("word", "guess"), [("surto", "brote"), ("Surtos", "Brotes"), ("anticorpos", "anticuerpos"), ("IMUNE", "INMUNE")]
)
def test_listed_words_need_no_dictionary(word: str, guess: str, spanish: Cognates) -> None:
    assert Cognates(spanish.words, spanish.rules).guess(word) == guess
    assert Cognates(spanish.words, spanish.rules).guess("recombinação") is None


@needs_dictionary
@pytest.mark.parametrize(
    ("word", "guess"),
    [
        ("recombinação", "recombinación"),
        ("mutações", "mutaciones"),
        ("transmissibilidade", "transmisibilidad"),
        ("transmissíveis", "transmisibles"),
        ("nasais", "nasales"),
        ("genoma", "genoma"),
        ("coronavírus", "coronavirus"),
        ("etiologia", "etiología"),
        ("polimerase", "polimerasa"),
        ("imunossupressão", "inmunosupresión"),
        ("neurais", "neurales"),
        ("xyzção", None),
        ("SARS", None),
        ("pó", None),
    ],
)
def test_a_respelling_counts_where_the_dictionary_knows_it(word: str, guess: str | None, spanish: Cognates) -> None:
    assert spanish.guess(word) == guess


@pytest.fixture(scope="module")
def french() -> Cognates:
    """Spanish to French, with the dictionary of this machine."""
    languages = Workspace(ROOT).languages
    return cognates.load(languages.files("cognates", "es-fr.toml"), lambda: dictionaries.of(languages.get("fr")))


needs_french = pytest.mark.skipif(
    dictionaries.of(Workspace(ROOT).languages.get("fr")) is None, reason="no French dictionary on this machine"
)


@needs_french
@pytest.mark.parametrize(
    ("word", "guess"),
    [
        ("vascular", "vasculaire"),
        ("Inhaladores", "Inhalateurs"),
        ("homología", "homologie"),
        ("epidemiología", "épidémiologie"),
        ("sedimentación", "sédimentation"),
        ("mutabilidad", "mutabilité"),
        ("originalmente", "originalement"),
        ("inactivados", "inactivés"),
        ("metabólica", "métabolique"),
        ("hipoxia", "hypoxie"),
        ("citoplasma", "cytoplasme"),
        ("fenotipos", "phénotypes"),
        ("inmunoglobulina", "immunoglobuline"),
        ("histocompatibilidad", "histocompatibilité"),
        ("volumínoso", "volumineux"),
        ("xyzción", None),
        ("pez", None),
    ],
)
def test_spanish_words_become_french_where_the_dictionary_knows_them(
    word: str, guess: str | None, french: Cognates
) -> None:
    assert french.guess(word) == guess


@needs_french
def test_the_listed_french_words_are_in_the_dictionary(french: Cognates) -> None:
    assert french.dictionary is not None
    parts = {part for target in french.words.values() for part in re.split(r"[ -]", target)}
    assert {part for part in parts if not french.dictionary.knows(part)} == set()


@needs_dictionary
def test_names_codes_and_words_of_the_source_stay(spanish: Cognates) -> None:
    text = "Silva vio un surto de EEE en el tórax fecal y en surtos-X."
    replaced, guessed = spanish.replace(text, ("Silva", "surto", "EEE", "fecal"), "Silva saw an outbreak, fecal")
    assert replaced == "Silva vio un brote de EEE en el tórax fecal y en surtos-X."
    assert guessed == {"surto": "brote", "fecal": "fecal"}


@given(
    st.text(alphabet="abcçdeéêfghilmnoóõpqrsãtuvxzN- ", max_size=60),
    st.lists(st.text("surtoção", min_size=1), max_size=3),
)
def test_a_text_changes_only_at_its_unknown_words(text: str, unknown: list[str]) -> None:
    table = Cognates({"surto": "brote", "ção": "ción"})
    replaced, guessed = table.replace(text, unknown, "")
    assert set(guessed) <= {word for word in unknown if word in text}
    if not guessed:
        assert replaced == text


@needs_dictionary
@given(st.text(alphabet="abcçdeéêfghilmnoóõpqrsãtuvxz", min_size=1, max_size=30))
def test_any_word_is_answered_at_once(word: str) -> None:
    languages = Workspace(ROOT).languages
    table = cognates.load(languages.files("cognates", "pt-es.toml"), lambda: dictionaries.of(languages.get("es")))
    guess = table.guess(word)
    assert guess is None or guess.strip()


class Echo:
    """An engine whose translator knows no word."""

    def open(self, _hop: Hop) -> "Echo":
        return self

    def translate(self, sentences: list[str]) -> list[Output]:
        return [Output(text.lower(), tuple(text.lower().split()), score=-0.5) for text in sentences]

    def unknown_characters(self, _text: str) -> frozenset[str]:
        return frozenset()

    def close(self) -> None:
        pass


def test_a_route_names_its_guesses_and_keeps_the_lowest_score() -> None:
    hops = (Hop("echo", "en", "pt", "1", "", ""), Hop("echo", "pt", "es", "1", "", ""))
    with RouteTranslator(Route(hops), {"echo": Echo()}, {}, {"pt>es": Cognates({"surto": "brote"})}) as route:  # type: ignore[dict-item]
        assert route.translate(["SURTO XIS"]) == [Output("brote xis", ("surto", "xis"), score=-0.5, guessed=("brote",))]


@pytest.mark.parametrize("text", ["[words\n", "[[rule]]\nfind = '('\nwrite = ''\nalways = true\n", "words = 3\n"])
def test_a_broken_file_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "pt-es.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(LanguageError, match=r"pt-es\.toml"):
        cognates.load([path], lambda: None)
