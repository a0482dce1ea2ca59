"""Accounts: the first coordinator, invitations, signing in and out, and who guesses passwords."""

import re
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from web import PASSWORD, account, client, open_office

from pipeline.config import Workspace
from pipeline.errors import StoreError
from pipeline.review_app import throttle
from pipeline.review_app.permissions import Role
from pipeline.review_app.start import secret_key

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def office(sandbox: Workspace) -> Workspace:
    open_office(sandbox)
    return sandbox


def join(address: str, handle: str = "eva", password: str = PASSWORD, again: str = PASSWORD) -> tuple[Client, int, str]:
    browser = client()
    form = {"handle": handle, "password": password, "again": again, "language": "es"}
    answer = browser.post(address, form)
    return browser, answer.status_code, answer.content.decode()


def sign_in(handle: str, password: str = PASSWORD, **more: str) -> tuple[Client, int]:
    browser = client()
    return browser, browser.post("/login/", {"handle": handle, "password": password, **more}).status_code


def test_the_first_link_makes_the_coordinator_once() -> None:
    from pipeline.review_app import links
    from pipeline.review_app.models import Account, Link

    earlier, token = links.setup_token(), links.setup_token()
    assert token not in str(list(Link.objects.values()))
    assert join(f"/setup/{earlier}/")[1] == 404
    assert client().get(f"/setup/{token}/").status_code == 200  # to look uses nothing up
    browser, status, _ = join(f"/setup/{token}/")
    assert (status, browser.get("/invite/").status_code) == (303, 200)
    assert join(f"/setup/{token}/", "luis")[1] == 404
    assert links.setup_token() == ""
    assert [(one.handle, one.coordinator, one.language) for one in Account.objects.all()] == [("eva", True, "es")]
    assert Account.objects.get().password.startswith("argon2$")


def test_a_link_ends_and_one_kind_is_not_the_other() -> None:
    from pipeline.review_app import links
    from pipeline.review_app.models import Link

    token = links.setup_token()
    assert join(f"/invitation/{token}/")[1] == 404
    Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert join(f"/setup/{token}/")[1] == 404


def test_the_coordinator_invites_and_names_handle_role_and_languages() -> None:
    from pipeline.review_app.models import Account, Link

    account("eva", "coordinator")
    page = client("eva").post("/invite/", {"handle": "ana", "role": "translator", "languages": ["es", "xx"]})
    found = re.search(r"http://testserver(/invitation/[\w-]+/)", page.content.decode())
    assert found
    lasts = Link.objects.get().expires_at - timezone.now()
    assert timedelta(days=13) < lasts <= timedelta(days=14)
    browser, status, _ = join(found[1], "somebody-else")
    assert status == 303
    ana = Account.objects.get(handle="ana")
    assert (ana.role("es"), ana.role("xx"), ana.coordinator) == (Role.TRANSLATOR, None, False)
    assert join(found[1])[1] == 404
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {"handle": "Ana Pérez", "role": "reader", "languages": "es"},
        {"handle": "eva", "role": "reader", "languages": "es"},
        {"handle": "ana", "role": "coordinator", "languages": "es"},
        {"handle": "ana", "role": "reader", "languages": "xx"},
    ],
)
def test_a_wrong_invitation_is_none(form: dict[str, str]) -> None:
    from pipeline.review_app.models import Link

    account("eva", "coordinator")
    assert client("eva").post("/invite/", form).status_code == 422
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    ("password", "again"), [("short", "short"), ("123456789012345", "123456789012345"), (PASSWORD, "another river")]
)
def test_a_poor_password_is_refused_and_the_link_stays(password: str, again: str) -> None:
    from pipeline.review_app import links

    token = links.setup_token()
    assert join(f"/setup/{token}/", "eva", password, again)[1] == 422
    assert join(f"/setup/{token}/", "Not A Handle")[1] == 422
    assert join(f"/setup/{token}/")[1] == 303


def test_who_signs_in_goes_on_within_these_pages_alone() -> None:
    account("ana", "reviewer")
    assert sign_in("ana", "wrong")[1] == 401
    browser = client()
    form = {"handle": "ana", "password": PASSWORD, "next": "https://evil.example/"}
    assert browser.post("/login/", form).headers["Location"] == "/"
    assert browser.post("/login/", form | {"next": "//evil.example"}).headers["Location"] == "/"
    assert (
        browser.post("/login/", form | {"next": "/documents/es/stroke/"}).headers["Location"] == "/documents/es/stroke/"
    )


def test_the_cookies_are_for_us_alone_and_signing_out_ends_the_session() -> None:
    account("ana", "reviewer")
    browser, _ = sign_in("ana")
    cookie = browser.cookies["review_session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    browser.get("/")
    assert browser.cookies["review_csrf"]["samesite"] == "Strict"
    key = cookie.value
    assert browser.post("/logout/").status_code == 303
    browser.cookies["review_session"] = key
    assert browser.get("/").status_code == 302


def test_a_form_from_elsewhere_is_refused() -> None:
    account("ana", "reviewer")
    strict = client(enforce_csrf_checks=True)
    assert strict.post("/login/", {"handle": "ana", "password": PASSWORD}).status_code == 403


def test_guessing_for_a_handle_ends_in_a_pause_for_it_alone() -> None:
    account("ana", "reviewer")
    account("luis", "reviewer")
    answers = [sign_in("ana", f"guess {number}")[1] for number in range(throttle.FOR_A_HANDLE + 1)]
    assert answers == [401] * throttle.FOR_A_HANDLE + [429]
    assert sign_in("ana")[1] == 429
    assert sign_in("luis")[1] == 303


def test_guessing_from_an_address_ends_in_a_pause_and_the_pause_ends() -> None:
    from pipeline.review_app.models import Attempt

    assert all(throttle.attempt(f"guess-{number}", "192.0.2.1") for number in range(throttle.FROM_AN_ADDRESS))
    assert not throttle.attempt("another", "192.0.2.1")
    assert throttle.attempt("another", "192.0.2.2")
    Attempt.objects.update(made_at=timezone.now() - throttle.WINDOW - timedelta(seconds=1))
    assert throttle.attempt("another", "192.0.2.1")


def test_what_no_database_takes_as_text_is_refused(office: Workspace) -> None:
    del office
    assert client().post("/login/", {"handle": "a\0b", "password": "x"}).status_code == 400


def test_a_start_clears_what_is_over(office: Workspace) -> None:
    from django.contrib.sessions.models import Session

    from pipeline.review_app.models import Attempt

    account("ana", "reviewer")
    old, new = (client("ana").session.session_key for _ in range(2))
    throttle.wrong_token("192.0.2.1")
    throttle.attempt("ana", "192.0.2.1")
    Attempt.objects.filter(pk=Attempt.objects.order_by("pk")[0].pk).update(made_at=timezone.now() - timedelta(days=1))
    Session.objects.filter(pk=old).update(expire_date=timezone.now() - timedelta(seconds=1))
    open_office(office)
    assert list(Session.objects.values_list("pk", flat=True)) == [new]
    assert Attempt.objects.count() == 2


def test_the_migrations_make_the_tables_that_the_models_describe() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "review_app", check=True, dry_run=True, verbosity=0)


def test_the_key_and_the_database_are_read_by_nobody_else(office: Workspace) -> None:
    key = secret_key(office)
    assert (len(key) > 50, secret_key(office)) == (True, key)
    path = office.var / "secret.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((office.var / "queue.sqlite3").stat().st_mode) & 0o007 == 0
    path.chmod(0o644)
    with pytest.raises(StoreError, match="others may read it"):
        secret_key(office)


def test_django_finds_nothing_to_say_of_the_deployment(office: Workspace) -> None:
    program = (
        "import sys; from pathlib import Path; from pipeline.config import Workspace\n"
        "from pipeline.review_app.start import start_django\n"
        "start_django(Workspace(Path(sys.argv[1])), hosts=['review.example.org'], https=True)\n"
        "from django.core.management import call_command\n"
        "call_command('check', deploy=True, fail_level='WARNING')\n"
    )
    command = [sys.executable, "-W", "error", "-c", program, str(office.root)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout
