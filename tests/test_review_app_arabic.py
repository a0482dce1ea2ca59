"""The review in Arabic, in a real browser: right to left, without barriers, with English and Spanish the other way."""

from typing import TYPE_CHECKING

import pytest
from test_review_app_browser import Server, browser, look, server
from web import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
__all__ = ["browser", "server"]


def box(tab: "Page", selector: str) -> tuple[float, float]:
    found = tab.locator(selector).first.bounding_box()
    assert found
    return found["x"], found["x"] + found["width"]


def test_the_pages_are_mirrored_and_each_text_keeps_its_own_direction(server: Server, browser: "Browser") -> None:
    with browser.new_context(locale="ar") as context:
        tab = context.new_page()
        tab.goto(server.setup)
        assert tab.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
        assert tab.input_value("#language") == "ar"
        look(tab, "ar-setup")
        tab.fill("#handle", "eva")
        tab.fill("#password", PASSWORD)
        tab.fill("#again", PASSWORD)
        tab.click("main button")
        look(tab, "ar-work")
        for page in ("account/", "people/", "person/eva/", "invite/", "languages/es/", "practice/es/"):
            tab.goto(f"{server.address}{page}")
            tab.evaluate("(document.querySelector('details') || {}).open = true")
            look(tab, f"ar-{page.replace('/', '-')}")
        tab.goto(server.address)
        tab.click("tbody a")
        tab.click("p.state a")
        look(tab, "ar-open")
        middle = 1280 / 2
        assert box(tab, "header nav a")[0] > middle > box(tab, "header form button")[1]
        assert box(tab, ".texts [lang=en]")[0] >= middle - 8 >= box(tab, ".texts > :last-child")[0]
        side = "getComputedStyle(document.querySelector('.segment.waits')).border{}Width"
        assert tab.evaluate(side.format("Right")) > tab.evaluate(side.format("Left"))
        texts = "document.querySelectorAll('.texts [lang], form.decide textarea')"
        assert set(tab.evaluate(f"[...{texts}].map(one => getComputedStyle(one).direction)")) == {"ltr"}
        assert tab.evaluate("getComputedStyle(document.querySelector('.label')).direction") == "rtl"
