"""The aids as a person meets them: no barrier with all of them open, and texts that go in where one writes."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from test_review_app_browser import Server, browser, look, server
from web import PASSWORD

from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.model.decision import Decision, Mode, Verdict
from pipeline.model.document import Key
from pipeline.queue import open_queue
from pipeline.review_app.page import identity
from pipeline.stages import packs
from pipeline.stages.extract import read_all
from pipeline.stages.review import Desk
from pipeline.stages.translate import translate

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser", "server"]
pytestmark = pytest.mark.slow

HERE = Key(None, "Walking practice probably helps people walk faster.")
LIKE = Key(None, "Walking practice probably helps children walk faster.")
TEXT = "Practicar la marcha probablemente ayuda a las personas a caminar más rápido."
CHILDREN = "Practicar la marcha probablemente ayuda a los niños a caminar más rápido."
OPEN_ALL = "for (const one of document.querySelectorAll('.aids details, .style-notes')) one.open = true"


def prepared(workspace: Workspace) -> None:
    """Give the sentence something in every aid: a memory, earlier texts, another English before, terms as shipped."""
    (workspace.seeds / "children.txt").write_text(f"Walking for children\nIntroduction\n{LIKE.source}\n", "utf-8")
    translate(workspace, ["es"])
    children, stroke = read_all(workspace).documents
    pack = packs.load(workspace, "es")
    with open_queue(workspace.var) as queue:
        mine, other = (Desk(workspace, document, pack, queue) for document in (stroke, children))
        decided(other, LIKE, Verdict.EDIT, CHILDREN)
        decided(mine, HERE, Verdict.SAVE, "Practicar ayuda.")
        decided(mine, HERE, Verdict.SAVE, TEXT)
        changed = replace(mine.catalog().active[HERE], previous=LIKE)
        path = workspace.catalog("es", "stroke")
        store.update(path, workspace.locks, lambda catalog: (catalog or mine.catalog()).with_entries({HERE: changed}))


def decided(desk: Desk, key: Key, verdict: Verdict, text: str) -> None:
    now = desk.catalog().active[key].target
    where = (desk.document.slug, "es", key, verdict, "luis", date(2026, 11, 22))
    desk.decide(Decision(*where, replaces=now, target=text, mode=Mode.EDITED))


def signed_in(server: Server, tab: "Page") -> None:
    tab.goto(server.setup)
    for field, value in (("#handle", "eva"), ("#password", PASSWORD), ("#again", PASSWORD)):
        tab.fill(field, value)
    tab.click("main button")


def test_every_aid_is_within_reach_and_goes_into_the_box(
    server: Server, browser: "Browser", sandbox: Workspace
) -> None:
    with ThreadPoolExecutor(1) as aside:  # the browser's event loop is no place for a database
        aside.submit(prepared, sandbox).result()
    said: list[str] = []
    with browser.new_context(locale="es-ES") as context:
        tab = context.new_page()
        tab.on("console", lambda message: said.append(message.text))
        signed_in(server, tab)
        address = f"{server.address}documents/es/stroke/?open={identity(HERE)}&draft=1"
        tab.goto(address)
        tab.fill("textarea", "Caminar es bueno.")
        tab.click("text=Traducir su texto de vuelta al inglés")
        tab.wait_for_selector("#back .offer[lang=en]")
        assert "walk" in tab.inner_text("#back .offer").lower()
        assert tab.input_value("textarea") == "Caminar es bueno."
        tab.evaluate(OPEN_ALL)
        shown = (
            "#back .offer",
            ".change del",
            ".aids [data-use]",
            ".aids [data-insert]",
            ".aids time",
            ".style-notes dl",
        )
        assert [name for name in shown if not tab.locator(name).first.is_visible()] == []
        look(tab, "aids")
        into_the_box(tab)
        assert tab.url == address
        tab.goto(f"{server.address}documents/es/stroke/leaflet/")
        assert tab.evaluate("getComputedStyle(document.body).borderTopWidth") == "6px"
    assert said == []
    catalog = store.read(sandbox.catalog("es", "stroke"))
    assert catalog
    assert catalog.active[HERE].signatures == ()


def into_the_box(tab: "Page") -> None:
    """A term goes in at the cursor, set off by a space, and can be undone; an offered text takes the place of all."""
    tab.fill("textarea", "Ayudaa caminar.")
    tab.evaluate("document.querySelector('textarea').setSelectionRange(5, 5)")
    term = tab.locator(".term").first
    word = term.locator("[data-offer]").inner_text()
    term.locator("button").click()
    assert tab.input_value("textarea") == f"Ayuda {word} a caminar."
    assert tab.evaluate("document.activeElement.tagName") == "TEXTAREA"
    tab.keyboard.press("Control+z")
    assert tab.input_value("textarea") == "Ayudaa caminar."
    tab.locator("[data-use]").first.click()
    assert tab.input_value("textarea") == CHILDREN
