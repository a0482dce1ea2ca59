"""Catalan and Galician, drafted by way of Portuguese: the data of the ways, and what the real engines make of it."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from conftest import STROKE, make_workspace

from pipeline import cognates, dictionaries, shipped
from pipeline.catalog import store
from pipeline.catalog.entry import Entry
from pipeline.config import Workspace
from pipeline.engines import apertium
from pipeline.errors import LanguageError
from pipeline.languages import Languages
from pipeline.model.document import Key
from pipeline.normalise import leading_to, load_rules, normalise
from pipeline.plugins import Hop, Output
from pipeline.registry import engines
from pipeline.stages.route import Route, RouteTranslator, installed, plan
from pipeline.stages.translate import translate
from pipeline.typography import mend

DATA = shipped.language_data()
LANGUAGES = Languages((DATA,))
PACKAGES = {"ca": "apertium-por-cat", "gl": "apertium-pt-gl"}
PORTUGUESE = load_rules((DATA / "normalise" / "pt.toml",))


def needs(tag: str) -> None:
    """Go on only where Apertium leads from Portuguese to a language; where everything must be tested, fail."""
    if f"pt>{tag}" not in {hop.pair for hop in apertium.PLUGIN.hops()}:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"needs the Debian package {PACKAGES[tag]}")


def entries(workspace: Workspace, tag: str, slug: str) -> dict[Key, Entry]:
    catalog = store.read(workspace.catalog(tag, slug))
    assert catalog is not None
    return catalog.active


# -- data ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("target", "portuguese", "spelt"),
    [
        ("ca", "Encontramos 3 estudos.", "Encontrámos 3 estudos."),
        ("es", "Encontramos 3 estudos.", "Encontramos 3 estudos."),
        ("ca", "Precisamos de mais estudos.", "necessitamos mais estudos."),
        ("ca", "Ajudam as pessoas.", "Ajudam as pessoas."),
        ("es-419", "Ajudam as pessoas.", "Ajudam às pessoas."),
        ("ca", "1,7 bilhão de pessoas", "1,7 mil milhões de pessoas"),
        ("gl", "3 bilhões de pessoas", "3 mil milhões de pessoas"),
        ("ca", "se a metformina diminuir a dor", "se a metformina diminui a dor"),
        ("gl", "Se a dor piorar", "Se a dor piora"),
        ("fr", "Pare de fumar.", "Deixe de fumar."),
    ],
)
def test_a_rule_holds_on_its_way_alone(target: str, portuguese: str, spelt: str) -> None:
    assert normalise(portuguese, leading_to(PORTUGUESE, target)) == spelt


@pytest.mark.parametrize("to", ["'ca'", "[1]", "3"])
def test_a_way_that_is_no_list_of_languages_is_refused(to: str, tmp_path: Path) -> None:
    path = tmp_path / "pt.toml"
    path.write_text(f"[[rule]]\nname = 'x'\nfind = 'a'\nwrite = 'b'\nto = {to}\n")
    with pytest.raises(LanguageError, match=r"pt\.toml: to = "):
        load_rules((path,))


@pytest.mark.parametrize(
    ("written", "respelt"),
    [
        ("Els ictus sa una causa de discapacitat.", "Els ictus són una causa de discapacitat."),
        ("Un accident vascular cerebral (AVC) greu.", "Un ictus greu."),
        ("Ells poden caminar.", "poden caminar."),
        ("Ells i elles.", "Ells i elles."),
        ("Cap estudi va notificar morts.", "Cap estudi no va notificar morts."),
        ("Cap dels estudis no va notificar morts.", "Cap dels estudis no va notificar morts."),
        ("Exercicis per a millorar la marxa.", "Exercicis per millorar la marxa."),
        ("Un fullet per a carrer.", "Un fullet per a carrer."),
        ("1 en cada 10 persones", "1 de cada 10 persones"),
        ("Podria tenir afectat els resultats.", "Podria tenir afectat els resultats."),
        ("Això podria tenir afectat els resultats.", "Això podria haver afectat els resultats."),
        ("Poden tenir mobilitat.", "Poden tenir mobilitat."),
    ],
)
def test_what_the_engine_writes_wrongly_is_respelt_once(written: str, respelt: str) -> None:
    rules = load_rules((DATA / "mending" / "pt-ca.toml",))
    assert normalise(written, rules) == respelt
    assert normalise(respelt, rules) == respelt


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("El ictus i la asma.", "L'ictus i l'asma."),
        ("Després del infart, de hores.", "Després de l'infart, d'hores."),
        ("Va al hospital pel accident.", "Va a l'hospital per l'accident."),
        ("El iogurt i la infecció de iode.", "El iogurt i la infecció de iode."),
        ("La unitat, l'medicament, l'asma.", "La unitat, el medicament, l'asma."),
    ],
)
def test_elisions_are_mended_once(written: str, mended: str) -> None:
    style = LANGUAGES.get("ca").style
    assert mend(written, written, style) == mended
    assert mend(mended, written, style) == mended


def test_a_broken_mend_is_named(tmp_path: Path) -> None:
    (tmp_path / "style").mkdir()
    (tmp_path / "style" / "ca.toml").write_text("[[mends]]\nname = 'x'\nfind = '('\nwrite = ''\n")
    with pytest.raises(LanguageError, match=r"style of ca, \[\[mends\]\]: .*give name, find and write"):
        Languages((DATA, tmp_path)).get("ca")


class Copy:
    """An engine that gives back what it gets."""

    def open(self, _hop: Hop) -> "Copy":
        return self

    def translate(self, sentences: list[str]) -> list[Output]:
        return [Output(text) for text in sentences]

    def unknown_characters(self, _text: str) -> frozenset[str]:
        return frozenset()

    def close(self) -> None:
        pass


def test_a_pair_is_respelt_after_its_hop_and_a_language_before_the_next() -> None:
    hops = (Hop("copy", "en", "pt", "1", "", ""), Hop("copy", "pt", "ca", "1", "", ""))
    spellings: dict[str, Callable[[str], str]] = {"pt": str.upper, "pt>ca": lambda text: f"{text}!"}
    with RouteTranslator(Route(hops), {"copy": Copy()}, spellings) as route:  # type: ignore[dict-item]
        assert route.translate(["a", ""]) == [Output("A!"), Output("")]


@pytest.mark.parametrize(
    ("tag", "word", "guess"),
    [
        ("ca", "surto", "brot"),
        ("ca", "recombinação", "recombinació"),
        ("ca", "prevalência", "prevalença"),
        ("ca", "xisção", None),
        ("gl", "Surtos", "Brotes"),
        ("gl", "recombinação", "recombinación"),
    ],
)
def test_what_the_engine_leaves_in_portuguese_is_guessed(tag: str, word: str, guess: str | None) -> None:
    language = LANGUAGES.get(tag)
    if dictionaries.of(language) is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"no dictionary for {tag} on this machine")
    read = cognates.load([DATA / "cognates" / f"pt-{tag}.toml"], partial(dictionaries.of, language))
    assert read.guess(word) == guess


# -- the real engines ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("tag", ["ca", "gl"])
def test_the_way_leads_through_portuguese(tag: str) -> None:
    needs(tag)
    route = plan(installed(engines().values()), "en", tag, ("firefox", "apertium"))
    assert [hop.pair for hop in route.hops] == ["en>pt", f"pt>{tag}"]


def test_the_direct_pairs_of_apertium_are_passed_over() -> None:
    assert {"en>ca", "en>gl"} <= apertium.AVOIDED


def test_a_text_becomes_catalan_with_nothing_empty(tmp_path: Path) -> None:
    needs("ca")
    workspace = make_workspace(tmp_path / "sandbox")
    report = translate(workspace, ["ca"])
    drafted = entries(workspace, "ca", "stroke")
    assert report.clean
    assert len(drafted) == len(STROKE.splitlines()) + 1
    assert [key for key, entry in drafted.items() if entry.target in ("", key.source)] == []
    assert drafted[Key("heading", "Key messages")].target == "Missatges clau"
    found = drafted[Key(None, "We found 62 studies with 2440 people.")].target
    assert found == "Vam trobar 62 estudis amb 2440 persones."
    assert all("cop" not in entry.target.split() for entry in drafted.values())


@pytest.mark.slow
def test_the_examples_become_catalan(tmp_path: Path) -> None:
    needs("ca")
    workspace = make_workspace(tmp_path / "sandbox")
    for path in (Path(__file__).parent.parent / "seeds").glob("*-*.*"):
        (workspace.seeds / path.name).write_bytes(path.read_bytes())
    report = translate(workspace, ["ca"])
    assert report.clean
    for document in report.documents:
        drafted = entries(workspace, "ca", document.document)
        assert [key for key, one in drafted.items() if not one.target and not one.not_drafted] == []


@pytest.mark.slow
def test_a_text_becomes_galician_and_says_what_is_not_checked(tmp_path: Path) -> None:
    needs("gl")
    workspace = make_workspace(tmp_path / "sandbox")
    assert translate(workspace, ["gl"]).clean
    drafted = entries(workspace, "gl", "stroke")
    assert [key for key, entry in drafted.items() if entry.target in ("", key.source)] == []
    assert "10 mg" in drafted[Key(None, "People took 10 mg of the medicine.")].target
    from pipeline.stages.check import check

    assert {"negation", "certainty", "direction"} <= set(check(workspace, ["gl"]).not_checked["gl"])
