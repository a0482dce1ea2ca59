"""Practice in the browser: what was missed is shown, and who has to practise first waits until it is passed."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from web import account, client, fields, open_office

from pipeline.config import Workspace
from pipeline.interface import Interface
from pipeline.review_app.permissions import Role
from pipeline.review_app.practice import NEEDED
from pipeline.stages.lessons import EXPLANATIONS, Answer, lesson
from pipeline.stages.practice import Practice
from pipeline.stages.practice_state import notebook

PAGE = "/practice/es/"


@pytest.fixture
def office(sandbox: Workspace) -> Workspace:
    open_office(sandbox)
    account("eva", "coordinator")
    account("ana", "translator")
    return sandbox


def exercise(workspace: Workspace) -> Practice:
    current = notebook(workspace, "ana").read("es").current
    assert current
    return current


def answers(practice: Practice, miss: int = 0, alarms: int = 0) -> Iterator[tuple[int, Answer]]:
    """What a reader says who misses so many faults and raises so many false alarms."""
    for number, one in enumerate(practice.sentences, 1):
        if one.fault:
            miss -= 1
            yield number, Answer.OK if miss >= 0 else lesson(one.fault).kinds[0]
        else:
            alarms -= 1
            yield number, Answer.GRAMMAR if alarms >= 0 else Answer.OK


def work_through(browser: Client, workspace: Workspace, miss: int = 0, alarms: int = 0) -> str:
    assert browser.post(PAGE, {"do": "begin"}).status_code == 303
    practice = exercise(workspace)
    for number, answer in answers(practice, miss, alarms):
        form = {"exercise": str(practice.seed), "number": str(number), "answer": answer.value}
        assert browser.post(PAGE, form).status_code == 303
    return browser.get(PAGE).content.decode()


def role() -> Role | None:
    from pipeline.review_app.models import Account

    return Account.objects.get(handle="ana").role("es")


def test_a_reviewer_who_has_to_practise_first_begins_when_it_is_passed(office: Workspace) -> None:
    from pipeline.review_app.models import PracticeResult

    eva, ana = client("eva"), client("ana")
    eva.post("/person/ana/", {"do": "roles", "role-es": "reviewer", "practise": "es"})
    assert role() is Role.TRANSLATOR
    assert "Before that role begins, pass the practice." in ana.get("/account/").content.decode()
    page = work_through(ana, office, miss=12 - NEEDED + 1)
    assert f"You found {NEEDED - 1} of 12 faults, with 0 false alarms." in page
    assert "Missed (3)" in page
    assert role() is Role.TRANSLATOR
    work_through(ana, office, alarms=4)
    assert role() is Role.TRANSLATOR
    page = work_through(ana, office, miss=12 - NEEDED, alarms=3)
    assert "Passed." in page
    assert role() is Role.REVIEWER
    assert [(one.found, one.false_alarms, one.passed) for one in PracticeResult.objects.order_by("pk")] == [
        (9, 0, False),
        (12, 4, False),
        (10, 3, True),
    ]


def test_why_a_fault_matters_is_said_in_the_language_of_the_page(office: Workspace) -> None:
    page = work_through(client("ana", headers={"Accept-Language": "es"}), office)
    why = re.findall(r"<dt>Por qué importa</dt><dd(.*?)</dd>", page)
    spanish = Interface("es").gettext
    done = notebook(office, "ana").read("es").last
    assert done
    faults = {one.fault for one in done.sentences if one.fault}
    told = {f">{spanish(EXPLANATIONS[fault])} {spanish(lesson(fault).why)}" for fault in faults}
    assert (set(map(unescape, why)), len(why)) == (told, 12)


def test_an_invitation_may_ask_for_practice(office: Workspace) -> None:
    from pipeline.review_app import links
    from pipeline.review_app.models import Account

    form = {"handle": "luis", "role": "lead", "languages": "es", "practise": "yes"}
    page = client("eva").post("/invite/", form).content.decode()
    token = re.search(r"/invitation/([\w-]+)/", page)
    assert token
    link = links.valid(token[1], coordinator=False)
    assert link
    links.use(link, "", "a long and quiet river", "en")
    assert Account.objects.get(handle="luis").role("es") is Role.TRANSLATOR


def test_an_answer_may_be_changed_and_nonsense_is_refused(office: Workspace) -> None:
    ana = client("ana")
    assert "Begin" in ana.get(PAGE).content.decode()
    ana.post(PAGE, {"do": "begin"})
    practice = exercise(office)
    page = ana.get(PAGE).content.decode()
    assert practice.sentences[0].shown.split()[0] in page
    assert not [one for one in practice.sentences if one.fault and one.sound in page]
    form = fields(page, PAGE)
    assert (form["exercise"], form["number"]) == (str(practice.seed), "1")
    assert ana.post(PAGE, form | {"answer": "term"}).status_code == 303
    again = fields(ana.get(PAGE, {"open": "1"}).content.decode(), PAGE)
    assert ana.post(PAGE, again | {"answer": "ok"}).status_code == 303
    assert exercise(office).answers == {1: Answer.OK}
    for wrong in ({"answer": "nonsense"}, {"number": "0", "answer": "ok"}, {"number": "x", "answer": "ok"}):
        assert ana.post(PAGE, form | wrong).status_code == 422
    assert ana.post(PAGE, form | {"exercise": "-1", "answer": "ok"}).status_code == 409


def test_a_language_without_a_practice_document_says_so(office: Workspace) -> None:
    from pipeline.config import FILE

    file = office.root / FILE
    file.write_text(file.read_text("utf-8").replace('languages = ["es"]', 'languages = ["es", "th"]'), "utf-8")
    from pipeline.review_app import office as served

    served._workspace.cache_clear()  # noqa: SLF001  what starting the server again does
    answer = client("eva").post("/practice/th/", {"do": "begin"})
    assert (answer.status_code, "There is no practice in this language yet." in answer.content.decode()) == (404, True)
