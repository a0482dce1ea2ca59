"""People: who may change whose role, that nobody is locked out, and the log that says who did it."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import Error, connection
from django.test import Client
from programs import program
from web import PASSWORD, account, client, open_office

from pipeline.config import Workspace
from pipeline.review_app.permissions import Role

if TYPE_CHECKING:
    from pipeline.review_app.models import Account


@pytest.fixture(autouse=True)
def office(sandbox: Workspace) -> Workspace:
    open_office(sandbox)
    account("eva", "coordinator")
    return sandbox


def found(handle: str) -> "Account":
    from pipeline.review_app.models import Account

    return Account.objects.get(handle=handle)


def log() -> list[tuple[str, str, str, str]]:
    from pipeline.review_app.models import Act

    return [(one.actor, one.act, one.subject, one.detail) for one in Act.objects.order_by("pk")]


def signed_in(handle: str) -> Client:
    browser = client()
    assert browser.post("/login/", {"handle": handle, "password": PASSWORD}).status_code == 303
    return browser


def test_the_coordinator_gives_and_takes_roles_and_the_log_says_so() -> None:
    account("ana", "translator")
    eva = client("eva")
    assert "ana" in eva.get("/people/").content.decode()
    assert eva.post("/person/ana/", {"do": "roles", "role-es": "reviewer"}).status_code == 303
    assert found("ana").role("es") is Role.REVIEWER
    assert eva.post("/person/ana/", {"do": "roles", "role-es": "reviewer"}).status_code == 303
    assert eva.post("/person/ana/", {"do": "roles", "role-es": ""}).status_code == 303
    assert found("ana").role("es") is None
    assert log() == [("eva", "role", "ana", "es: reviewer"), ("eva", "no role", "ana", "es: reviewer")]
    assert eva.post("/person/ana/", {"do": "roles", "role-es": "coordinator"}).status_code == 409
    assert eva.get("/person/nobody/").status_code == 404


def test_a_coordinator_without_a_role_finds_the_pages_of_every_language() -> None:
    eva = client("eva")
    page = eva.get("/people/").content.decode()
    for address in ("/people/es/", "/languages/es/", "/practice/es/"):
        assert f'href="{address}"' in page
        assert eva.get(address).status_code == 200


def test_a_form_that_says_nothing_changes_no_role() -> None:
    account("ana", "reviewer")
    eva = client("eva")
    assert eva.post("/person/ana/", {}).status_code == 400
    assert eva.post("/person/ana/", {"role-es": ""}).status_code == 400
    assert eva.post("/person/ana/", {"do": "roles"}).status_code == 303
    assert (found("ana").role("es"), log()) == (Role.REVIEWER, [])


def test_a_closed_account_has_no_sessions_and_its_old_ones_stay_ended() -> None:
    account("ana", "reviewer")
    browser, eva = signed_in("ana"), client("eva")
    assert browser.get("/").status_code == 200
    eva.post("/person/ana/", {"do": "close"})
    assert browser.get("/").status_code == 302
    assert found("ana").role("es") is None
    assert client().post("/login/", {"handle": "ana", "password": PASSWORD}).status_code == 401
    eva.post("/person/ana/", {"do": "open"})
    assert browser.get("/").status_code == 302
    assert signed_in("ana").get("/").status_code == 200
    assert [act for _, act, *_ in log()] == ["closed", "opened"]


def test_closing_and_signing_out_everywhere_end_the_tokens_for_good() -> None:
    account("ana", "reviewer")
    eva, robot = client("eva"), program("ana")
    assert robot.get("me")[0] == 200
    eva.post("/person/ana/", {"do": "close"})
    eva.post("/person/ana/", {"do": "open"})
    assert robot.get("me")[0] == 401
    robot = program("ana")
    assert client("ana").post("/account/", {"do": "leave"}).status_code == 303
    assert robot.get("me")[0] == 401


def test_who_may_work_no_more_gives_back_what_they_had() -> None:
    from pipeline.review_app import team

    place, eva = team.Place("es", "stroke"), client("eva")
    for handle in ("ana", "tom"):
        account(handle, "translator")
    assert team.claim(found("ana"), place)
    assert team.join(found("tom"), place)
    eva.post("/person/ana/", {"do": "close"})
    assert [one.people for one in [team.held(place)] if one] == [("tom",)]
    eva.post("/person/tom/", {"do": "roles", "role-es": "reviewer"})
    assert team.held(place)
    eva.post("/person/tom/", {"do": "roles", "role-es": "reader"})
    assert team.held(place) is None


def test_practice_first_stays_where_a_form_does_not_ask_about_it() -> None:
    from pipeline.review_app.models import members

    members(account("nina"), Role.REVIEWER, ["es"], practise_first=True)
    eva = client("eva")
    for role in ("reviewer", "translator", "reviewer"):
        assert eva.post("/people/es/", {"handle": "nina", "role": role}).status_code == 303
        assert found("nina").role("es") is Role.TRANSLATOR
    eva.post("/person/nina/", {"do": "roles", "role-es": "reviewer"})
    assert found("nina").role("es") is Role.REVIEWER


@pytest.mark.parametrize("act", ["close", "resign"])
def test_the_last_coordinator_cannot_be_lost(act: str) -> None:
    account("ana", "reviewer")
    eva = client("eva")
    answer = eva.post("/person/eva/", {"do": act})
    assert (answer.status_code, "Somebody has to be coordinator" in answer.content.decode()) == (409, True)
    assert (found("eva").coordinator, found("eva").is_active, log()) == (True, True, [])
    eva.post("/person/ana/", {"do": "coordinate"})
    eva.post("/person/ana/", {"do": "close"})  # a closed account looks after nobody
    assert eva.post("/person/eva/", {"do": act}).status_code == 409
    eva.post("/person/ana/", {"do": "open"})
    assert eva.post("/person/eva/", {"do": act}).status_code == 303
    assert not (found("eva").coordinator and found("eva").is_active)


def lead_of_spanish() -> Client:
    account("lea", "lead")
    for handle, role in (("ana", "translator"), ("luis", "lead"), ("pia", "reviewer")):
        account(handle, role, "pt" if handle == "pia" else "es")
    return client("lea")


def test_a_lead_changes_the_roles_below_their_own_in_their_language() -> None:
    lea = lead_of_spanish()
    cases: tuple[tuple[str, str, int, Role | None], ...] = (
        ("ana", "lead", 409, Role.TRANSLATOR),
        ("ana", "coordinator", 409, Role.TRANSLATOR),
        ("ana", "reviewer", 303, Role.REVIEWER),
        ("ana", "", 303, None),
        ("ana", "reader", 409, None),  # who has no role in the language is for the coordinator
        ("luis", "reader", 409, Role.LEAD),
        ("lea", "", 409, Role.LEAD),
        ("pia", "reviewer", 409, None),
    )
    for handle, role, status, after in cases:
        assert lea.post("/people/es/", {"handle": handle, "role": role}).status_code == status
        assert found(handle).role("es") is after
    assert lea.post("/people/es/", {"handle": "nobody", "role": "reader"}).status_code == 409
    assert [(act, subject) for _, act, subject, _ in log()] == [("role", "ana"), ("no role", "ana")]


def test_a_lead_sees_the_people_of_their_language_alone() -> None:
    lea = lead_of_spanish()
    page = lea.get("/people/es/").content.decode()
    assert [handle in page for handle in ("ana", "luis", "pia")] == [True, True, False]
    assert [lea.get(f"/people/{tag}").status_code for tag in ("pt/", "", "xx/")] == [403, 403, 403]
    assert client("eva").get("/people/xx/").status_code == 404


def test_an_invitation_is_taken_back_or_made_anew_and_the_old_link_ends() -> None:
    eva = client("eva")
    first = link_in(eva.post("/invite/", {"handle": "ana", "role": "reader", "languages": "es"}))
    eva.post("/invite/", {"handle": "luis", "role": "reader", "languages": "es"})
    page = eva.get("/people/").content.decode()
    ana, luis = re.findall(r'name="invitation" value="(\d+)"', page)
    second = link_in(eva.post("/people/", {"do": "renew", "invitation": ana}))
    assert [client().get(address).status_code for address in (first, second)] == [404, 200]
    assert eva.post("/people/", {"do": "revoke", "invitation": luis}).status_code == 303
    assert eva.post("/people/", {"do": "revoke", "invitation": luis}).status_code == 409
    form = {"password": PASSWORD, "again": PASSWORD, "language": "en"}
    assert client().post(second, form).status_code == 303
    for wrong in (ana, "", "x", "9" * 30, "²"):
        assert eva.post("/people/", {"do": "renew", "invitation": wrong}).status_code == 409
    assert [(act, subject) for _, act, subject, _ in log()] == [
        ("invited", "ana"),
        ("invited", "luis"),
        ("renewed", "ana"),
        ("revoked", "luis"),
        ("joined", "ana"),
    ]
    assert "invited" in eva.get("/person/ana/").content.decode()


def link_in(answer: object) -> str:
    match = re.search(r"http://testserver(/invitation/[\w-]+/)", getattr(answer, "content", b"").decode())
    assert match
    return match[1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_app_act SET actor = 'luis'",
        "DELETE FROM review_app_act",
        "INSERT OR REPLACE INTO review_app_act SELECT id, made_at, 'luis', act, subject, detail FROM review_app_act",
    ],
)
def test_the_log_is_only_added_to(statement: str) -> None:
    account("ana", "reader")
    client("eva").post("/person/ana/", {"do": "close"})
    before = log()
    with pytest.raises(Error), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (len(before), log()) == (1, before)


def test_the_log_shows_words_of_a_newer_program_as_they_are_and_escapes_them() -> None:
    from django.utils import timezone

    from pipeline.review_app.models import Act

    Act.objects.create(made_at=timezone.now(), actor="<b>", act="teleported", subject="ana", detail="<script>")
    page = client("eva").get("/people/").content.decode()
    assert "teleported" in page
    assert "<script>" not in page
    assert "&lt;b&gt;" in page


def test_two_coordinators_cannot_end_each_other(office: Workspace, at_once: Callable[..., list[int]]) -> None:
    account("ana", "coordinator")
    browsers = {"ana": client("ana"), "eva": client("eva")}
    other = {"ana": "eva", "eva": "ana"}
    at_once(lambda who: browsers[who].post(f"/person/{other[who]}/", {"do": "resign"}).status_code, "ana", "eva")
    from pipeline.review_app.models import Account

    assert Account.objects.filter(coordinator=True, is_active=True).count() == 1


@pytest.fixture
def at_once() -> Callable[..., list[int]]:
    from threading import Barrier, Thread

    def run(act: Callable[[str], int], *people: str) -> list[int]:
        answers: list[int] = []
        ready = Barrier(len(people))

        def one(who: str) -> None:
            ready.wait()
            answers.append(act(who))
            connection.close()

        threads = [Thread(target=one, args=(who,)) for who in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    return run


def test_a_coordinator_hands_over_and_has_no_more_to_say() -> None:
    account("ana", "reader")
    eva = client("eva")
    eva.post("/person/ana/", {"do": "coordinate"})
    answer = eva.post("/person/eva/", {"do": "resign"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert eva.get("/people/").status_code == 403
    assert client("ana").get("/people/").status_code == 200
