"""What stands beside the open segment: each aid where there is something to say, none elsewhere, all of it escaped."""

import re
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape
from pathlib import Path

import pytest
from conftest import make_workspace
from django.test import Client
from web import DOCUMENT, account, client, fields, open_office

from pipeline.catalog import store
from pipeline.catalog.entry import Entry
from pipeline.config import Workspace
from pipeline.errors import StoreError
from pipeline.interface import Interface
from pipeline.model.decision import Verdict
from pipeline.model.document import Key
from pipeline.plugins import Output
from pipeline.review_app import aids, second_sight
from pipeline.review_app.page import identity
from pipeline.stages.memory import Recollection
from pipeline.stages.review import Desk
from pipeline.stages.translate import translate

Open = Callable[..., Desk]
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> \u202egnp.exe {{ 7*7 }}"
LIKE = "Walking practice probably helps children walk faster."
HERE = "Walking practice probably helps people walk faster."
TERMS = "term,target,accepted,forbidden,note,status\n"


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with drafts of two documents whose sentences are alike, to be copied."""
    workspace = make_workspace(tmp_path_factory.mktemp("drafted") / "normal", sandbox=False)
    (workspace.seeds / "children.txt").write_text(f"Walking for children\nIntroduction\n{LIKE}\n", "utf-8")
    (workspace.root / "i18n" / "termbase").mkdir(exist_ok=True)
    rows = 'stroke,ictus,ataque cerebral,trazo|golpe,"m; a blocked or burst artery",proposed\nfalls,caídas,,,,signed\n'
    (workspace.root / "i18n" / "termbase" / "es.csv").write_text(TERMS + rows, "utf-8")
    translate(workspace, ["es"])
    return workspace.root


@pytest.fixture
def office(drafted: Path, tmp_path: Path) -> Workspace:
    """A copy of its own, served, with ana as reviewer."""
    workspace = Workspace(shutil.copytree(drafted, tmp_path / "normal"))
    open_office(workspace)
    account("ana", "reviewer")
    return workspace


def key_of(desk: Desk, text: str) -> Key:
    return next(key for key in desk.document.keys if key.source == text)


def page_of(browser: Client, key: Key, address: str = DOCUMENT, **more: str) -> str:
    return browser.get(address, {"open": identity(key), "draft": "1", **more}).content.decode()


def aside(page: str) -> str:
    """What stands beside the open segment."""
    return page.partition('<div class="aids">')[2].partition('<div class="segment')[0]


def said(html: str) -> str:
    """The words of a piece of a page."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def decide(browser: Client, key: Key, button: str, address: str = DOCUMENT, **changes: str) -> None:
    """Press a button of the open segment's form, a second time where the checks ask."""
    form = fields(page_of(browser, key, address), f"{address}edit/") | changes
    answer = browser.post(f"{address}{button}/", form)
    if answer.status_code == 422:
        again = fields(answer.content.decode(), f"{address}edit/") | changes
        answer = browser.post(f"{address}{button}/", again)
    assert answer.status_code == (200 if button == "save" else 303), said(answer.content.decode())


def put(workspace: Workspace, entry: Entry, slug: str = "stroke") -> None:
    """Write an entry into a catalog as another program would."""
    path = workspace.catalog("es", slug)
    catalog = store.read(path)
    assert catalog is not None
    others = tuple(one for one in catalog.entries if one.key != entry.key or one.obsolete != entry.obsolete)
    store.update(path, workspace.locks, lambda _: replace(catalog, entries=(*others, entry)))


def test_only_approved_sentences_are_offered_and_go_into_the_box_unsigned(office: Workspace, desk: Open) -> None:
    browser, mine, other = client("ana"), desk(office), desk(office, "children")
    key, text = key_of(mine, HERE), "Practicar la marcha probablemente ayuda a los niños a caminar más rápido."
    assert "Translation memory" not in aside(page_of(browser, key))
    decide(browser, key_of(other, LIKE), "edit", "/documents/es/children/", text=text)
    page = page_of(browser, key)
    assert re.search(r"<strong>[89]\d&nbsp;%</strong>, from children", page)
    assert '<del><span class="sr" lang="en">deleted: </span>children</del>' in page
    assert '<ins><span class="sr" lang="en">inserted: </span>people</ins>' in page
    link = re.search(r'<a class="use" href="([^"]+)" data-use>Use this text', page)
    assert link
    used = browser.get(unescape(link[1])).content.decode()
    assert fields(used, f"{DOCUMENT}edit/")["text"] == text
    assert mine.segment(key).entry.signatures == ()
    assert mine.queue.log("stroke") == []
    assert fields(page_of(browser, key, use="0123456789"), f"{DOCUMENT}edit/")["text"] == mine.segment(key).entry.target


