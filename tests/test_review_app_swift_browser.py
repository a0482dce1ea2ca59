"""Approve and next in a real browser: one key, no new page, and whatever goes wrong looks as it did without."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from conftest import make_workspace
from swift_office import HERE, SENTENCES, drafted
from test_review_app_browser import browser, server
from test_review_app_team_browser import in_a_thread, join, signed_in

from pipeline.catalog import store
from pipeline.catalog.entry import Catalog
from pipeline.config import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from test_review_app_browser import Server

pytestmark = pytest.mark.slow
__all__ = ["browser", "server"]

SETTLED = 400  # ms, more than the page wants before the same key approves again
BOX = "form.decide textarea >> nth=0"


@pytest.fixture
def sandbox(tmp_path: "Path") -> Workspace:
    """In the place of the one that the server would show."""
    return drafted(make_workspace(tmp_path / "office"))


def catalog(workspace: Workspace) -> Catalog:
    found = store.read(workspace.catalog("es", "walks"))
    assert found
    return found


def signed(workspace: Workspace) -> int:
    return sum(bool(entry.signatures) for entry in catalog(workspace).active.values())


@contextmanager
def at_work(browser: "Browser", server: "Server", workspace: Workspace) -> Iterator["Page"]:
    """The first sentence open; `window.loaded` stays as long as no page is loaded anew."""
    in_a_thread(join, workspace)
    with signed_in(browser, server, "ana") as tab:
        tab.goto(f"{server.address.rstrip('/')}{HERE}")
        with tab.expect_navigation():
            tab.click("text=Go to the first that waits for you")
        tab.evaluate("window.loaded = 'once'")
        yield tab


def source(tab: "Page") -> str:
    return tab.inner_text(".segment.open .texts > .text >> nth=0")


def approve(tab: "Page") -> None:
    tab.clock.run_for(SETTLED)
    with tab.expect_navigation():
        tab.keyboard.press("Control+Enter")


def once(tab: "Page") -> bool:
    return bool(tab.evaluate("window.loaded === 'once'"))


def test_five_in_a_row_by_one_key_each_and_no_page_is_loaded(
    browser: "Browser", server: "Server", sandbox: Workspace
) -> None:
    texts = list(SENTENCES)
    with at_work(browser, server, sandbox) as tab:
        for number, text in enumerate(texts[:5], 1):
            assert source(tab) == text
            approve(tab)
            assert tab.evaluate("document.activeElement.matches('.segment.open form.decide textarea')")
            assert tab.evaluate("document.activeElement.closest('[role=group]').innerText").startswith(
                f"Sentence {number + 1} of {len(texts)}"
            )
            assert tab.inner_text("#notice") == "Approved."
            assert tab.get_attribute(BOX, "aria-describedby") == "notice"
        assert once(tab)
        assert signed(sandbox) == 5
        assert tab.inner_text("#over .state").startswith(f"{len(texts) - 5} of {len(texts)} sentences wait")
        assert tab.locator(".segment.open").count() == 1
        tab.keyboard.press("Control+Enter")  # the second press of a double one belongs to the sentence before
        address, opened = tab.url, source(tab)
        tab.reload()
        assert (tab.url, source(tab), tab.inner_text("#notice")) == (address, opened, "Approved.")
        tab.go_back()
        tab.wait_for_selector(".segment.open")
        assert source(tab) == texts[4]
        tab.go_forward()
        tab.wait_for_selector(f".segment.open:has-text('{opened}')")
        assert signed(sandbox) == 5


def test_typing_is_checked_kept_and_taken_back_on_a_sentence_that_was_swapped_in(
    browser: "Browser", server: "Server", sandbox: Workspace
) -> None:
    with at_work(browser, server, sandbox) as tab:
        approve(tab)
        with tab.expect_response("**/check/") as checked, tab.expect_response("**/keep/") as kept:
            tab.fill(BOX, "El parque tiene 2 lagos.")
            tab.clock.run_for(1000)
        assert (checked.value.ok, kept.value.ok) == (True, True)
        tab.wait_for_selector("[data-live] li")
        tab.fill(BOX, "En el parque hay un lago.")
        approve(tab)
        assert tab.inner_text(".segment.open .label").startswith("Sentence 3")
        with tab.expect_navigation():
            tab.click("form.undo button")
        assert (once(tab), source(tab)) == (True, list(SENTENCES)[1])
        assert tab.input_value(BOX) == "El parque tiene un lago."


def test_a_conflict_is_the_page_that_it_was(browser: "Browser", server: "Server", sandbox: Workspace) -> None:
    with at_work(browser, server, sandbox) as tab:
        approve(tab)
        path = sandbox.catalog("es", "walks")
        path.write_text(path.read_text("utf-8").replace("El parque tiene un lago.", "Hay un lago."), "utf-8")
        tab.fill(BOX, "En el parque hay un lago.")
        approve(tab)
        tab.wait_for_selector("[role=alert]")
        assert "Somebody changed this sentence" in tab.inner_text("[role=alert]")
        assert "Hay un lago." in tab.inner_text(".segment.open .texts")
        assert (once(tab), tab.input_value(BOX), signed(sandbox)) == (False, "En el parque hay un lago.", 1)


def test_a_session_that_ended_and_a_server_that_is_away(
    browser: "Browser", server: "Server", sandbox: Workspace
) -> None:
    with at_work(browser, server, sandbox) as tab:
        approve(tab)
        tab.fill(BOX, "En el parque hay un lago.")
        tab.route("**/edit/", lambda route: route.abort())
        tab.clock.run_for(SETTLED)
        tab.keyboard.press("Control+Enter")
        tab.wait_for_selector("[data-away]:has-text('Not sent')")
        assert (once(tab), tab.input_value(BOX)) == (True, "En el parque hay un lago.")
        tab.unroute("**/edit/")
        tab.clock.run_for(6000)
        tab.wait_for_selector("[data-away]:has-text('The server is back')")
        approve(tab)
        assert (once(tab), source(tab), signed(sandbox)) == (True, list(SENTENCES)[2], 2)
        tab.context.clear_cookies()
        tab.fill(BOX, "Es un lago grande.")
        approve(tab)
        tab.wait_for_selector("h2:has-text('What you typed')")
        assert "Es un lago grande." in tab.inner_text("main")
        assert signed(sandbox) == 2
