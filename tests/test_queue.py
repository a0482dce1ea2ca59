from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.model.decision import Applied, Decision, Mode, Outcome, Verdict
from pipeline.model.document import Key
from pipeline.queue import LoggedDecision, Queue, open_queue
from pipeline.queue.entry import last_signed_text

START = datetime(2026, 11, 22, 23, 59, 58, tzinfo=UTC)
KEY = Key(None, "Take one tablet.")
APPROVE = Decision(
    document="stroke",
    language="es",
    key=KEY,
    verdict=Verdict.APPROVE,
    person="ana",
    day=date(2026, 11, 22),
    replaces="Tome un comprimido.",
    target="Tome un comprimido.",
)

# every character but NUL and the halves of surrogate pairs, with more than chance would give of the odd ones
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    | st.sampled_from("\n\r\t\x01\x7f\x85\u2028\u200b\u202e\ufeff\uffff\U0010ffff'\"\\%_;é\u0301🩺"),
    max_size=40,
)
decisions = st.builds(
    Decision,
    document=texts,
    language=texts,
    key=st.builds(Key, st.none() | texts, texts),
    verdict=st.sampled_from(Verdict),
    person=texts,
    day=st.dates(),
    replaces=texts,
    target=texts,
    mode=st.sampled_from(Mode),
    reason=texts,
    check=texts,
    restores=texts,
)
numbers = count()


def ticking() -> Iterator[datetime]:
    return (START + timedelta(seconds=second) for second in count())


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    moments = ticking()
    with open_queue(tmp_path / "var", "", clock=lambda: next(moments)) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Queue]:
    with open_queue(tmp_path_factory.mktemp("shared"), "") as opened:
        yield opened


@given(decision=decisions, outcome=st.sampled_from(Outcome), found=texts, before=texts)
def test_what_is_recorded_and_settled_is_read_back(
    shared: Queue, decision: Decision, outcome: Outcome, found: str, before: str
) -> None:
    number = shared.record(decision, f"token {next(numbers)}")
    assert shared.pending() == [(number, decision)]
    assert shared.settle(number, Applied(decision, outcome, found, before))
    assert shared.pending() == []
    (entry,) = shared.log(limit=1)
    assert (entry.number, entry.decision) == (number, decision)
    assert (entry.outcome, entry.found, entry.before) == (outcome, found, before)
    assert shared.log(decision.document, decision.language, decision.person, decision.key)[-1] == entry


def test_a_line_of_the_log_tells_when_and_what_became_of_it(queue: Queue) -> None:
    first, second = queue.record(APPROVE, "1"), queue.record(replace(APPROVE, person="luis"), "2")
    assert queue.settle(second, Applied(replace(APPROVE, person="luis"), Outcome.CONFLICT, found="Otro texto."))
    assert queue.log() == [
        LoggedDecision(first, APPROVE, START),
        LoggedDecision(
            number=second,
            decision=replace(APPROVE, person="luis"),
            recorded=START + timedelta(seconds=1),
            outcome=Outcome.CONFLICT,
            found="Otro texto.",
            settled=START + timedelta(seconds=2),
        ),
    ]
    assert queue.log()[0].recorded.utcoffset() == timedelta(0)


def test_no_context_and_an_empty_context_are_two_messages(queue: Queue) -> None:
    without, empty = replace(APPROVE, key=Key(None, "Stroke")), replace(APPROVE, key=Key("", "Stroke"))
    queue.record(without, "1")
    queue.record(empty, "2")
    assert [entry.decision for entry in queue.log(key=without.key)] == [without]
    assert [entry.decision for entry in queue.log(key=empty.key)] == [empty]


def test_pending_is_in_order_and_by_document_and_language(queue: Queue) -> None:
    made = [
        replace(APPROVE, document=document, language=language)
        for document in ("stroke", "copd")
        for language in ("pt", "es")
    ]
    recorded = [(queue.record(decision, str(token)), decision) for token, decision in enumerate(made)]
    assert queue.pending() == recorded
    assert queue.pending("stroke") == recorded[:2]
    assert queue.pending(language="es") == [recorded[1], recorded[3]]
    assert queue.pending("copd", "es") == [recorded[3]]
    assert queue.pending("Stroke") == []


def test_the_log_is_newest_last_and_the_limit_keeps_the_newest(queue: Queue) -> None:
    made = [replace(APPROVE, person=person) for person in ("ana", "luis", "ana", "eva")]
    recorded = [queue.record(decision, str(token)) for token, decision in enumerate(made)]
    assert [entry.number for entry in queue.log()] == recorded
    assert [entry.number for entry in queue.log(limit=2)] == recorded[2:]
    assert [entry.number for entry in queue.log(person="ana")] == [recorded[0], recorded[2]]
    assert [entry.number for entry in queue.log(person="ana", limit=1)] == [recorded[2]]
    assert queue.log(limit=0) == []


