"""Applies what people decided to a catalog: the only writer of signatures. Applying twice is applying once."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.catalog.entry import Catalog, Entry
from pipeline.catalog.po import parse_entry, serialise_entry
from pipeline.catalog.remarks import Dismissal, Origin, Rejection, Signature
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
    match decision.verdict:
        case Verdict.UNDO:
            return _undone(entry, decision)
        case Verdict.EDIT:
            return _edited(entry, decision, signatures)
        case _ if entry.target != decision.replaces or not entry.target:
            return None
        case Verdict.APPROVE:
            return _signed(entry, decision, signatures)
        case Verdict.REJECT:
            return _rejected(entry, decision)
        case Verdict.DISMISS:
            return _dismissed(entry, decision)


def _signed(entry: Entry, decision: Decision, signatures: int) -> Entry:
    there = [s for s in entry.statements if isinstance(s, Signature) and s.person != decision.person]
    mine = [s for s in entry.signatures if s.person == decision.person]
    own = mine[0] if mine else Signature(decision.day, decision.person, decision.mode, second=bool(there))
    statements = [s for s in entry.statements if not isinstance(s, Signature | Rejection)]
    signed = replace(entry, remarks=(), previous=None).with_statements([*statements, *there, own])
    return replace(signed, fuzzy=len(signed.signatures) < signatures)


def _edited(entry: Entry, decision: Decision, signatures: int) -> Entry | None:
    if entry.target == decision.target and any(s.person == decision.person for s in entry.signatures):
        return _signed(entry, decision, signatures)
    if entry.target != decision.replaces:
        return None
    if entry.target == decision.target:
        return _signed(entry, decision, signatures)
    edited = replace(entry, target=decision.target, remarks=())
    edited = edited.with_statements([Origin("person", f"{decision.person}{_lineage(entry)}")])
    return _signed(edited, replace(decision, mode=Mode.EDITED), signatures)


def _lineage(entry: Entry) -> str:
    """What a person's text was made from, so that a leaflet can say that a machine drafted it: `, from mt ...`."""
    if entry.origin is None:
        return ""
    _, comma, ancestry = entry.origin.detail.partition(", from ")
    return f", from {entry.origin.kind} {entry.origin.detail}" if entry.machine_made else comma + ancestry


def _rejected(entry: Entry, decision: Decision) -> Entry:
    if entry.rejection and entry.fuzzy:
        return entry
    statements = [s for s in entry.statements if not isinstance(s, Signature | Rejection)]
    rejection = Rejection(decision.day, decision.person, decision.reason)
    return replace(entry, fuzzy=True, remarks=()).with_statements([*statements, rejection])


def _dismissed(entry: Entry, decision: Decision) -> Entry:
    if any(dismissal.check == decision.check for dismissal in entry.dismissals):
        return entry
    dismissal = Dismissal(decision.check, decision.day, decision.person, decision.reason)
    return replace(entry, remarks=()).with_statements([*entry.statements, dismissal])


def _undone(entry: Entry, decision: Decision) -> Entry | None:
    """The segment as it was before the decision that left it as `replaces`; its places are those of today."""
    before = replace(parse_entry(decision.restores), section=entry.section, places=entry.places, obsolete=False)
    if before == entry:
        return entry
    return before if entry.target == decision.replaces else None
