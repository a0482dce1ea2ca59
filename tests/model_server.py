"""A web server on this machine that serves what a test gives it and writes down what it was asked for."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Headers = Mapping[str, str]


@dataclass
class Page:
    """What lies at a path. `length` overrides the honest Content-Length; "" sends none. `pause` is after each piece."""

    content: bytes = b""
    status: int = 200
    headers: Headers = field(default_factory=dict)
    length: str | None = None
    pause: float = 0.0


@dataclass
class Server:
    """A running server: its pages by path, and the requests it had, like `GET /index.json`."""

    address: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def put(self, path: str, content: bytes, **more: object) -> str:
        """Serve `content` at `path`; returns the whole address."""
        self.pages[path] = Page(content, **more)  # type: ignore[arg-type]
        return self.address + path


@contextmanager
def serving() -> Iterator[Server]:
    """A server for as long as the block runs."""
    server = Server("")
    listener = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    listener.daemon_threads = True
    server.address = f"http://127.0.0.1:{listener.server_port}"
    Thread(target=listener.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()


def _handler(server: Server) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            page = self._answer()
            try:
                for start in range(0, len(page.content), 50_000):
                    self.wfile.write(page.content[start : start + 50_000])
                    self.wfile.flush()
                    time.sleep(page.pause)
            except (BrokenPipeError, ConnectionResetError):
                return  # the client has had enough

        def _answer(self) -> Page:
            server.asked.append(f"{self.command} {self.path}")
            server.agents.add(self.headers["User-Agent"])
            page = server.pages.get(self.path, Page(status=404))
            self.send_response(page.status)
            length = str(len(page.content)) if page.length is None else page.length
            headers = {**page.headers, **({"Content-Length": length} if length else {})}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            return page

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler
