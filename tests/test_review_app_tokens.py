"""Personal tokens: shown once, kept as a hash, with the rights of their account and never more."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from programs import DOCUMENT, Program, drafted, people, program, served
from web import account, client

from pipeline.review_app import throttle, tokens


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drafted(tmp_path_factory)


@pytest.fixture(autouse=True)
def office(drafts: Path, tmp_path: Path) -> None:
    served(drafts, tmp_path / "w")
    people(ana="reviewer", luis="reader")


def made(handle: str, **changes: str) -> tuple[int, str]:
    form = {"name": "my script", "days": "30", "rights": "all"} | changes
    answer = client(handle).post("/tokens/", form)
    found = re.search(r'value="(plp_[\w-]+)"', answer.content.decode())
    return answer.status_code, found[1] if found else ""


def test_a_token_is_shown_once_and_kept_as_a_hash() -> None:
    from pipeline.review_app.models import Token

    status, token = made("ana")
    assert (status, Program(token).get("me")[1]["handle"]) == (200, "ana")
    assert token not in client("ana").get("/tokens/").content.decode()
    assert token not in str(list(Token.objects.values()))
    assert Token.objects.get().token_hash == tokens.digest(token)
    assert timedelta(days=29) < Token.objects.get().expires_at - timezone.now() <= timedelta(days=30)
    assert Token.objects.get().last_used_at is not None
    assert "my script" in client("ana").get("/tokens/").content.decode()
    assert "my script" not in client("luis").get("/tokens/").content.decode()


@pytest.mark.parametrize("changes", [{"name": ""}, {"name": "x" * 65}, {"days": "366"}, {"days": ""}, {"days": "x"}])
def test_a_wrong_form_makes_none(changes: dict[str, str]) -> None:
    assert made("ana", **changes) == (422, "")
    with pytest.raises(ValueError, match="365 days"):
        tokens.make(account("eva"), "too long", 366, read_only=True)


def test_a_revoked_or_old_token_and_that_of_a_closed_account_hold_no_more() -> None:
    from pipeline.review_app.models import Account, Token

    robots = [program("ana") for _ in range(3)]
    first, second, third = Token.objects.order_by("pk")
    client("luis").post("/tokens/revoke/", {"number": str(first.pk)})
    assert [robot.get("me")[0] for robot in robots] == [200] * 3
    client("ana").post("/tokens/revoke/", {"number": str(first.pk)})
    Token.objects.filter(pk=second.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert [robot.get("me")[0] for robot in robots] == [401, 401, 200]
    Account.objects.filter(pk=third.account.pk).update(is_active=False)
    assert robots[2].get("me")[0] == 401
    assert client("ana").post("/tokens/revoke/", {"number": "9" * 30}).status_code == 401


def test_a_token_for_reading_only_reads() -> None:
    robot = program("ana", read_only=True)
    (first, *_) = robot.segments()
    assert robot.get("me")[1]["languages"][0]["may"] == ["account", "read", "compare"]
    for verdict in ("save", "approve", "check", "sign-off"):
        assert robot.post(f"{DOCUMENT}{verdict}", segment=first["id"], replaces=first["target"], text="x")[0] == 403


def test_a_token_has_the_rights_of_its_account_as_they_are_now() -> None:
    from pipeline.review_app.models import Membership

    robot = program("luis")
    first = program("ana").segments()[0]
    text = {"segment": first["id"], "replaces": first["target"], "text": "Otra cosa"}
    assert robot.post(f"{DOCUMENT}save", **text)[0] == 403
    Membership.objects.filter(account__handle="luis").update(role="translator")
    assert robot.post(f"{DOCUMENT}save", **text)[0] == 200


def test_a_wrong_token_is_refused_whatever_cookie_is_with_it_and_opens_no_page() -> None:
    browser = client("ana")
    assert browser.get("/api/v1/me", headers={"Authorization": "Bearer plp_wrong"}).status_code == 401
    assert browser.get("/api/v1/me", headers={"Authorization": "Basic YW5hOng="}).status_code == 401
    token = made("ana")[1]
    assert client().get("/", headers={"Authorization": f"Bearer {token}"}).status_code == 302
    assert client("luis").get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).json()["handle"] == "ana"


def test_guessing_tokens_ends_in_a_pause_for_the_address() -> None:
    from pipeline.review_app.models import Attempt

    robot = program("ana")
    answers = [Program(f"plp_guess-{number}").get("me")[0] for number in range(throttle.FROM_AN_ADDRESS + 1)]
    assert answers == [401] * throttle.FROM_AN_ADDRESS + [429]
    assert robot.get("me")[0] == 200  # who has a token guesses nothing
    Attempt.objects.update(made_at=timezone.now() - throttle.WINDOW - timedelta(seconds=1))
    assert Program("plp_guess-again").get("me")[0] == 401
