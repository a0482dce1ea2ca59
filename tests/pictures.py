"""Takes the picture of a leaflet that README shows: `python tests/pictures.py FILE.html OUT.png --width 1000`.

Needs the `dev` extra (Playwright) and a Chromium of the system; nothing is downloaded and nothing leaves the machine.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",  # as root, Chromium starts in no other way; it opens our own page only
)


def chromium() -> str | None:
    """The Chromium of the system, if there is one."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless browser that talks to nobody."""
    program = chromium()
    if program is None:
        raise FileNotFoundError(f"no {' or '.join(PROGRAMS)} on this machine; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        try:
            yield started
        finally:
            started.close()


def take(page: Path, picture: Path, *, width: int, height: int | None, dark: bool) -> None:
    """Photograph `page` into `picture` (PNG), `width` CSS pixels wide; the whole page where `height` is not given."""
    with browser() as opened:
        tab = opened.new_page(
            viewport={"width": width, "height": height or 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=False,
        )
        tab.goto(page.resolve().as_uri())
        whole = tab.locator("html").bounding_box()
        if height is None and whole:  # a window as tall as the page, so that what sticks to its edge stays there
            tab.set_viewport_size({"width": width, "height": ceil(whole["height"])})
        tab.screenshot(path=picture)


def main(arguments: list[str]) -> int:
    """Read the command line and take one picture."""
    parser = argparse.ArgumentParser(description="Take a picture of a leaflet's page.")
    parser.add_argument("page", type=Path, metavar="FILE.html")
    parser.add_argument("picture", type=Path, metavar="OUT.png")
    parser.add_argument("--width", type=int, default=1000, help="of the window, in CSS pixels")
    parser.add_argument("--height", type=int, default=None, help="the same; without it the whole page")
    parser.add_argument("--dark", action="store_true", help="as a reader sees it who has set a dark screen")
    given = parser.parse_args(arguments)
    if not given.page.is_file():
        parser.error(f"{given.page}: no such file; make one with `pipeline publish`")
    try:
        take(given.page, given.picture, width=given.width, height=given.height, dark=given.dark)
    except (FileNotFoundError, Error) as error:
        parser.exit(1, f"{error}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
