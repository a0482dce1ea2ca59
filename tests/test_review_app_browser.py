"""The review as a person meets it: the real server, a real browser, from the first link to the sign-off."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_renderers_browser import AXE, RULES, need
from web import PASSWORD

from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.stages.translate import translate

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
SETTLED = 350  # ms, more than the page wants before the same key approves again
PICTURES = os.environ.get("PIPELINE_PICTURES", "")  # a folder for screenshots, for people who want to look


@dataclass(frozen=True)
class Server:
    """A running server with the address of the pages and of the first link."""

    address: str
    setup: str
    process: "subprocess.Popen[str]"


def command(workspace: Workspace, *options: str) -> list[str]:
    return [sys.executable, "-m", "pipeline", "-C", str(workspace.root), "review", "serve", *options]


@pytest.fixture
def server(sandbox: Workspace) -> Iterator[Server]:
    translate(sandbox, ["es"])
    process = subprocess.Popen(
        command(sandbox, "--port", "0"), cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    address = re.search(r"http://\S+", process.stdout.readline())
    setup = re.search(r"http://\S+", process.stdout.readline())
    assert address
    assert setup
    yield Server(address[0], setup[0], process)
    process.kill()
    process.communicate()


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    try:
        import pictures
    except ImportError:
        need(there=False, what="playwright is missing")
    need(there=pictures.chromium() is not None, what="there is no Chromium")
    need(there=AXE.is_file(), what=f"axe-core is missing: {AXE}")
    with pictures.browser() as started:
        yield started


def look(tab: "Page", name: str) -> None:
    """No barrier, and nothing to scroll sideways, on a desk and on a phone, by day and by night."""
    for width in (1280, 360):
        tab.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            tab.evaluate(AXE.read_text("utf-8"))
            report = tab.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
            found = [(one["id"], [node["html"] for node in one["nodes"]]) for one in report["violations"]]
            assert found == [], f"{name}, {width} pixels, {scheme}"
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, name
        tab.emulate_media(color_scheme="light")
        if PICTURES:
            tab.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    tab.set_viewport_size({"width": 1280, "height": 800})


def test_from_the_first_link_to_the_sign_off(server: Server, browser: "Browser", sandbox: Workspace) -> None:
    said: list[str] = []
    with browser.new_context(locale="es-ES") as context:
        tab = context.new_page()
        tab.on("console", lambda message: said.append(message.text))
        tab.goto(server.address)
        look(tab, "login")
        tab.goto(server.setup)
        look(tab, "setup")
        tab.fill("#handle", "eva")
        tab.fill("#password", PASSWORD)
        tab.fill("#again", PASSWORD)
        tab.click("main button")
        look(tab, "work")
        invite(tab)
        make_token(tab)
        tab.goto(server.address)
        tab.click("tbody a")
        look(tab, "document")
        edit_one(tab)
        approve_the_rest(tab)
        look(tab, "finished")
        tab.check("input[name=whole]")
        tab.click("text=Dar el visto bueno como eva")
        assert "eva" in tab.inner_text("section[aria-labelledby=sign-off] > .done")
        tab.click("text=Cerrar la sesión")
        assert tab.url.endswith("/login/")
    catalog = store.read(sandbox.catalog("es", "stroke"))
    assert catalog
    assert catalog.header["X-Signed-Off"].split(" ")[1] == "eva"
    assert said == []


def invite(tab: "Page") -> None:
    tab.click("header >> text=Personas")
    tab.click("text=Invitar a una persona")
    tab.fill("#handle", "ana")
    tab.check("input[name=languages]")
    tab.click("main button")
    assert "/invitation/" in tab.input_value("#link")
    look(tab, "invite")


def make_token(tab: "Page") -> None:
    tab.click("header a[href='/account/']")
    tab.click("main a >> text=Sus claves")
    tab.fill("#name", "mi programa")
    tab.click("text=Crear la clave")
    assert tab.input_value("#token").startswith("plp_")
    look(tab, "tokens")


def edit_one(tab: "Page") -> None:
    """What one types is checked, and Ctrl+Enter keeps and signs it; what is being composed is left alone."""
    tab.click("text=Ir a la primera que le espera")
    look(tab, "open")
    assert tab.evaluate("document.activeElement.tagName") == "TEXTAREA"
    tab.fill("textarea", "¿Ayuda caminar 5 kg después de un accidente cerebrovascular?")
    tab.wait_for_selector("[data-live] li")
    assert tab.evaluate("document.activeElement.tagName") == "TEXTAREA"
    tab.wait_for_selector("#said:not(:empty)", state="attached")
    assert tab.get_attribute("#said span", "lang") is None
    assert "La traducción dice 5 kg; el texto inglés no." in tab.inner_text("[data-live]")
    look(tab, "typing")
    tab.fill("textarea", "¿Practicar la marcha ayuda después de un accidente cerebrovascular?")
    before = tab.url
    composing = "new KeyboardEvent('keydown', {key: 'Enter', ctrlKey: true, isComposing: true, bubbles: true})"
    tab.evaluate(f"document.querySelector('textarea').dispatchEvent({composing})")
    assert tab.url == before


def approve_the_rest(tab: "Page") -> None:
    """By keyboard alone; where the checks ask, the finding is dismissed with a reason."""
    for _ in range(60):
        if not tab.locator("textarea").count():
            break
        if tab.locator("button[aria-disabled=true]").count():
            tab.click(".segment.open .findings summary >> nth=0")
            tab.fill(".segment.open .findings details[open] input[name=reason]", "así está bien")
            with tab.expect_navigation():
                tab.click(".segment.open .findings details[open] button")
            continue
        if tab.locator(".segment.open textarea[name=text]").input_value().strip() == "":
            tab.click(".segment.open details.text summary")
            with tab.expect_navigation():  # a key before the script is there would do nothing
                tab.click(".segment.open details.text a")
        tab.focus("textarea")
        tab.wait_for_timeout(SETTLED)
        with tab.expect_navigation():
            tab.keyboard.press("Control+Enter")
    assert tab.locator("input[name=whole]").count() == 1


def test_a_port_in_use_is_said_clearly_and_an_interrupt_ends_it_cleanly(server: Server, sandbox: Workspace) -> None:
    port = server.address.rstrip("/").rpartition(":")[2]
    done = subprocess.run(command(sandbox, "--port", port), cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"pipeline: 127.0.0.1:{port}: another program listens there")
    assert "Traceback" not in done.stderr
    server.process.send_signal(signal.SIGINT)
    _, errors = server.process.communicate(timeout=20)
    assert (server.process.returncode, errors.strip()) == (
        0,
        "The server has ended. What was decided is in the catalogs.",
    )
    with socket.socket() as free:
        assert free.connect_ex(("127.0.0.1", int(port))) != 0


@pytest.mark.parametrize("options", [("--host", "0.0.0.0"), ("--https",)])
def test_names_have_to_be_said_where_others_come_in(options: tuple[str, ...], sandbox: Workspace) -> None:
    done = subprocess.run(command(sandbox, *options), cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "--allow review.example.org" in done.stderr) == (2, True)
    assert not (sandbox.var / "secret.key").exists()
