"""The work of a reviewer in the browser, against real catalogs and the real log."""

from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from conftest import make_workspace
from django.test import Client
from web import DOCUMENT, account, client, fields, open_office

from pipeline.catalog import store
from pipeline.config import FILE, Workspace
from pipeline.model.decision import Verdict
from pipeline.review_app.page import identity
from pipeline.stages.extract import extract
from pipeline.stages.review import Desk, ReviewSegment
from pipeline.stages.translate import translate

Open = Callable[..., Desk]
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }} <b>Caminar</b>"


@pytest.fixture
def office(normal: Workspace) -> Workspace:
    """A workspace with drafts, served, with ana and luis as reviewers."""
    return served(normal)


def served(workspace: Workspace) -> Workspace:
    translate(workspace, ["es"])
    open_office(workspace)
    account("ana", "reviewer")
    account("luis", "reviewer")
    return workspace


def opened(browser: Client, segment: ReviewSegment, *, draft: bool = True) -> str:
    more = {"draft": "1"} if draft else {}
    return browser.get(DOCUMENT, {"open": identity(segment.entry.key), "anyway": "1", **more}).content.decode()


def send(browser: Client, page: str, button: str, **changes: str) -> Any:
    """What pressing a button of the open segment's form does."""
    return browser.post(f"{DOCUMENT}{button}/", fields(page, f"{DOCUMENT}edit/") | changes)


def dismiss_all(browser: Client, desk: Desk, number: int) -> None:
    for one in desk.segments()[number - 1].errors:
        key = desk.segments()[number - 1].entry.key
        form = {"key": identity(key), "check": one.finding.code, "reason": "right all the same"}
        form["replaces"] = desk.catalog().active[key].target
        assert browser.post(f"{DOCUMENT}dismiss/", form).status_code == 303


def approve_everything(handle: str, desk: Desk) -> None:
    browser = client(handle)
    for segment in desk.segments():
        dismiss_all(browser, desk, segment.number)
        answer = send(browser, opened(browser, segment), "approve")
        assert answer.status_code == 303, answer.content.decode()


def test_the_whole_job(office: Workspace, desk: Open) -> None:
    browser, mine = client("ana"), desk(office)
    assert "9 of 9" in browser.get("/").content.decode()
    assert "Every sentence has to be approved first." in browser.get(DOCUMENT).content.decode()
    approve_everything("ana", mine)
    page = browser.get(DOCUMENT).content.decode()
    form = fields(page, f"{DOCUMENT}signoff/")
    assert browser.post(f"{DOCUMENT}signoff/", form).status_code == 422
    assert browser.post(f"{DOCUMENT}signoff/", form | {"whole": "yes"}).status_code == 303
    catalog = mine.catalog()
    assert catalog.header["X-Signed-Off"].split(" ")[1] == "ana"
    assert {s.person for entry in catalog.active.values() for s in entry.signatures} == {"ana"}


def test_approving_goes_on_to_the_next_and_undo_takes_it_back(office: Workspace, desk: Open) -> None:
    browser, mine = client("ana"), desk(office)
    first, second = mine.segments()[:2]
    dismiss_all(browser, mine, 1)
    answer = send(browser, opened(browser, mine.segments()[0]), "approve")
    assert answer.headers["Location"] == f"{DOCUMENT}?open={identity(second.entry.key)}&done=approved"
    page = browser.get(answer.headers["Location"]).content.decode()
    assert page.count('name="text"') == page.count("autofocus>") == 1
    assert "Sentence 1 of 9, approved" in page
    assert '<p class="done" role="status" id="notice">Approved.</p>' in page
    assert client("luis").get(DOCUMENT).content.decode().count(f"{DOCUMENT}undo/") == 0
    undo = fields(page, f"{DOCUMENT}undo/")
    assert browser.post(f"{DOCUMENT}undo/", undo).status_code == 303
    assert browser.post(f"{DOCUMENT}undo/", undo).status_code == 409
    assert mine.segment(first.entry.key).need == "approval"


def test_an_edit_is_signed_or_stays_a_draft_where_checks_object(office: Workspace, desk: Open) -> None:
    browser, mine = client("ana"), desk(office)
    segment = next(s for s in mine.segments() if "2440" in s.entry.key.source)
    answer = send(browser, opened(browser, segment), "edit", text="Encontramos 62 estudios con 2404 personas.")
    entry = mine.segment(segment.entry.key).entry
    assert (answer.status_code, entry.target, entry.signatures) == (
        200,
        "Encontramos 62 estudios con 2404 personas.",
        (),
    )
    page = answer.content.decode()
    assert "Saved as a draft" in page
    assert 'aria-disabled="true"' in page
    refused = send(browser, page, "approve")
    assert (refused.status_code, "open findings block approval" in refused.content.decode()) == (422, True)
    better = "Hallamos 62 estudios con 2440 personas."
    once = send(browser, opened(browser, segment), "edit", text=better)
    if once.status_code == 422:  # the checks ask; they were shown, so the second time is meant
        once = send(browser, once.content.decode(), "edit", text=better)
    assert once.status_code == 303
    assert [s.mode.value for s in mine.segment(segment.entry.key).entry.signatures] == ["edited"]