def test_the_same_decision_sent_twice_is_one_even_after_midnight(queue: Queue) -> None:
    tomorrow = replace(APPROVE, day=date(2026, 11, 23))
    number = queue.record(APPROVE, "form 7")
    assert [queue.record(again, "form 7") for again in (APPROVE, tomorrow)] == [number, number]
    assert queue.settle(number, Applied(tomorrow, Outcome.APPLIED))
    assert queue.record(tomorrow, "form 7") == number
    assert [(entry.number, entry.decision, entry.outcome) for entry in queue.log()] == [
        (number, APPROVE, Outcome.APPLIED)
    ]


def test_another_decision_under_a_used_token_is_refused_and_not_lost_in_silence(queue: Queue) -> None:
    number = queue.record(APPROVE, "form 7")
    with pytest.raises(StoreError) as caught:
        queue.record(replace(APPROVE, target="Tome dos comprimidos."), "form 7")
    assert str(caught.value) == f"token 'form 7': stands for decision {number} already; nothing was recorded"
    assert queue.pending() == [(number, APPROVE)]


def test_the_same_decision_under_two_tokens_is_two(queue: Queue) -> None:
    assert queue.record(APPROVE, "1") != queue.record(APPROVE, "2")


@pytest.mark.parametrize("token", ["", "t" * 201, "\0", "\ud800"])
def test_a_token_that_cannot_be_kept_is_refused(queue: Queue, token: str) -> None:
    with pytest.raises(StoreError, match=r"^token "):
        queue.record(APPROVE, token)
    assert queue.log() == []


@pytest.mark.parametrize("text", ["a\0b", "\ud83e", "x\udcff"])
@pytest.mark.parametrize("name", ["target", "reason", "document", "restores", "check"])
def test_text_that_no_database_holds_is_refused(queue: Queue, name: str, text: str) -> None:
    with pytest.raises(StoreError, match="holds a NUL or half a character; remove it and decide again"):
        queue.record(replace(APPROVE, **{name: text}), "1")  # type: ignore[arg-type]
    with pytest.raises(StoreError, match=r"^source "):
        queue.record(replace(APPROVE, key=Key(None, text)), "1")
    with pytest.raises(StoreError, match=r"^context "):
        queue.record(replace(APPROVE, key=Key(text, "")), "1")
    assert queue.log() == []


def test_a_very_long_sentence_is_kept(queue: Queue) -> None:
    decision = replace(APPROVE, key=Key("item", "long " * 20_000), target="largo " * 20_000)
    number = queue.record(decision, "1")
    assert queue.pending() == [(number, decision)]


# --- settling


def test_the_first_outcome_stands(queue: Queue) -> None:
    number = queue.record(APPROVE, "1")
    assert queue.settle(number, Applied(APPROVE, Outcome.APPLIED, found="a", before="b"))
    assert not queue.settle(number, Applied(APPROVE, Outcome.ALREADY, found="c"))
    assert queue.log() == [
        LoggedDecision(number, APPROVE, START, Outcome.APPLIED, "a", "b", START + timedelta(seconds=1))
    ]


def test_an_outcome_for_another_decision_or_for_none_is_refused(queue: Queue) -> None:
    number = queue.record(APPROVE, "1")
    for wrong, decision in [(number, replace(APPROVE, person="luis")), (number + 1, APPROVE)]:
        with pytest.raises(StoreError) as caught:
            queue.settle(wrong, Applied(decision, Outcome.APPLIED))
        assert str(caught.value) == (f"decision {wrong}: not what was recorded under this number; nothing was settled")
    assert queue.pending() == [(number, APPROVE)]


# --- the last signed text


def entry(verdict: Verdict, target: str = "", outcome: Outcome | None = Outcome.APPLIED, **more: str) -> LoggedDecision:
    decision = replace(APPROVE, verdict=verdict, target=target, restores=more.get("restores", ""))
    return LoggedDecision(1, decision, START, outcome, before=more.get("before", ""))


