"""The shortcuts: a person's own keys, and a real browser in which everything is done without a mouse."""

from typing import TYPE_CHECKING

import pytest
from test_review_app_browser import Server, browser, look, server  # noqa: F401  # fixtures
from web import PASSWORD, account, client, open_office

from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.review_app import keys

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def chosen(**changes: str) -> dict[str, str]:
    return {"do": "keep", **keys.DEFAULT.keys, **changes}


def test_keys_are_changed_turned_off_and_put_back_by_each_person(sandbox: Workspace) -> None:
    open_office(sandbox)
    ana, luis = account("ana", "reviewer"), account("luis", "reviewer")
    person = client("ana")
    assert person.post("/keys/", chosen(comment="F9", extend="")).status_code == 303
    assert (keys.of(ana).keys["comment"], keys.of(ana).keys["extend"]) == ("F9", "")
    assert keys.of(luis) == keys.DEFAULT
    page = person.get("/keys/").content.decode()
    assert '<option value="F9" selected>F9</option>' in page
    assert "&#34;comment&#34;: &#34;F9&#34;" in page
    assert person.post("/keys/", {"do": "off"}).status_code == 303
    assert set(keys.of(ana).keys.values()) == {""}
    assert person.post("/keys/", {"do": "default"}).status_code == 303
    assert keys.of(ana) == keys.DEFAULT


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"comment": "Ctrl+T"}, "not free"),
        ({"comment": "<script>"}, "not free"),
        ({"comment": "F2"}, "Two actions have the same key"),
        ({"comment": "c"}, "Switch single keys on"),
    ],
)
def test_a_key_that_is_not_free_is_refused(sandbox: Workspace, changes: dict[str, str], why: str) -> None:
    open_office(sandbox)
    ana = account("ana", "reviewer")
    answer = client("ana").post("/keys/", chosen(**changes))
    assert (answer.status_code, why in answer.content.decode(), keys.of(ana)) == (422, True, keys.DEFAULT)


def test_a_single_key_takes_the_switch_and_no_default_is_one() -> None:
    assert keys.problem(keys.Chosen({**keys.DEFAULT.keys, "comment": "c"}, single=True)) == ""
    assert set(keys.DEFAULT.keys.values()) <= set(keys.FREE)


@pytest.mark.slow
def test_without_a_mouse_from_help_to_undo(server: Server, browser: "Browser", sandbox: Workspace) -> None:  # noqa: F811
    with browser.new_context(locale="en-GB") as context:
        tab = context.new_page()
        enter(tab, server)
        tab.goto(f"{server.address}documents/es/stroke/")
        shows_help(tab)
        with tab.expect_navigation():
            tab.click("text=Go to the first that waits")
        first = open_one(tab)
        with tab.expect_navigation():
            tab.keyboard.press("Alt+ArrowDown")
        assert open_one(tab) != first
        assert focus(tab) == f"text-{open_one(tab).removeprefix('s-')}"
        with tab.expect_navigation():
            tab.keyboard.press("Alt+ArrowUp")
        assert open_one(tab) == first
        comments(tab)
        ignores_what_is_composed_and_altgr(tab)
        approves_and_takes_it_back(tab)
        look(tab, "talk")
        rejects_and_sends_no_other_form(tab, server)
        single_keys(tab, server)
    catalog = store.read(sandbox.catalog("es", "stroke"))
    assert catalog
    assert [entry.signatures for entry in catalog.active.values() if entry.signatures] == []


def enter(tab: "Page", server: Server) -> None:  # noqa: F811
    tab.goto(server.setup)
    tab.fill("#handle", "eva")
    tab.fill("#password", PASSWORD)
    tab.fill("#again", PASSWORD)
    tab.click("main button")


def open_one(tab: "Page") -> str:
    return str(tab.get_attribute(".segment.open", "id"))


def focus(tab: "Page") -> str:
    return str(tab.evaluate("document.activeElement.id"))


