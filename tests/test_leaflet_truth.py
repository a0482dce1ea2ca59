"""What a leaflet says of itself, from the record to the page: how it was made, by whom, from what, where to turn."""

import os
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from record_samples import LANGUAGES, made, record, workspace
from test_renderers_inline import Reader

from pipeline import registry
from pipeline.config import Workspace
from pipeline.errors import WorkspaceError
from pipeline.model.leaflet import Leaflet
from pipeline.stages.leaflets import leaflet
from pipeline.stages.packs import load
from pipeline.stages.record import Record

GOLDEN = Path(__file__).parent / "golden" / "leaflets"
FORMATS = ("html", "bilingual")


def page(made_leaflet: Leaflet, name: str = "html") -> str:
    return registry.renderer(name).render(made_leaflet).content.decode("utf-8")


def signed(sample: Record, *people: str, origin: str = "mt argos 1.9", mode: str = "read") -> Record:
    """The record with other people under each sentence."""
    lines = tuple(f"2026-11-22 {person} {mode}" for person in people)
    blocks = tuple(
        replace(block, sentences=tuple(replace(s, origin=origin, signatures=lines) for s in block.sentences))
        for block in sample.blocks
    )
    return replace(sample, blocks=blocks)


def said(root: Path, sample: Record, **options: Any) -> str:
    there = workspace(root)
    return page(leaflet(sample, load(there, sample.language), (), **{"draft": False, **options}))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_the_one_on_file(language: str, name: str, tmp_path: Path) -> None:
    """`GOLDEN=write pytest tests/test_leaflet_truth.py` writes the files anew, without style; look at what changed."""
    whole, golden = page(made(tmp_path / "w", language), name), GOLDEN / f"{language}-{name}.html"
    text = re.sub(r"(?s)<style>.*?</style>|style-src '[^']*'", "", whole)
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_all_of_it_in_its_own_words(language: str, tmp_path: Path) -> None:
    leaflet_made = made(tmp_path / "w", language)
    assert leaflet_made.in_english == frozenset()
    values = {fact.value: fact.url for fact in leaflet_made.facts}
    assert values["10.1000/xyz123"] == "https://doi.org/10.1000/xyz123"
    assert values["CC BY-NC-ND 4.0"] == "https://creativecommons.org/licenses/by-nc-nd/4.0/"
    assert values[f"leaflets.example.org/{language}/metformin.html"].startswith("https://leaflets.")
    assert {"1.2", "Example Trust Press", f"metformin · {language} · 1a2b3c4d5e"} <= set(values)
    text = page(leaflet_made)
    assert text.index('class="byline"') < text.index('class="key-messages"') < text.index('id="about"')
    assert '<bdi lang="en" dir="ltr">Does metformin help people with type 2 diabetes?</bdi>' in text


def test_a_contact_of_the_language_comes_before_the_general_one(tmp_path: Path) -> None:
    assert ">https://example.org/ar/contact</bdi>" in page(made(tmp_path / "a", "ar"))
    assert '"mailto:help@example.org?subject=metformin%20%C2%B7%20es%20%C2%B7%201a2b3c4d5e"' in page(
        made(tmp_path / "b", "es")
    )


def test_those_who_wish_to_be_named_are_and_the_others_are_not(tmp_path: Path) -> None:
    sample = record("es")
    some = said(tmp_path / "a", sample)
    assert "Texto revisado por Ana Pérez y otras personas que no se nombran." in some
    assert "luis" not in some
    assert "Texto revisado por Ana Pérez." in said(tmp_path / "b", signed(sample, "ana"))
    none = said(tmp_path / "c", signed(sample, "luis", "eva"))
    assert "Texto revisado por" not in none
    assert "revisado oración por oración por dos personas." in none


def test_translators_are_named_where_no_machine_drafted(tmp_path: Path) -> None:
    sample = replace(signed(record("es"), "luis", origin="person ana"), machine_drafted=False, checkers=1)
    text = said(tmp_path / "w", sample)
    assert "Traducido por personas y revisado oración por oración por una persona." in text
    assert "Texto traducido por Ana Pérez." in text
    assert "automática" not in text


