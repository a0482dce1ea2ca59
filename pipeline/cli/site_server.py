"""Shows the built site to a browser on this machine, as a web server would: no more than a look at it."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.errors import UsageError

_LOOPBACK = "127.0.0.1"


def serve(site: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve the site until an interrupt; `ready` gets the address. Raises UsageError where the port is taken."""
    try:
        server = ThreadingHTTPServer((_LOOPBACK, port), partial(SiteHandler, directory=str(site)))
    except OSError as error:
        raise UsageError(f"port {port}: {error.strerror or error}; take another one with --port") from error
    with server, suppress(KeyboardInterrupt):
        ready(f"http://{_LOOPBACK}:{server.server_port}/")
        server.serve_forever()


class SiteHandler(SimpleHTTPRequestHandler):
    """Files of the site and nothing else: no list of a folder, nothing outside, our page for what is missing."""

    server_version = "pipeline"
    sys_version = ""

    def translate_path(self, path: str) -> str:
        """The file in the generation that the site leads to at this moment; what is none leads nowhere."""
        root = Path(self.directory).resolve()
        asked = unquote(urlsplit(path).path)
        nothing = root / "no such file"
        try:
            wanted = (root / asked.lstrip("/")).resolve()
            if wanted.is_dir() and asked.endswith("/"):
                wanted /= "index.html"  # without the slash the server leads to the address with it
            return str(wanted if wanted.is_relative_to(root) and wanted.exists() else nothing)
        except (OSError, ValueError):  # a name too long, or one that no file can have
            return str(nothing)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page where an address is wrong."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def end_headers(self) -> None:
        """What is looked at may be published anew at any moment."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that the server gives it
        """Say nothing: this is a look, not a service."""
