"""The language data and the example summaries that we ship keep what they promise."""

import re
import shutil
import string
import subprocess
import tomllib
from pathlib import Path

import pytest

from pipeline import shipped
from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.model.document import BlockKind, Key
from pipeline.phrases import fold
from pipeline.stages import packs
from pipeline.stages.extract import read_all
from pipeline.stages.workspace import init
from pipeline.wording import contains

DATA = shipped.language_data()
FULL = ("es", "pt", "ca", "fr")
CORE = ("ar", "hi", "zh-Hans")  # the most frequent phrases, and no termbase yet


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return init(tmp_path_factory.mktemp("data") / "w", sandbox=True)


def messages(path: Path) -> dict[Key, tuple[str, ...]]:
    """Target and extracted comments of every message, by key."""
    catalog = store.read(path)
    assert catalog is not None
    return {key: (entry.target, *entry.section) for key, entry in catalog.active.items()}


@pytest.mark.parametrize("tag", FULL)
def test_phrases_are_many_translated_and_unambiguous(tag: str) -> None:
    rows = messages(DATA / "phrases" / f"{tag}.po")
    assert len(rows) >= 60
    assert all(target for target, *_ in rows.values())
    english = [
        (key.context, fold(source))
        for key, (_, *comments) in rows.items()
        for source in (key.source, *(c.removeprefix("variant: ") for c in comments if c.startswith("variant: ")))
    ]
    assert len(english) == len(set(english))


def test_full_packs_hold_the_same_phrases() -> None:
    held = [{(k.context, fold(k.source)) for k in messages(DATA / "phrases" / f"{t}.po")} for t in FULL]
    variants = {
        (key.context, fold(c.removeprefix("variant: ")))
        for tag in FULL
        for key, (_, *comments) in messages(DATA / "phrases" / f"{tag}.po").items()
        for c in comments
        if c.startswith("variant: ")
    }
    assert {row for rows in held for row in rows if not all(row in other for other in held)} - variants == set()


@pytest.mark.parametrize("tag", CORE)
def test_a_young_pack_holds_the_most_frequent_phrases_and_no_others(tag: str) -> None:
    rows, spanish = (messages(DATA / "phrases" / f"{name}.po") for name in (tag, "es"))
    assert len(rows) >= 160
    assert {key for key in rows if key not in spanish} == set()
    assert all(target for target, *_ in rows.values())
    grades = [
        rows[Key(None, f"The certainty of the evidence was {grade}.")][0] for grade in ("high", "low", "very low")
    ]
    assert len(set(grades)) == 3
    sure = ("The treatment works.", "The treatment probably works.", "The treatment may work.")
    assert len({rows[Key(None, source)][0] for source in sure}) == 3


@pytest.mark.parametrize(
    ("english", "targets"),
    [
        ("Key messages", ["Mensajes clave", "Mensagens principais", "Missatges clau", "Messages clés"]),
        (
            "What is a stroke?",
            [
                "¿Qué es un accidente cerebrovascular?",
                "O que é um acidente vascular cerebral (AVC)?",
                "Què és un ictus?",
                "Qu'est-ce qu'un accident vasculaire cérébral (AVC)\u202f?",
            ],
        ),
    ],
)
def test_standard_headings(workspace: Workspace, english: str, targets: list[str]) -> None:
    key = Key("heading", english)
    found = [packs.load(workspace, tag).phrases.find(key) for tag in FULL]
    assert [phrase.target if phrase else "" for phrase in found] == targets


@pytest.mark.parametrize(
    ("tag", "wrong"),
    [
        ("es", ["golpe", "curso", "trazo"]),
        ("pt", ["golpe", "curso", "traço"]),
        ("ca", ["després d'un cop", "curs", "traç"]),
        ("fr", ["un coup", "un cours", "un trait"]),
    ],
)
def test_a_stroke_is_no_blow_and_no_course(workspace: Workspace, tag: str, wrong: list[str]) -> None:
    (use,) = packs.load(workspace, tag).terms.find("After a stroke, walking is hard.")
    assert set(wrong) <= set(use.forbidden)


@pytest.mark.parametrize("tag", FULL)
def test_terms_are_many_and_no_form_is_both_right_and_wrong(workspace: Workspace, tag: str) -> None:
    terms = packs.load(workspace, tag).terms.terms
    assert len(terms) >= 120
    clashes = [(t.name, good, bad) for t in terms for good in t.accepted for bad in t.forbidden if contains(good, bad)]
    assert clashes == []


@pytest.mark.parametrize("tag", ["en", *FULL, *CORE])
def test_notices_say_everything_with_the_same_placeholders(tag: str) -> None:
    english, rows = messages(DATA / "notices" / "en.po"), messages(DATA / "notices" / f"{tag}.po")
    assert set(rows) == set(english)
    for key, (target, *_) in rows.items():
        assert fields(target) == fields(key.source)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize("path", sorted(DATA.glob("*/*.po")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_msgfmt_accepts_the_data(path: Path) -> None:
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], check=True, capture_output=True)


def test_nothing_that_we_ship_is_signed(workspace: Workspace) -> None:
    for tag in (*FULL, *CORE):
        pack = packs.load(workspace, tag)
        assert not pack.signed
        assert not any(term.signed for term in pack.terms.terms)


def test_the_examples_are_summaries_of_the_promised_kind(workspace: Workspace) -> None:
    read = read_all(workspace)
    assert read.problems == ()
    assert len(read.documents) == 6
    for document in read.documents:
        text = (workspace.root / document.path).read_text("utf-8").rpartition("\n---\n")[2]
        assert 350 <= len(text.split()) <= 760, document.slug
        assert document.title.endswith("?")
        assert document.record.missing_rights == ()
        headings = [" ".join(b.segments) for b in document.blocks if b.kind is BlockKind.HEADING]
        assert headings[0] == "Key messages"
        assert len(headings) >= 6
    kinds = {block.kind for document in read.documents for block in document.blocks}
    assert kinds == set(BlockKind) - {BlockKind.FIGURE}


def test_style_files_are_read_in_full() -> None:
    for tag in ("en", *FULL):
        rows = tomllib.loads((DATA / "style" / f"{tag}.toml").read_text("utf-8"))
        assert set(rows["risk"]) >= {"negation", "certainty", "units"}
        assert all(re.fullmatch(r"[^A-Z]*", word) for words in rows["risk"].values() for word in words if word != "°C")


def test_the_committed_templates_are_those_of_the_sources() -> None:
    """Run `pipeline extract` in the root of the repository after changing a source."""
    from pipeline import segmentation
    from pipeline.catalog.template import template

    repository = Workspace(Path(__file__).resolve().parent.parent)
    for document in read_all(repository).documents:
        assert repository.template(document.slug).read_bytes() == template(document, segmentation.identity())