def shows_help(tab: "Page") -> None:
    """A key and a button show the list; Escape closes it, and the focus is where it was."""
    tab.focus("header button >> text=Keyboard")
    tab.keyboard.press("Enter")
    assert tab.locator("dialog[open]").count() == 1
    look(tab, "shortcuts")
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.textContent") == "Keyboard"
    tab.keyboard.press("F2")
    assert "Alt+↓" in tab.inner_text("dialog[open]")
    tab.keyboard.press("Escape")
    assert tab.locator("dialog[open]").count() == 0


def comments(tab: "Page") -> None:
    """A comment is written and sent by keys, and the focus is in the editor again."""
    tab.keyboard.press("F8")
    tab.keyboard.type("Is this plain?")
    with tab.expect_navigation():
        tab.keyboard.press("Control+Enter")
    assert "Is this plain?" in tab.inner_text(".segment.open .thread")
    assert focus(tab).startswith("text-")


def ignores_what_is_composed_and_altgr(tab: "Page") -> None:
    before = tab.url
    for more in ("isComposing: true", "keyCode: 229", "altKey: true", "modifierAltGraph: true", "repeat: true"):
        event = f"new KeyboardEvent('keydown', {{key: 'Enter', ctrlKey: true, bubbles: true, {more}}})"
        tab.evaluate(f"document.querySelector('.segment.open textarea').dispatchEvent({event})")
    tab.wait_for_timeout(200)
    assert (tab.url, tab.locator("form.undo").count()) == (before, 0)


def approves_and_takes_it_back(tab: "Page") -> None:
    """Past sentences with errors, the first that can be approved is; the focus goes on; undo opens it again."""
    while tab.locator(".segment.open [data-do=approve]:not([aria-disabled])").count() == 0:
        with tab.expect_navigation():
            tab.keyboard.press("Alt+ArrowDown")
    approved = open_one(tab)
    tab.wait_for_timeout(350)  # a second press so soon would belong to the sentence before
    with tab.expect_navigation():
        tab.keyboard.press("Control+Enter")
    assert "approved" in tab.inner_text(f"#{approved} .label")
    assert focus(tab) == f"text-{open_one(tab).removeprefix('s-')}"
    shown = "(box => box.top >= 0 && box.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())"
    for _ in range(30):  # the page may still be on its way
        if not tab.evaluate(shown):
            tab.wait_for_timeout(100)
    assert tab.evaluate(shown)
    with tab.expect_navigation():
        tab.keyboard.press("F4")
    assert open_one(tab) == approved


def rejects_and_sends_no_other_form(tab: "Page", server: Server) -> None:  # noqa: F811
    """Beside a reason the key sends that reason; it neither signs out nor closes an account."""
    here = tab.url
    tab.click(".reject summary")
    tab.select_option(".reject select", "grammar")
    tab.focus(".reject input[name=more]")
    with tab.expect_navigation():
        tab.keyboard.press("Control+Enter")
    assert tab.locator("form.undo").count() == 1
    sent: list[str] = []
    tab.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    tab.focus("header button >> text=Keyboard")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_timeout(300)
    assert (sent, "/login/" in tab.url) == ([], False)
    tab.goto(f"{server.address}person/eva/")
    sent.clear()
    tab.focus("button[value=close]")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_timeout(300)
    assert [one for one in sent if one.startswith("POST")] == []
    tab.goto(here)


def single_keys(tab: "Page", server: Server) -> None:  # noqa: F811
    """A letter acts where it was switched on, and outside the editor alone."""
    here = tab.url
    tab.goto(f"{server.address}keys/")
    look(tab, "keys")
    tab.select_option("#key-comment", "c")
    tab.check("input[name=single]")
    tab.click("main button.main")
    tab.goto(here)
    tab.keyboard.type("c")
    assert tab.input_value(".segment.open form.decide textarea").count("c") >= 1
    assert focus(tab).startswith("text-")
    tab.focus("header button")
    tab.keyboard.press("c")
    assert focus(tab).startswith("comment-")
