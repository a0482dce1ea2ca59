"""The page of a document at work in a real browser, every key a real event; waits are measured inside the browser."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hands import CHROMIUM, Press, edit, pressed

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pictures
from web import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SETTLED = 400  # ms a person takes to see that another sentence is open; not counted
_NAMES = {"ctrl": "Control", "shift": "Shift", "BackSpace": "Backspace", "Left": "ArrowLeft", "Right": "ArrowRight"}
_CLOCK = """
const say = (name) => sessionStorage.setItem(name, performance.timeOrigin + performance.now());
addEventListener("keydown", (event) => { if (event.key === "Enter") say("pressed"); }, true);
addEventListener("focusin", (event) => { if (event.target.matches("form.decide textarea")) say("focused"); }, true);
addEventListener("DOMContentLoaded", () => say("ready"));
"""
_WAITED = (
    """() => Math.max(Number(sessionStorage.focused), Number(sessionStorage.ready)) - Number(sessionStorage.pressed)"""
)
_LEFT = "main:not(:has(form.decide[data-left]))"
_READY = "document.readyState !== 'loading' && document.activeElement.matches('form.decide textarea')"
REASON = "es correcto"


@dataclass(slots=True)
class Work:
    """What was pressed and waited for. `next_after` are the seconds from approving until the next box has the focus."""

    keys: dict[str, int] = field(
        default_factory=lambda: {"edits": 0, "going on": 0, "showing drafts": 0, "findings": 0}
    )
    waits: list[float] = field(default_factory=list)
    next_after: list[float] = field(default_factory=list)


def work(tab: "Page", wanted: dict[str, str], approve: Press) -> Work:
    """From the open first sentence to the last: read, edit what is to be edited, approve."""
    done = Work()
    while tab.locator("form.decide").count():
        tab.wait_for_function(_READY)
        tab.wait_for_timeout(_SETTLED)
        here = tab.get_attribute(".segment.open", "id")
        box = tab.input_value("form.decide textarea")
        folded = not box and bool(tab.locator(".segment.open details.text a").count())
        blocked = bool(tab.locator("form.decide [data-do=approve][aria-disabled=true]").count())
        after = wanted[tab.inner_text(".segment.open .texts > .text >> nth=0")]
        if folded:
            _count(done, "showing drafts", _send(tab, [approve], leaves=True))
        elif box != after:
            _count(done, "edits", _send(tab, edit(box, after, CHROMIUM)))
            made = tab.input_value("form.decide textarea")
            assert made == after, (made, after)
            _count(done, "going on", _send(tab, [approve], leaves=True))
        elif blocked:
            _count(done, "findings", _dismiss(tab, approve))
        else:
            _count(done, "going on", _send(tab, [approve], leaves=True))
        if tab.locator("form.decide").count():
            tab.wait_for_function(_READY)
            waited = tab.evaluate(_WAITED) / 1000
            done.waits.append(waited)
            if tab.get_attribute(".segment.open", "id") != here:
                done.next_after.append(waited)
    return done


def _count(done: Work, what: str, keys: int) -> None:
    done.keys[what] += keys


def _send(tab: "Page", presses: list[Press], *, leaves: bool = False) -> int:
    """Press the keys, modifiers held as long as they stay; the number pressed.

    `leaves`: and wait until another form is there.
    """
    if leaves:
        tab.evaluate("document.querySelector('form.decide').dataset.left = 'yes'")
        done = _send(tab, presses)
        tab.wait_for_selector(_LEFT, state="attached")
        tab.wait_for_load_state("domcontentloaded")
        return done
    down: frozenset[str] = frozenset()
    for one in [*presses, Press()]:
        for name in sorted(down - one.held):
            tab.keyboard.up(_NAMES[name])
        for name in sorted(one.held - down):
            tab.keyboard.down(_NAMES[name])
        down = one.held
        if one.key:
            tab.keyboard.press(_NAMES.get(one.key, one.key))
        elif one.text:
            tab.keyboard.type(one.text)
    return pressed(presses)


def _dismiss(tab: "Page", approve: Press) -> int:
    """Set the first open finding aside with a reason: by the link beside the buttons and the Tab key."""
    return _send(
        tab, [approve, Press("Enter"), Press("Tab"), Press("Enter"), Press("Tab"), Press(text=REASON)]
    ) + _send(tab, [Press("Enter")], leaves=True)


@contextmanager
def opened(address: str, slug: str) -> Iterator["Page"]:
    """The page with the first sentence open, for a person who has signed in."""
    with (
        pictures.browser() as browser,
        browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}) as context,
    ):
        context.add_init_script(_CLOCK)
        tab = context.new_page()
        tab.goto(f"{address}login/")
        tab.fill("#handle", "ana")
        tab.fill("#password", PASSWORD)
        tab.click("main button")
        tab.goto(f"{address}documents/es/{slug}/")
        with tab.expect_navigation():
            tab.click("text=Go to the first that waits")
        yield tab
