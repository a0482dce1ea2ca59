"""Decisions: the only road from a draft to an approved text; applying twice is applying once."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalog.decide import apply
from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.po import parse, serialise, serialise_entry
from pipeline.catalog.remarks import Dismissal, Origin, Rejection, Signature, format_remark, sealed
from pipeline.catalog.signoff import SignOff, sign_off, signed_off
from pipeline.catalog.template import new_catalog
from pipeline.model.decision import Decision, Mode, Outcome, Verdict
from pipeline.model.document import Block, BlockKind, Document, Key, Link

DAY = date(2026, 11, 22)
KEY = Key(None, "Take 10 mg.")
MT = Origin("mt", "firefox en>pt 2.0")
HEADER = new_catalog("es", "x", "nplurals=2; plural=(n != 1);").header


def catalog(*entries: Entry) -> Catalog:
    return Catalog("es", "x", entries, HEADER)


def draft(target: str = "Tome 10 mg.") -> Entry:
    return Entry(KEY).drafted(target, [MT])


def decision(verdict: Verdict, person: str = "ana", **changes: object) -> Decision:
    plain = Decision("x", "es", KEY, verdict, person, DAY, "Tome 10 mg.", "Tome 10 mg.")
    return replace(plain, **changes)  # type: ignore[arg-type]


def after(entry: Entry, *decisions: Decision, signatures: int = 1) -> tuple[Entry, list[Outcome]]:
    result, applied = apply(catalog(entry), decisions, signatures)
    return result.active[KEY], [one.outcome for one in applied]


def test_approval_signs_the_text_and_keeps_its_origin() -> None:
    entry, outcomes = after(draft(), decision(Verdict.APPROVE))
    assert outcomes == [Outcome.APPLIED]
    assert (entry.fuzzy, entry.origin, entry.signatures) == (False, MT, (Signature(DAY, "ana", Mode.READ),))
    assert entry.approved(1)


def test_two_person_policy_needs_two_people() -> None:
    entry, _ = after(draft(), decision(Verdict.APPROVE), decision(Verdict.APPROVE), signatures=2)
    assert (entry.fuzzy, entry.approved(2)) == (True, False)
    entry, _ = after(entry, decision(Verdict.APPROVE, "luis"), signatures=2)
    assert [(s.person, s.second) for s in entry.signatures] == [("ana", False), ("luis", True)]
    assert entry.approved(2)


def test_who_signed_before_another_and_approves_again_changes_nothing() -> None:
    both, _ = after(draft(), decision(Verdict.APPROVE), decision(Verdict.APPROVE, "luis"), signatures=2)
    again, outcomes = after(both, decision(Verdict.APPROVE), signatures=2)
    assert (again, outcomes) == (both, [Outcome.ALREADY])


def test_an_edit_replaces_the_text_and_every_earlier_signature() -> None:
    entry, _ = after(draft(), decision(Verdict.APPROVE), decision(Verdict.EDIT, "luis", target="Tome usted 10 mg."))
    assert entry.target == "Tome usted 10 mg."
    assert entry.signatures == (Signature(DAY, "luis", Mode.EDITED),)
    assert entry.origin == Origin("person", "luis, from mt firefox en>pt 2.0")
    again, _ = after(entry, decision(Verdict.EDIT, "eva", replaces="Tome usted 10 mg.", target="Tome 10 mg al día."))
    assert again.origin == Origin("person", "eva, from mt firefox en>pt 2.0")


def test_a_rejected_text_is_a_draft_without_signatures() -> None:
    entry, _ = after(draft(), decision(Verdict.APPROVE), decision(Verdict.REJECT, "luis", reason="wrong meaning"))
    assert (entry.fuzzy, entry.signatures) == (True, ())
    assert entry.rejections == (Rejection(DAY, "luis", "wrong meaning"),)
    assert not replace(entry, fuzzy=False).approved(1)
    assert after(entry, decision(Verdict.APPROVE, "eva")) == (entry, [Outcome.CONFLICT])
    entry, _ = after(entry, decision(Verdict.APPROVE, "eva", reason=entry.objections))
    assert (entry.approved(1), entry.rejections) == (True, ())


def test_rejections_of_several_people_stay_until_each_was_seen() -> None:
    entry, _ = after(draft(), decision(Verdict.REJECT, "luis", reason="dose"), decision(Verdict.REJECT, reason="tone"))
    assert entry.objections == "rejected by luis on 2026-11-22: dose; rejected by ana on 2026-11-22: tone"
    seen = "rejected by luis on 2026-11-22: dose"
    assert after(entry, decision(Verdict.APPROVE, "eva", reason=seen)) == (entry, [Outcome.CONFLICT])


def test_a_saved_text_is_a_draft_of_its_person() -> None:
    entry, _ = after(draft(), decision(Verdict.APPROVE), decision(Verdict.SAVE, "luis", target="Tome 10 g."))
    assert (entry.target, entry.fuzzy, entry.signatures) == ("Tome 10 g.", True, ())
    assert entry.origin == Origin("person", "luis, from mt firefox en>pt 2.0")


def test_submitted_work_is_a_persons_and_waits_for_a_signature() -> None:
    submitted = decision(Verdict.SUBMIT, "luis", target="Tome usted 10 mg.")
    entry, outcomes = after(draft(), decision(Verdict.APPROVE), submitted, submitted)
    assert outcomes == [Outcome.APPLIED, Outcome.APPLIED, Outcome.ALREADY]
    assert (entry.target, entry.fuzzy, entry.signatures) == ("Tome usted 10 mg.", False, ())
    assert (entry.unsigned(1), entry.approved(1), entry.machine_made) == (True, False, False)
    assert entry.origin == Origin("person", "luis, from mt firefox en>pt 2.0")


def test_submitting_the_text_as_it_stands_changes_nothing() -> None:
    assert after(draft(), decision(Verdict.SUBMIT)) == (draft(), [Outcome.ALREADY])


def test_a_persons_own_draft_is_finished_as_it_is_and_a_machines_is_not() -> None:
    saved = decision(Verdict.SAVE, target="Tome usted 10 mg.")
    finished = replace(saved, verdict=Verdict.SUBMIT, replaces="Tome usted 10 mg.")
    entry, outcomes = after(draft(), saved, finished, finished)
    assert outcomes == [Outcome.APPLIED, Outcome.APPLIED, Outcome.ALREADY]
    assert (entry.fuzzy, entry.signatures) == (False, ())
    rejected, outcomes = after(draft(), saved, replace(finished, verdict=Verdict.REJECT, reason="blunt"), finished)
    assert (rejected.fuzzy, outcomes[-1]) == (True, Outcome.ALREADY)


def test_a_comment_is_kept_once_and_can_be_no_signature() -> None:
    signature = format_remark(sealed(Signature(DAY, "eva", Mode.READ), KEY, "Tome 10 mg."))
    comment = decision(Verdict.COMMENT, reason=f"Is this usted?\n{signature}\n\nAsk Eva.")
    entry, outcomes = after(replace(draft(), notes=("Ask Eva.",)), comment, comment)
    assert outcomes == [Outcome.APPLIED, Outcome.ALREADY]
    assert entry == replace(draft(), notes=("Ask Eva.", "Is this usted?"))


def test_work_adopted_from_another_program_remembers_its_machine() -> None:
    edited = replace(draft(), target="Tome usted 10 mg.", fuzzy=False)
    text = {"replaces": "Tome usted 10 mg.", "target": "Tome usted 10 mg."}
    entry, _ = after(edited, decision(Verdict.APPROVE, mode=Mode.ADOPTED, **text))
    assert entry.origin == Origin("person", "ana, from mt firefox en>pt 2.0")


def test_a_dismissal_is_on_the_record_and_expires_with_the_text() -> None:
    entry, _ = after(draft(), decision(Verdict.DISMISS, check="numbers", reason="a word"))
    assert entry.dismissals == (Dismissal("numbers", DAY, "ana", "a word"),)
    assert replace(entry, target="Tome 12 mg.").dismissals == ()


def test_the_catalog_wins_a_conflict_and_a_vanished_key_is_stale() -> None:
    entry, outcomes = after(draft("Tome 100 mg."), decision(Verdict.APPROVE), decision(Verdict.EDIT, target="X"))
    assert (entry, outcomes) == (draft("Tome 100 mg."), [Outcome.CONFLICT, Outcome.CONFLICT])
    gone = decision(Verdict.APPROVE, key=Key("title", "Gone?"))
    assert after(draft(), gone)[1] == [Outcome.STALE]


def test_undo_restores_the_segment_unless_it_changed_since() -> None:
    undo = decision(Verdict.UNDO, restores=serialise_entry(draft()))
    signed, _ = after(draft(), decision(Verdict.APPROVE))
    assert after(signed, undo) == (draft(), [Outcome.APPLIED])
    changed = Entry(KEY, "Tome 12 mg.")
    assert after(changed, undo) == (changed, [Outcome.CONFLICT])


def test_undo_does_not_undo_what_others_said_since() -> None:
    signed, _ = after(draft(), decision(Verdict.APPROVE), signatures=2)
    both, _ = after(signed, decision(Verdict.APPROVE, "luis"), signatures=2)
    undo = decision(Verdict.UNDO, restores=serialise_entry(draft()))
    assert after(both, undo, signatures=2) == (both, [Outcome.CONFLICT])


verdicts = st.sampled_from([verdict for verdict in Verdict if verdict is not Verdict.UNDO])
decisions = st.builds(
    lambda verdict, person, replaces, target: decision(
        verdict, person, replaces=replaces, target=target, reason="why", check="numbers"
    ),
    verdicts,
    st.sampled_from(["ana", "luis", "eva"]),
    st.sampled_from(["Tome 10 mg.", "Tome 12 mg."]),
    st.sampled_from(["Tome 10 mg.", "Tome 12 mg."]),
)


@given(decisions, st.sampled_from([1, 2]), st.lists(decisions, max_size=3))
def test_applying_twice_is_applying_once(last: Decision, signatures: int, history: list[Decision]) -> None:
    start, _ = apply(catalog(draft()), history, signatures)
    once, _ = apply(start, [last], signatures)
    twice, results = apply(once, [last], signatures)
    assert twice == once
    assert results[0].outcome is not Outcome.APPLIED


@given(st.lists(decisions, max_size=5), st.sampled_from([1, 2]))
def test_nothing_is_approved_without_as_many_signers_as_the_policy_asks(done: list[Decision], signatures: int) -> None:
    entry = apply(catalog(draft()), done, signatures)[0].active[KEY]
    signers = {d.person for d in done if d.verdict in (Verdict.APPROVE, Verdict.EDIT)}
    assert not entry.approved(signatures) or len(signers) >= signatures
    assert parse(serialise(catalog(entry)), "x.po") == catalog(entry)


@given(decisions, st.sampled_from([1, 2]), st.lists(decisions, max_size=3))
def test_an_undo_takes_back_what_was_done(last: Decision, signatures: int, history: list[Decision]) -> None:
    start, _ = apply(catalog(draft()), history, signatures)
    done, (result,) = apply(start, [last], signatures)
    if result.outcome is not Outcome.APPLIED:
        return
    text = done.active[KEY].target
    undo = replace(last, verdict=Verdict.UNDO, replaces=text, target=result.found, restores=result.before)
    undone, (outcome,) = apply(done, [undo], signatures)
    others_spoke = any(one.person != last.person for one in history)
    assert outcome.outcome in (Outcome.APPLIED, Outcome.CONFLICT) if others_spoke else (Outcome.APPLIED,)
    assert undone == (start if outcome.outcome is Outcome.APPLIED else done)


def test_a_seal_of_another_text_signs_nothing() -> None:
    stolen = sealed(Signature(DAY, "ana", Mode.READ), KEY, "Tome 10 mg.")
    assert not Entry(KEY, "Tome 100 mg.", remarks=(stolen,)).approved(1)


def test_a_sign_off_holds_for_one_wording_in_one_order_with_one_set_of_links() -> None:
    first, second = Entry(Key(None, "A."), "Aa."), Entry(Key(None, "B."), "Be.")
    link = Link(1, "https://example.org")

    def document(*sentences: str, target: str = link.target) -> Document:
        block = Block(BlockKind.PARAGRAPH, sentences, links=(replace(link, target=target),))
        return Document("x", "seeds/x.txt", "0", "en", (block,))

    signed = sign_off(catalog(first, second), document("A.", "B.", "A."), SignOff(DAY, "ana"))
    assert signed_off(parse(serialise(signed), "x.po"), document("A.", "B.", "A.")) == SignOff(DAY, "ana")
    assert signed_off(signed, document("A.", "B.")) is None
    assert signed_off(signed, document("B.", "A.", "A.")) is None
    assert signed_off(signed, document("A.", "B.", "A.", target="https://example.com")) is None
    edited = signed.with_entries({first.key: replace(first, target="Ah.")})
    assert signed_off(edited, document("A.", "B.", "A.")) is None
    copied = replace(signed, header={**signed.header, "Language": "pt"})
    assert signed_off(copied, document("A.", "B.", "A.")) is None
    assert signed_off(catalog(first, second), document("A.", "B.", "A.")) is None
