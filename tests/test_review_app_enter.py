"""A plain Enter that approves, where a person has chosen it: in the box of the translation, and not by accident."""

from typing import TYPE_CHECKING

import pytest
from test_review_app_browser import browser, server
from test_review_app_keys import chosen
from test_review_app_team_browser import in_a_thread, signed_in
from web import DOCUMENT, account, client, open_office

from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.review_app import keys

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from test_review_app_browser import Server

__all__ = ["browser", "server"]
AT_ONCE = """addEventListener("DOMContentLoaded", () => {
  const press = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
  window.pressed = !document.querySelector("form.decide textarea").dispatchEvent(press);
})"""
SETTLED = 350  # ms, a little more than the page wants


def test_enter_may_approve_and_do_nothing_else(sandbox: Workspace) -> None:
    open_office(sandbox)
    ana = account("ana", "reviewer")
    page = client("ana")
    assert page.get("/keys/").content.decode().count('<option value="Enter">') == 1
    assert page.post("/keys/", chosen(save="Enter")).status_code == 422
    assert page.post("/keys/", chosen(approve="Enter")).status_code == 303
    assert keys.of(ana).keys["approve"] == "Enter"


def ana_has_chosen_enter(workspace: Workspace) -> None:
    from django.db import connections

    open_office(workspace)
    keys.keep(account("ana", "reviewer"), keys.Chosen({**keys.DEFAULT.keys, "approve": "Enter"}))
    connections.close_all()


@pytest.mark.slow
def test_enter_shows_a_draft_approves_it_and_leaves_other_boxes_alone(
    server: "Server", browser: "Browser", sandbox: Workspace
) -> None:
    in_a_thread(ana_has_chosen_enter, sandbox)
    with signed_in(browser, server, "ana") as tab:
        tab.goto(f"{server.address.rstrip('/')}{DOCUMENT}")
        with tab.expect_navigation():
            tab.click("text=Go to the first that waits")
        writes_lines_in_a_comment(tab)
        shows_the_draft_that_is_folded(tab)
        approves(tab)
    catalog = store.read(sandbox.catalog("es", "stroke"))
    assert catalog
    assert sum(bool(entry.signatures) for entry in catalog.active.values()) == 1


def writes_lines_in_a_comment(tab: "Page") -> None:
    tab.wait_for_load_state()
    tab.keyboard.press("F8")
    tab.keyboard.type("one")
    tab.keyboard.press("Enter")
    tab.keyboard.type("two")
    assert tab.input_value("details[data-comment] textarea") == "one\ntwo"
    tab.fill("details[data-comment] textarea", "")


def shows_the_draft_that_is_folded(tab: "Page") -> None:
    for _ in range(12):
        if tab.locator(".segment.open details.text a").count() and not tab.input_value("form.decide textarea"):
            break
        tab.focus("form.decide textarea")
        with tab.expect_navigation():
            tab.keyboard.press("Alt+ArrowDown")
    here = tab.get_attribute(".segment.open", "id")
    tab.focus("form.decide textarea")
    settle(tab)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert tab.get_attribute(".segment.open", "id") == here
    assert tab.input_value("form.decide textarea") != ""


def approves(tab: "Page") -> None:
    """Not at the moment in which the sentence opens: a second press meant the one before."""
    here = tab.get_attribute(".segment.open", "id")
    text = tab.input_value("form.decide textarea")
    tab.add_init_script(AT_ONCE)
    tab.reload()
    tab.wait_for_timeout(300)
    assert (tab.get_attribute(".segment.open", "id"), tab.input_value("form.decide textarea")) == (here, text)
    assert tab.evaluate("window.pressed")
    settle(tab)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert tab.get_attribute(".segment.open", "id") != here


def settle(tab: "Page") -> None:
    tab.clock.run_for(SETTLED)
