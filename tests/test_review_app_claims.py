"""Work is given by document: claims, who is where, the open sentence, and what was typed, by two people at once."""

import shutil
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from conftest import make_workspace
from django.utils import timezone
from web import DOCUMENT, account, bare, client, fields, open_office

from pipeline.config import Workspace
from pipeline.review_app.page import identity
from pipeline.stages.review import Desk
from pipeline.stages.translate import translate

Open = Callable[..., Desk]
Clock = Callable[[timedelta], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with drafts and accounts: ana and luis review, tom translates, lea leads, rita reads."""
    from django.db import connections

    workspace = make_workspace(tmp_path_factory.mktemp("made") / "normal", sandbox=False)
    translate(workspace, ["es"])
    open_office(workspace)
    roles = {"ana": "reviewer", "luis": "reviewer", "tom": "translator", "lea": "lead", "rita": "reader"}
    for handle, role in roles.items():
        account(handle, role)
    connections.close_all()
    return workspace.root


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Workspace:
    """A copy of that workspace, served."""
    copied = Workspace(Path(shutil.copytree(made, tmp_path / "office")))
    open_office(copied)
    return copied


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Moves the clock on."""
    real = timezone.now
    gone = timedelta()

    def now() -> datetime:
        return real() + gone

    def move(by: timedelta) -> None:
        nonlocal gone
        gone += by

    monkeypatch.setattr(timezone, "now", now)
    return move


def post(handle: str, what: str, **form: str) -> int:
    return client(handle).post(f"{DOCUMENT}{what}/", form).status_code


def page(handle: str, address: str = DOCUMENT, **query: str) -> str:
    return bare(client(handle).get(address, query).content.decode())


def first(desk: Desk) -> str:
    return identity(desk.segments()[0].entry.key)


def test_a_claim_is_seen_by_both_and_given_back(office: Workspace) -> None:
    assert "Nobody has claimed this document." in page("ana")
    assert post("ana", "claim") == 303
    assert "You have this document, <strong>due in 7 days</strong>" in page("ana")
    assert "<strong>Claimed by ana</strong>, due in 7 days" in page("luis")
    mine, theirs = page("ana", "/"), page("luis", "/")
    assert mine.index('id="yours"') < mine.index("stroke/") < mine.index('id="in-es"')
    assert 'id="yours"' not in theirs
    assert ("<span>ana</span>, due in 7 days" in theirs, "Claim for" in theirs) == (True, False)
    assert post("luis", "give-back") == 409
    assert post("ana", "give-back") == 303
    assert "Claim for 7 days" in page("luis", "/")


def test_who_comes_second_is_told_who_has_it_and_can_work_with_them(office: Workspace) -> None:
    assert post("luis", "join") == 409
    assert post("ana", "claim") == 303
    refused = client("luis").post(f"{DOCUMENT}claim/")
    assert (refused.status_code, "ana has this document now." in refused.content.decode()) == (409, True)
    assert post("luis", "join") == 303
    assert "You share this document: ana and luis" in page("luis")
    assert post("ana", "give-back") == 303
    assert "You have this document" in page("luis")  # who joined takes over
    assert "<strong>Claimed by luis</strong>" in page("ana")


def test_a_lead_assigns_chooses_the_day_and_takes_back(office: Workspace) -> None:
    assert post("ana", "assign", person="luis") == 403
    assert post("lea", "assign", person="rita") == post("lea", "assign", person="nobody") == 422
    assert post("lea", "assign", person="tom", days="3") == 303
    assert "due in 3 days" in page("tom")
    assert "Assigned by lea." in page("tom")
    assert post("lea", "assign", person="luis") == 409
    assert post("tom", "extend", days="80") == 303
    assert "due in 7 days" in page("tom")  # only a lead chooses
    assert post("ana", "extend") == 409
    assert post("lea", "extend", days="30") == 303
    assert "due in 30 days" in page("tom")
    assert post("tom", "free") == 403
    assert post("lea", "free") == 303
    assert "Nobody has claimed this document." in page("tom")


def test_a_claim_lapses_by_itself_and_takes_no_text_with_it(office: Workspace, desk: Open, later: Clock) -> None:
    mine = desk(office)
    assert post("ana", "claim") == 303
    form = fields(page("ana", open=first(mine)), f"{DOCUMENT}edit/")
    assert client("ana").post(f"{DOCUMENT}save/", form | {"text": "Lo que Ana escribió"}).status_code == 200
    later(timedelta(days=4))
    later(timedelta(days=1))
    assert "1 of your documents is due soon." in page("ana", "/")
    assert "<strong>due in 2 days</strong>" in page("ana", "/")
    later(timedelta(days=2))
    assert "due today" in page("ana")
    later(timedelta(days=1))
    assert "Handed back, since the due date has passed." in page("ana", "/")
    assert "Claim for 7 days" in page("luis", "/")
    assert mine.segments()[0].entry.target == "Lo que Ana escribió"
    assert post("luis", "claim") == 303
    assert "Handed back" not in page("ana", "/")


def test_of_two_claims_at_once_one_wins(office: Workspace) -> None:
    from django.db import connections

    from pipeline.review_app import team
    from pipeline.review_app.models import Account, Claim

    people = [Account.objects.get(handle=handle) for handle in ("ana", "luis", "tom", "lea")]
    start, won = threading.Barrier(len(people)), []

    def run(person: Account) -> None:
        start.wait()
        try:
            if team.claim(person, team.Place("es", "stroke")):
                won.append(person.handle)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [one.account.handle for one in Claim.objects.select_related("account")]
    assert len(won) == 1


def test_a_catalog_that_is_no_document_is_claimed_by_nobody(office: Workspace) -> None:
    path = office.catalog("es", "stroke")
    shutil.copy(path, path.with_name("app.po"))
    assert client("tom").post("/documents/es/app/claim/").status_code == 404


def test_a_claim_stops_no_decision_of_another(office: Workspace, desk: Open) -> None:
    mine = desk(office)
    post("ana", "claim")
    form = fields(page("luis", open=first(mine)), f"{DOCUMENT}edit/")
    assert client("luis").post(f"{DOCUMENT}save/", form | {"text": "Texto de Luis"}).status_code == 200
    assert mine.segments()[0].entry.target == "Texto de Luis"


def test_a_reader_is_offered_no_work(office: Workspace, desk: Open) -> None:
    shown = page("rita", open=first(desk(office)))
    assert "Nobody has claimed this document." not in shown
    assert "Nobody has claimed this document." in page("ana")
    assert f"{DOCUMENT}claim/" not in shown + page("rita", "/")
    assert "Open it anyway" not in page("ana", open=first(desk(office)))


def test_who_is_here_now_is_seen_for_a_few_minutes(office: Workspace, later: Clock) -> None:
    page("luis")
    assert "Here now: luis" in page("ana")
    assert "Here now: ana and luis" in page("lea", "/")
    later(timedelta(minutes=6))
    assert "Here now" not in page("lea", "/")


def test_a_sentence_that_another_has_open_is_asked_for_first(office: Workspace, desk: Open, later: Clock) -> None:
    name = first(desk(office))
    assert "Held for you until" in page("ana", open=name)
    stopped = page("luis", open=name)
    assert "ana has this sentence open until" in stopped
    assert "<textarea" not in stopped
    assert "<textarea" in page("luis", open=identity(desk(office).segments()[1].entry.key))
    assert "<textarea" in page("luis", open=name, anyway="1")
    assert "<textarea" in page("ana", open=identity(desk(office).segments()[2].entry.key))  # ana goes elsewhere
    later(timedelta(minutes=9))
    answer = client("luis").post(f"{DOCUMENT}keep/", {"key": name, "text": ""})
    assert answer.json() == {"kept": False, "seconds": 600, "said": ""}
    later(timedelta(minutes=9))
    assert "luis has this sentence open until" in page("ana", open=name)
    later(timedelta(minutes=2))
    assert "<textarea" in page("ana", open=name)
    page("luis", open=name, anyway="1")
    said = client("ana").post(f"{DOCUMENT}keep/", {"key": name, "text": ""}).json()["said"]
    assert said == "luis has this sentence open too."


def test_a_decision_lets_go_of_the_sentence(office: Workspace, desk: Open) -> None:
    name = first(desk(office))
    form = fields(page("ana", open=name), f"{DOCUMENT}edit/")
    assert client("ana").post(f"{DOCUMENT}edit/", form | {"text": "¿Caminar ayuda?"}).status_code in (200, 303, 422)
    page("ana")
    assert "<textarea" in page("luis", open=name)


def keep(handle: str, name: str, text: str, replaces: str = "") -> bool:
    form = {"key": name, "text": text, "replaces": replaces}
    return bool(client(handle).post(f"{DOCUMENT}keep/", form).json()["kept"])


def box(shown: str) -> str:
    return fields(shown, f"{DOCUMENT}edit/")["text"]


def test_what_was_typed_comes_back_to_its_person_alone_until_decided(office: Workspace, desk: Open) -> None:
    mine = desk(office)
    name, target = first(mine), mine.segments()[0].entry.target
    draft = {"open": name, "draft": "1"}
    assert keep("ana", name, "Caminar <b> a medias", target)
    shown = page("ana", **draft)
    assert box(shown) == "Caminar <b> a medias"
    assert "You typed this at" in shown
    assert mine.segments()[0].entry.target == target
    assert mine.queue.log() == []
    page("ana")
    assert box(page("luis", **draft)) == target
    form = fields(shown, f"{DOCUMENT}edit/") | {"text": "¿Caminar ayuda?"}
    assert client("ana").post(f"{DOCUMENT}save/", form).status_code == 200
    assert "You typed this" not in page("ana", **draft)


def test_what_was_typed_can_be_discarded_and_the_same_text_is_not_kept(office: Workspace, desk: Open) -> None:
    mine = desk(office)
    name, target = first(mine), mine.segments()[0].entry.target
    assert not keep("ana", name, target, target)
    assert not keep("ana", name, "x" * 20_001, target)
    assert keep("ana", name, "A medias", target)
    answer = client("ana").post(f"{DOCUMENT}discard/", {"key": name})
    assert answer.headers["Location"] == f"{DOCUMENT}?open={name}"
    assert "You typed this" not in page("ana", open=name)
    assert keep("ana", name, "A medias", target)
    assert not keep("ana", name, "", target)
    assert "You typed this" in page("ana", open=name)  # an empty box may be one that is being filled anew
    assert not keep("ana", name, target, target)
    assert "You typed this" not in page("ana", open=name)
    assert client("ana").post(f"{DOCUMENT}keep/", {"key": "../x", "text": "x"}).status_code == 404


def test_typed_text_survives_a_change_underneath_and_shows_both(office: Workspace, desk: Open) -> None:
    mine = desk(office)
    name, target = first(mine), mine.segments()[0].entry.target
    assert keep("ana", name, "Lo mío", target)
    page("ana")
    form = fields(page("luis", open=name), f"{DOCUMENT}edit/")
    assert client("luis").post(f"{DOCUMENT}save/", form | {"text": "Lo de Luis"}).status_code == 200
    page("luis")
    shown = page("ana", open=name)
    assert box(shown) == "Lo mío"
    assert "The text that you saw:" in shown
    assert fields(shown, f"{DOCUMENT}edit/")["replaces"] == "Lo de Luis"
