"""The pages of figures and feedback in a real browser: no barrier, nothing to scroll sideways, by day and by night."""

from typing import TYPE_CHECKING

import pytest
from test_review_app_browser import Server, browser, look, server  # noqa: F401  fixtures
from test_review_app_overview import Open, decide
from web import PASSWORD

from pipeline.config import Workspace
from pipeline.model.decision import Verdict

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

PAGES = {"overview": ".chart rect", "effort": "meter", "feedback": "ins", "account/email": "#email"}
"""The pages, and what stands on each."""


def test_the_pages_of_figures_have_no_barrier(
    monkeypatch: pytest.MonkeyPatch,
    server: Server,  # noqa: F811  the fixture
    browser: "Browser",  # noqa: F811  the fixture
    sandbox: Workspace,
    desk: Open,
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
    mine = desk(sandbox)
    changed, rejected = mine.segments()[2:4]
    decide(mine, changed, Verdict.SAVE, "eva", "Practicar la marcha ayuda.")
    decide(mine, rejected, Verdict.SAVE, "eva", "No causa caídas.")
    decide(mine, changed, Verdict.SAVE, "luis", "Practicar la marcha quizá ayuda.")
    decide(mine, rejected, Verdict.REJECT, "luis", reason="omission")
    with browser.new_context(locale="es-ES") as context:
        tab = context.new_page()
        tab.goto(server.setup)
        tab.fill("#handle", "eva")
        tab.fill("#password", PASSWORD)
        tab.fill("#again", PASSWORD)
        tab.click("main button")
        for name, what in PAGES.items():
            tab.goto(f"{server.address}{name}/")
            assert tab.locator(what).count()
            look(tab, name.replace("/", "-"))
