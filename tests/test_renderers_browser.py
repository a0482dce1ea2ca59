"""Pages as a browser, the Nu HTML checker and axe-core see them; they need programs that are no part of the package.

`node_modules` (or the folder that PIPELINE_NODE_MODULES names) holds `vnu-jar` and `axe-core`. Where a program is
missing the test is skipped with the reason, but fails where CI=true.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from leaflet_samples import SAMPLES, draft

from pipeline.renderers.html import PLUGIN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
MODULES = Path(os.environ.get("PIPELINE_NODE_MODULES", ROOT / "node_modules"))
VNU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
AXE = MODULES / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def need(*, there: bool, what: str) -> None:
    """Go on if the tool is there; else skip, or fail in CI."""
    if not there:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{what}; `make test` installs it")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The samples as files."""
    folder = tmp_path_factory.mktemp("pages")
    files = {name: folder / f"{name}.html" for name in SAMPLES}
    for name, path in files.items():
        path.write_bytes(PLUGIN.render(SAMPLES[name]()).content)
    return files


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    try:
        import pictures
    except ImportError:
        need(there=False, what="playwright is missing")
    need(there=pictures.chromium() is not None, what="there is no Chromium")
    with pictures.browser() as started:
        yield started


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_nu_html_checker_has_nothing_to_say(sample: str, pages: dict[str, Path]) -> None:
    java = shutil.which("java") or ""
    need(there=bool(java), what="java is missing")
    need(there=VNU.is_file(), what=f"vnu-jar is missing: {VNU}")
    program = [java, "-jar", str(VNU), "--format", "json", "--exit-zero-always", str(pages[sample])]
    done = subprocess.run(program, capture_output=True, check=True, text=True, timeout=120)
    assert json.loads(done.stderr)["messages"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1000])
@pytest.mark.parametrize("sample", SAMPLES)
def test_axe_finds_no_barrier(
    sample: str, width: int, scheme: Literal["light", "dark"], browser: "Browser", pages: dict[str, Path]
) -> None:
    need(there=AXE.is_file(), what=f"axe-core is missing: {AXE}")
    size: ViewportSize = {"width": width, "height": 640}
    with browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True) as context:
        tab = context.new_page()
        tab.goto(pages[sample].as_uri())
        tab.add_script_tag(path=AXE)
        report = tab.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
    assert len(report["passes"]) > 20
    assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in report["violations"]] == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_loads_itself_and_nothing_else(sample: str, browser: "Browser", pages: dict[str, Path]) -> None:
    asked: list[str] = []
    said: list[str] = []
    with browser.new_context() as context:
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: said.append(message.text))
        tab.goto(pages[sample].as_uri())
        styled = tab.evaluate("getComputedStyle(document.querySelector('main')).paddingTop")
    assert (asked, said) == ([pages[sample].as_uri()], [])
    assert styled != "0px"  # the policy lets the style in


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_narrow_screen_shows_it_all_without_scrolling_sideways(
    sample: str, browser: "Browser", pages: dict[str, Path]
) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        tab = context.new_page()
        tab.goto(pages[sample].as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") == 320


def test_the_first_key_press_offers_the_way_to_the_text(browser: "Browser", pages: dict[str, Path]) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(pages["es"].as_uri())
        tab.keyboard.press("Tab")
        box = tab.locator(".skip").bounding_box()
        assert tab.evaluate("document.activeElement.textContent") == "Ir al texto"
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "text"
    assert box
    assert min(box["width"], box["height"]) > 40


def test_paper_keeps_the_banner_and_drops_the_links_to_other_pages(browser: "Browser", pages: dict[str, Path]) -> None:
    def shown(tab: "Page", *names: str) -> list[bool]:
        return [tab.locator(name).is_visible() for name in names]

    with browser.new_context() as context:
        tab = context.new_page()
        tab.emulate_media(media="print")
        tab.goto(pages["draft"].as_uri())
        assert shown(tab, ".warning", ".stamp", "footer") == [True, True, True]
        tab.goto(pages["es"].as_uri())
        assert shown(tab, "nav", ".skip", "footer") == [False, False, True]


def test_every_sheet_of_a_printed_draft_says_that_it_is_one(browser: "Browser", tmp_path: Path) -> None:
    reader = shutil.which("pdftotext") or ""
    need(there=bool(reader), what="pdftotext is missing")
    leaflet = draft()
    long = replace(leaflet, blocks=leaflet.blocks * 8)
    (tmp_path / "draft.html").write_bytes(PLUGIN.render(long).content)
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto((tmp_path / "draft.html").as_uri())
        tab.pdf(path=tmp_path / "draft.pdf", prefer_css_page_size=True)
    text = subprocess.run([reader, tmp_path / "draft.pdf", "-"], capture_output=True, check=True, text=True).stdout
    sheets = text.removesuffix("\f").split("\f")
    assert len(sheets) > 2
    assert ["Borrador para revisar. No es para pacientes." in sheet for sheet in sheets] == [True] * len(sheets)
