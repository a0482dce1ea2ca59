"""Whoever signs or publishes in a language that checks know nothing of is told so, by every way to a signature."""

from pathlib import Path

import pytest
from published_site import make_site
from test_cli import Capture, Run
from web import account, bare, client, open_office

from pipeline.config import Workspace

_TOLD = "Not checked for Arabic: certainty, direction, negation, small_words, abbreviations, "


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A leaflet in Arabic and Spanish, signed."""
    return make_site(tmp_path / "w", 1, ["ar", "es"], sentences=2)


@pytest.mark.parametrize("command", ["start", "sign", "approve --all", "signoff --yes"])
def test_who_signs_is_told_what_is_not_checked(workspace: Workspace, capsys: Capture, command: str) -> None:
    name, *rest = command.split()
    run = Run(workspace, ["review", name, "doc-0000", "--lang", "ar", "--as", "ana", *rest], capsys)
    assert [line for line in run.err.splitlines() if line.startswith(_TOLD)] == [run.err.splitlines()[0]]
    assert run.err.splitlines()[0].endswith(": read for these yourself.")
    assert (
        "Not checked"
        not in Run(workspace, ["review", name, "doc-0000", "--lang", "es", "--as", "ana", *rest], capsys).err
    )


def test_who_publishes_is_told_for_each_language(workspace: Workspace, capsys: Capture) -> None:
    run = Run(workspace, ["publish", "--lang", "ar", "--lang", "es"], capsys)
    assert [line for line in run.err.splitlines() if "Not checked" in line and line.startswith(_TOLD)]
    assert run.err.count("Not checked") == 1
    assert "Not checked" not in Run(workspace, ["publish", "--lang", "es"], capsys).err


def test_the_page_of_a_document_says_it_in_the_readers_language(workspace: Workspace) -> None:
    open_office(workspace)
    account("ana", "reviewer", "ar", "es")
    browser = client("ana")
    page = bare(browser.get("/documents/ar/doc-0000/").content.decode())
    assert "Not checked in Arabic: certainty, direction, negation, small_words, " in page
    assert "Not checked" not in bare(browser.get("/documents/es/doc-0000/").content.decode())
    spanish = bare(browser.get("/documents/ar/doc-0000/", headers={"accept-language": "es"}).content.decode())
    assert "En árabe no se comprueba: certainty, " in spanish
