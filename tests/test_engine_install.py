"""Installing models from the network, for real: a server on this machine, real models, real kills."""

import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argos_package import build_package
from model_server import Server, serving
from test_model_indexes import entry, record

from pipeline import data_home, files
from pipeline.cli.main import main
from pipeline.config import Workspace
from pipeline.engines import argos, firefox
from pipeline.engines._firefox_models import find_models
from pipeline.plugins import Output

Capture = pytest.CaptureFixture[str]
SENTENCE = "The doctor gave the patient a new medicine for the heart."


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of our own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "plain-language-pipeline"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Argos packages by pair, and one that is other than it was."""
    folder = tmp_path_factory.mktemp("packages")
    made = {"en>es": ("en", "es", {}), "es>ca": ("es", "ca", {}), "other": ("en", "es", {"heart": "hertz"})}
    return {
        name: build_package(folder / name, source=source, target=target, words=words).read_bytes()
        for name, (source, target, words) in made.items()
    }


@pytest.fixture
def index(server: Server, packages: dict[str, bytes]) -> str:
    """The address of an Argos list with two packages."""
    server.put("/en_es", packages["en>es"])
    server.put("/es_ca", packages["es>ca"])
    rows = [entry("en", "es", links=[f"{server.address}/en_es"]), entry("es", "ca", links=[f"{server.address}/es_ca"])]
    return server.put("/index.json", json.dumps(rows).encode())


def run(arguments: list[str], capture: Capture) -> tuple[object, str, str]:
    """Exit code, output and errors of `pipeline engines` with these arguments."""
    capture.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(["engines", *arguments])
    return (ended.value.code, *capture.readouterr())


def install(index: str, *more: str, tag: str = "es") -> list[str]:
    return ["install", tag, "--download", "--index", index, *more]


def left(home: Path) -> list[str]:
    """What there is in our data folder but the lock of downloads."""
    return sorted(str(p.relative_to(home)) for p in home.rglob("*") if p.is_file() and p.suffix != ".lock")


def test_from_the_index_to_the_draft(index: str, server: Server, sandbox: Workspace, capsys: Capture) -> None:
    code, out, _ = run(install(index, "--yes"), capsys)
    body = server.pages["/en_es"].content
    assert (code, server.asked) == (0, ["GET /index.json", "HEAD /en_es", "GET /en_es"])
    assert f"* argos en>es 1.0, {len(body) / 1e6:.1f} MB, " in out
    assert out.splitlines()[-2:] == [
        f"Installed argos en>es 1.0 ({argos.PLUGIN.hops()[0].size / 1e6:.1f} MB, see the package's README.md).",
        f"  sha256 of en_es.argosmodel: {digest(body)}",
    ]
    code, out, _ = run(["list"], capsys)
    assert "  es: argos en>es 1.0" in out.splitlines()
    with pytest.raises(SystemExit):
        main(["-C", str(sandbox.root), "translate", "--lang", "es", "--json"])
    (row,) = json.loads(capsys.readouterr().out)["documents"]
    assert (row["route"], row["failed"]) == ("argos en>es 1.0", 0)


def test_the_digest_is_written_down_beside_the_model(index: str, server: Server, home: Path, capsys: Capture) -> None:
    run(install(index, "--yes"), capsys)
    record = home / "argos" / "en_es.fetched.json"
    assert json.loads(record.read_text()) == {"1.0": {"en_es.argosmodel": digest(server.pages["/en_es"].content)}}
    assert [path for path in left(home) if path.startswith(".downloads")] == []


def test_json_tells_all(index: str, server: Server, capsys: Capture) -> None:
    code, out, _ = run(install(index, "--yes", "--json"), capsys)
    report = json.loads(out)
    file = {"address": f"{server.address}/en_es", "bytes": None, "sha256": None}
    licence = "not stated by the index: read the package's README.md"
    row = {"engine": "argos", "pair": "en>es", "version": "1.0", "licence": licence, "bytes": None}
    assert code == 0
    assert report["candidates"] == [row | {"chosen": True, "files": [file]}]
    assert (report["index"], report["way"], report["notice"]) == (index, ["en>es"], "")
    (done,) = report["installed"]
    assert (done["pair"], done["sha256"]) == (
        "en>es",
        {"en_es.argosmodel": digest(server.pages["/en_es"].content)},
    )


def test_without_download_nothing_is_asked(index: str, server: Server, home: Path, capsys: Capture) -> None:
    for more in ([], ["--yes"], ["--json", "--replace"]):
        code, out, err = run(["install", "es", "--index", index, *more], capsys)
        assert (code, out) == (2, "")
        assert f"this would look for a model en>es of argos in {index}" in err
        assert "Nothing was downloaded. To look one up: add --download; to install from a file: --from FILE" in err
    assert (server.asked, left(home)) == ([], [])


def test_a_dry_run_fetches_the_index_alone_and_asks_for_sizes(
    index: str, server: Server, home: Path, capsys: Capture
) -> None:
    server.put("/en_es", server.pages["/en_es"].content, length="")
    code, out, _ = run(install(index, "--dry-run"), capsys)
    assert out.splitlines() == [
        f"Index: {index}",
        "Way: en>es",
        "Offered (* is what would be installed):",
        "* argos en>es 1.0, size unknown, licence: not stated by the index: read the package's README.md",
        f"    {server.address}/en_es",
        "      sha256: not stated; computed and written down when it is here",
        "Nothing was downloaded.",
    ]
    assert (code, server.asked, left(home)) == (0, ["GET /index.json", "HEAD /en_es"], [])


def test_it_asks_before_it_downloads(
    index: str, server: Server, home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    code, out, _ = run(install(index), capsys)
    size = len(server.pages["/en_es"].content)
    question = f"Download 1 model ({size / 1e6:.1f} MB) from {server.address.removeprefix('http://')} and install?"
    assert (code, question in out, "Nothing was downloaded." in out) == (1, True, True)
    assert (server.asked, left(home)) == (["GET /index.json", "HEAD /en_es"], [])
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    code, out, err = run(install(index, "--json"), capsys)
    assert (code, json.loads(out)["installed"][0]["pair"], question in err) == (0, "en>es", True)


def test_steps_are_named_and_all_installed(index: str, server: Server, capsys: Capture) -> None:
    code, out, _ = run(install(index, "--yes", tag="ca"), capsys)
    assert (code, "Way: en>es, es>ca" in out) == (0, True)
    assert [hop.pair for hop in argos.PLUGIN.hops()] == ["en>es", "es>ca"]
    server.asked.clear()
    run(install(index, "--yes", tag="ca"), capsys)
    assert server.asked == ["GET /index.json", "HEAD /es_ca", "GET /es_ca"]


def test_a_file_that_changed_under_its_version_is_refused(
    index: str, server: Server, packages: dict[str, bytes], home: Path, capsys: Capture
) -> None:
    run(install(index, "--yes"), capsys)
    before = left(home)
    server.put("/en_es", packages["other"])
    code, _, err = run(install(index, "--yes"), capsys)
    assert (code, "not the files that were installed under this version before" in err) == (1, True)
    assert translation(SENTENCE) == SENTENCE
    assert left(home) == before
    code, out, _ = run(install(index, "--yes", "--replace"), capsys)
    assert (code, digest(packages["other"]) in out) == (0, True)
    assert translation(SENTENCE) == SENTENCE.replace("heart", "hertz")
    assert run(install(index, "--yes"), capsys)[0] == 0


def translation(sentence: str) -> str:
    """What the only installed Argos package makes of a sentence."""
    translator = argos.PLUGIN.open(argos.PLUGIN.hops()[0])
    try:
        return translator.translate([sentence])[0].text
    finally:
        translator.close()


def test_a_digest_that_a_person_names(index: str, server: Server, home: Path, capsys: Capture, tmp_path: Path) -> None:
    right, wrong = digest(server.pages["/en_es"].content), "0" * 64
    code, _, err = run(install(index, "--yes", "--sha256", wrong), capsys)
    assert (code, f"its SHA-256 is {right}, not {wrong}; it was deleted" in err, left(home)) == (1, True, [])
    assert run(install(index, "--yes", "--sha256", right.upper()), capsys)[0] == 0
    code, _, err = run(install(index, "--yes", "--sha256", right, tag="fr"), capsys)
    assert (code, "nothing that leads from en to fr; from en it leads to: es" in err) == (1, True)
    file = tmp_path / "file"
    file.write_bytes(server.pages["/en_es"].content)
    assert run(["install", "es", "--from", str(file), "--sha256", right], capsys)[0] == 0
    assert run(["install", "es", "--from", str(file), "--sha256", wrong], capsys)[0] == 1
    assert run(["install", "es", "--from", str(file), "--sha256", "abc"], capsys)[0] == 2
    assert run(["install", "es", "--from", str(file), "--download"], capsys)[0] == 2


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ({"length": "1000000"}, "broke off after"),
        ({"length": "3000000000"}, "3000000000 bytes, more than the 2000000000 that are taken"),
        ({"status": 404}, "the server answers 404"),
        ({"status": 302, "headers": {"Location": "http://example.org/en_es"}}, "which is not followed"),
        ({"status": 302, "headers": {"Location": "/en_es"}}, "leads on and on"),
        ({"content": b"<html>"}, "not a readable Argos package"),
    ],
)
def test_a_download_that_is_not_what_it_should_be(
    page: dict[str, Any], message: str, index: str, server: Server, home: Path, capsys: Capture
) -> None:
    content = page.pop("content", server.pages["/en_es"].content)
    server.put("/en_es", content, **page)
    code, _, err = run(install(index, "--yes"), capsys)
    assert (code, message in err, left(home)) == (1, True, []), err


def test_a_package_of_another_pair_than_the_index_says(index: str, server: Server, home: Path, capsys: Capture) -> None:
    server.put("/en_es", server.pages["/es_ca"].content)
    code, _, err = run(install(index, "--yes"), capsys)
    assert (code, "translates es>ca, where the index says en>es" in err, left(home)) == (1, True, [])


def test_an_index_whose_models_lie_where_nothing_is_fetched(server: Server, capsys: Capture) -> None:
    index = server.put("/index.json", json.dumps([entry("en", "es", links=["http://example.org/a"])]).encode())
    code, _, err = run(install(index, "--yes"), capsys)
    assert (code, "every model lies at an address that is not fetched from" in err) == (1, True)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://example.org/index.json", "index.json"])
def test_an_index_that_is_no_address(address: str, capsys: Capture) -> None:
    assert run(install(address), capsys)[0] == 2


def test_too_little_room_is_seen_beforehand(
    index: str, server: Server, home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=100_000))
    code, _, err = run(install(index, "--yes"), capsys)
    assert (code, "0.1 MB are free; free some space and try again" in err, left(home)) == (1, True, [])


def test_one_download_at_a_time(index: str, capsys: Capture) -> None:
    folder = data_home.downloads()
    with files.locked(folder, folder):
        code, _, err = run(install(index, "--yes"), capsys)
    assert (code, f"in use by process {os.getpid()}; wait for it" in err) == (1, True)


def test_a_broken_record_of_digests_is_no_excuse(index: str, home: Path, capsys: Capture) -> None:
    files.write_atomic(home / "argos" / "en_es.fetched.json", b"{", expected=None)
    code, _, err = run(install(index, "--yes"), capsys)
    assert (code, "not the record of digests it was; delete it if you know why" in err) == (1, True)


def started(arguments: list[str], *, largest: int = 0) -> subprocess.Popen[str]:
    """`pipeline engines` in a process of its own, which can write files up to `largest` bytes."""
    code = (
        "import resource, sys\nif int(sys.argv[1]): resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)"
        "\nfrom pipeline.cli.main import main\nmain(sys.argv[2:])"
    )
    command = [sys.executable, "-c", code, str(largest), "engines", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_disk_that_fills_up_meanwhile(index: str, server: Server, home: Path) -> None:
    server.put("/en_es", bytes(1_000_000))
    process = started(install(index, "--yes"), largest=300_000)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, "cannot be written: File too large; free some space" in err) == (1, True), err
    assert left(home) == []


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_ended_in_the_middle(how: signal.Signals, index: str, server: Server, home: Path) -> None:
    body = server.pages["/en_es"].content
    server.put("/en_es", body + bytes(3_000_000), pause=0.1)
    process = started(install(index, "--yes"))
    deadline = time.monotonic() + 60
    while not any(path.stat().st_size > 100_000 for path in home.rglob("*.argosmodel")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(how)
    process.communicate(timeout=60)
    assert process.returncode == (1 if how == signal.SIGINT else -how)
    assert argos.PLUGIN.hops() == ()
    assert (left(home) == []) is (how == signal.SIGINT)
    server.put("/en_es", body)
    process = started(install(index, "--yes"))
    process.communicate(timeout=60)
    assert (process.returncode, [hop.pair for hop in argos.PLUGIN.hops()]) == (0, ["en>es"])
    assert [path for path in left(home) if path.startswith(".downloads")] == []


def test_what_a_killed_installation_left_goes_with_the_next(index: str, home: Path, capsys: Capture) -> None:
    for folder in ("argos/.installing-dead/en_es/model", ".downloads/model-dead/files"):
        (home / folder).mkdir(parents=True)
        (home / folder / "model.bin").write_bytes(b"half")
    assert argos.PLUGIN.hops() == ()
    assert run(install(index, "--yes"), capsys)[0] == 0
    assert [path for path in left(home) if "dead" in path] == []


@pytest.fixture
def firefox_index(server: Server) -> tuple[str, list[dict[str, Any]]]:
    """The address of a list with the real English-Portuguese model, and its records."""
    found = find_models()["en>pt"][1]
    assert found.shortlist
    rows = []
    for kind, path in (("model", found.model), ("vocab", found.source_vocabulary), ("lex", found.shortlist)):
        row = record(kind, path.name, ("en", "pt"), version="2.7")
        content = path.read_bytes()
        row["attachment"] |= {"hash": digest(content), "size": len(content)}
        server.put(f"/{row['attachment']['location']}", content)
        rows.append(row)
    return server.put("/records", json.dumps({"data": rows}).encode()), rows


def test_a_real_firefox_model(firefox_index: tuple[str, list[dict[str, Any]]], home: Path, capsys: Capture) -> None:
    index, rows = firefox_index
    code, out, _ = run(install(index, "--engine", "firefox", "--yes", tag="pt"), capsys)
    hop = firefox.PLUGIN.hops()[0]
    assert (code, hop.pair, hop.version, hop.origin) == (0, "en>pt", "2.7", "folder en-pt")
    assert [row["attachment"]["hash"] in out for row in rows] == [True] * 3
    assert ["en>pt", "firefox", "2.7"] in [line.split()[:3] for line in run(["list"], capsys)[1].splitlines()]
    translator = firefox.PLUGIN.open(hop)
    assert translator.translate(["The house is red."]) == [Output("A casa é vermelha.")]
    translator.close()
    assert [path for path in left(home) if path.startswith(".downloads")] == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"hash": "0" * 64}, "it was deleted. It is broken or was exchanged"),
        ({"size": 1000}, "bytes, where 1000 were announced"),
    ],
)
def test_a_firefox_file_that_is_not_what_the_list_says(
    firefox_index: tuple[str, list[dict[str, Any]]],
    changed: dict[str, object],
    message: str,
    server: Server,
    home: Path,
    capsys: Capture,
) -> None:
    index, rows = firefox_index
    rows[1]["attachment"] |= changed
    server.put("/records", json.dumps({"data": rows}).encode())
    code, _, err = run(install(index, "--engine", "firefox", "--yes", tag="pt"), capsys)
    assert (code, message in err, left(home)) == (1, True, [])
    code, _, err = run(install(index, "--engine", "firefox", "--sha256", "0" * 64, tag="pt"), capsys)
    assert (code, "--sha256 is for one file, and this is 3 files" in err) == (2, True)


def test_mozillas_wish_is_said(
    firefox_index: tuple[str, list[dict[str, Any]]], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With Mozilla's own index. It is looked up here, but the code takes it for theirs."""
    monkeypatch.setattr(firefox.PLUGIN.index, "address", firefox_index[0])
    monkeypatch.setattr("pipeline.engines._addresses.FIREFOX_FILES", firefox_index[0])
    code, out, _ = run(["install", "pt", "--download", "--engine", "firefox", "--dry-run"], capsys)
    assert (code, "Mozilla's people ask that their model service is not used in production" in out) == (0, True)
    assert "Mozilla's people ask that their" in " ".join(run(["install", "--help"], capsys)[1].split())


@pytest.mark.parametrize("option", [["--dry-run"], ["--yes"], ["--replace"], ["--index", "https://example.org/i.json"]])
def test_an_option_of_downloads_installs_no_file(
    option: list[str], packages: dict[str, bytes], home: Path, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "en_es.argosmodel"
    file.write_bytes(packages["en>es"])
    code, _, said = run(["install", "es", "--from", str(file), *option], capsys)
    assert (code, f"{option[0]}: only with --download" in said) == (2, True)
    assert not (home / "argos").exists()
