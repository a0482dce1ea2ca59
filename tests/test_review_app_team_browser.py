"""Two people in two browsers: the claim, the sentence that is held, its warning, and the text that comes back."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db import connections
from test_review_app_browser import browser, look, server
from web import PASSWORD, account, open_office

from pipeline.config import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from test_review_app_browser import Server

pytestmark = pytest.mark.slow
__all__ = ["browser", "server"]

TYPED = "¿Caminar ayuda a"


@contextmanager
def signed_in(started: "Browser", office: "Server", handle: str) -> Iterator["Page"]:
    with started.new_context(locale="en-GB") as context:
        tab = context.new_page()
        tab.clock.install()
        tab.goto(office.address)
        tab.fill("#handle", handle)
        tab.fill("#password", PASSWORD)
        tab.click("main button")
        yield tab


def join(workspace: Workspace) -> None:
    open_office(workspace)
    account("ana", "reviewer")
    account("lea", "lead")
    connections.close_all()


def in_a_thread(act: Callable[[Workspace], None], workspace: Workspace) -> None:
    """Away from the browser's event loop, in which Django works on no database."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(act, workspace).result()


def said(tab: "Page") -> str:
    return tab.inner_text("[data-lease-said]")


def test_the_warning_comes_one_key_extends_and_typed_text_comes_back(
    server: "Server",
    browser: "Browser",
    sandbox: Workspace,
) -> None:
    in_a_thread(join, sandbox)
    with signed_in(browser, server, "ana") as tab, signed_in(browser, server, "lea") as other:
        tab.click("text=Claim for 7 days")
        assert "You have this document, due in 7 days" in tab.inner_text(".team")
        tab.click("text=Go to the first that waits for you")
        be_warned(tab)
        with tab.expect_response("**/keep/"):
            tab.fill("textarea", TYPED)
            tab.clock.run_for(1000)
        opened = tab.url
        open_anyway(other, opened)
        other.goto(server.address)
        look(other, "team-work-of-another")
        tab.goto(server.address)
        look(tab, "team-work")
        find_it_again(tab, opened)


def be_warned(tab: "Page") -> None:
    """Two minutes before, in words, with the focus where it was; one key takes ten more."""
    tab.wait_for_selector("textarea")
    tab.wait_for_load_state()
    tab.clock.run_for(7 * 60_000)  # the page's clock goes on by itself too
    assert said(tab) == ""
    tab.clock.run_for(60_000)
    assert said(tab) == "This sentence is held for you for two more minutes."
    assert tab.evaluate("document.activeElement.tagName") == "TEXTAREA"
    look(tab, "team-warning")
    before = tab.get_attribute("[data-held] time", "datetime")
    with tab.expect_response("**/keep/"):
        tab.keyboard.press("F9")
    tab.wait_for_selector("[data-lease-longer]", state="hidden")
    assert said(tab) == "Held for you for ten more minutes."
    assert tab.get_attribute("[data-held] time", "datetime") != before


def open_anyway(tab: "Page", opened: str) -> None:
    tab.goto(opened)
    look(tab, "team-taken")
    assert tab.locator("textarea").count() == 0
    assert tab.evaluate("document.activeElement.textContent") == "Open it anyway"
    tab.keyboard.press("Enter")
    tab.wait_for_selector("textarea")
    assert tab.input_value("textarea") != TYPED


def find_it_again(tab: "Page", opened: str) -> None:
    tab.goto(opened + "&anyway=1")
    assert tab.input_value("textarea").strip() == TYPED
    assert "You typed this at" in tab.inner_text(".kept")
    look(tab, "team-kept")
    tab.click("text=Discard it")
    tab.click("text=Discard what you typed")
    assert tab.locator(".kept").count() == 0
