"""The site as a browser opens it from a disk: the checkers, the search, the keyboard, small screens."""

import json
import shutil
import subprocess
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Literal

import pytest
from published_site import make_site
from test_renderers_browser import AXE, RULES, VNU, browser, need  # noqa: F401  # a fixture

from pipeline.cli.site_server import SiteHandler
from pipeline.config import FILE, Workspace
from pipeline.stages.publish import publish

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.slow

PAGES = ["index.html", "404.html", "es/index.html", "ar/index.html", "es/index.2.html", "ar/doc-0001.html"]
TAGS = ["es", "ar", "pt", "fr", "hi", "zh-Hans", "de"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in seven languages; the first has more leaflets than fit a page."""
    workspace = make_site(tmp_path_factory.mktemp("site") / "w", 3, TAGS, sentences=4)
    many = make_site(workspace.root.parent / "many", 41, ["es"], sentences=2)
    shutil.copytree(many.seeds, workspace.seeds, dirs_exist_ok=True)
    shutil.copytree(many.root / "locales", workspace.root / "locales", dirs_exist_ok=True)
    path = workspace.root / FILE
    path.write_text(path.read_text().replace('site_address = ""', 'site_address = "https://leaflets.example.org"'))
    report = publish(Workspace(workspace.root), ())
    assert len(report.files) == 41 + 3 * 6
    return workspace.site.resolve()


def test_the_nu_html_checker_has_nothing_to_say(site: Path) -> None:
    java = shutil.which("java") or ""
    need(there=bool(java), what="java is missing")
    need(there=VNU.is_file(), what=f"vnu-jar is missing: {VNU}")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SiteHandler, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()  # from a disk the checker doubts `script-src 'self'`
        addresses = [f"http://127.0.0.1:{server.server_port}/{page}" for page in PAGES]
        program = [
            java,
            "-Dnu.validator.servlet.allow-forbidden-hosts=true",
            "-jar",
            str(VNU),
            "--format",
            "json",
            "--exit-zero-always",
            *addresses,
        ]
        done = subprocess.run(program, capture_output=True, check=True, text=True, timeout=180)
        server.shutdown()
    assert json.loads(done.stderr)["messages"] == []


@pytest.mark.parametrize("page", ["index.html", "es/index.html", "ar/index.html", "ar/doc-0001.html"])
def test_axe_finds_no_barrier_and_nothing_comes_from_elsewhere(
    page: str,
    browser: "Browser",  # noqa: F811
    site: Path,
) -> None:
    need(there=AXE.is_file(), what=f"axe-core is missing: {AXE}")
    looks: list[tuple[int, Literal["light", "dark"]]] = [(360, "dark"), (1000, "light")]
    for width, scheme in looks:
        size: ViewportSize = {"width": width, "height": 640}
        asked: list[str] = []
        said: list[str] = []
        with browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True) as context:
            tab = context.new_page()
            _listen(tab, asked, said)
            tab.goto((site / page).as_uri())
            assert set(asked) <= {(site / page).as_uri(), (site / "site.js").as_uri()}
            assert said == []
            tab.add_script_tag(path=AXE)
            report = tab.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
        assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in report["violations"]] == []


def _listen(tab: "Page", asked: list[str], said: list[str]) -> None:
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))


def test_no_page_scrolls_sideways_on_a_narrow_screen(browser: "Browser", site: Path) -> None:  # noqa: F811
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        tab = context.new_page()
        for page in PAGES:
            tab.goto((site / page).as_uri())
            assert tab.evaluate("document.documentElement.scrollWidth") == 320, page


def test_the_search_works_from_a_disk_with_the_keyboard_alone(browser: "Browser", site: Path) -> None:  # noqa: F811
    with browser.new_context() as context:
        tab = context.new_page()
        said: list[str] = []
        tab.on("console", lambda message: said.append(message.text))
        tab.goto((site / "es" / "index.html").as_uri())
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.id") == "words"
        tab.keyboard.type("TRATAMIENTO 40")
        found = tab.locator(".leaflets:visible h2")
        found.first.wait_for()
        assert tab.locator("[role=status]").inner_text() == f"Encontrados: {found.count()}"
        assert "¿Ayuda el tratamiento 40 a" in found.all_inner_texts()[0]
        tab.keyboard.press("Enter")  # leads nowhere
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/doc-0040.html")
        tab.go_back()
        tab.fill("#words", "palabra que falta")
        tab.locator("[role=status]", has_text="No se encontró nada").wait_for()
        tab.fill("#words", "")
        assert tab.locator("#leaflets > li").count() == 40
        assert tab.locator("#leaflets").is_visible()
        assert said == []


def test_without_scripts_there_is_the_plain_list(browser: "Browser", site: Path) -> None:  # noqa: F811
    with browser.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto((site / "es" / "index.html").as_uri())
        assert (tab.locator("form").is_visible(), tab.locator("#leaflets > li").count()) == (False, 40)
        tab.click("nav.pages a:has-text('2')")
        assert tab.locator("#leaflets > li").count() == 1


def test_title_and_key_messages_are_on_the_first_screen_of_a_phone(browser: "Browser", site: Path) -> None:  # noqa: F811
    with browser.new_context(viewport={"width": 360, "height": 640}) as context:
        tab = context.new_page()
        tab.goto((site / "es" / "doc-0001.html").as_uri())
        box = tab.locator(".key-messages p").first.bounding_box()
        assert box
        assert box["y"] < 600
        tab.click("summary")
        tab.click("nav a:has-text('français')")
        tab.wait_for_url("**/fr/doc-0001.html")
