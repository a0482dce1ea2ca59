"""The only module that speaks to the network, and only for `pipeline engines install --download`.

It fetches by HTTPS, or by HTTP from this machine itself. A redirect may not leave HTTPS, nothing is read without limit,
and everything that goes wrong becomes a FetchError with the next step.
"""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from pipeline import __version__
from pipeline.errors import FetchError, UsageError

_PATIENCE = 30.0  # seconds without an answer
_INDEX_PATIENCE = 120.0  # seconds for a whole index
_MOST_REDIRECTS = 5
_MOST_INDEX = 5_000_000
_CHUNK = 1 << 16
_FINE = 200
_REDIRECTS = {301, 302, 303, 307, 308}
_AGENT = f"plain-language-pipeline/{__version__} (installs translation models; asked to by a person)"
_ELSEWHERE = "Download the model on another machine and install it with --from FILE"
# No opener of `file:`, `ftp:` or `data:`, and none that follows redirects by itself.
_HANDLERS = (
    urllib.request.HTTPHandler,
    urllib.request.HTTPSHandler,
    urllib.request.HTTPDefaultErrorHandler,
    urllib.request.HTTPErrorProcessor,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sends: its length in bytes, None where it does not say, and its content piece by piece."""

    length: int | None
    pieces: Iterator[bytes]


def check(address: str) -> str:
    """The address as it is. Raises UsageError where it is none that is fetched from."""
    try:
        parts = urlsplit(address)
        local = _is_local(parts)
    except ValueError as error:
        raise UsageError(f"{address!r}: not an address: {error}") from error
    if not address.isascii() or not address.isprintable() or " " in address or not parts.hostname:
        raise UsageError(f"{address!r}: not an address: give one like https://example.org/index.json")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise UsageError(f"{address}: give an address with https:// (http:// is for this machine alone)")
    if "@" in parts.netloc:
        raise UsageError("give an address without a name or password in it")
    return address


def may_follow(origin: str, address: str) -> bool:
    """Whether what was fetched from `origin` may lead to `address`: never out of HTTPS, and to nothing `check` bars."""
    try:
        check(address)
    except UsageError:
        return False
    return urlsplit(address).scheme == "https" or urlsplit(origin).scheme == "http"


def read_index(address: str) -> Any:
    """The JSON value at `address`. Raises FetchError where there is none, or more than any index has."""
    content, deadline = bytearray(), time.monotonic() + _INDEX_PATIENCE
    with fetching(address, most=_MOST_INDEX) as answer:
        for piece in answer.pieces:
            content += piece
            if time.monotonic() > deadline:
                raise FetchError(f"{address}: not here after {_INDEX_PATIENCE:.0f} seconds. Try again. {_ELSEWHERE}.")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FetchError(f"{address}: not an index: no JSON that can be read. Name another with --index.") from error


def size(address: str) -> int | None:
    """The bytes at `address`, None where the server does not say. Fetches no content. Raises FetchError."""
    with _open(address, "HEAD") as response:
        return _length(response)


@contextmanager
def fetching(address: str, *, most: int, expected: int | None = None) -> Iterator[Answer]:
    """What lies at `address`; the pieces end with a FetchError where more or less comes than was announced.

    `expected` is the size that somebody announced before; `most` is what is taken at all.
    """
    with _open(address, "GET") as response:
        length = _length(response)
        if response.status != _FINE or response.headers.get("Content-Encoding", "identity") != "identity":
            raise FetchError(f"{address}: the server answers in a way nobody asked for. {_ELSEWHERE}.")
        if expected is not None and length not in {None, expected}:
            raise FetchError(f"{address}: {length} bytes, where {expected} were announced; do not use this file")
        limit = expected if expected is not None else length
        if limit is not None and limit > most:
            raise FetchError(f"{address}: {limit} bytes, more than the {most} that are taken; do not use this file")
        yield Answer(limit, _pieces(response, address, most if limit is None else limit, exact=limit is not None))


def _pieces(response: Any, address: str, limit: int, *, exact: bool) -> Iterator[bytes]:
    got = 0
    while True:
        with _translated(address):
            piece = response.read1(_CHUNK)
        got += len(piece)
        if got > limit:
            raise FetchError(f"{address}: more than {limit} bytes come, which is too much; do not use this file")
        if not piece:
            break
        yield piece
    if exact and got < limit:
        raise FetchError(f"{address}: broke off after {got} of {limit} bytes. Try again. {_ELSEWHERE}.")


def _open(address: str, method: str) -> Any:
    """The server's answer, after as many redirects as are allowed; its reader closes it."""
    here = check(address)
    for _ in range(_MOST_REDIRECTS + 1):
        request = urllib.request.Request(here, method=method, headers={"User-Agent": _AGENT})  # noqa: S310  checked
        with _translated(here):
            try:
                return _opener(here).open(request, timeout=_PATIENCE)
            except urllib.error.HTTPError as error:
                if error.code not in _REDIRECTS or not error.headers.get("Location"):
                    raise
                error.close()
                onward = urljoin(here, error.headers["Location"])
        if not may_follow(here, onward):
            raise FetchError(f"{here}: leads on to {onward[:200]!r}, which is not followed. {_ELSEWHERE}.")
        here = onward
    raise FetchError(f"{address}: leads on and on, more than {_MOST_REDIRECTS} times. {_ELSEWHERE}.")


def _opener(address: str) -> urllib.request.OpenerDirector:
    """Opens by the environment's proxies, but this machine itself without one."""
    opener = urllib.request.OpenerDirector()
    opener.add_handler(urllib.request.ProxyHandler({} if _is_local(urlsplit(address)) else None))
    for handler in _HANDLERS:
        opener.add_handler(handler())
    return opener


def _is_local(parts: SplitResult) -> bool:
    try:
        return parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def _length(response: Any) -> int | None:
    stated = str(response.headers.get("Content-Length", ""))
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 16 else None  # noqa: PLR2004


@contextmanager
def _translated(address: str) -> Iterator[None]:
    """Turns what the network's library raises into FetchError. Encloses no code but the library's."""
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        raise FetchError(f"{address}: the server answers {error.code}. {_ELSEWHERE}.") from error
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise FetchError(f"{address}: no network here, or none that leads there: {reason}. {_ELSEWHERE}.") from error
