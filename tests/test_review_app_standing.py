"""Where a document stands, as its pages say it: published, signed off, not understood, and what was just done."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import DAY, make_workspace
from web import DOCUMENT, account, bare, client, fields, open_office

from pipeline.config import Workspace
from pipeline.model.decision import Decision, Verdict
from pipeline.queue import open_queue
from pipeline.review_app.page import identity
from pipeline.stages import packs
from pipeline.stages.bulk import approve_all
from pipeline.stages.extract import read_all
from pipeline.stages.publish import publish
from pipeline.stages.review import Desk
from pipeline.stages.suspend import suspend
from pipeline.stages.translate import translate

Open = Callable[..., Desk]


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sandbox in which every draft is approved."""
    workspace = make_workspace(tmp_path_factory.mktemp("approved") / "office")
    translate(workspace, ["es"])
    (document,) = read_all(workspace, ["stroke"]).documents
    with open_queue(workspace.var) as queue:
        approve_all(Desk(workspace, document, packs.load(workspace, "es"), queue), "ana", DAY, despite="a trial")
    return workspace.root


@pytest.fixture
def office(approved: Path, tmp_path: Path) -> Workspace:
    """It, with rita who reads, ana who reviews, lea who leads and eva who coordinates."""
    workspace = Workspace(shutil.copytree(approved, tmp_path / "office"))
    open_office(workspace)
    for handle, role in (("rita", "reader"), ("ana", "reviewer"), ("lea", "lead"), ("eva", "coordinator")):
        account(handle, role)
    return workspace


@pytest.fixture
def mine(office: Workspace, desk: Open) -> Desk:
    return desk(office)


def page(handle: str, address: str = DOCUMENT, **query: str) -> str:
    return bare(client(handle).get(address, query).content.decode())


def sign_off() -> str:
    browser = client("ana")
    form = fields(browser.get(DOCUMENT).content.decode(), f"{DOCUMENT}signoff/") | {"whole": "yes"}
    answer = browser.post(f"{DOCUMENT}signoff/", form)
    assert answer.status_code == 303
    return bare(browser.get(answer.headers["Location"].partition("#")[0]).content.decode())


def misunderstood(mine: Desk, number: int, handle: str = "rita") -> str:
    key = identity(mine.segments()[number].entry.key)
    form = fields(client(handle).get(DOCUMENT, {"open": key}).content.decode(), f"{DOCUMENT}mark/")
    answer = client(handle).post(f"{DOCUMENT}mark/", form | {"do": "mark", "words": ""})
    return bare(client(handle).get(answer.headers["Location"].partition("#")[0]).content.decode())


def test_the_sign_off_says_who_when_and_what_ends_it(mine: Desk) -> None:
    assert "Signed off by" not in page("ana")
    shown = sign_off()
    today = date.today().isoformat()  # noqa: DTZ011  a reviewer's day is the local one
    assert f"Signed off by ana on {today}." in shown
    assert "Signed off. Thank you." in shown
    assert "Sign it off again" in shown
    segment = mine.segments()[2]
    changed = Decision("stroke", "es", segment.entry.key, Verdict.SAVE, "lea", DAY, segment.entry.target, "Otro texto.")
    mine.decide(changed)
    after = page("ana")
    assert "Signed off by" not in after
    assert f"ana signed off an earlier text on {today}. It has changed since." in after


def test_open_findings_are_linked_at_the_sign_off(mine: Desk) -> None:
    segment = mine.segments()[2]
    key = segment.entry.key
    changed = Decision(
        "stroke", "es", key, Verdict.EDIT, "ana", DAY, segment.entry.target, segment.entry.target.replace(" ", "  ", 1)
    )
    mine.decide(changed)
    found = [one for one in mine.segment(key).findings if not one.dismissed]
    assert found
    shown = page("ana").partition('id="sign-off"')[2]
    anchor = f"f-{identity(key)}-{found[0].finding.code.replace('/', '-')}"
    assert f'<a href="#{anchor}">Sentence 3</a>' in shown
    assert f'id="{anchor}"' in page("ana")


