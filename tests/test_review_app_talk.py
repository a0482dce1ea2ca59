"""Talking on the pages: comments before the sign-off, doubts about the English with their answer, skipping."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import DAY, make_workspace
from django.test import Client
from web import DOCUMENT, account, client, fields, open_office

from pipeline.config import FILE, Workspace
from pipeline.model.decision import Decision, Verdict
from pipeline.model.talk import ENGLISH
from pipeline.review_app.page import identity
from pipeline.stages.bulk import approve_all
from pipeline.stages.review import Desk, ReviewSegment
from pipeline.stages.translate import translate

Open = Callable[..., Desk]
PORTUGUESE = DOCUMENT.replace("/es/", "/pt/")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = make_workspace(tmp_path_factory.mktemp("drafted") / "office")
    settings = workspace.root / FILE
    settings.write_text(settings.read_text("utf-8").replace('["es"]', '["es", "pt"]'), "utf-8")
    translate(Workspace(workspace.root), ["es", "pt"])
    return workspace.root


@pytest.fixture
def office(drafted: Path, tmp_path: Path) -> Workspace:
    """Drafts in two languages: ana reviews both, tom translates into Spanish, rui reviews Portuguese."""
    workspace = Workspace(shutil.copytree(drafted, tmp_path / "office"))
    open_office(workspace)
    account("ana", "reviewer", "es", "pt")
    account("tom", "translator")
    account("rui", "reviewer", "pt")
    account("carla", "coordinator")
    return workspace


def page(browser: Client, segment: ReviewSegment, where: str = DOCUMENT) -> str:
    return browser.get(where, {"open": identity(segment.entry.key), "draft": "1", "anyway": "1"}).content.decode()


def send(browser: Client, segment: ReviewSegment, button: str, where: str = DOCUMENT, **changes: str) -> Any:
    text = page(browser, segment, where)
    action = f"{where}edit/" if f'action="{where}edit/"' in text else f"{where}save/"
    return browser.post(f"{where}{button}/", fields(text, action) | changes)


def test_a_comment_is_shown_with_who_and_in_its_language_and_stops_the_sign_off(office: Workspace, desk: Open) -> None:
    mine = desk(office)
    approve_all(mine, "ana", DAY, despite="a trial")
    segment = mine.segments()[1]
    said = "¿No será «caminar»? <b>"
    assert send(client("tom"), segment, "comment", comment=said, spoken="es").status_code == 303
    shown = client("ana").get(DOCUMENT).content.decode()
    assert '<p class="words" lang="es" dir="ltr">¿No será «caminar»? &lt;b&gt;</p>' in shown
    assert "<strong>tom</strong>" in shown
    assert "1 sentence has open comments." in shown
    assert "Resolve the open comments first." in shown
    assert f'action="{DOCUMENT}signoff/"' not in shown
    assert send(client("ana"), segment, "thread", do="resolve").status_code == 303
    form = fields(client("ana").get(DOCUMENT).content.decode(), f"{DOCUMENT}signoff/") | {"whole": "yes"}
    send(client("ana"), segment, "thread", do="reopen")
    refused = client("ana").post(f"{DOCUMENT}signoff/", form)
    assert (refused.status_code, "not resolved" in refused.content.decode()) == (409, True)
    send(client("ana"), segment, "thread", do="resolve")
    assert client("ana").post(f"{DOCUMENT}signoff/", form).status_code == 303


def test_a_translator_resolves_their_own_comments_alone(office: Workspace, desk: Open) -> None:
    own, other = desk(office).segments()[1:3]
    send(client("tom"), own, "comment", comment="¿Así?", spoken="es")
    send(client("ana"), other, "comment", comment="¿Y así?", spoken="es")
    assert send(client("tom"), own, "thread", do="resolve").status_code == 303
    assert send(client("tom"), other, "thread", do="resolve").status_code == 403
    assert 'value="resolve"' not in page(client("tom"), other)
    assert desk(office).talk.open_comments([own.entry.key, other.entry.key]) == [other.entry.key]


@pytest.mark.parametrize("before", [{"do": "comment"}, {"do": "resolve", "comment": "Visto ya"}])
def test_a_word_of_their_own_lets_no_translator_resolve_what_others_said(
    office: Workspace, desk: Open, before: dict[str, str]
) -> None:
    segment = desk(office).segments()[1]
    send(client("ana"), segment, "comment", comment="La dosis está mal", spoken="es")
    if before["do"] == "comment":
        send(client("tom"), segment, "comment", comment="Visto ya", spoken="es")
    assert send(client("tom"), segment, "thread", **before | {"do": "resolve"}).status_code == 403
    assert 'value="resolve"' not in page(client("tom"), segment)
    send(client("ana"), segment, "thread", do="resolve")
    send(client("ana"), segment, "thread", do="reopen")
    assert send(client("tom"), segment, "thread", do="resolve").status_code == 403
    assert desk(office).talk.open_comments([segment.entry.key]) == [segment.entry.key]
    send(client("ana"), segment, "thread", do="resolve")
    send(client("tom"), segment, "comment", comment="¿Y ahora?", spoken="es")
    assert send(client("tom"), segment, "thread", do="resolve").status_code == 303


def test_a_page_resolves_the_comments_that_it_showed_and_no_others(office: Workspace, desk: Open) -> None:
    segment = desk(office).segments()[1]
    send(client("tom"), segment, "comment", comment="¿Así?", spoken="es")
    form = fields(page(client("ana"), segment), f"{DOCUMENT}edit/")
    send(client("tom"), segment, "comment", comment="La dosis está mal: 10 y no 100", spoken="es")
    late = client("ana").post(f"{DOCUMENT}thread/", form | {"do": "resolve", "comment": "Así es", "text": "Lo mío"})
    shown = late.content.decode()
    assert (late.status_code, "10 y no 100" in shown, "Lo mío</textarea>" in shown) == (409, True, True)
    assert desk(office).talk.open_comments([segment.entry.key]) == [segment.entry.key]
    assert [turn.text for turn in desk(office).talk.threads()[segment.entry.key].turns][-1] == "Así es"
    assert send(client("ana"), segment, "thread", do="resolve").status_code == 303


def test_an_answer_releases_the_reports_that_its_page_showed_and_no_others(office: Workspace, desk: Open) -> None:
    segment = desk(office).segments()[1]
    send(client("ana"), segment, "comment", comment="Which one?", spoken="en", english="yes")
    form = fields(client("carla").get("/questions/").content.decode(), "/questions/answer/")
    said = "10 mg should be 10 micrograms"
    send(client("rui"), segment, "comment", PORTUGUESE, comment=said, spoken="en", english="yes")
    late = client("carla").post("/questions/answer/", form | {"text": "It is the usual word.", "spoken": "en"})
    shown = late.content.decode()
    assert (late.status_code, said in shown, "It is the usual word.</textarea>" in shown) == (409, True, True)
    assert desk(office).segment(segment.entry.key).hold is not None
    again = fields(shown, "/questions/answer/") | {"text": "Micrograms it is.", "spoken": "en"}
    assert client("carla").post("/questions/answer/", again).status_code == 303
    assert desk(office).segment(segment.entry.key).hold is None


def test_every_report_of_a_person_is_kept_and_a_rejection_undone_takes_its_own_back(
    office: Workspace, desk: Open
) -> None:
    segment = desk(office).segments()[1]
    for said in ("The dose is unclear", "And the dose is wrong", "And the dose is wrong"):
        send(client("ana"), segment, "comment", comment=said, spoken="en", english="yes")
    send(client("ana"), segment, "reject", reason=ENGLISH, more="also  grammar")
    asked = client("carla").get("/questions/").content.decode()
    assert [asked.count(said) for said in ("is unclear</p>", "is wrong</p>", "also grammar</p>")] == [1, 1, 1]
    form = fields(client("ana").get(DOCUMENT).content.decode(), f"{DOCUMENT}undo/")
    assert client("ana").post(f"{DOCUMENT}undo/", form).status_code == 303
    hold = desk(office, tag="pt").segment(segment.entry.key).hold
    assert hold is not None
    assert [one.text for one in hold.reports] == ["The dose is unclear", "And the dose is wrong"]
    send(client("ana"), segment, "thread", do="withdraw")
    assert desk(office, tag="pt").segment(segment.entry.key).hold is None


def test_open_comments_stay_when_their_sentence_is_edited_until_somebody_resolves_them(
    office: Workspace, desk: Open
) -> None:
    segment = desk(office).segments()[1]
    send(client("tom"), segment, "comment", comment="La dosis está mal", spoken="es")
    seed = office.seeds / "stroke.txt"
    seed.write_text(seed.read_text("utf-8").replace(segment.entry.key.source, "Walking helps."), "utf-8")
    translate(Workspace(office.root), ["es"])
    approve_all(desk(office), "ana", DAY, despite="a trial")
    shown = client("ana").get(DOCUMENT).content.decode()
    assert "Comments on earlier sentences" in shown
    assert f'<p class="text" lang="en" dir="ltr">{segment.entry.key.source}</p>' in shown
    assert "La dosis está mal</p>" in shown
    assert f'action="{DOCUMENT}signoff/"' not in shown
    send(client("ana"), desk(office).segments()[2], "comment", comment="Otra cosa", spoken="es")
    send(client("ana"), desk(office).segments()[2], "thread", do="resolve")
    form = fields(shown, f"{DOCUMENT}thread/") | {"do": "resolve"}
    assert client("ana").post(f"{DOCUMENT}thread/", form | {"turns": "0"}).status_code == 409
    desk(office).talk.comment(segment.entry.key, "ana", "¿Sigue mal?", "es")
    assert client("ana").post(f"{DOCUMENT}thread/", form).status_code == 409
    form = fields(client("ana").get(DOCUMENT).content.decode(), f"{DOCUMENT}thread/") | {"do": "resolve"}
    assert f'action="{DOCUMENT}thread/"' not in client("tom").get(DOCUMENT).content.decode()
    assert client("tom").post(f"{DOCUMENT}thread/", form).status_code == 403
    assert client("ana").post(f"{DOCUMENT}thread/", form).status_code == 303
    assert f'action="{DOCUMENT}signoff/"' in client("ana").get(DOCUMENT).content.decode()
    desk(office).sign_off("ana", DAY)


def test_a_comment_that_came_in_with_a_file_is_shown_once_and_can_be_resolved(office: Workspace, desk: Open) -> None:
    mine = desk(office)
    segment = mine.segments()[1]
    text = segment.entry.target
    said = Decision("stroke", "es", segment.entry.key, Verdict.COMMENT, "tom", DAY, text, text, reason="La dosis\nmal")
    mine.decide(said)
    shown = page(client("ana"), segment)
    assert (shown.count("La dosis"), 'value="resolve"' in shown) == (1, True)
    assert mine.segment(segment.entry.key).entry.notes == ("La dosis", "mal")


def test_why_a_comment_was_not_taken_is_said_in_the_language_of_the_page(office: Workspace, desk: Open) -> None:
    why = {"en": "<p>this is longer than 5,000 ", "es": "<p>es demasiado largo (máximo de caracteres: 5000)"}
    for language, words in why.items():
        browser = client("ana", headers={"Accept-Language": language})
        refused = send(browser, desk(office).segments()[1], "comment", comment="x" * 5001, spoken="en")
        assert (refused.status_code, words in refused.content.decode()) == (422, True)


@pytest.mark.parametrize("button", ["comment", "thread"])
def test_what_was_typed_into_the_editor_survives_a_comment(office: Workspace, desk: Open, button: str) -> None:
    segment = desk(office).segments()[1]
    answer = send(client("ana"), segment, button, comment="Why so?", spoken="en", text="Lo mío", do="reopen")
    assert (answer.status_code, "Lo mío</textarea>" in answer.content.decode()) == (200, True)
    refused = send(client("ana"), segment, "comment", comment=" ", text="Lo mío")
    assert (refused.status_code, "Write a comment first." in refused.content.decode()) == (422, True)
    assert desk(office).segment(segment.entry.key).entry == segment.entry


def test_a_comment_typed_beside_a_decision_is_kept_with_it(office: Workspace, desk: Open) -> None:
    segment = desk(office).segments()[1]
    assert send(client("ana"), segment, "approve", comment="Bien dicho", spoken="es").status_code == 303
    assert desk(office).segment(segment.entry.key).need == ""
    following = desk(office).segments()[2]
    send(client("ana"), following, "skip", comment="Luego", spoken="es")
    send(client("ana"), following, "approve", comment="Más", spoken="es", text="Otro texto")
    said = desk(office).talk.threads()
    assert [turn.text for turn in said[segment.entry.key].turns] == ["Bien dicho"]
    assert [turn.text for turn in said[following.entry.key].turns] == ["Luego", "Más"]


def test_the_english_in_doubt_holds_both_languages_and_reaches_the_coordinator_once(
    office: Workspace, desk: Open
) -> None:
    segment = desk(office).segments()[1]
    rejected = send(client("ana"), segment, "reject", reason=ENGLISH, more="Faster than what?")
    assert rejected.status_code == 303
    reported = send(client("rui"), segment, "comment", PORTUGUESE, comment="Do que quê?", spoken="pt", english="yes")
    assert reported.status_code == 303
    held = page(client("rui"), segment, PORTUGUESE)
    assert "Sentence 2 of 9, held: the English is in doubt" in held
    assert "Faster than what?" in held
    assert 'aria-disabled="true" aria-describedby="blocked-' in held
    refused = send(client("rui"), segment, "approve", PORTUGUESE)
    assert (refused.status_code, "The coordinator answers it" in refused.content.decode()) == (422, True)
    assert "1 question about the English waits for you." in client("carla").get("/").content.decode()
    asked = client("carla").get("/questions/").content.decode()
    assert asked.count(segment.entry.key.source) == 1
    assert all(said in asked for said in ("Faster than what?", "Do que quê?", "<strong>rui</strong> (Portuguese)"))
    form = fields(asked, "/questions/answer/")
    assert client("carla").post("/questions/answer/", form | {"text": "."}).status_code == 422
    assert (
        client("carla").post("/questions/answer/", form | {"text": "Than before.", "spoken": "en"}).status_code == 303
    )
    assert client("carla").post("/questions/answer/", form | {"text": "Than before."}).status_code == 404
    assert "Nobody doubts the English" in client("carla").get("/questions/").content.decode()
    for where in (DOCUMENT, PORTUGUESE):
        assert '<p class="words" lang="en" dir="ltr">Than before.</p>' in client("ana").get(where).content.decode()
    assert send(client("rui"), segment, "approve", PORTUGUESE).status_code == 303


def test_a_report_can_be_taken_back_by_its_person_and_ends_with_the_sentence(office: Workspace, desk: Open) -> None:
    segment, other = desk(office).segments()[1:3]
    for one in (segment, other):
        send(client("tom"), one, "comment", comment="Unclear to me", spoken="en", english="yes")
    send(client("ana"), segment, "thread", do="withdraw")
    assert desk(office, tag="pt").segment(segment.entry.key).hold is not None
    send(client("tom"), segment, "thread", do="withdraw")
    assert desk(office, tag="pt").segment(segment.entry.key).hold is None
    seed = office.seeds / "stroke.txt"
    seed.write_text(seed.read_text("utf-8").replace(other.entry.key.source, "Walking helps."), "utf-8")
    assert "Nobody doubts the English" in client("carla").get("/questions/").content.decode()


def test_skipping_goes_on_and_back_without_deciding_and_loses_nothing(office: Workspace, desk: Open) -> None:
    before = desk(office).segments()
    names = [identity(segment.entry.key) for segment in before]
    on = send(client("ana"), before[1], "skip")
    back = send(client("ana"), before[1], "skip", to="previous")
    round_the_end = send(client("ana"), before[0], "skip", to="previous")
    assert [answer.headers["Location"] for answer in (on, back, round_the_end)] == [
        f"{DOCUMENT}?open={name}&done=skipped" for name in (names[2], names[0], names[-1])
    ]
    assert "Skipped: the sentence still waits." in client("ana").get(on.headers["Location"]).content.decode()
    typed = send(client("ana"), before[1], "skip", text="Lo mío")
    assert (typed.status_code, "Lo mío</textarea>" in typed.content.decode()) == (422, True)
    assert desk(office).segments() == before
