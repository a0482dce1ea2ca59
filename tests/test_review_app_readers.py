"""The reader's page: the translation alone, and marks that reach those who decide and block nobody."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from web import DOCUMENT, account, client, fields, open_office

from pipeline.config import Workspace
from pipeline.model.decision import Verdict
from pipeline.review_app.page import identity
from pipeline.stages.review import Desk, ReviewSegment
from pipeline.stages.translate import translate

SAID = "A reader did not understand this"
HOSTILE = "<script>alert(1)</script> qué es «suministro»"


@pytest.fixture
def office(normal: Workspace) -> Workspace:
    translate(normal, ["es"])
    open_office(normal)
    for handle, role in (("rita", "reader"), ("rosa", "reader"), ("ana", "reviewer"), ("tom", "translator")):
        account(handle, role)
    return normal


def page(browser: Client, **query: str) -> str:
    return browser.get(DOCUMENT, query).content.decode()


def say(browser: Client, segment: ReviewSegment, words: str, **changes: str) -> int:
    form = fields(page(browser, open=identity(segment.entry.key)), f"{DOCUMENT}mark/")
    return browser.post(f"{DOCUMENT}mark/", form | {"do": "mark", "words": words} | changes).status_code


def test_a_reader_sees_the_translation_and_nothing_to_decide_with(office: Workspace, desk: Callable[..., Desk]) -> None:
    first, *_, last = desk(office).segments()
    text = page(client("rita"), open=identity(last.entry.key))
    assert (last.entry.key.source in text, last.entry.target in text) == (False, True)
    assert "This is a draft." in text
    assert f'<h1 lang="es" dir="ltr"><a class="sentence" id="s-{identity(first.entry.key)}"' in text
    assert [action for action in ("approve/", "edit/", "save/", "undo/", "signoff/") if action in text] == []
    assert last.entry.key.source in page(client("tom"))


def test_a_mark_reaches_who_decides_and_goes_when_it_is_set_aside(office: Workspace, desk: Callable[..., Desk]) -> None:
    segment = desk(office).segments()[2]
    rita, ana = client("rita"), client("ana")
    assert say(rita, segment, "first words") == 303
    assert say(rita, segment, HOSTILE) == 303
    assert say(client("rosa"), segment, "") == 303
    shown = page(ana)
    assert (shown.count(SAID), "first words" in shown) == (2, False)
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown
    assert (page(rita).count("sentence marked"), page(client("tom")).count("aside/")) == (1, 0)
    form = {"key": identity(segment.entry.key), "mark": re.findall(r'name="mark" value="([^"]+)"', shown)}
    assert say(rita, segment, "newer words") == 303
    assert ana.post(f"{DOCUMENT}aside/", form).status_code == 303
    shown = page(ana)
    assert (shown.count(SAID), "newer words" in shown) == (1, True)  # it was said after the page was made
    form["mark"] = re.findall(r'name="mark" value="([^"]+)"', shown)
    assert ana.post(f"{DOCUMENT}aside/", form).status_code == 303
    assert (SAID in page(ana), "sentence marked" in page(rita)) == (False, False)


def test_a_mark_blocks_nothing_and_ends_with_the_text(office: Workspace, desk: Callable[..., Desk]) -> None:
    segment = desk(office).segments()[2]
    key = identity(segment.entry.key)
    say(client("rita"), segment, "")
    ana = client("ana")
    form = fields(page(ana, open=key, draft="1"), f"{DOCUMENT}edit/")
    assert ana.post(f"{DOCUMENT}save/", form | {"text": "Caminar ayuda a andar más rápido."}).status_code == 200
    assert SAID not in page(ana)
    say(client("rita"), desk(office).segments()[2], "again")
    form = fields(page(ana, open=key, draft="1"), f"{DOCUMENT}edit/")
    approved = ana.post(
        f"{DOCUMENT}edit/", form | {"text": "Practicar la marcha probablemente ayuda a caminar más rápido."}
    )
    assert approved.status_code in (200, 303)
    assert Verdict.EDIT in [one.decision.verdict for one in desk(office).queue.log("stroke", "es", "ana")]


def test_a_mark_is_for_the_text_that_was_read_and_can_be_taken_back(
    office: Workspace, desk: Callable[..., Desk]
) -> None:
    from pipeline.review_app.models import Mark

    segment = desk(office).segments()[2]
    rita = client("rita")
    assert say(rita, segment, "", replaces="0" * 64) == 303
    assert not Mark.objects.exists()
    say(rita, segment, "x")
    assert say(client("rosa"), segment, "", do="back") == 303
    assert Mark.objects.count() == 1
    assert say(rita, segment, "", do="back") == 303
    assert not Mark.objects.exists()
    assert rita.post(f"{DOCUMENT}mark/", {"key": "unknown"}).status_code == 404
