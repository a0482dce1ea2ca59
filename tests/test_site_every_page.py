"""Every kind of page that a reader or reviewer may meet, in three scripts, before the Nu checker and axe-core."""

import json
import shutil
import subprocess
from datetime import timedelta
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from conftest import DAY
from facts_samples import make
from test_renderers_browser import AXE, RULES, VNU, browser, need

from pipeline.cli.site_server import SiteHandler
from pipeline.stages.publish import publish
from pipeline.stages.suspend import suspend

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

__all__ = ["browser"]  # the fixture
TAGS = ("es", "ar", "zh-Hans")
KINDS = {
    "list": "site/{tag}/index.html",
    "leaflet": "site/{tag}/doses.html",
    "bilingual": "site/{tag}/doses-bilingual.html",
    "tombstone": "site/{tag}/down.html",
    "bilingual tombstone": "site/{tag}/down-bilingual.html",
    "draft": "preview/{tag}/doses-draft.html",
    "bilingual draft": "preview/{tag}/doses-draft-bilingual.html",
}
PAGES = ("site/index.html", "site/404.html", *(path.format(tag=tag) for tag in TAGS for path in KINDS.values()))
WORDS = {"es": "presión", "ar": "ضغط", "zh-Hans": "血压"}
SPOILED = "preview/spoiled.html"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published site, one of its leaflets taken down; the drafts; and a page that no checker may let pass."""
    workspace, _ = make(tmp_path_factory.mktemp("every") / "w", ("html", "bilingual"), TAGS, ("doses", "down"))
    report = publish(workspace, TAGS)
    assert report.clean, (report.refused, report.problems)
    assert publish(workspace, TAGS, ["doses"], formats=("html", "bilingual"), draft=True).clean
    suspend(workspace, ["down"], [], "luis", DAY + timedelta(days=3), "the dose is wrong")
    folder = workspace.root / "build"
    page = (folder / "site/es/doses.html").read_text("utf-8")
    spoiled = page.replace('<html lang="es" dir="ltr">', "<html>").replace("<h1", '<img src="x.png"><h1 id="about"', 1)
    assert spoiled != page
    (folder / SPOILED).write_text(spoiled, "utf-8")
    return folder


def test_each_page_is_of_its_kind(build: Path) -> None:
    for tag in TAGS:
        page = {kind: (build / path.format(tag=tag)).read_text("utf-8") for kind, path in KINDS.items()}
        assert "10 µg" in page["leaflet"]
        assert "10 µg" not in page["tombstone"]
        assert 'class="draft"' in page["draft"]
        assert 'class="original"' in page["bilingual"]
        assert 'type="search"' in page["list"]


def test_the_nu_html_checker_has_nothing_to_say_but_of_the_spoiled_page(build: Path) -> None:
    java = shutil.which("java") or ""
    need(there=bool(java), what="java is missing")
    need(there=VNU.is_file(), what=f"vnu-jar is missing: {VNU}")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SiteHandler, directory=str(build))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        start = f"http://127.0.0.1:{server.server_port}/"
        options = ("-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", str(VNU), "--format", "json")
        addresses = [start + page for page in (*PAGES, SPOILED)]
        program = [java, *options, "--exit-zero-always", *addresses]
        done = subprocess.run(program, capture_output=True, check=True, text=True, timeout=180)
        server.shutdown()
    found = [(one["url"].removeprefix(start), one["message"]) for one in json.loads(done.stderr)["messages"]]
    assert [(page, message) for page, message in found if page != SPOILED] == []
    assert {"img" in message for _, message in found} == {True, False}  # the picture without words, and more


def test_axe_finds_no_barrier_but_on_the_spoiled_page(browser: "Browser", build: Path) -> None:
    need(there=AXE.is_file(), what=f"axe-core is missing: {AXE}")
    with browser.new_context(bypass_csp=True) as context:
        tab = context.new_page()
        barriers = {}
        for page in PAGES:
            for width, scheme in ((360, "dark"), (1000, "light")) if "/es/" in page else ((360, "light"),):
                tab.set_viewport_size({"width": width, "height": 640})
                tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
                tab.goto((build / page).resolve().as_uri())
                barriers[page, scheme] = _barriers(tab)
        for tag, word in WORDS.items():  # what a search has found is another page
            tab.goto((build / f"site/{tag}/index.html").resolve().as_uri())
            tab.fill("#words", word)
            tab.locator(".leaflets:visible h2").first.wait_for()
            barriers[tag, "search"] = _barriers(tab)
            tab.fill("#words", "zzzz")
            tab.locator(".leaflets:visible h2").first.wait_for(state="hidden")
            barriers[tag, "nothing found"] = _barriers(tab)
        tab.goto((build / SPOILED).as_uri())
        spoiled = _barriers(tab)
    assert {page: found for page, found in barriers.items() if found} == {}
    assert {"html-has-lang", "image-alt"} <= {name for name, _ in spoiled}


def _barriers(tab: "Page") -> list[tuple[str, list[str]]]:
    tab.add_script_tag(path=AXE)
    report = tab.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
    assert len(report["passes"]) > 10
    return [(found["id"], [node["html"] for node in found["nodes"]]) for found in report["violations"]]
