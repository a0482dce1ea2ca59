"""Opens the review on Spanish drafts, in a sandbox that git ignores: `make demo-review`. Run again, it goes on."""

import os
import re
import sqlite3
import subprocess
import sys
import webbrowser
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import demo

FOLDER = Path("var", "demo-review")
PORT = "8000"
_WORDS = """
This is a sandbox for trying: its signatures are trials. Make the coordinator's account with the link below, then invite
a second person, or open a document, read it sentence by sentence, and sign it off. Run the command again to go on.
"""


def main(port: str = PORT) -> None:
    """Make or refresh the sandbox, draft what is new, and serve it until Ctrl-C."""
    os.environ.pop("DATABASE_URL", None)  # a team's accounts are not for trying
    language = demo.reachable_language()
    if not (demo.ROOT / FOLDER / "pipeline.toml").exists():
        demo.run("init", str(FOLDER), "--sandbox", "--lang", language)
    demo.refresh_sources(demo.ROOT / "seeds", demo.ROOT / FOLDER / "seeds")
    demo.run("-C", str(FOLDER), "translate", "--lang", language)
    sys.stdout.write(_WORDS)
    sys.exit(serve(FOLDER, port, webbrowser.open if has_display() else None))


def has_display() -> bool:
    """Whether there is a screen that a browser could open on."""
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def serve(folder: Path, port: str, browse: Callable[[str], object] | None) -> int:
    """Serve the sandbox, printing what the server says; `browse` gets the best address to begin with, once."""
    arguments = ("-C", str(folder), "review", "serve", "--port", port)
    demo.announce(*arguments)
    with subprocess.Popen([demo.PROGRAM, *arguments], cwd=demo.ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            for line in server.stdout or ():
                sys.stdout.write(line)
                sys.stdout.flush()
                address = re.search(r"http://\S+", line)
                if address and browse and ("/setup/" in address[0] or has_coordinator(folder)):
                    browse(address[0])
                    browse = None
            return server.wait()
        except KeyboardInterrupt:
            return server.wait()


def has_coordinator(folder: Path) -> bool:
    """Whether the set-up link was used, so that the server prints none."""
    database = sqlite3.connect(f"file:{demo.ROOT / folder / 'var' / 'queue.sqlite3'}?mode=ro", uri=True)
    with closing(database):
        found = database.execute("SELECT count(*) FROM review_app_account WHERE coordinator").fetchone()
    return bool(found[0])


if __name__ == "__main__":
    main(*sys.argv[1:2])
