"""A forgotten password: a link from the coordinator, once and for a time, and what ends with the old password."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from programs import program
from web import PASSWORD, account, client, open_office

from pipeline.config import Workspace

NEW = "another calm and wide river"
ROOT = Path(__file__).resolve().parent.parent
BOTH = {"password": NEW, "again": NEW}


@pytest.fixture(autouse=True)
def office(sandbox: Workspace) -> Workspace:
    open_office(sandbox)
    account("eva", "coordinator")
    account("ana", "reviewer")
    return sandbox


def link_for(handle: str = "ana") -> str:
    page = client("eva").post(f"/person/{handle}/", {"do": "password"}).content.decode()
    found = re.search(r"http://testserver(/password/[\w-]+/)", page)
    assert found, page
    return found[1]


def signed_in(password: str = PASSWORD) -> tuple[Client, int]:
    browser = client()
    return browser, browser.post("/login/", {"handle": "ana", "password": password}).status_code


def log() -> list[tuple[str, str, str]]:
    from pipeline.review_app.models import Act

    return [(one.actor, one.act, one.subject) for one in Act.objects.order_by("pk")]


def test_a_link_gives_a_new_password_once_and_ends_sessions_and_tokens() -> None:
    (there, _), robot = signed_in(), program("ana")
    address = link_for()
    assert client().post(address, {"password": "short", "again": "short"}).status_code == 422
    assert client().post(address, BOTH | {"again": PASSWORD}).status_code == 422
    assert (there.get("/").status_code, robot.get("me")[0]) == (200, 200)
    here = client()
    assert ">ana<" not in here.get(address).content.decode()  # nobody is signed in by looking
    assert here.post(address, BOTH).headers["Location"] == "/"
    assert "ana" in here.get("/account/").content.decode()
    assert (there.get("/").status_code, robot.get("me")[0]) == (302, 401)
    assert (signed_in()[1], signed_in(NEW)[1]) == (401, 303)
    assert (client().get(address).status_code, client().post(address, BOTH).status_code) == (404, 404)
    assert log() == [("eva", "password link", "ana"), ("ana", "password", "ana")]
    assert "new password set" in here.get("/account/").content.decode()


def test_a_link_ends_with_its_time_with_a_newer_one_and_with_the_account() -> None:
    from pipeline.review_app.models import PasswordLink

    earlier, later = link_for(), link_for()
    assert (client().get(earlier).status_code, client().get(later).status_code) == (404, 200)
    assert later.split("/")[2] not in str(list(PasswordLink.objects.values()))
    PasswordLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client().post(later, BOTH).status_code == 404
    last, eva = link_for(), client("eva")
    eva.post("/person/ana/", {"do": "close"})
    assert client().post(last, BOTH).status_code == 404
    assert eva.post("/person/ana/", {"do": "password"}).status_code == 409
    eva.post("/person/ana/", {"do": "open"})
    assert client().post(last, BOTH).status_code == 404
    assert client().post(link_for(), BOTH).status_code == 303


def test_changing_ones_own_password_ends_the_tokens_and_a_link_too() -> None:
    address, robot, (here, _) = link_for(), program("ana"), signed_in()
    assert here.post("/account/", {"do": "password", "current": PASSWORD} | BOTH).status_code == 303
    assert (robot.get("me")[0], client().get(address).status_code, here.get("/").status_code) == (401, 404, 200)
    assert log()[-1] == ("ana", "password", "ana")


def test_who_guessed_too_often_may_go_on_with_the_link() -> None:
    answers = [signed_in("wrong")[1] for _ in range(9)]
    assert answers[-1] == 429
    client().post(link_for(), BOTH)
    assert signed_in(NEW)[1] == 303


def test_the_handle_of_a_closed_account_is_not_lost() -> None:
    eva = client("eva")
    eva.post("/person/ana/", {"do": "close"})
    page = eva.post("/invite/", {"handle": "ana", "role": "reviewer", "languages": ["es"]})
    assert (page.status_code, 'href="/person/ana/"' in page.content.decode()) == (422, True)
    eva.post("/person/ana/", {"do": "open"})
    assert (signed_in()[1], log()[-1]) == (303, ("eva", "opened", "ana"))


def test_the_terminal_makes_a_link_for_a_coordinator_who_has_forgotten_theirs(office: Workspace) -> None:
    def command(handle: str) -> "subprocess.CompletedProcess[str]":
        words = [sys.executable, "-m", "pipeline", "-C", str(office.root), "review", "password", handle]
        return subprocess.run(words, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False, timeout=120)

    done, refused = command("eva"), command("nobody")
    address = re.fullmatch(r"http://127\.0\.0\.1:8000(/password/[\w-]+/)\n", done.stdout)
    assert address, done.stderr
    assert client().post(address[1], BOTH).status_code == 303
    assert (refused.returncode, "There is no such account." in refused.stderr) == (2, True)
    assert log() == [("(terminal)", "password link", "eva"), ("eva", "password", "eva")]
