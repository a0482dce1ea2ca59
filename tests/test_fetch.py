"""Fetching: what may be asked for, what is followed, and that no server can send more than was announced."""

import gzip
import json
import socket
from collections.abc import Iterator

import pytest
from model_server import Server, serving

from pipeline import __version__
from pipeline.errors import FetchError, UsageError
from pipeline.stages import fetch

MOST = 1_000_000


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def fetched(address: str, *, expected: int | None = None) -> bytes:
    with fetch.fetching(address, most=MOST, expected=expected) as answer:
        return b"".join(answer.pieces)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/index.json",
        "http://127.0.0.1:8000/a",
        "http://127.9.9.9/a",
        "http://localhost/a",
        "http://[::1]:80/a",
    ],
)
def test_addresses_that_may_be_asked(address: str) -> None:
    assert fetch.check(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "data:application/json,[]",
        "http://example.org/a",
        "http://127.0.0.1.example.org/a",
        "http://10.0.0.1/a",
        "https://name:word@example.org/a",
        "https://example.org/a b",
        "https://example.org/\x1b[2J",
        "https://exämple.org/",
        "https://[::1/a",
        "https://",
        "index.json",
        "",
    ],
)
def test_addresses_that_may_not(address: str) -> None:
    with pytest.raises(UsageError):
        fetch.check(address)


@pytest.mark.parametrize(
    ("origin", "address", "followed"),
    [
        ("https://a.example/x", "https://b.example/y", True),
        ("https://a.example/x", "http://b.example/y", False),
        ("https://a.example/x", "http://127.0.0.1/y", False),
        ("https://a.example/x", "file:///y", False),
        ("http://127.0.0.1/x", "https://b.example/y", True),
        ("http://127.0.0.1/x", "http://127.0.0.1:81/y", True),
        ("http://127.0.0.1/x", "http://b.example/y", False),
    ],
)
def test_what_an_answer_may_lead_to(origin: str, address: str, *, followed: bool) -> None:
    assert fetch.may_follow(origin, address) is followed


def test_an_index_is_read_and_we_say_who_we_are(server: Server) -> None:
    address = server.put("/index.json", b'[{"a": 1}]')
    assert fetch.read_index(address) == [{"a": 1}]
    (agent,) = server.agents
    assert agent.startswith(f"plain-language-pipeline/{__version__} ")


def test_redirects_are_followed_within_reason(server: Server) -> None:
    server.put("/c", b"[]")
    server.put("/b", b"", status=301, headers={"Location": server.address + "/c"})
    address = server.put("/a", b"", status=302, headers={"Location": "/b"})
    assert fetch.read_index(address) == []
    assert server.asked == ["GET /a", "GET /b", "GET /c"]


def test_a_redirect_loop_ends(server: Server) -> None:
    address = server.put("/a", b"", status=302, headers={"Location": "/a"})
    with pytest.raises(FetchError, match=r"leads on and on, more than 5 times"):
        fetch.read_index(address)
    assert server.asked == ["GET /a"] * 6


@pytest.mark.parametrize(
    "to", ["http://example.org/x", "file:///etc/passwd", "ftp://example.org/x", "https://\x00/", "https://a:b@c/"]
)
def test_a_redirect_elsewhere_is_not_followed(server: Server, to: str) -> None:
    address = server.put("/a", b"", status=302, headers={"Location": to.replace("\x00", "%00 x")})
    with pytest.raises(FetchError, match="which is not followed"):
        fetch.read_index(address)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<!DOCTYPE html><title>Sign in</title>", "no JSON that can be read"),
        (b"", "no JSON that can be read"),
        (b"\xff\xfe\x00", "no JSON that can be read"),
        (b"[" * 1_000_000, "no JSON that can be read"),
        (b"9" * 10_000, "no JSON that can be read"),
        (b" " * 50_000_000, "50000000 bytes, more than the 5000000 that are taken"),
    ],
    ids=["html", "nothing", "no text", "deep", "a long number", "50 MB"],
)
def test_an_index_that_is_none(server: Server, content: bytes, message: str) -> None:
    address = server.put("/index.json", content)
    with pytest.raises(FetchError, match=message):
        fetch.read_index(address)


def test_an_endless_index_that_states_no_length(server: Server) -> None:
    address = server.put("/index.json", b" " * 50_000_000, length="")
    with pytest.raises(FetchError, match="more than 5000000 bytes come, which is too much"):
        fetch.read_index(address)


def test_an_index_that_trickles(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_INDEX_PATIENCE", 0.2)
    address = server.put("/index.json", b" " * 4_000_000, pause=0.1)
    with pytest.raises(FetchError, match="not here after 0 seconds"):
        fetch.read_index(address)


@pytest.mark.parametrize("status", [204, 206, 304, 403, 404, 500])
def test_a_server_that_has_it_not(server: Server, status: int) -> None:
    address = server.put("/a", b"", status=status)
    with pytest.raises(FetchError, match=r"the server answers .*--from FILE"):
        fetched(address)


def test_a_body_as_long_as_announced_comes_whole(server: Server) -> None:
    content = bytes(range(256)) * 1000
    assert fetched(server.put("/a", content), expected=len(content)) == content
    assert fetched(server.put("/b", content, length="")) == content
    assert fetch.size(server.address + "/a") == len(content)
    assert fetch.size(server.address + "/b") is None


def test_a_body_of_another_length_than_the_index_says(server: Server) -> None:
    address = server.put("/a", b"x" * 1000)
    with pytest.raises(FetchError, match="1000 bytes, where 999 were announced"):
        fetched(address, expected=999)


def test_a_body_that_is_longer_than_announced_and_says_nothing(server: Server) -> None:
    address = server.put("/a", b"x" * 200_000, length="")
    with pytest.raises(FetchError, match="more than 100000 bytes come"):
        fetched(address, expected=100_000)


@pytest.mark.parametrize("expected", [None, 1000])
def test_a_body_that_breaks_off(server: Server, expected: int | None) -> None:
    address = server.put("/a", b"x" * 900, length="1000")
    with pytest.raises(FetchError, match="broke off after 900 of 1000 bytes"):
        fetched(address, expected=expected)


def test_a_body_without_limit_is_cut(server: Server) -> None:
    address = server.put("/a", b"x" * (MOST + 1), length="")
    with pytest.raises(FetchError, match=f"more than {MOST} bytes come"):
        fetched(address)


def test_a_packed_answer_nobody_asked_for(server: Server) -> None:
    address = server.put("/a", gzip.compress(json.dumps([]).encode()), headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="in a way nobody asked for"):
        fetched(address)


def test_no_network_says_what_to_do(server: Server) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match=r"no network here, or none that leads there: .*refused.*--from FILE"):
        fetch.read_index(f"http://127.0.0.1:{port}/index.json")


def test_proxies_of_the_environment_are_used_but_not_for_this_machine(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, server.address)
    assert fetch.read_index(server.put("/index.json", b"[]")) == []
    with pytest.raises(FetchError, match="Tunnel connection failed"):
        fetch.read_index("https://index.example/index.json")


def test_what_the_caller_raises_is_left_alone(server: Server) -> None:
    address = server.put("/a", b"x")
    with pytest.raises(OSError, match="a full disk"), fetch.fetching(address, most=1):
        raise OSError("a full disk")