def test_the_approve_button_neither_takes_nor_loses_what_was_typed(office: Workspace, desk: Open) -> None:
    browser, mine = client("ana"), desk(office)
    segment = mine.segments()[1]
    answer = send(browser, opened(browser, segment), "approve", text="Lo que escribí")
    assert answer.status_code == 422
    assert "Lo que escribí</textarea>" in answer.content.decode()
    assert mine.segment(segment.entry.key).entry.signatures == ()


@pytest.mark.parametrize("button", ["approve", "edit", "save", "reject"])
def test_in_a_conflict_both_texts_are_shown_and_the_catalogs_stands(office: Workspace, desk: Open, button: str) -> None:
    browser, mine = client("ana"), desk(office)
    segment = mine.segments()[1]
    page = opened(browser, segment)
    send(client("luis"), opened(client("luis"), segment), "save", text="Lo de Luis")
    mine_too = {"approve": {}, "reject": {"reason": "grammar"}}.get(button, {"text": "Lo de Ana"})
    answer = send(browser, page, button, **mine_too)
    shown = answer.content.decode()
    assert (answer.status_code, mine.segment(segment.entry.key).entry.target) == (409, "Lo de Luis")
    kept = "Lo de Ana" if "text" in mine_too else escape(segment.entry.target)
    assert "Somebody changed this sentence" in shown
    assert f"{kept}</textarea>" in shown
    assert ">Lo de Luis</p>" in shown


@pytest.mark.parametrize("button", ["edit", "save"])
def test_after_a_conflict_the_same_key_again_replaces_nothing(office: Workspace, desk: Open, button: str) -> None:
    browser, mine = client("ana"), desk(office)
    segment = mine.segments()[1]
    page = opened(browser, segment)
    send(client("luis"), opened(client("luis"), segment), "save", text="Lo de Luis")
    shown = send(browser, page, button, text="Lo esencial").content.decode()
    again = send(browser, shown, button)
    assert (again.status_code, "Lo esencial</textarea>" in again.content.decode()) == (422, True)
    assert mine.segment(segment.entry.key).entry.target == "Lo de Luis"
    answer = send(browser, again.content.decode(), button, replace="yes")
    if answer.status_code == 422:  # the checks asked first
        send(browser, answer.content.decode(), button, replace="yes")
    assert mine.segment(segment.entry.key).entry.target == "Lo esencial"


def test_a_refusal_stands_beside_the_box_and_describes_it(office: Workspace, desk: Open) -> None:
    browser = client("ana")
    answer = send(browser, opened(browser, desk(office).segments()[1]), "save", text="").content.decode()
    notice = answer.index('role="alert" id="notice"')
    assert answer.index('<form class="decide"') < notice < answer.index('aria-describedby="notice"')


def test_a_rejection_has_a_reason_and_is_overruled_only_by_who_saw_it(office: Workspace, desk: Open) -> None:
    browser, mine = client("ana"), desk(office)
    segment = mine.segments()[1]
    page = opened(client("luis"), segment)
    assert send(browser, opened(browser, segment), "reject", reason="no such reason").status_code == 422
    assert send(browser, opened(browser, segment), "reject", reason="term", more="say it plainly").status_code == 303
    assert mine.segment(segment.entry.key).entry.rejections[0].reason == "term: say it plainly"
    assert send(client("luis"), page, "approve").status_code == 422
    assert mine.segment(segment.entry.key).entry.signatures == ()
    assert "term: say it plainly" in client("luis").get(DOCUMENT).content.decode()


def test_a_hostile_text_is_text(office: Workspace, desk: Open) -> None:
    browser, mine = client("ana"), desk(office)
    segment = mine.segments()[2]
    path = office.catalog("es", "stroke")
    catalog = store.read(path)
    assert catalog is not None
    entry = catalog.active[segment.entry.key].drafted(HOSTILE, ())
    store.update(path, office.locks, lambda _: catalog.with_entries({entry.key: entry}))
    page = opened(browser, segment)
    assert page.count("<script") == page.count('<script src="/static/')
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&gt;&lt;img" in page
    assert fields(page, f"{DOCUMENT}edit/")["replaces"] == HOSTILE
    assert "<b>Caminar</b>" in page.partition('class="leaflet"')[2]


