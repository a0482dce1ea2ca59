"""What `engines install` says and records where something is missing, refused or interrupted."""

# ruff: noqa: F811  # fixtures that are imported

import json
from pathlib import Path

import pytest
from model_server import Server
from test_engine_install import Capture, home, index, install, left, packages, run, server  # noqa: F401  # fixtures
from test_model_indexes import entry

from pipeline.engines import argos


def test_a_crash_behind_the_installation_leaves_no_model_without_a_record(
    index: str, home: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = argos.Argos.install

    def install_and_die(self: argos.Argos, file: Path) -> None:
        whole(self, file)
        raise KeyboardInterrupt

    monkeypatch.setattr(argos.Argos, "install", install_and_die)
    run(install(index, "--yes"), capsys)
    assert [hop.pair for hop in argos.PLUGIN.hops()] == ["en>es"]
    assert "1.0" in json.loads((home / "argos" / "en_es.fetched.json").read_text())


def test_what_was_no_model_is_not_on_record(index: str, server: Server, home: Path, capsys: Capture) -> None:
    server.put("/en_es", b"no archive")
    assert run(install(index, "--yes"), capsys)[0] == 1
    assert not (home / "argos" / "en_es.fetched.json").exists()


def test_what_is_installed_already_is_said_where_an_index_has_nothing(
    index: str, server: Server, capsys: Capture
) -> None:
    run(install(index, "--yes", tag="ca"), capsys)
    other = server.put("/other.json", json.dumps([entry("en", "it", links=[f"{server.address}/en_it"])]).encode())
    code, _, err = run(install(other, "--yes", tag="ca"), capsys)
    assert (code, "What is installed leads there already: en>" in err) == (1, True)


def test_a_dry_run_without_download_says_what_would_be_done(
    index: str, server: Server, home: Path, capsys: Capture
) -> None:
    code, out, err = run(["install", "es", "--index", index, "--dry-run"], capsys)
    assert (code, err) == (0, "")
    assert out.startswith(f"With --download this would look for a model en>es of argos in {index}")
    code, out, _ = run(["install", "es", "--index", index, "--dry-run", "--json"], capsys)
    report = json.loads(out)
    assert (code, report["index"], report["candidates"], report["installed"]) == (0, index, [], [])
    assert (server.asked, left(home)) == ([], [])


@pytest.mark.parametrize("how", [["--download", "--dry-run"], ["--dry-run"], ["--from", __file__]])
def test_a_tag_of_no_language_installs_nothing(
    how: list[str], index: str, server: Server, home: Path, capsys: Capture
) -> None:
    code, _, err = run(["install", "zz", *how, *([] if "--from" in how else ["--index", index])], capsys)
    assert (code, "'zz' is no language tag: give one such as es" in err) == (2, True)
    assert (server.asked, left(home)) == ([], [])


def test_an_archive_that_is_none_says_what_to_give(capsys: Capture) -> None:
    code, _, err = run(["install", "es", "--from", __file__], capsys)
    assert (code, "give the .argosmodel file as it was published, or fetch it anew" in err) == (1, True)
