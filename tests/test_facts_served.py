"""Facts as they are served: in every format and script, each sentence is the approved one with the same figures."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import served
from facts_samples import LANGUAGES, make
from test_leaflet_truth_browser import PLACES
from test_renderers_browser import browser, need

from pipeline import bidi, registry
from pipeline.config import Workspace
from pipeline.model.document import Document
from pipeline.model.leaflet import Leaflet, LeafletBlock
from pipeline.stages.leaflets import leaflet
from pipeline.stages.packs import load
from pipeline.stages.publish import publish
from pipeline.stages.records import read_record

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

__all__ = ["browser"]  # the fixture
FORMATS = tuple(served.READERS)
OFFICE = shutil.which("soffice") or ""
PIECES = (
    "5–10 mg",
    "20 mg",
    "4.2 mmHg",
    "95% CI 2.9–5.6",
    "p < 0.001",
    "12,197",
    "18–75",
    "7.5%",
    "−2.5 kg",
    "−4.0",
    "10 µg",
    "0.25 mg",
    "7.8 mmol/L",
    "4.5 × 106",
    "3 × 10−3 g",
    "2 mg/kg",
    "2–8 °C",
    "≥ 30",
    "180/120 mmHg",
    "+0.5 kg",
)

Published = tuple[Workspace, Document]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The text on a site, past the gate, in every language and format."""
    workspace, document = make(tmp_path_factory.mktemp("facts") / "w", FORMATS)
    report = publish(workspace, LANGUAGES)
    assert (report.refused, report.problems) == ([], [])
    return workspace, document


def found(published: Published, tag: str, name: str, content: bytes) -> list[served.Fault]:
    workspace, document = published
    sentences = served.approved(workspace, document, tag, name)
    return list(served.faults(served.READERS[name](content), sentences, workspace.languages.get(tag)))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_sentence_and_fact_that_is_served_is_the_approved_one(tag: str, name: str, published: Published) -> None:
    workspace, document = published
    assert len(served.approved(workspace, document, tag, name)) >= len(document.keys)
    assert found(published, tag, name, (workspace.site / tag / f"doses.{name}").read_bytes()) == []


def test_facts_are_read_in_every_language(published: Published) -> None:
    workspace, document = published
    for tag in LANGUAGES:
        language = workspace.languages.get(tag)
        read = [served.facts(text, language) for text in served.approved(workspace, document, tag, "html")]
        assert sum(map(len, read)) > 80, tag
        assert all(any(fact[1:2] == ("mg",) for fact in facts) for facts in (read[2], read[8])), tag


SPOILS: dict[str, Callable[[str], str]] = {
    "a range reversed": lambda text: text.replace("5–10", "10–5"),
    "a unit dropped": lambda text: text.replace(" µg", ""),
    "another unit": lambda text: text.replace("10 µg", "10 mg"),
    "a minus lost": lambda text: text.replace("−4.0", "4.0"),
    "a point moved": lambda text: text.replace("0.25", "2.5"),
    "an exponent lowered": lambda text: text.replace("<sup>6</sup>", "6"),
    "a percent sign lost": lambda text: text.replace("7.5%", "7.5"),
    "a number cut in two": lambda text: text.replace("12,197", "12, 197"),
    "a figure doubled": lambda text: text.replace("180/120", "180/120/120"),
    "a sentence lost": lambda text: "" if "3.9" in text else text,
    "two cells exchanged": lambda text: text.replace("−2.5 kg", "+0.5 kg") if len(text) < 10 else text,
    "a figure between": lambda text: f"{text} 7." if "40" in text else text,
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("tag", ["ar", "he"])
def test_what_a_spoiled_renderer_serves_is_found_out(tag: str, name: str, published: Published) -> None:
    workspace, _ = published
    record = read_record(workspace, tag, "doses")
    assert record
    whole = leaflet(record, load(workspace, tag), (), draft=False)
    render = registry.renderer(name).render
    assert found(published, tag, name, render(whole).content) == []
    for what, spoil in SPOILS.items() if name != "pdf" else [*SPOILS.items()][:6]:
        spoilt = _spoilt(whole, spoil)
        assert spoilt != whole, what
        assert found(published, tag, name, render(spoilt).content), what


def _spoilt(whole: Leaflet, spoil: Callable[[str], str]) -> Leaflet:
    def of(block: LeafletBlock) -> LeafletBlock:
        return replace(block, sentences=tuple(replace(one, text=spoil(one.text)) for one in block.sentences))

    return replace(whole, blocks=tuple(map(of, whole.blocks)))


# -- what the eye sees ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("tag", ["ar", "he"])
def test_on_paper_every_fact_is_drawn_from_the_left(tag: str, published: Published) -> None:
    workspace, _ = published
    lines = served.drawn((workspace.site / tag / "doses.pdf").read_bytes())
    assert turned(lines) == []


def turned(lines: list[str]) -> list[str]:
    """The facts that no line shows from left to right, whole or, with the unit on the next line, in two."""

    def there(piece: str) -> bool:
        figure, _, unit = piece.partition(" ")
        whole = any(piece.replace(" ", "") in line for line in lines)
        return whole or any(one.startswith(figure) and two.endswith(unit) for one, two in pairwise(lines))

    return [piece for piece in PIECES if not there(piece)]


def test_on_paper_without_islands_ranges_and_signs_would_be_turned(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, _ = published
    record = read_record(workspace, "ar", "doses")
    assert record
    monkeypatch.setattr(bidi, "islands", lambda _text: ())
    spoilt = registry.renderer("pdf").render(leaflet(record, load(workspace, "ar"), (), draft=False)).content
    assert {"5–10 mg", "−2.5 kg", "7.5%", "2–8 °C"} <= set(turned(served.drawn(spoilt)))


@pytest.mark.parametrize("tag", ["ar", "he"])
def test_on_the_screen_every_fact_is_drawn_from_the_left(tag: str, published: Published, browser: "Browser") -> None:
    workspace, _ = published
    with browser.new_context(viewport={"width": 360, "height": 640}) as context:
        tab = context.new_page()
        tab.goto((workspace.site / tag / "doses.html").as_uri())
        for piece in PIECES:
            places = tab.evaluate(PLACES, piece)
            assert len(places) >= len(piece.replace(" ", "")), piece
            assert places == sorted(places), piece


@pytest.mark.parametrize("tag", ["ar", "he"])
def test_a_word_processor_draws_every_fact_from_the_left(tag: str, published: Published, tmp_path: Path) -> None:
    need(there=bool(OFFICE), what="LibreOffice is missing")
    workspace, _ = published
    file = workspace.site / tag / "doses.docx"
    command = (OFFICE, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf")
    subprocess.run((*command, "--outdir", tmp_path, file), check=True, capture_output=True)
    assert turned(served.drawn((tmp_path / "doses.pdf").read_bytes())) == []
