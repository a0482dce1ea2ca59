"""Going on without loading the page anew: the server sends what a decision changed, and nothing else is different."""

import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import make_workspace
from swift_office import HERE, SENTENCES, drafted
from web import account, client, fields, open_office

from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.review_app.views.part import TYPE

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpResponse
    from django.test import Client

FRESH = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|<time [^>]*data-clock>[^<]*</time>')
PIECE = re.compile(r'<(div class="segment|div id="over"|p id="w-|h\d id="w-|section [^>]*id="signing")')


@pytest.fixture
def office(tmp_path: "Path") -> Workspace:
    workspace = drafted(make_workspace(tmp_path / "office", sandbox=False))
    open_office(workspace)
    account("ana", "reviewer")
    account("luis", "reviewer")
    account("tom", "translator")
    return workspace


def first(person: "Client") -> tuple[str, str]:
    """The page with the first sentence that waits open, and its name."""
    page = person.get(HERE).content.decode()
    found = re.search(r"\?open=(\w+)", page)
    assert found
    return person.get(f"{HERE}?open={found[1]}").content.decode(), found[1]


def page_of(page: str) -> str:
    found = re.search(r'data-page="([^"]*)"', page)
    assert found
    return found[1]


def send(person: "Client", page: str, do: str, shown: str = "", **changes: str) -> Any:
    """Send the form of the open sentence, asking for a part."""
    name = page_of(page).split(" ")[1]
    action = re.search(rf'id="decide-{name}" method="post" action="([^"]+)"', page)
    assert action
    headers = {"Accept": TYPE, "Review-Page": shown or page_of(page)}
    return person.post(f"{HERE}{do}/", fields(page, action[1]) | changes, headers=headers)


def names(html: str) -> list[str]:
    return re.findall(r'id="s-(\w+)"', html)


def same(piece: str) -> str:
    return FRESH.sub("", " ".join(piece.split()))


def pieces(html: str) -> list[str]:
    starts = [one.start() for one in PIECE.finditer(html)]
    return [same(html[start:end]) for start, end in zip(starts, [*starts[1:], len(html)], strict=True)]


def test_an_approval_is_answered_with_the_pieces_that_the_page_would_have(office: Workspace) -> None:
    ana = client("ana")
    page, name = first(ana)
    answer = send(ana, page, "approve")
    assert (answer.status_code, answer["Content-Type"]) == (200, TYPE)
    part = answer.json()
    found = pieces(part["html"])
    rows = names(part["html"])
    assert (len(rows), rows[0]) == (2, name)
    assert part["address"] == f"{HERE}?open={rows[1]}&done=approved"
    whole = same(ana.get(part["address"]).content.decode())
    assert len(found) == len(rows) + 2 + 2  # with the head, the sign-off, and their two blocks
    assert [piece for piece in found if piece.strip() not in whole] == []
    assert 'id="notice">Approved.' in part["html"]
    assert len(part["html"]) < len(whole) / 2
    catalog = store.read(office.catalog("es", "walks"))
    assert catalog
    assert sum(bool(entry.signatures) for entry in catalog.active.values()) == 1


def test_part_after_part_is_the_page_that_a_reload_would_show(office: Workspace) -> None:
    ana = client("ana")
    page, _ = first(ana)
    for do in ("approve", "skip", "approve"):
        page = send(ana, page, do).json()["html"]
    rejected = {"key": page_of(page).split(" ")[1], "reason": "not plain", "draft": "1"}
    page = send(ana, page, "reject", **rejected).json()["html"]
    last = re.search(r'name="number" value="(\d+)"', page)
    assert last
    page = send(ana, page, "undo", number=last[1]).json()["html"]
    whole = ana.get(f"{HERE}?open={page_of(page).split(' ')[1]}").content.decode()
    assert page_of(page) == page_of(whole)


def test_who_asks_for_no_part_is_sent_on_as_ever(office: Workspace) -> None:
    ana = client("ana")
    page, name = first(ana)
    answer = ana.post(f"{HERE}approve/", fields(page, f"{HERE}edit/"))
    assert (answer.status_code, answer["Location"].startswith(f"{HERE}?open=")) == (303, True)
    assert name not in answer["Location"]


def test_whose_page_is_an_older_one_is_told_to_load_it(office: Workspace) -> None:
    ana, luis = client("ana"), client("luis")
    page, _ = first(ana)
    theirs = luis.get(f"{HERE}?open={names(page)[3]}").content.decode()
    assert send(luis, theirs, "approve").json().keys() == {"address", "html"}
    assert send(ana, page, "approve").json().keys() == {"address"}
    assert send(ana, page, "approve", shown="0123456789 x").json().keys() == {"address"}


def test_what_another_has_open_and_the_end_of_the_document_are_pages_of_their_own(office: Workspace) -> None:
    ana, luis = client("ana"), client("luis")
    page, _ = first(ana)
    luis.get(f"{HERE}?open={names(page)[1]}")
    assert send(ana, page, "approve").json().keys() == {"address"}
    for _ in SENTENCES:
        found = re.search(r"\?open=(\w+)", ana.get(HERE).content.decode())
        assert found
        page = ana.get(f"{HERE}?open={found[1]}&anyway=1").content.decode()
        told = send(ana, page, "approve").json()
        if told["address"].endswith("#sign-off"):
            break
    assert told == {"address": f"{HERE}?done=approved#sign-off"}


def test_what_is_not_taken_is_answered_as_to_a_browser_without_script(office: Workspace) -> None:
    ana, tom, nobody = client("ana"), client("tom"), client()
    page, _ = first(ana)
    answers: list[HttpResponse] = [
        send(ana, page, "approve", replaces="another text", text="another text"),
        send(ana, page, "save", text="", replaces="x"),
        send(tom, page, "approve"),
        send(nobody, page, "approve"),
        send(client("ana", enforce_csrf_checks=True), page, "approve"),
    ]
    assert [one.status_code for one in answers] == [409, 409, 403, 401, 403]
    assert {one["Content-Type"].split(";")[0] for one in answers} == {"text/html"}
    catalog = store.read(office.catalog("es", "walks"))
    assert catalog
    assert not any(entry.signatures for entry in catalog.active.values())
