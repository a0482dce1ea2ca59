"""What comes between the question whether something may be done and the deed: others' decisions, reports, comments."""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import DAY
from programs import drafted, people, served

from pipeline.catalog import store
from pipeline.config import Workspace
from pipeline.errors import UsageError
from pipeline.model.decision import Decision, Outcome, Verdict
from pipeline.queue import Queue
from pipeline.stages.bulk import approve_all
from pipeline.stages.review import Desk, ReviewSegment
from pipeline.stages.talk import Conversation

Open = Callable[..., Desk]


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drafted(tmp_path_factory)


@pytest.fixture
def two(drafts: Path, tmp_path: Path) -> Workspace:
    workspace = served(drafts, tmp_path / "w", review="two-person")
    people(ana="reviewer", luis="reviewer")
    return workspace


@pytest.fixture
def ready(sandbox: Workspace, drafts: Path, desk: Open) -> Desk:
    """A document in which everything is approved."""
    path = sandbox.catalog("es", "stroke")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(Workspace(drafts).catalog("es", "stroke").read_bytes())
    mine = desk(sandbox)
    approve_all(mine, "ana", DAY, despite="a trial")
    return mine


def sound(desk: Desk) -> ReviewSegment:
    return next(s for s in desk.segments() if not s.errors)


def approval(desk: Desk, segment: ReviewSegment, person: str) -> Decision:
    text = segment.entry.target
    return Decision(desk.document.slug, "es", segment.entry.key, Verdict.APPROVE, person, DAY, text, text)


def signers(desk: Desk) -> list[str]:
    return sorted(s.person for segment in desk.segments() for s in segment.entry.signatures)


def before_the_record(monkeypatch: pytest.MonkeyPatch, what: Callable[[], object]) -> None:
    """Let this happen after every question and before the decision stands in the log."""
    record = Queue.record

    def late(queue: Queue, decision: Decision, token: str) -> int:
        what()
        return record(queue, decision, token)

    monkeypatch.setattr(Queue, "record", late)


def test_two_names_at_the_same_moment_are_one_signature(
    two: Workspace, desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2)

    def wait() -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=1)

    before_the_record(monkeypatch, wait)
    desks = {person: desk(two) for person in ("ana", "luis")}
    made = {person: approval(one, sound(one), person) for person, one in desks.items()}
    refused: list[str] = []

    def decide(person: str) -> None:
        try:
            desks[person].decide(made[person])
        except UsageError:
            refused.append(person)
        finally:
            desks[person].queue.close()

    threads = [threading.Thread(target=decide, args=(person,)) for person in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert signers(desks["ana"]) == sorted({"ana", "luis"} - set(refused))


def test_a_signature_that_comes_without_our_lock_makes_a_mere_name_the_second(
    two: Workspace, desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, path = desk(two), two.catalog("es", "stroke")
    segment, before = sound(mine), path.read_bytes()
    mine.decide(approval(mine, segment, "ana"))
    pulled = path.read_bytes()
    path.write_bytes(before)
    before_the_record(monkeypatch, lambda: path.write_bytes(pulled))
    with pytest.raises(UsageError, match="a person who has signed in"):
        mine.decide(approval(mine, segment, "luis"))
    assert signers(mine) == ["ana"]
    assert mine.queue.log("stroke")[-1].outcome is Outcome.CONFLICT


def test_what_is_reported_while_somebody_approves_is_not_signed(
    two: Workspace, desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = desk(two)
    segment = sound(mine)
    elsewhere = Conversation(desk(two).queue, "stroke", "pt")
    before_the_record(monkeypatch, lambda: elsewhere.report(segment.entry.key, "rui", "10 mg is wrong", "en"))
    with pytest.raises(UsageError, match="10 mg is wrong"):
        mine.decide(approval(mine, segment, "ana"))
    assert signers(mine) == []
    assert mine.heal() == []
    assert mine.queue.log("stroke")[-1].outcome is Outcome.CONFLICT


@pytest.mark.parametrize("kind", ["comment", "report"])
def test_what_is_said_while_somebody_signs_off_stops_the_sign_off(
    ready: Desk, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    key = ready.segments()[1].entry.key
    update = store.update

    def late(*given: Any) -> Any:
        getattr(ready.talk, kind)(key, "tom", "La dosis está mal", "es")
        return update(*given)

    with monkeypatch.context() as patched:
        patched.setattr(store, "update", late)
        with pytest.raises(UsageError, match="not resolved" if kind == "comment" else "La dosis está mal"):
            ready.sign_off("ana", DAY)
    assert "X-Signed-Off" not in ready.catalog().header
    getattr(ready.talk, "resolve" if kind == "comment" else "withdraw")(key, "tom")
    ready.sign_off("ana", DAY)
    assert "X-Signed-Off" in ready.catalog().header


def test_a_sign_off_waits_for_what_a_crash_left(ready: Desk) -> None:
    segment = ready.segments()[1]
    text = segment.entry.target
    rejection = Decision("stroke", "es", segment.entry.key, Verdict.REJECT, "luis", DAY, text, text, reason="wrong")
    ready.queue.record(rejection, "before the crash")
    with pytest.raises(UsageError, match="waits for another text"):
        ready.sign_off("ana", DAY)
