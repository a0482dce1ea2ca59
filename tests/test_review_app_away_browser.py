"""The server goes away while somebody types: the page says so, sends nothing into the void, and recovers by itself."""

from typing import TYPE_CHECKING

import pytest
from test_review_app_browser import Server, browser, look, server
from test_review_app_team_browser import in_a_thread, join, signed_in

from pipeline.config import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
__all__ = ["browser", "server"]


def said(tab: "Page") -> str:
    return tab.inner_text("[data-away]")


def test_a_lost_server_is_said_and_nothing_is_lost(server: Server, browser: "Browser", sandbox: Workspace) -> None:
    in_a_thread(join, sandbox)
    with signed_in(browser, server, "ana") as tab:
        tab.goto(f"{server.address}documents/es/stroke/")
        tab.click("text=Go to the first that waits for you")
        tab.wait_for_selector("textarea")
        assert said(tab) == ""
        opened = tab.url
        tab.context.set_offline(True)
        tab.fill("form.decide textarea >> nth=0", "¿Caminar ayuda?")
        tab.wait_for_selector("[data-away]:has-text('The server cannot')")
        assert tab.evaluate("document.activeElement.tagName") == "TEXTAREA"
        look(tab, "away")
        tab.click("[data-do=save]")
        assert said(tab).startswith("Not sent")
        assert (tab.url, tab.input_value("form.decide textarea >> nth=0")) == (opened, "¿Caminar ayuda?")
        tab.context.set_offline(False)
        tab.wait_for_selector("[data-away]:has-text('The server is back')")
        look(tab, "away-back")
        tab.goto(opened)
        assert tab.input_value("form.decide textarea >> nth=0").strip() == "¿Caminar ayuda?"
        tab.context.clear_cookies()
        tab.fill("form.decide textarea >> nth=0", "¿Caminar ayuda mucho?")
        tab.clock.run_for(1000)
        tab.wait_for_selector("[data-away]:has-text('You were signed out')")
        tab.click("[data-do=save]")
        tab.wait_for_selector("main:has-text('¿Caminar ayuda mucho?')")