def test_a_machine_draft_says_so_until_all_of_it_was_read(tmp_path: Path) -> None:
    sample = record("es")
    untouched = said(tmp_path / "a", signed(sample), draft=True)
    assert "Nadie lo ha revisado todavía." in untouched
    first, *rest = sample.blocks
    half = replace(first, sentences=tuple(replace(s, state="translated", signatures=()) for s in first.sentences))
    begun = said(tmp_path / "b", replace(sample, blocks=(half, *rest)), draft=True)
    assert "Todavía no se han revisado todas las oraciones." in begun
    in_bulk = said(tmp_path / "c", signed(sample, "ana", mode="bulk"), sandbox=True)
    assert "Todavía no se han revisado todas las oraciones." in in_bulk
    assert 'class="byline"' not in in_bulk
    done = said(tmp_path / "d", sample)
    assert "todas las oraciones" not in done
    assert "Borrador hecho por traducción automática y revisado oración por oración por dos personas." in done


def test_without_an_address_there_is_no_code_and_a_draft_has_none(tmp_path: Path) -> None:
    assert 'class="qr"' in said(tmp_path / "a", record("es"))
    assert 'class="qr"' not in said(tmp_path / "b", record("es"), draft=True)
    there = workspace(tmp_path / "c")
    (there.root / "pipeline.toml").write_text("")
    text = page(leaflet(record("es"), load(Workspace(there.root), "es"), (), draft=False))
    assert 'class="qr"' not in text
    assert "Informar de un error" not in text


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('contacts = "a@example.org"', r"contacts: write a table, \[contacts\]"),
        ("[contacts]\nes = 1", r"\[contacts\] es = 1: write a text in quotes"),
    ],
)
def test_contacts_that_cannot_be_meant_are_refused(line: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "pipeline.toml").write_text(line)
    with pytest.raises(WorkspaceError, match=why):
        _ = Workspace(tmp_path).settings


def test_a_regional_language_has_the_contact_of_its_base(tmp_path: Path) -> None:
    (tmp_path / "pipeline.toml").write_text(
        'contact = "all@x.org"\nsite_address = "https://x.org/"\n[contacts]\nes = "es@x.org"'
    )
    there = Workspace(tmp_path)
    contacts = [there.settings.contact_for(there.languages.get(tag)) for tag in ("es", "es-419", "pt")]
    assert (contacts, there.settings.site_address) == (["es@x.org", "es@x.org", "all@x.org"], "https://x.org")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", "\u202egnirts\u202c 5 mg", "\u2067open", "shut\u2069", "<b>\u202e</b>10"]
)
def test_a_text_that_would_break_out_stays_in_its_sentence(evil: str, name: str, tmp_path: Path) -> None:
    sample = record("ar")
    blocks = tuple(
        replace(block, sentences=tuple(replace(s, target=evil, source=evil) for s in block.sentences))
        for block in sample.blocks
    )
    text = page(made(tmp_path / "w", "ar", blocks=blocks), name)
    assert [tag for tag, _ in Reader(text).tags if tag == "script"] == []
    assert re.findall("[\u202a-\u202e\u2066-\u2069]", text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bilingual_page_holds_both_texts_and_each_says_its_language(language: str, tmp_path: Path) -> None:
    leaflet_made = made(tmp_path / "w", language)
    text = page(leaflet_made, "bilingual")
    shown = re.sub(r"</?(?:b|i|sub|a|bdi)\b[^>]*>", "", text)
    for block in leaflet_made.blocks:
        for sentence in block.sentences:
            bare = re.sub(r"<[^>]*>", "", sentence.original).replace("p < 0.05", "p &lt; 0.05")
            assert bare in shown
    assert "Weight changed by −2 kg. This was so in all studies." in shown  # what is said nearby is not lost
    originals = [attributes for _, attributes in Reader(text).tags if attributes.get("class") == "original"]
    assert len(originals) == len(leaflet_made.blocks)
    assert {(a["lang"], a["dir"]) for a in originals} == {("en", "ltr")}
    plain = page(leaflet_made)
    for line in re.findall(r"<(?:p|dd|dt)>.*?</(?:p|dd|dt)>", plain[plain.index("<footer") :]):
        assert line in text  # the same truth


@pytest.mark.parametrize("name", ["docx", "txt"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_other_formats_say_the_same_of_the_leaflet(language: str, name: str, tmp_path: Path) -> None:
    leaflet_made = made(tmp_path / "w", language)
    content = registry.renderer(name).render(leaflet_made).content
    said = "\n".join(p.text for p in docx.Document(BytesIO(content)).paragraphs) if name == "docx" else content.decode()
    said = said.replace("\u00a0", " ")
    bare = re.sub("[\u200f\u2066-\u2069]", "", said)
    facts = [fact.value for fact in leaflet_made.facts]
    for text in (leaflet_made.byline, *leaflet_made.notices, *facts):
        assert text in bare
    assert ("\u2066500–2000 mg\u2069" in said) == (language == "ar")