def test_an_approval_that_is_taken_back_is_out_of_the_memory_at_once(office: Workspace, desk: Open) -> None:
    browser, key = client("ana"), key_of(desk(office, "children"), LIKE)
    address = "/documents/es/children/"
    text = "Practicar la marcha probablemente ayuda a los niños a caminar más rápido."
    decide(browser, key, "edit", address, text=text)
    with Recollection(office, "es") as memory:
        assert [one.unit.target for one in memory.matches(key, least=0.9, limit=3, document="")] == [text]
        assert memory.matches(key, least=0.9, limit=3, document="children") == []
    undo = fields(browser.get(address).content.decode(), f"{address}undo/")
    assert browser.post(f"{address}undo/", undo).status_code == 303
    assert "Translation memory" not in aside(page_of(browser, key_of(desk(office), HERE)))


def test_terms_say_what_is_right_what_is_wrong_and_who_says_so(office: Workspace, desk: Open) -> None:
    browser, mine = client("ana"), desk(office)
    words = said(aside(page_of(browser, key_of(mine, "What is a stroke?"))))
    assert (
        "stroke = ictus proposed Insert ictus also: ataque cerebral never: trazo , golpe a blocked or burst artery"
        in words
    )
    signed = said(aside(page_of(browser, key_of(mine, "It does not cause more falls."))))
    assert "falls = caídas Insert" in signed
    page = page_of(browser, key_of(mine, "What did we find?"))
    assert "Terms" not in aside(page)


def test_earlier_texts_come_back_as_a_draft_to_start_from(office: Workspace, desk: Open) -> None:
    browser, mine = client("ana"), desk(office)
    key = key_of(mine, "What is a stroke?")
    draft = mine.segment(key).entry.target
    assert "Earlier texts" not in aside(page_of(browser, key))
    decide(browser, key, "save", text="¿Qué es un ictus cerebral?")
    decide(browser, key, "save", text="¿Qué es un ictus?")
    words = said(aside(page_of(browser, key)).partition("Earlier texts")[2])
    first = words.index("ana : saved as a draft ¿Qué es un ictus cerebral?")
    assert first < words.index(f"the text before {draft}")
    assert "¿Qué es un ictus? " not in words
    name = re.findall(r"use=(\w+)", aside(page_of(browser, key)).partition("Earlier texts")[2])[-1]
    restored = page_of(browser, key, use=name)
    assert fields(restored, f"{DOCUMENT}edit/")["text"] == draft
    assert mine.segment(key).entry.target == "¿Qué es un ictus?"


def test_what_changed_in_the_english_is_shown_until_the_text_is_approved(office: Workspace, desk: Open) -> None:
    browser, mine = client("ana"), desk(office)
    key = key_of(mine, HERE)
    entry = mine.segment(key).entry
    text = "Practicar la marcha probablemente ayuda a caminar más rápido."
    put(office, replace(entry, target=text, remarks=(), fuzzy=True, previous=Key(None, LIKE)))
    found = aside(page_of(browser, key)).partition('<section class="change aid"')[2].partition("</section>")[0]
    assert "deleted: children inserted: people" in said(found)
    decide(browser, key, "approve")
    assert "What changed" not in page_of(browser, key)


def test_a_vanished_sentence_that_was_signed_is_offered_where_figures_changed(office: Workspace, desk: Open) -> None:
    browser, mine = client("ana"), desk(office)
    key = key_of(mine, "People took 10 mg of the medicine.")
    decide(browser, key, "edit", text="Las personas tomaron 10 mg del medicamento.")
    text = (office.seeds / "stroke.txt").read_text("utf-8").replace("10 mg", "20 mg")
    (office.seeds / "stroke.txt").write_text(text, "utf-8")
    translate(office, ["es"])
    new = key_of(desk(office), "People took 20 mg of the medicine.")
    found = aside(page_of(browser, new))
    assert "10" in said(found.partition("<del>")[2].partition("</del>")[0])
    assert "Las personas tomaron 10 mg del medicamento." in found
    assert fields(page_of(browser, new), f"{DOCUMENT}edit/")["text"] != "Las personas tomaron 10 mg del medicamento."


def test_style_notes_stand_once_on_the_page_and_only_for_those_who_write(office: Workspace, desk: Open) -> None:
    account("rita", "reader")
    page = client("ana").get(DOCUMENT).content.decode()
    assert page.count('<details class="style-notes">') == 1
    assert '<dd lang="es" dir="ltr">usted</dd>' in page
    assert "22 de noviembre de 2026" in page
    assert "style-notes" not in client("rita").get(DOCUMENT).content.decode()
    assert '<div class="aids">' not in page
    assert '<div class="aids">' not in page_of(client("rita"), desk(office).document.keys[0])