def test_a_reader_is_told_what_is_published(mine: Desk, office: Workspace) -> None:
    assert "This text is not published yet." in page("rita")
    sign_off()
    assert publish(office, ["es"], formats=["html"]).refused == []
    assert "This text is published." in page("rita")
    segment = mine.segments()[2]
    mine.decide(
        Decision("stroke", "es", segment.entry.key, Verdict.SAVE, "lea", DAY, segment.entry.target, "Otro texto.")
    )
    shown = page("rita")
    assert ("This is a draft." in shown, "An earlier version of this text is published." in shown) == (True, True)
    suspend(office, ["stroke"], ["es"], "eva", DAY, "a trial")
    assert "This text was published and is taken down for now." in page("rita")


def test_the_sign_off_of_what_is_suspended_says_who_brings_it_back(mine: Desk, office: Workspace) -> None:
    sign_off()
    publish(office, ["es"], formats=["html"])
    assert "pipeline reinstate" not in page("ana")
    suspend(office, ["stroke"], ["es"], "eva", DAY, "a trial")
    said = page("ana").partition('id="sign-off"')[2]
    assert "Ask the coordinator, who runs:" in said
    assert '<code class="command" dir="ltr">pipeline reinstate stroke --lang es</code>' in said


def test_a_record_that_cannot_be_read_stops_no_page(mine: Desk, office: Workspace) -> None:
    path = office.record("es", "stroke")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{", "utf-8")
    assert "This text is not published yet." in page("rita")


def test_what_readers_did_not_understand_is_counted_and_linked(mine: Desk, office: Workspace) -> None:
    sign_off()
    publish(office, ["es"], formats=["html"])
    assert "Thank you. Those who translate see" in misunderstood(mine, 2)
    misunderstood(mine, 4)
    shown = page("ana")
    assert "Readers did not understand 2 sentences:" in shown
    head = shown.partition('id="unclear"')[2]
    for number in (3, 5):
        name = identity(mine.segments()[number - 1].entry.key)
        assert f'<a href="#s-{name}">Sentence {number}</a>' in head
    assert "pipeline suspend stroke --lang es</code>" in head
    assert "--as eva --why" in page("eva")
    assert f'href="{DOCUMENT}#unclear">2</a>' in page("ana", "/")
    segment = mine.segments()[2]
    mine.decide(
        Decision("stroke", "es", segment.entry.key, Verdict.SAVE, "lea", DAY, segment.entry.target, "Otro texto.")
    )
    assert f'href="{DOCUMENT}#unclear">1</a>' in page("ana", "/")


def test_a_reader_finds_texts_by_the_titles_that_they_read(mine: Desk) -> None:
    title = mine.segments()[0].entry
    misunderstood(mine, 2)
    shown = page("rita", "/")
    assert (title.target in shown, title.key.source in shown) == (True, False)
    assert "Read these texts as a patient would" in shown
    assert '<td data-label="You did not understand">1 sentence</td>' in shown
    assert ("Risky" in shown, "Claim" in shown) == (False, False)
    sign_off()
    assert '<td data-label="Checked">the whole text</td>' in page("rita", "/")


def test_a_lead_finds_their_people_and_a_coordinator_all_pages_of_a_language(mine: Desk) -> None:
    assert ["/people/es/" in page(handle, "/feedback/") for handle in ("lea", "ana", "rita")] == [True, False, False]
    shown = page("eva", "/")
    assert ('href="/people/es/"' in shown, 'href="/practice/es/"' in shown) == (True, True)


def test_the_leaflet_leads_back_to_the_document(mine: Desk) -> None:
    shown = page("rita", f"{DOCUMENT}leaflet/").partition("<main")[0]
    assert f'<a href="{DOCUMENT}">Back to the document</a>' in shown


def test_an_address_says_nothing_that_is_not_ours(mine: Desk) -> None:
    assert "Approved." in page("ana", done="approved")
    assert 'role="status">' not in page("ana", done="<b>you won</b>").partition("<main")[2].partition("<h2")[0]
