"""Takes the pictures of the review that README shows: `python tests/review_pictures.py FOLDER`. No engine is needed."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pictures
from careless import draft
from conftest import DAY, make_workspace
from web import PASSWORD, account, open_office, start_django

from pipeline.config import Workspace
from pipeline.model.decision import Decision, Verdict
from pipeline.queue import open_queue
from pipeline.stages import packs
from pipeline.stages.extract import extract, read_all
from pipeline.stages.review import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

ROOT = Path(__file__).resolve().parent.parent
WIDE = 800
ROUTE = "firefox en>pt 2.0, apertium pt>es 1.1.6-1"
ASKED = "Walking practice probably helps people walk faster."
TEXTS = {
    "Does walking practice help after a stroke?": "¿Ayuda practicar la marcha después de un accidente cerebrovascular?",
    "Key messages": "Mensajes clave",
    ASKED: "Practicar la marcha ayuda a caminar más rápido.",
    "It does not cause more falls.": "No provoca más caídas.",
    "What is a stroke?": "¿Qué es un accidente cerebrovascular?",
    "A stroke happens when the blood supply to part of the brain is cut off.": (
        "Un accidente cerebrovascular ocurre cuando se interrumpe el riego sanguíneo de una parte del cerebro."
    ),
    "What did we find?": "¿Qué encontramos?",
    "We found 62 studies with 2440 people.": "Encontramos 62 estudios con 2440 personas.",
    "People took 10 mg of the medicine.": "Las personas tomaron 10 mg del medicamento.",
}


def main(folder: Path) -> None:
    """A desk by day with a sentence on which the checks ask, and a phone by night in Arabic."""
    start_django()
    with tempfile.TemporaryDirectory() as made:
        workspace = make_workspace(Path(made) / "w", sandbox=False)
        extract(workspace)
        draft(workspace, "stroke", "es", TEXTS, ROUTE)
        _approve(workspace, "Does walking practice help after a stroke?", "Key messages")
        open_office(workspace)
        account("ana", "reviewer")
        with _server(workspace) as address, pictures.browser() as browser:
            _take(browser, address, folder / "review.png", width=1100, height=900, locale="en-GB")
            _take(browser, address, folder / "review-phone.png", width=390, height=1000, locale="ar")


def _approve(workspace: Workspace, *sources: str) -> None:
    """Somebody has begun to read."""
    with open_queue(workspace.var) as queue:
        (document,) = read_all(workspace, ["stroke"]).documents
        desk = Desk(workspace, document, packs.load(workspace, "es"), queue)
        for key in (key for key in document.keys if key.source in sources):
            text = TEXTS[key.source]
            desk.decide(Decision("stroke", "es", key, Verdict.APPROVE, "luis", DAY, text, text))


def _take(browser: "Browser", address: str, picture: Path, *, width: int, height: int, locale: str) -> None:
    dark = locale == "ar"
    size: ViewportSize = {"width": width, "height": height}
    with browser.new_context(locale=locale, viewport=size, color_scheme="dark" if dark else "light") as context:
        tab = context.new_page()
        tab.goto(address)
        tab.fill("#handle", "ana")
        tab.fill("#password", PASSWORD)
        tab.click("main button")
        tab.goto(f"{address}documents/es/stroke/")
        link = tab.locator(".segment", has_text=ASKED).locator("p.go a").get_attribute("href")
        tab.goto(f"{address.rstrip('/')}{link}&draft=1")
        tab.wait_for_load_state("networkidle")
        first = tab.locator(".segment.open" if width < WIDE else ".segment >> nth=1")
        first.evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 8)")
        tab.screenshot(path=picture)


@contextmanager
def _server(workspace: Workspace) -> Iterator[str]:
    command = [sys.executable, "-m", "pipeline", "-C", str(workspace.root), "review", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found, "the server did not start"
            yield found[0]
        finally:
            process.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
