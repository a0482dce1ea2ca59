"""Applies what people decided to a catalog: the only writer of signatures. Applying twice is applying once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.po import parse_entry, serialise_entry
from pipeline.catalog.remarks import Dismissal, Origin, Rejection, Signature, Statement, Waiver, parse_remark
from pipeline.model.decision import Applied, Decision, Mode, Outcome, Verdict


def apply(catalog: Catalog, decisions: Iterable[Decision], signatures: int) -> tuple[Catalog, tuple[Applied, ...]]:
    """The catalog after `decisions`, in order, and what became of each, under a policy of so many signatures.

    A decision whose effect is there already is `already`; one on a text that has changed since is a `conflict`, and the
    catalog wins; one on a segment that is gone is `stale`.
    """
    results = []
    for decision in decisions:
        entry = catalog.active.get(decision.key)
        if entry is None:
            results.append(Applied(decision, Outcome.STALE))
            continue
        after = decided(entry, decision, signatures)
        if after is None:
            results.append(Applied(decision, Outcome.CONFLICT, found=entry.target))
        elif after == entry:
            results.append(Applied(decision, Outcome.ALREADY, found=entry.target))
        else:
            catalog = catalog.with_entries({entry.key: after})
            results.append(Applied(decision, Outcome.APPLIED, found=entry.target, before=serialise_entry(entry)))
    return catalog, tuple(results)


def decided(entry: Entry, decision: Decision, signatures: int) -> Entry | None:
    """The entry after the decision, the same entry where it is done already, None where the text is another."""
    if unsigned := _UNSIGNED.get(decision.verdict):
        return unsigned(entry, decision)
    if decision.verdict is Verdict.EDIT:
        return _edited(entry, decision, signatures)
    if entry.target != decision.replaces or not entry.target:
        return None
    if decision.verdict is Verdict.APPROVE:
        return _approved(entry, decision, signatures)
    return _rejected(entry, decision) if decision.verdict is Verdict.REJECT else _dismissed(entry, decision)


def _approved(entry: Entry, decision: Decision, signatures: int) -> Entry | None:
    """The entry signed; None where it was rejected and the person who approves has not seen that."""
    if entry.rejections and decision.reason != entry.objections:
        return None
    return _signed(entry, decision, signatures)


def _signed(entry: Entry, decision: Decision, signatures: int) -> Entry:
    there = [s for s in entry.statements if isinstance(s, Signature) and s.person != decision.person]
    mine = [s for s in entry.signatures if s.person == decision.person]
    if mine and not entry.rejections and entry.fuzzy == (len(entry.signatures) < signatures):
        return entry
    own = mine[0] if mine else Signature(decision.day, decision.person, decision.mode, second=bool(there))
    statements = [s for s in entry.statements if not isinstance(s, Signature | Rejection)]
    if entry.origin is None and entry.ancestry:
        statements.append(_work_of(decision.person, entry))
    signed = replace(entry, remarks=(), previous=None).with_statements([*statements, *there, own])
    return replace(signed, fuzzy=len(signed.signatures) < signatures)


def _edited(entry: Entry, decision: Decision, signatures: int) -> Entry | None:
    if entry.target == decision.target:
        return _approved(entry, decision, signatures)
    if entry.target != decision.replaces:
        return None
    return _signed(_rewritten(entry, decision), replace(decision, mode=Mode.EDITED), signatures)


def _saved(entry: Entry, decision: Decision) -> Entry | None:
    """The entry with the person's text, signed by nobody: a draft, or finished work that waits to be adopted.

    The person's own draft may be finished with the text that it has.
    """
    if entry.target == decision.target:
        return replace(entry, fuzzy=False) if _finishes(entry, decision) else entry
    if entry.target != decision.replaces:
        return None
    return replace(_rewritten(entry, decision), fuzzy=decision.verdict is Verdict.SAVE)


def _finishes(entry: Entry, decision: Decision) -> bool:
    own = entry.origin is not None and entry.origin.kind == "person"
    said = entry.signatures or entry.rejections
    return decision.verdict is Verdict.SUBMIT and decision.replaces == decision.target and own and not said


def _commented(entry: Entry, decision: Decision) -> Entry:
    """The entry with the lines of the comment that it lacks; a line that reads like a remark of ours is left out."""
    lines = dict.fromkeys(line.strip() for line in decision.reason.split("\n"))
    new = tuple(line for line in lines if line and line not in entry.notes and parse_remark(line) is None)
    return replace(entry, notes=(*entry.notes, *new)) if new else entry


def _rewritten(entry: Entry, decision: Decision) -> Entry:
    """The entry with the person's text and nothing that was said of another one but what it was made from."""
    text = replace(entry, target=decision.target, remarks=(), previous=None)
    return text.with_statements([_work_of(decision.person, entry)])


def _work_of(person: str, entry: Entry) -> Origin:
    """The origin of a person's text, with what it was made from: a leaflet says if a machine drafted it."""
    return Origin("person", f"{person}, from {entry.ancestry}" if entry.ancestry else person)


def _rejected(entry: Entry, decision: Decision) -> Entry:
    if entry.fuzzy and any(rejection.person == decision.person for rejection in entry.rejections):
        return entry
    statements = [s for s in entry.statements if not isinstance(s, Signature)]
    rejection = Rejection(decision.day, decision.person, decision.reason)
    return replace(entry, fuzzy=True, remarks=()).with_statements([*statements, rejection])


def _dismissed(entry: Entry, decision: Decision) -> Entry:
    if any((d.check, d.person) == (decision.check, decision.person) for d in entry.dismissals):
        return entry
    dismissal = Dismissal(decision.check, decision.day, decision.person, decision.reason)
    return replace(entry, remarks=()).with_statements([*entry.statements, dismissal])


def _undone(entry: Entry, decision: Decision) -> Entry | None:
    """The segment as it was before the decision that left it as `replaces`; its places are those of today.

    None where the text is another by now, or where other people have said something of it since.
    """
    before = replace(parse_entry(decision.restores), section=entry.section, places=entry.places, obsolete=False)
    if before == entry:
        return entry
    alone = set(_of_others(entry, decision.person)) <= set(_of_others(before, decision.person))
    return before if alone and entry.target == decision.replaces else None


_UNSIGNED: Mapping[Verdict, Callable[[Entry, Decision], Entry | None]] = {
    Verdict.SAVE: _saved,
    Verdict.SUBMIT: _saved,
    Verdict.COMMENT: _commented,
    Verdict.UNDO: _undone,
}
"""What is done to an entry by decisions that sign nothing and look at its text themselves."""


def _of_others(entry: Entry, person: str) -> list[Statement]:
    signed = (s for s in entry.statements if isinstance(s, Signature | Rejection | Dismissal | Waiver))
    return [statement for statement in signed if statement.person != person]