@pytest.mark.parametrize(
    ("entries", "signed"),
    [
        ([], None),
        ([entry(Verdict.APPROVE, "a")], "a"),
        ([entry(Verdict.APPROVE, "a"), entry(Verdict.EDIT, "b")], "b"),
        ([entry(Verdict.APPROVE, "a", Outcome.ALREADY)], "a"),
        ([entry(Verdict.APPROVE, "a"), entry(Verdict.EDIT, "b", Outcome.CONFLICT)], "a"),
        ([entry(Verdict.APPROVE, "a"), entry(Verdict.EDIT, "b", Outcome.STALE)], "a"),
        ([entry(Verdict.APPROVE, "a"), entry(Verdict.EDIT, "b", None)], "a"),
        ([entry(Verdict.APPROVE, "a"), entry(Verdict.REJECT, "x"), entry(Verdict.DISMISS, "x")], "a"),
        ([entry(Verdict.REJECT, "x")], None),
        # taken back: what was signed before counts again
        ([entry(Verdict.APPROVE, "a", before="0"), entry(Verdict.UNDO, restores="0", before="1")], None),
        (
            [
                entry(Verdict.APPROVE, "a", before="0"),
                entry(Verdict.EDIT, "b", before="1"),
                entry(Verdict.UNDO, restores="1", before="2"),
            ],
            "a",
        ),
        # the undo is undone
        (
            [
                entry(Verdict.APPROVE, "a", before="0"),
                entry(Verdict.UNDO, restores="0", before="1"),
                entry(Verdict.UNDO, restores="1", before="0"),
            ],
            "a",
        ),
        # an undo that did not take effect, and one of something unknown
        ([entry(Verdict.APPROVE, "a", before="0"), entry(Verdict.UNDO, outcome=Outcome.CONFLICT, restores="0")], "a"),
        ([entry(Verdict.APPROVE, "a", before="0"), entry(Verdict.UNDO, restores="?")], "a"),
        # a rejection taken back leaves the signature that was there
        (
            [
                entry(Verdict.APPROVE, "a", before="0"),
                entry(Verdict.REJECT, "a", before="1"),
                entry(Verdict.UNDO, restores="1", before="2"),
            ],
            "a",
        ),
    ],
)
def test_last_signed_text(entries: list[LoggedDecision], signed: str | None) -> None:
    assert last_signed_text(entries) == signed


def test_last_signed_text_is_of_one_segment(queue: Queue) -> None:
    for token, key in enumerate([KEY, Key("title", KEY.source)]):
        decision = replace(APPROVE, key=key, target=str(token))
        queue.settle(queue.record(decision, str(token)), Applied(decision, Outcome.APPLIED))
    assert queue.last_signed_text("stroke", "es", KEY) == "0"
    assert queue.last_signed_text("stroke", "es", Key("title", KEY.source)) == "1"
    assert queue.last_signed_text("stroke", "pt", KEY) is None


# --- bookmarks


def test_each_person_goes_on_where_they_stopped(queue: Queue) -> None:
    assert queue.bookmark("ana", "stroke", "es") is None
    queue.set_bookmark("ana", "stroke", "es", Key("title", "Stroke"))
    queue.set_bookmark("ana", "stroke", "es", KEY)
    queue.set_bookmark("luis", "stroke", "es", Key("", "Stroke"))
    queue.set_bookmark("ana", "copd", "es", Key("item", "Cough"))
    queue.set_bookmark("ana", "stroke", "pt", Key("item", "Leg"))
    queue.set_bookmark("ana", "stroke", "pt", None)
    queue.set_bookmark("eva", "stroke", "pt", None)
    places = [("ana", "stroke", "es"), ("luis", "stroke", "es"), ("ana", "copd", "es"), ("ana", "stroke", "pt")]
    assert [queue.bookmark(*place) for place in places] == [KEY, Key("", "Stroke"), Key("item", "Cough"), None]


@given(key=st.builds(Key, st.none() | texts, texts), reader=st.tuples(texts, texts, texts))
def test_a_bookmark_is_read_back(shared: Queue, key: Key, reader: tuple[str, str, str]) -> None:
    shared.set_bookmark(*reader, key)
    assert shared.bookmark(*reader) == key


def test_a_bookmark_with_half_a_character_is_refused(queue: Queue) -> None:
    for key in (Key(None, "\ud800"), Key("\0", "x")):
        with pytest.raises(StoreError, match="holds a NUL or half a character"):
            queue.set_bookmark("ana", "stroke", "es", key)


def test_asking_with_half_a_character_is_refused(queue: Queue) -> None:
    asking = (
        lambda: queue.log("\ud800"),
        lambda: queue.log(key=Key("\ud800", "")),
        lambda: queue.pending(language="\ud800"),
        lambda: queue.bookmark("\ud800", "stroke", "es"),
        lambda: queue.last_signed_text("stroke", "es", Key(None, "\ud800")),
    )
    for ask in asking:
        with pytest.raises(StoreError, match="holds a NUL or half a character"):
            ask()
