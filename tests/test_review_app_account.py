"""My account: the password, the pages' language, the name on leaflets, and ending one's sessions."""

from pathlib import Path

import pytest
from django.test import Client
from web import PASSWORD, account, client, open_office

from pipeline.config import Workspace
from pipeline.errors import UsageError, WorkspaceError
from pipeline.review_app import throttle
from pipeline.stages.people import credit_names, set_credit_name

NEW = "another calm and wide river"


@pytest.fixture
def office(sandbox: Workspace) -> Workspace:
    open_office(sandbox)
    account("ana", "reviewer")
    return sandbox


def sign_in(password: str = PASSWORD) -> tuple[Client, int]:
    browser = client()
    return browser, browser.post("/login/", {"handle": "ana", "password": password}).status_code


def change(browser: Client, current: str = PASSWORD, password: str = NEW, again: str = NEW) -> int:
    form = {"do": "password", "current": current, "password": password, "again": again}
    return browser.post("/account/", form).status_code


def test_a_new_password_ends_the_sessions_elsewhere_and_not_this_one(office: Workspace) -> None:
    (here, _), (there, _) = sign_in(), sign_in()
    assert change(here, current="wrong") == 422
    assert change(here, password="short", again="short") == 422
    assert change(here, again=PASSWORD) == 422
    assert there.get("/").status_code == 200
    assert change(here) == 303
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)
    assert (sign_in()[1], sign_in(NEW)[1]) == (401, 303)


def test_guessing_the_present_password_ends_in_a_pause(office: Workspace) -> None:
    browser, _ = sign_in()
    answers = [change(browser, current=f"guess {number}") for number in range(throttle.FOR_A_HANDLE + 1)]
    assert answers == [422] * throttle.FOR_A_HANDLE + [429]
    assert change(browser) == 429


def test_signing_out_everywhere_ends_every_session(office: Workspace) -> None:
    (here, _), (there, _) = sign_in(), sign_in()
    assert here.post("/account/", {"do": "leave"}).headers["Location"] == "/login/"
    assert (here.get("/").status_code, there.get("/").status_code) == (302, 302)
    assert sign_in()[1] == 303


def test_a_form_without_its_button_changes_nothing(office: Workspace) -> None:
    set_credit_name(office, "ana", "Ana Pérez")
    browser, _ = sign_in()
    assert browser.post("/account/", {"current": PASSWORD, "password": NEW, "again": NEW}).status_code == 400
    assert (credit_names(office)["ana"], sign_in()[1]) == ("Ana Pérez", 303)


def test_language_and_name_are_kept_and_the_file_changes_only_with_the_name(office: Workspace) -> None:
    file = office.root / "i18n" / "people.toml"
    before = file.read_text("utf-8")
    browser = client("ana")
    browser.post("/account/", {"do": "settings", "language": "pt", "credit": ""})
    assert file.read_text("utf-8") == before
    page = browser.get("/account/").content.decode()
    assert '<html lang="pt"' in page
    browser.post("/account/", {"do": "settings", "language": "xx", "credit": '  Ana "Nina"  Pérez '})
    assert '<html lang="pt"' in browser.get("/account/").content.decode()
    assert file.read_text("utf-8") == before + 'ana = "Ana \\"Nina\\" Pérez"\n'
    assert browser.post("/account/", {"do": "settings", "credit": "Ana\u202eabc"}).status_code == 422
    browser.post("/account/", {"do": "settings", "credit": ""})
    assert credit_names(office) == {"ana": ""}


@pytest.mark.parametrize(
    ("before", "handle", "after"),
    [
        ("", "ana", 'ana = "Åsa Ñ"\n'),
        ("# who\nluis = 'L'", "ana", "# who\nluis = 'L'\nana = \"Åsa Ñ\"\n"),
        ('ana = ""  # none\nluis = "L"\n', "ana", 'ana = "Åsa Ñ"\nluis = "L"\n'),
        ('"ana" = "A"\n', "ana", 'ana = "Åsa Ñ"\n'),
        ('ana = "A"\n', "ana.b", 'ana = "A"\n"ana.b" = "Åsa Ñ"\n'),
        ('"ana.b" = "A"\nanaxb = "X"\n', "ana.b", '"ana.b" = "Åsa Ñ"\nanaxb = "X"\n'),
        ('ana-maria = "A"\n', "ana", 'ana-maria = "A"\nana = "Åsa Ñ"\n'),
    ],
)
def test_a_name_is_written_and_the_other_lines_stay(before: str, handle: str, after: str, tmp_path: Path) -> None:
    workspace, file = workspace_with(tmp_path, before)
    assert set_credit_name(workspace, handle, "Åsa Ñ")
    assert file.read_text("utf-8") == after
    assert credit_names(workspace)[handle] == "Åsa Ñ"
    assert not set_credit_name(workspace, handle, "Åsa Ñ")


@pytest.mark.parametrize("before", ['x = """\nana = "A"\n"""\n', '[table]\nx = "1"\n', "nonsense\n"])
def test_a_file_in_which_the_name_cannot_be_written_stays_as_it_is(before: str, tmp_path: Path) -> None:
    workspace, file = workspace_with(tmp_path, before)
    with pytest.raises(WorkspaceError, match=r"people\.toml: the line of ana cannot be written"):
        set_credit_name(workspace, "ana", "A")
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize(("handle", "name"), [("Ana", "A"), ("ana", "A\nB"), ("ana", "A" * 101), ("ana", "\u2066A")])
def test_what_is_no_handle_or_no_name_is_refused(handle: str, name: str, tmp_path: Path) -> None:
    workspace, file = workspace_with(tmp_path, "")
    with pytest.raises(UsageError):
        set_credit_name(workspace, handle, name)
    assert file.read_text("utf-8") == ""


def workspace_with(root: Path, people: str) -> tuple[Workspace, Path]:
    from pipeline.stages.workspace import init

    workspace = init(root)
    file = root / "i18n" / "people.toml"
    file.write_text(people, "utf-8")
    return workspace, file