@pytest.mark.parametrize("text", ["Caminar es bueno.", "<b>Caminar</b> es bueno."])
def test_what_is_in_the_box_is_translated_back_and_kept_nowhere(office: Workspace, desk: Open, text: str) -> None:
    browser, mine = client("ana"), desk(office)
    key = key_of(mine, "What is a stroke?")
    before = office.catalog("es", "stroke").read_bytes()
    page = page_of(browser, key)
    assert f'form="decide-{identity(key)}" formaction="{DOCUMENT}back/"' in page
    form = fields(page, f"{DOCUMENT}edit/") | {"text": text}
    answer = browser.post(f"{DOCUMENT}back/", form)
    shown = answer.content.decode()
    back = shown.partition('<section id="back"')[2].partition("</section>")[0]
    assert answer.status_code == 200
    assert re.search(r'<p class="offer" lang="en" dir="ltr">[^<]*[Ww]alk', back)
    assert "An aid, not proof" in back
    assert "firefox pt&gt;en" in back
    assert fields(shown, f"{DOCUMENT}edit/")["text"] == text
    assert (office.catalog("es", "stroke").read_bytes(), mine.queue.log()) == (before, [])


def test_a_text_that_changed_meanwhile_is_said_with_the_way_back(office: Workspace, desk: Open) -> None:
    browser, mine = client("ana"), desk(office)
    key = key_of(mine, "What is a stroke?")
    form = fields(page_of(browser, key), f"{DOCUMENT}edit/") | {"text": ""}
    decide(browser, key, "save", text="¿Qué es un ictus?")
    answer = browser.post(f"{DOCUMENT}back/", form)
    assert (answer.status_code, "Somebody changed this sentence" in answer.content.decode()) == (409, True)


def test_an_engine_that_hangs_keeps_nobody_waiting(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = threading.Event()

    def hang(*_: object) -> Output:
        ends.wait(30)
        return Output("late")

    monkeypatch.setattr(second_sight, "translate_back", hang)
    monkeypatch.setattr(second_sight, "PATIENCE", 0.2)
    found = [second_sight.look("es", "Camina.", Interface("en")) for _ in range(2)]
    ends.set()
    assert [(one.text, one.problem) for one in found] == [
        ("", "The engine takes too long. Try again later."),
        ("", "The engine is at work for somebody else. Try again in a moment."),
    ]
    for _ in range(100):
        if (free := second_sight.look("es", "Camina.", Interface("en"))).text:
            break
        time.sleep(0.05)
    assert free.text == "late"


def test_where_nothing_leads_back_there_is_no_button(
    office: Workspace, desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_sight, "_way", lambda *_: None)
    browser, key = client("ana"), key_of(desk(office), "What is a stroke?")
    page = page_of(browser, key)
    assert "data-back" not in page
    answer = browser.post(f"{DOCUMENT}back/", fields(page, f"{DOCUMENT}edit/"))
    assert (answer.status_code, "No engine" in answer.content.decode()) == (200, False)


def test_hostile_texts_in_memory_terms_notes_and_log_stay_texts(office: Workspace, desk: Open) -> None:
    quoted = HOSTILE.replace('"', '""')
    row = f'stroke,"{quoted}","a{quoted}","b{quoted}","{quoted}",proposed\n'
    (office.root / "i18n" / "termbase" / "es.csv").write_text(TERMS + row, "utf-8")
    notes = "".join(f"{name} = '''{HOSTILE}'''\n" for name in ("form_of_address", "gender_wording"))
    style = f"{notes}lay_terms = {{ stroke = '''{HOSTILE}''' }}\n"
    (office.root / "i18n" / "style").mkdir(exist_ok=True)
    (office.root / "i18n" / "style" / "es.toml").write_text(style, "utf-8")
    browser, mine = client("ana"), desk(office)
    key = key_of(mine, "What is a stroke?")
    decide(browser, key, "save", text=HOSTILE)
    decide(browser, key, "save", text="¿Qué es un ictus?")
    page = page_of(browser, key)
    assert page.count("<script") == page.count('<script src="/static/')
    assert "<img" not in page
    for text in (aside(page), page.partition('class="style-notes"')[2].partition("</details>")[0]):
        assert text.count(escape(HOSTILE).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")) >= 2
    for mark in re.finditer("\u202e", aside(page)):
        opened = aside(page)[: mark.start()].rpartition("<")[2]
        assert " dir=" in opened, "an override ends where its element does"


def test_the_editor_has_its_language_direction_and_spell_check(office: Workspace, desk: Open) -> None:
    page = page_of(client("ana"), key_of(desk(office), HERE))
    assert 'lang="es" dir="ltr" spellcheck="true" autofocus>' in page
    assert aside(page).count("data-insert hidden") == aside(page).count('class="term"')


def test_a_memory_that_cannot_be_read_costs_no_page(
    office: Workspace, desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StoreError("locked")

    monkeypatch.setattr(aids, "Recollection", broken)
    page = page_of(client("ana"), key_of(desk(office), "What is a stroke?"))
    assert "The translation memory could not be read." in page
    assert "Terms" in aside(page)


def test_every_verdict_that_leaves_a_text_has_a_name() -> None:
    assert set(Verdict) - set(aids.WHAT) == {Verdict.COMMENT, Verdict.DISMISS}
