"""The main pages at 320 pixels, with wide text spacing, with large targets, and by Tab alone: as WCAG 2.2 AA asks."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from leaflet_samples import draft, spanish
from test_review_app_browser import Server, browser, server
from web import PASSWORD

from pipeline.renderers.html import PLUGIN

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
__all__ = ["browser", "server"]

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""What a reader may set by 1.4.12; a sheet that the policy of the pages lets in."""

HIDDEN = """const clipped = (one) => getComputedStyle(one).clipPath !== 'none';
  const unseen = (one) => clipped(one) || (one.parentElement && unseen(one.parentElement));"""

SIDEWAYS = f"""() => {{
  {HIDDEN}
  const wide = document.documentElement.clientWidth;
  const found = document.documentElement.scrollWidth > wide ? ['the page'] : [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {{
    const text = texts.currentNode;
    if (!text.data.trim() || !text.parentElement.checkVisibility() || unseen(text.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const out = [...range.getClientRects()].some((box) => box.width && (box.left < 0 || box.right > wide + 1));
    if (out) found.push(text.data.trim());
  }}
  for (const one of document.querySelectorAll('body *')) {{
    const flow = getComputedStyle(one);
    if (unseen(one) || !one.checkVisibility() || flow.display === 'inline') continue;
    const cut = flow.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1;
    const low = /hidden|clip/.test(flow.overflowY) && one.scrollHeight > one.clientHeight + 1;
    const own = one.closest('select, input, svg, [role=region][tabindex]');
    if ((cut || low) && !own) found.push(one.outerHTML.slice(0, 90));
  }}
  return found;
}}"""
"""What leads to a second direction of scrolling, runs out of the window or is cut off."""

SMALL = """() => {
  const alone = (one) => one.parentElement.textContent.trim() === one.textContent.trim();
  const inline = (one) => getComputedStyle(one).display === 'inline' && !alone(one);
  const every = document.querySelectorAll('a, button, summary, input:not([type=hidden]), select, textarea');
  const shown = [...every].filter((one) => one.checkVisibility() && getComputedStyle(one).clipPath === 'none');
  const boxes = new Map(shown.map((one) => [one, one.getBoundingClientRect()]));
  const small = (one) => Math.min(boxes.get(one).width, boxes.get(one).height) < 24;
  const middle = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const near = (one, other) => {
    const [x, y] = middle(boxes.get(one));
    const box = boxes.get(other);
    if (small(other)) return Math.hypot(x - middle(box)[0], y - middle(box)[1]) < 24;
    return Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) < 12;
  };
  const apart = (one, other) => !one.contains(other) && !other.contains(one);
  const crowded = (one) => shown.some((other) => apart(one, other) && near(one, other));
  return shown.filter((one) => small(one) && !inline(one) && crowded(one)).map((one) => one.outerHTML.slice(0, 90));
}"""
"""Targets under 24 pixels whose circle of 24 meets another target; links within a sentence are exempt (2.5.8)."""

FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const box = one.getClientRects()[0];
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth) - 1];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight) - 1];
  const across = [0.02, 0.5, 0.98].map((share) => left + share * (right - left));
  const down = [0.1, 0.5, 0.9].map((share) => top + share * (bottom - top));
  const on = (x, y) => one.contains(document.elementFromPoint(x, y));
  const seen = left < right && top < bottom && across.some((x) => down.some((y) => on(x, y)));
  const ring = getComputedStyle(one);
  window.met = window.met || new Map();
  if (!window.met.has(one)) window.met.set(one, window.met.size);
  return {
    number: window.met.get(one),
    seen,
    ring: ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2,
    what: one.outerHTML.slice(0, 90),
  };
}"""

MINE = ("", "account/", "keys/", "tokens/", "practice/es/", "languages/es/", "documents/es/stroke/")
TEAM = ("overview/", "people/", "person/eva/", "invite/")
PAGES = MINE + TEAM


def sign_in(tab: "Page", server: Server) -> None:
    """As somebody does who pastes the password."""
    tab.goto(server.setup)
    tab.fill("#handle", PASSWORD)
    for keys in ("Control+a", "Control+c"):
        tab.keyboard.press(keys)
    for field in ("#password", "#again"):
        tab.focus(field)
        tab.keyboard.press("Control+v")
    tab.fill("#handle", "eva")
    tab.click("main button")


def open_page(tab: "Page", server: Server, name: str) -> None:
    """The page, a practice begun, a sentence open, and everything that can be unfolded unfolded."""
    tab.goto(f"{server.address}{name}")
    if name.startswith("practice"):
        tab.click("main button.main")
    elif name.startswith("documents"):
        tab.click("p.state a")
    tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


def walked(tab: "Page") -> list[dict[str, Any]]:
    """What has the focus at each Tab, until it comes round again: nothing keeps it."""
    tab.evaluate("document.activeElement.blur(); window.met = undefined")
    stops: list[dict[str, Any]] = []
    for _ in range(400):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(FOCUSED)
        if stop and stops and stop["number"] == 0:
            return stops
        stops += [stop] if stop else []
    raise AssertionError(f"Tab never comes round; it ends at {stops[-1]['what'] if stops else 'nothing'}")


def test_the_main_pages_reflow_bear_spacing_have_room_for_fingers_and_never_hide_the_focus(
    server: Server,
    browser: "Browser",
) -> None:
    with browser.new_context(locale="es-ES", reduced_motion="reduce") as context:
        tab = context.new_page()
        sign_in(tab, server)
        for name in PAGES:
            open_page(tab, server, name)
            for width in (320, 640, 1280):
                tab.set_viewport_size({"width": width, "height": 512})
                assert (tab.evaluate(SIDEWAYS), tab.evaluate(SMALL)) == ([], []), f"{name}, {width} pixels"
            for width in (1280, 320):
                tab.set_viewport_size({"width": width, "height": 512})
                tab.evaluate(SPACED)
                assert tab.evaluate(SIDEWAYS) == [], f"{name}, {width} pixels, wide spacing"
            tab.evaluate("document.adoptedStyleSheets = []")
            stops = walked(tab)
            assert any(stop["what"].startswith('<a class="skip"') for stop in stops), name
            assert [stop["what"] for stop in stops if not (stop["seen"] and stop["ring"])] == [], name


def test_the_banner_at_the_foot_of_a_draft_never_hides_the_focus(browser: "Browser", tmp_path: "Path") -> None:
    long = replace(spanish(), draft=True, banners=draft().banners, blocks=spanish().blocks * 4)
    (tmp_path / "draft.html").write_bytes(PLUGIN.render(long).content)
    with browser.new_context(viewport={"width": 320, "height": 512}, reduced_motion="reduce") as context:
        tab = context.new_page()
        tab.goto((tmp_path / "draft.html").as_uri())
        for style in ("() => {}", SPACED):
            tab.evaluate(style)
            assert tab.evaluate(SIDEWAYS) == []
            stops = walked(tab)
            assert [stop["what"] for stop in stops if not (stop["seen"] and stop["ring"])] == []
