"""The API does what the pages do: the same desk, the same checks, the same log."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from programs import DOCUMENT, Program, drafted, people, program, served
from web import client

from pipeline.config import Workspace
from pipeline.errors import StoreError
from pipeline.model.decision import Outcome, Verdict
from pipeline.review_app.api.endpoint import LONGEST_BODY
from pipeline.stages.review import Desk

Open = Callable[..., Desk]


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drafted(tmp_path_factory)


@pytest.fixture
def office(drafts: Path, tmp_path: Path) -> Workspace:
    workspace = served(drafts, tmp_path / "w")
    people(ana="reviewer", luis="reviewer", tom="translator", eva="coordinator")
    return workspace


def seen_of(segment: Any) -> dict[str, str]:
    return {"segment": segment["id"], "replaces": segment["target"]}


def approve(robot: Program, segment: Any, key: str = "") -> tuple[int, Any]:
    """Dismiss what asks, then approve."""
    for one in segment["findings"]:
        if one["blocks"]:
            more = {"finding": one["code"], "reason": "right all the same"}
            assert robot.post(f"{DOCUMENT}dismiss", **seen_of(segment), **more)[0] == 200
    return robot.post(f"{DOCUMENT}approve", key, **seen_of(segment), objections=segment["objections"])


def test_the_whole_job(office: Workspace, desk: Open) -> None:
    robot, mine = program("ana"), desk(office)
    status, listed = robot.get("languages/es/documents")
    (row,) = listed["documents"]
    assert (status, row["document"], row["total"], row["waiting"], row["mine"]) == (200, "stroke", 9, 9, 9)
    assert robot.post(f"{DOCUMENT}sign-off", read="0", whole=True)[0] == 409
    for segment in robot.segments():
        status, answer = approve(robot, segment)
        assert (status, answer["segment"]["state"], answer["decision"]["outcome"]) == (200, "reviewed", "applied")
    read = robot.get(f"{DOCUMENT}segments")[1]["read"]
    assert robot.post(f"{DOCUMENT}sign-off", read=read, whole=False)[0] == 422
    status, answer = robot.post(f"{DOCUMENT}sign-off", read=read, whole=True)
    assert (status, answer["signed_off_by"]) == (200, "ana")
    catalog = mine.catalog()
    assert {s.person for entry in catalog.active.values() for s in entry.signatures} == {"ana"}
    assert catalog.header["X-Signed-Off"].split(" ")[1] == "ana"


def test_a_segment_says_all_that_the_page_says(office: Workspace, desk: Open) -> None:
    robot, mine = program("ana"), desk(office)
    shown, known = robot.segments(), mine.segments()
    assert [(s["number"], s["source"], s["target"], s["need"]) for s in shown] == [
        (s.number, s.entry.key.source, s.entry.target, s.need) for s in known
    ]
    assert [s["risks"] for s in shown] == [sorted(s.risks) for s in known]
    assert [[f["code"] for f in s["findings"]] for s in shown] == [[f.finding.code for f in s.findings] for s in known]
    bands = [s.confidence.band.value if s.confidence else None for s in known]
    assert [s["confidence"] and s["confidence"]["band"] for s in shown] == bands
    assert shown[0]["origin"]["kind"] == "mt"


def test_who_asks_and_what_they_may(office: Workspace) -> None:
    assert program("tom").get("me")[1] == {
        "handle": "tom",
        "read_only": False,
        "languages": [{"language": "es", "role": "translator", "may": ["account", "read", "compare", "draft", "mark"]}],
    }


def test_a_repeated_decision_is_made_once_and_answered_alike(office: Workspace, desk: Open) -> None:
    robot, mine = program("ana"), desk(office)
    segment = robot.segments()[1]
    text = {**seen_of(segment), "text": "Lo esencial"}
    answers = [robot.post(f"{DOCUMENT}save", "one", **text) for _ in range(3)]
    assert answers[0][0] == 200
    assert answers[1:] == [answers[0]] * 2
    assert [one.decision.target for one in mine.queue.log()] == ["Lo esencial"]
    undone = [robot.post(f"{DOCUMENT}undo", "two", number=answers[0][1]["decision"]["number"]) for _ in range(2)]
    assert undone[0] == undone[1]
    assert (undone[0][0], undone[0][1]["segment"]["target"]) == (200, segment["target"])
    assert [one.decision.verdict for one in mine.queue.log()] == [Verdict.SAVE, Verdict.UNDO]
    status, answer = robot.post(f"{DOCUMENT}save", "one", **seen_of(segment), text="Otra cosa")
    assert (status, answer["type"].rpartition(":")[2], answer["decision"]) == (
        422,
        "key-used",
        mine.queue.log()[0].number,
    )
    assert program("luis").post(f"{DOCUMENT}save", "one", **seen_of(segment), text="Lo mío")[0] == 200


def full_disk(*_: object, **__: object) -> None:
    raise StoreError("stroke.po: no space left; free some")


def test_a_decision_that_a_crash_left_is_applied_once(office: Workspace, desk: Open, monkeypatch: Any) -> None:
    robot, mine = program("ana"), desk(office)
    segment = robot.segments()[1]
    with monkeypatch.context() as broken:
        broken.setattr("pipeline.files.write_atomic", full_disk)
        status, answer = robot.post(f"{DOCUMENT}save", "one", **seen_of(segment), text="Lo esencial")
        assert (status, answer["detail"]) == (503, "stroke.po: no space left; free some")
    assert [number for number, _ in mine.queue.pending()] == [1]
    status, answer = robot.post(f"{DOCUMENT}save", "one", **seen_of(segment), text="Lo esencial")
    assert (status, answer["decision"]["outcome"], answer["segment"]["target"]) == (200, "applied", "Lo esencial")
    assert len(mine.queue.log()) == 1


@pytest.mark.parametrize("verdict", ["approve", "edit", "save", "reject", "dismiss"])
def test_a_conflict_has_both_texts_and_the_catalogs_stands(office: Workspace, desk: Open, verdict: str) -> None:
    robot, mine = program("ana"), desk(office)
    segment = robot.segments()[1]
    assert program("luis").post(f"{DOCUMENT}save", **seen_of(segment), text="Lo de Luis")[0] == 200
    more = {"reject": {"reason": "grammar"}, "dismiss": {"finding": "numbers", "reason": "right all the same"}}
    members = more.get(verdict, {} if verdict == "approve" else {"text": "Lo de Ana"})
    status, answer = robot.post(f"{DOCUMENT}{verdict}", **seen_of(segment), **members)
    yours = members.get("text", segment["target"])
    assert (status, answer["here"], answer["yours"]) == (409, "Lo de Luis", yours)
    assert mine.segments()[1].entry.target == "Lo de Luis"


def test_an_edit_is_signed_only_when_its_findings_were_seen_and_none_blocks(office: Workspace, desk: Open) -> None:
    robot, mine = program("ana"), desk(office)
    segment = next(s for s in robot.segments() if "2440" in s["source"])
    wrong = {**seen_of(segment), "text": "Encontramos 62 estudios con 2404 personas."}
    status, answer = robot.post(f"{DOCUMENT}edit", **wrong, seen="0")
    assert (status, answer["type"].rpartition(":")[2]) == (422, "findings")
    assert "numbers" in [one["check"] for one in answer["findings"]]
    doubtful = {**seen_of(segment), "text": "Encontramos 62 estudios con 2440 personas!!"}
    status, answer = robot.post(f"{DOCUMENT}edit", **doubtful)
    assert (status, answer["type"].rpartition(":")[2]) == (422, "unseen")
    assert mine.queue.log() == []
    status, answer = robot.post(f"{DOCUMENT}edit", **doubtful, seen=answer["seen"])
    assert (status, answer["segment"]["signatures"][0]["mode"]) == (200, "edited")


def test_a_check_keeps_nothing_and_finds_what_an_edit_would(office: Workspace, desk: Open) -> None:
    robot, mine = program("tom"), desk(office)
    segment = next(s for s in robot.segments() if "2440" in s["source"])
    status, answer = robot.post(f"{DOCUMENT}check", segment=segment["id"], text="Hallamos 62 estudios.")
    assert (status, "numbers" in [one["check"] for one in answer["findings"]]) == (200, True)
    assert mine.queue.log() == []


def test_an_open_finding_blocks_and_a_rejection_has_to_be_seen(office: Workspace) -> None:
    robot, other = program("ana"), program("luis")
    segment = next(s for s in robot.segments() if "2440" in s["source"])
    saved = robot.post(f"{DOCUMENT}save", **seen_of(segment), text="Encontramos 62 estudios con 2404 personas.")
    status, answer = robot.post(f"{DOCUMENT}approve", **seen_of(saved[1]["segment"]))
    assert (status, "open findings block approval" in answer["detail"]) == (422, True)
    first = robot.segments()[1]
    assert other.post(f"{DOCUMENT}reject", **seen_of(first), reason="no such reason")[0] == 422
    assert other.post(f"{DOCUMENT}reject", **seen_of(first), reason="term", more="say it plainly")[0] == 200
    assert robot.post(f"{DOCUMENT}approve", **seen_of(first))[0] == 422
    status, answer = approve(robot, robot.segments()[1])
    assert (status, answer["segment"]["rejections"]) == (200, [])


def test_only_ones_own_last_decision_is_taken_back(office: Workspace) -> None:
    robot, other = program("ana"), program("luis")
    segments = robot.segments()
    numbers = [
        robot.post(f"{DOCUMENT}save", **seen_of(s), text="Lo esencial")[1]["decision"]["number"] for s in segments[1:3]
    ]
    assert other.post(f"{DOCUMENT}undo", number=numbers[1])[0] == 422
    assert robot.post(f"{DOCUMENT}undo", number=numbers[0])[0] == 422
    assert robot.post(f"{DOCUMENT}undo", number=numbers[1])[0] == 200


def test_the_log_says_what_became_of_each(office: Workspace) -> None:
    robot = program("ana")
    segment = robot.segments()[1]
    robot.post(f"{DOCUMENT}save", **seen_of(segment), text="Lo esencial")
    robot.post(f"{DOCUMENT}save", **seen_of(segment), text="Otra cosa")
    status, answer = program("tom").get(f"{DOCUMENT}log", limit=5)
    assert [one["outcome"] for one in answer["decisions"]] == [Outcome.APPLIED, Outcome.CONFLICT]
    assert (status, {one["person"] for one in answer["decisions"]}) == (200, {"ana"})
    assert program("tom").get(f"{DOCUMENT}log", person="luis")[1] == {"decisions": []}
    assert [program("tom").get(f"{DOCUMENT}log", limit=wrong)[0] for wrong in ("0", "1001", "x", "9" * 30)] == [422] * 4


def test_two_persons_are_two_accounts(drafts: Path, tmp_path: Path) -> None:
    served(drafts, tmp_path / "w", review="two-person")
    people(ana="reviewer", luis="reviewer")
    first = program("ana").segments()[1]
    states = [approve(program(handle), first)[1]["segment"]["need"] for handle in ("ana", "ana", "luis")]
    assert states == ["second review", "second review", ""]


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"segment": NaN}', "application/json", 400),
        (b'{"segment": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"[]", "application/json", 422),
        (b'{"segment": 1, "replaces": ""}', "application/json", 422),
        (b'{"segment": "0", "replaces": "\\u0000"}', "application/json", 422),
        (b'{"segment": "0", "replaces": "\\ud800"}', "application/json", 422),
        (b'{"segment": "0", "replaces": "", "person": "luis"}', "application/json", 422),
        (b'{"segment": "0", "replaces": ""}', "application/json", 409),
        (b"segment=0", "application/x-www-form-urlencoded", 415),
        (b'"' + b"x" * LONGEST_BODY + b'"', "application/json", 413),
        (b'"' + b"x" * 1_100_000 + b'"', "application/json", 413),
    ],
)
def test_what_is_not_as_described_is_a_problem(office: Workspace, data: bytes, kind: str, status: int) -> None:
    assert program("ana").send(f"{DOCUMENT}approve", data, kind)[0] == status


def test_what_is_wrong_is_named_by_its_place(office: Workspace) -> None:
    _, answer = program("ana").post(f"{DOCUMENT}save", segment="x", text="", more=1)
    assert sorted(one["pointer"] for one in answer["errors"]) == ["/more", "/replaces", "/text"]


def test_no_address_leads_elsewhere(office: Workspace) -> None:
    robot = program("eva")
    assert [robot.get(address)[0] for address in ("none", "documents/fr/stroke/segments", "documents/es/app/log")] == [
        404
    ] * 3
    assert robot.get("languages/fr/documents")[0] == 404
    assert robot.get(f"{DOCUMENT}approve")[0] == 405


def test_a_broken_catalog_is_a_problem_that_says_where(office: Workspace) -> None:
    path = office.catalog("es", "stroke")
    path.write_text(path.read_text("utf-8").replace('msgstr "', "msgstr ", 3), "utf-8")
    status, answer = program("ana").get(f"{DOCUMENT}segments")
    assert (status, "stroke.po:" in answer["detail"]) == (409, True)


def test_a_session_is_let_in_and_its_form_needs_our_mark(office: Workspace) -> None:
    browser = client("ana", enforce_csrf_checks=True)
    assert browser.get("/api/v1/me").json()["handle"] == "ana"
    answer = browser.post(f"/api/v1/{DOCUMENT}undo", {"number": 1}, "application/json")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:pipeline:problem:csrf")
    browser.get("/tokens/")
    mark = browser.cookies["review_csrf"].value
    marked = browser.post(f"/api/v1/{DOCUMENT}undo", {"number": 1}, "application/json", headers={"X-CSRFToken": mark})
    assert (marked.status_code, marked.json()["type"]) == (422, "urn:pipeline:problem:refused")
