"""Barriers that were found in forms and are gone: short sessions, what is typed twice, languages without a mark."""

import re
from pathlib import Path

import pytest
from web import account, client, open_office

from pipeline.config import Workspace
from pipeline.review_app import links
from pipeline.review_app.permissions import Role
from pipeline.review_app.settings import settings_for


@pytest.fixture(autouse=True)
def office(sandbox: Workspace) -> None:
    open_office(sandbox)
    account("eva", "coordinator")


def sent(address: str, **form: str) -> str:
    """The page that answers a form of eva's that was refused."""
    answer = client("eva").post(address, form)
    assert answer.status_code == 422
    return answer.content.decode()


def ticked(page: str, *, of: str) -> list[str]:
    """The values that are chosen in the fields of this name."""
    select = re.search(rf'<select[^>]* name="{of}".*?</select>', page, re.DOTALL)
    boxes = re.findall(rf'<input type="checkbox" name="{of}" value="([^"]*)"[^>]* checked>', page)
    return boxes + re.findall(r'<option value="([^"]*)"[^>]* selected>', select[0] if select else "")


def test_a_session_lasts_longer_than_the_limit_that_would_need_a_warning() -> None:
    assert settings_for(Path(), {"ENGINE": "django.db.backends.sqlite3"}, "k" * 60)["SESSION_COOKIE_AGE"] > 20 * 3600


def test_a_refused_invitation_keeps_what_was_entered_and_says_at_the_field_what_is_wrong() -> None:
    page = sent("/invite/", handle="Ana Pérez", role="lead", languages="es", practise="yes")
    chosen = [ticked(page, of=name) for name in ("role", "languages", "practise")]
    assert (chosen, 'value="Ana Pérez"' in page) == ([["lead"], ["es"], ["yes"]], True)
    assert 'id="problems"' in page
    assert 'aria-describedby="about-handle problems"' in page
    assert ticked(client("eva").get("/invite/").content.decode(), of="practise") == []


def test_a_refused_token_keeps_what_was_entered_and_the_next_begins_safe() -> None:
    page = sent("/tokens/", name="x" * 65, days="90", rights="all")
    assert [ticked(page, of=name) for name in ("days", "rights")] == [["90"], ["all"]]
    assert 'autocomplete="off" aria-describedby="problems"' in page
    made = client("eva").post("/tokens/", {"name": "mine", "days": "90", "rights": "all"}).content.decode()
    assert "plp_" in made
    assert [ticked(made, of=name) for name in ("days", "rights")] == [["30"], []]


def test_who_makes_an_account_reads_each_language_by_its_own_name_and_the_problems_at_the_fields() -> None:
    address = f"/invitation/{links.invite('ana', Role.READER, ['es'])}/"
    page = client().get(address).content.decode()
    assert re.search(r'<option value="es" lang="es" dir="ltr"[^>]*>español</option>', page)
    assert "problems" not in page
    page = client().post(address, {"handle": "ana", "password": "short", "again": "short"}).content.decode()
    assert page.count(' problems"') == 2
    assert 'id="problems"' in page


def test_english_values_of_the_house_style_are_marked_as_english() -> None:
    page = client("eva").get("/languages/es/").content.decode()
    marked = dict(re.findall(r'>(gender_wording|form_of_address|percent_space)</span></th>.*?<div lang="(\w+)"', page))
    assert marked == {"gender_wording": "en", "form_of_address": "es", "percent_space": "en"}


def test_what_cannot_be_taken_back_takes_a_second_step() -> None:
    page = client("eva").post("/tokens/", {"name": "mine", "days": "7", "rights": "read"}).content.decode()
    first = r"<details><summary[^>]*>Revoke</summary>"
    assert re.search(rf"{first}\s*<button[^>]*>Revoke the token</button></details>", page)
