"""Reports of readers on the page of a document: beside their sentence, answered there, and in the digest."""

from datetime import date, timedelta

import pytest
from conftest import DAY
from issued import FALLS, issue
from web import DOCUMENT, account, client, open_office

from pipeline.config import Workspace
from pipeline.model.report import Way
from pipeline.review_app.page import identity
from pipeline.stages import reports

HOSTILE = "<script>alert(1)</script> me caí"
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def office(sandbox: Workspace) -> Workspace:
    issue(sandbox)
    open_office(sandbox)
    for handle, role in (("rita", "reader"), ("ana", "reviewer"), ("tom", "translator"), ("cora", "coordinator")):
        account(handle, role)
    return sandbox


def said(workspace: Workspace, words: str, day: date, sentence: str = "", *, hurts: bool = False) -> str:
    made = reports.add(
        workspace, "stroke", "es", words, way=Way.PAPER, person="eva", day=day, sentence=sentence, hurts=hurts
    )
    return made.id


def page(handle: str) -> str:
    return client(handle).get(DOCUMENT).content.decode()


def test_a_report_stands_beside_its_sentence_for_whoever_works_on_it(office: Workspace) -> None:
    said(office, HOSTILE, LONG_AGO, FALLS, hurts=True)
    said(office, "todo muy largo", date.today() - timedelta(days=1))  # noqa: DTZ011
    (key,) = {one.key for one in reports.read(office).reports if one.key}
    shown = page("ana")
    segment = shown[shown.index(f'id="s-{identity(key)}"') :]
    segment = segment[: segment.index('class="segment')]
    assert "&lt;script&gt;alert(1)" in segment
    assert "<script>alert" not in shown
    for words in ("Somebody could come to harm by it.", "The answer is overdue.", FALLS):
        assert words in segment
    assert shown.index("todo muy largo") < shown.index('class="segment')
    assert shown.count("The answer is overdue.") == 1
    assert ("A reader reported this" in page("tom"), f"{DOCUMENT}report/" in page("tom")) == (True, False)
    assert "A reader reported this" not in page("rita")


def test_who_decides_answers_and_is_held_to_the_truth(office: Workspace) -> None:
    name = said(office, "me caí", DAY, FALLS)
    form = {"report": name, "outcome": "mended", "text": "mended"}
    refused = client("ana").post(f"{DOCUMENT}report/", form)
    assert (refused.status_code, "the sentence still reads" in refused.content.decode()) == (409, True)
    form = {"report": name, "outcome": "no change", "text": "it is right"}
    assert client("ana").post(f"{DOCUMENT}report/", form | {"outcome": "other"}).status_code == 404
    assert client("ana").post(f"{DOCUMENT}report/", form).status_code == 303
    (answer,) = reports.read(office).answers
    assert (answer.report, answer.person, answer.text) == (name, "ana", "it is right")
    assert "A reader reported this" not in page("ana")
    assert client("ana").post(f"{DOCUMENT}report/", form).status_code == 404


def test_the_digest_tells_reviewers_what_is_open_and_the_coordinator_what_is_overdue(office: Workspace) -> None:
    from pipeline.review_app.digest import digests

    said(office, "me caí", LONG_AGO)
    told = {one.handle: one.text for one in digests(7)}
    assert "stroke (es): me caí The answer is overdue." in told["ana"]
    assert "stroke (es): me caí The answer is overdue." in told["cora"]
    assert "me caí" not in told.get("tom", "")
