"""Leaflets of four languages, alone and with their originals, as a browser and the checkers of pages see them."""

import json
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from record_samples import LANGUAGES, made
from test_pictures import png
from test_renderers_browser import AXE, RULES, VNU, browser, need

from pipeline import registry
from pipeline.model.document import BlockKind
from pipeline.model.leaflet import LanguageChoice, LeafletBlock, LeafletSentence

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

__all__ = ["browser"]  # the fixture
PIECES = {
    "ar": ("500–2000 mg", "95% CI 1.2 to 3.4", "p < 0.05", "−2 kg", "1.0–1.5%", "HbA1c"),
    "he": ("5–10 mg", "95% CI 1.2 to 3.4", "p < 0.05", "−5", "22/11/2026", "120/80 mmHg", "≥ 65", "99%"),
}
HEBREW = (
    "המינון היה 5–10 mg ביום (95% CI 1.2 to 3.4; p < 0.05), השינוי היה −5, בתאריך 22/11/2026, לחץ הדם 120/80 mmHg,"
    " גיל ≥ 65, ו-99% מהאנשים."
)
# Where each character of a piece is drawn, in the order of the text.
PLACES = """piece => {
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), at = [];
    let text = '';
    while (walker.nextNode()) for (let i = 0; i < walker.currentNode.data.length; i++) {
        text += walker.currentNode.data[i]; at.push([walker.currentNode, i]);
    }
    const start = text.indexOf(piece);
    if (start < 0) return [];
    return at.slice(start, start + piece.length).map(([node, i]) => {
        const range = document.createRange(); range.setStart(node, i); range.setEnd(node, i + 1);
        const box = range.getBoundingClientRect(); return [box.left, box.width];
    }).filter(([, width]) => width).map(([left]) => left);
}"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each leaflet in each format of a page; one with a switch of many languages; one in Hebrew."""
    folder = tmp_path_factory.mktemp("pages")
    leaflets = {tag: made(folder / f"workspace-{tag}", tag) for tag in LANGUAGES}
    many = tuple(LanguageChoice(tag, tag, f"../{tag}/metformin.html") for tag in ("de", "fr", "it", "pl", "ro", "uk"))
    words = LeafletSentence("Una persona camina entre dos barras.", "es", "final", original="A person walks.")
    figure = LeafletBlock(BlockKind.FIGURE, (words,), picture=f"data:image/png;base64,{b64encode(png()).decode()}")
    leaflets["many"] = replace(leaflets["es"], choices=many, blocks=(*leaflets["es"].blocks, figure))
    block = next(block for block in leaflets["ar"].blocks if "500" in block.sentences[0].text)
    hebrew = replace(block, sentences=(replace(block.sentences[0], text=HEBREW, language="he"),))
    leaflets["he"] = replace(leaflets["ar"], language="he", title="עלון", blocks=(hebrew,))
    files = {}
    for tag, leaflet in leaflets.items():
        for name in ("html", "bilingual"):
            files[f"{tag}-{name}"] = folder / f"{tag}-{name}.html"
            files[f"{tag}-{name}"].write_bytes(registry.renderer(name).render(leaflet).content)
    return files


@pytest.fixture(scope="module")
def tab(browser: "Browser") -> Iterator["Page"]:
    with browser.new_context(viewport={"width": 360, "height": 640}, bypass_csp=True) as context:
        yield context.new_page()


def test_the_nu_html_checker_has_nothing_to_say(pages: dict[str, Path]) -> None:
    java = shutil.which("java") or ""
    need(there=bool(java), what="java is missing")
    need(there=VNU.is_file(), what=f"vnu-jar is missing: {VNU}")
    program = [java, "-jar", str(VNU), "--format", "json", "--exit-zero-always", *map(str, pages.values())]
    done = subprocess.run(program, capture_output=True, check=True, text=True, timeout=120)
    # It does not know that `img-src data:` lets data in; the test below asks a browser.
    said = [one for one in json.loads(done.stderr)["messages"] if "image “data:" not in one["message"]]
    assert said == []


@pytest.mark.parametrize(("name", "width"), [("html", 360), ("bilingual", 1200)])
def test_axe_finds_no_barrier(name: str, width: int, tab: "Page", pages: dict[str, Path]) -> None:
    need(there=AXE.is_file(), what=f"axe-core is missing: {AXE}")
    tab.set_viewport_size({"width": width, "height": 640})
    barriers = {}
    for tag in (*LANGUAGES, "many"):
        tab.goto(pages[f"{tag}-{name}"].as_uri())
        tab.add_script_tag(path=AXE)
        report = tab.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
        assert len(report["passes"]) > 20
        barriers[tag] = [(found["id"], [node["html"] for node in found["nodes"]]) for found in report["violations"]]
    assert {tag: found for tag, found in barriers.items() if found} == {}


@pytest.mark.parametrize("language", [*LANGUAGES, "many"])
def test_the_first_screen_of_a_phone_shows_title_status_and_key_messages(
    language: str, tab: "Page", pages: dict[str, Path]
) -> None:
    tab.set_viewport_size({"width": 360, "height": 640})
    tab.goto(pages[f"{language}-html"].as_uri())
    for name in ("h1", ".byline", ".key-messages h2", ".key-messages li:first-of-type"):
        box = tab.locator(name).bounding_box()
        assert box
        assert 0 <= box["y"] <= box["y"] + box["height"] <= 640, name
    assert tab.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("language", PIECES)
def test_numbers_with_units_and_formulas_read_from_the_left(
    language: str, width: int, tab: "Page", pages: dict[str, Path]
) -> None:
    tab.set_viewport_size({"width": width, "height": 640})
    tab.goto(pages[f"{language}-html"].as_uri())
    for piece in PIECES[language]:
        places = tab.evaluate(PLACES, piece)
        assert len(places) >= len(piece.replace(" ", ""))
        assert places == sorted(places), piece


def test_without_help_a_range_would_stand_the_wrong_way_round(tab: "Page", pages: dict[str, Path]) -> None:
    text = pages["ar-html"].read_text("utf-8")
    bare = pages["ar-html"].with_name("bare.html")
    bare.write_text(text.replace('<bdi class="whole" dir="ltr">', "<span>").replace("</bdi>", "</span>"), "utf-8")
    tab.set_viewport_size({"width": 1200, "height": 640})
    tab.goto(bare.as_uri())
    places = tab.evaluate(PLACES, "500–2000 mg")
    assert places != sorted(places)


def test_the_policy_of_the_page_lets_its_pictures_in(browser: "Browser", pages: dict[str, Path]) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(pages["many-html"].as_uri())
        assert tab.evaluate("document.querySelector('.figure img').naturalWidth") == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_originals_stand_beneath_on_a_phone_and_beside_on_a_wide_screen(
    language: str, tab: "Page", pages: dict[str, Path]
) -> None:
    tab.goto(pages[f"{language}-bilingual"].as_uri())
    for width, beside in ((360, False), (1200, True)):
        tab.set_viewport_size({"width": width, "height": 640})
        pair = tab.locator("main > div.pair:not(.h1, .h2)").first
        target, original = (pair.locator("p").nth(number).bounding_box() for number in (0, 1))
        assert target
        assert original
        assert (abs(target["y"] - original["y"]) < 20) == beside
        assert beside or original["y"] >= target["y"] + target["height"]
        assert not beside or (target["x"] > original["x"]) == (language == "ar")