def test_two_persons_are_two_accounts(tmp_path_factory: pytest.TempPathFactory, desk: Open) -> None:
    workspace = make_workspace(tmp_path_factory.mktemp("two") / "w", sandbox=False, review="two-person")
    mine = desk(served(workspace))
    segment = mine.segments()[1]
    for handle, need in (("ana", "second review"), ("ana", "second review"), ("luis", "")):
        form = {"person": "luis", "as": "luis"}  # whatever the form says, the account signs
        assert send(client(handle), opened(client(handle), segment), "approve", **form).status_code == 303
        assert mine.segment(segment.entry.key).need == need
    assert [s.person for s in mine.segment(segment.entry.key).entry.signatures] == ["ana", "luis"]


def test_a_translator_leaves_drafts_and_sees_no_button_to_approve(office: Workspace, desk: Open) -> None:
    account("tom", "translator")
    browser, segment = client("tom"), desk(office).segments()[1]
    page = opened(browser, segment)
    assert f"{DOCUMENT}approve/" not in page
    form = fields(page, f"{DOCUMENT}save/") | {"text": "Lo esencial"}
    assert browser.post(f"{DOCUMENT}save/", form).status_code == 200
    assert desk(office).segment(segment.entry.key).entry.target == "Lo esencial"
    assert desk(office).queue.log()[-1].decision.verdict is Verdict.SAVE


def test_a_sign_off_holds_for_the_texts_that_were_on_the_page(office: Workspace, desk: Open) -> None:
    browser, mine = client("ana"), desk(office)
    approve_everything("ana", mine)
    form = fields(browser.get(DOCUMENT).content.decode(), f"{DOCUMENT}signoff/") | {"whole": "yes"}
    segment = mine.segments()[1]
    done = send(client("luis"), opened(client("luis"), segment), "edit", text="Lo esencial")
    assert done.status_code in (303, 422)
    if done.status_code == 422:
        send(client("luis"), done.content.decode(), "edit", text="Lo esencial")
    answer = browser.post(f"{DOCUMENT}signoff/", form)
    assert (answer.status_code, "X-Signed-Off" in mine.catalog().header) == (409, False)


def test_the_checks_answer_while_one_types_and_keep_nothing(office: Workspace, desk: Open) -> None:
    browser, mine = client("ana"), desk(office)
    segment = next(s for s in mine.segments() if "2440" in s.entry.key.source)
    answer = send(browser, opened(browser, segment), "check", text="Encontramos 62 estudios con 2404 personas.")
    found = answer.json()
    assert "numbers" in {one["check"] for one in found["findings"]}
    assert mine.segment(segment.entry.key).entry == segment.entry
    assert mine.queue.log() == []


def test_pages_speak_the_language_of_the_account_or_of_the_browser(office: Workspace) -> None:
    from pipeline.review_app.models import Account

    for header, tag in (("es-MX", "es"), ("xx", "en")):
        page = client().get("/login/", headers={"accept-language": header}).content.decode()
        assert f'<html lang="{tag}" dir="ltr">' in page
    Account.objects.filter(handle="ana").update(language="es")
    page = client("ana").get(DOCUMENT).content.decode()
    assert "Frase 1 de 9, aún sin revisar" in page


def test_a_broken_catalog_is_a_page_that_says_so_and_stops_no_other(office: Workspace) -> None:
    path = office.catalog("es", "stroke")
    path.write_text(path.read_text("utf-8") + '\nmsgid "Broken\n', "utf-8")
    answer = client("ana").get(DOCUMENT)
    assert (answer.status_code, "stroke.po" in answer.content.decode()) == (409, True)
    work = client("ana").get("/")
    assert (work.status_code, "stroke.po" in work.content.decode()) == (200, True)


def test_a_language_from_right_to_left_says_so_at_each_text(normal: Workspace) -> None:
    extract(normal, tags=["ar"])
    settings = normal.root / FILE
    settings.write_text(settings.read_text("utf-8").replace('["es"]', '["ar"]'), "utf-8")
    open_office(Workspace(normal.root))
    account("mona", "reviewer", "ar")
    address = DOCUMENT.replace("/es/", "/ar/")
    first = Workspace(normal.root).catalog("ar", "stroke")
    catalog = store.read(first)
    assert catalog is not None
    key = next(iter(catalog.active))
    page = client("mona").get(address, {"open": identity(key)}).content.decode()
    assert 'name="text" rows="3" maxlength="20000" lang="ar" dir="rtl" spellcheck="true" autofocus>' in page
    assert '<div class="leaflet" lang="ar" dir="rtl">' in page
    assert "No translation yet" in page
