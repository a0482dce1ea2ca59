"""`pipeline publish` as people and scripts meet it: what it prints, the kinds of refusal, verification, the server."""

import json
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from published_site import make_site
from test_cli import Capture, Run, drafted  # noqa: F401  # a fixture

from pipeline.cli.refusals import grouped
from pipeline.config import Workspace
from pipeline.stages.publication import Refused


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two leaflets that are ready to be published."""
    return make_site(tmp_path / "w", 2, ["es"], sentences=2)


def test_reasons_are_grouped_by_kind_with_the_next_command() -> None:
    reasons = ["no rights: x", "not approved: 'A'", "open error (numbers): B", "not approved: 'C'", "unsigned: D"]
    assert list(grouped([Refused("stroke", "es", why) for why in reasons])) == [
        "no rights: x",
        "2 sentences are not approved: pipeline review start stroke --lang es --as NAME",
        "open error (numbers): B: pipeline check --lang es stroke",
        "unsigned: D: pipeline review sign stroke --lang es --as NAME",
    ]


def test_what_is_there_comes_first_and_what_was_refused_last(workspace: Workspace, capsys: Capture) -> None:
    (workspace.seeds / "new.txt").write_text("A new text\nIt has one sentence.\n")
    run = Run(workspace, ["publish"], capsys)
    assert (run.code, run.out.splitlines()) == (
        1,
        ["build/site/es/doc-0000.html", "build/site/es/doc-0001.html", "2 files in the published site."],
    )
    assert run.err.splitlines() == [
        "Refused: 1 leaflet.",
        "new (es)",
        "  there is no catalog: run `pipeline translate --lang es new`",
    ]
    run = Run(workspace, ["publish", "--site", "--json"], capsys)
    assert (run.code, set(run.json)) == (0, {"files", "turned", "refused", "figures", "problems"})
    assert set(run.json["files"][0]) >= {"document", "language", "format", "path", "sha256", "draft"}
    assert Run(workspace, ["publish", "--site"], capsys).out == "2 files in the published site; nothing changed.\n"


def test_a_problem_comes_after_everything_else(workspace: Workspace) -> None:
    (workspace.seeds / "broken.txt").write_bytes(b"caf\xe9")
    for command in ("publish", "translate"):
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", "-C", str(workspace.root), command, "--lang", "es"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert done.stdout.splitlines()[-1].startswith("broken: seeds/broken.txt:1: byte 4"), done.stdout


def test_verify_reports_and_ends_with_1_on_differences(workspace: Workspace, capsys: Capture) -> None:
    run = Run(workspace, ["publish", "--verify"], capsys)
    assert (run.code, run.err.splitlines()[0]) == (
        1,
        "manifest.json: there is no site, but there are records: publish first",
    )
    Run(workspace, ["publish", "--site"], capsys)
    run = Run(workspace, ["publish", "--verify"], capsys)
    assert (run.code, run.out) == (0, "Compared 7 files, 2 records, 8 signatures.\nNothing differs.\n")
    (workspace.site / "es" / "doc-0001.html").write_text("x")
    report = Run(workspace, ["publish", "--verify", "--json"], capsys)
    assert (report.code, [row["path"] for row in report.json["differences"]]) == (1, ["es/doc-0001.html"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "nonsense"], "unknown format 'nonsense': choose from "),
        (["--draft", "--site"], "choose one of --draft, --site, --verify and --serve"),
        (["--verify", "--lang", "es"], "leave out --lang"),
        (["--serve"], "there is no site yet"),
    ],
)
def test_wrong_usage_is_named(workspace: Workspace, capsys: Capture, arguments: list[str], message: str) -> None:
    run = Run(workspace, ["publish", *arguments], capsys)
    assert (run.code, message in run.err) == (2, True), run.err


def test_the_site_is_served_on_this_machine_alone_and_nothing_beside_it(workspace: Workspace, capsys: Capture) -> None:
    Run(workspace, ["publish", "--site"], capsys)
    program = [sys.executable, "-u", "-m", "pipeline", "-C", str(workspace.root), "publish", "--serve", "--port", "0"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout
        said = server.stdout.readline()
        (base,) = re.findall(r"http://127\.0\.0\.1:\d+/", said)

        def ask(path: str) -> tuple[int, str]:
            try:
                with urllib.request.urlopen(f"{base}{path}", timeout=20) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                return error.code, error.read().decode()

        assert ask("")[0] == 200
        assert "<h1>Folletos" in ask("es")[1]  # led to es/
        assert "<h1>Folletos" in ask("es/index.html")[1]
        outside = ("../../pipeline.toml", "%2e%2e/%2e%2e/pipeline.toml", "es/../../site.json")
        for path in ("es/nothing.html", *outside, "%00", "a" * 5000):
            code, page = ask(path)
            assert (code, "This page is not here" in page) == (404, True), path
        assert json.loads(ask("manifest.json")[1])["format"] == 3
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=30)
        assert (server.returncode, errors.strip()) == (0, "The server has ended.")
