"""The same sentence with the same draft in other documents: one reading, offered for each of them by name."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.catalog import store
from pipeline.errors import PipelineError, UsageError
from pipeline.model.decision import Applied, Decision, Outcome, Verdict
from pipeline.model.document import Key
from pipeline.stages.extract import read_all
from pipeline.stages.memory_upkeep import names
from pipeline.stages.review import Desk, ReviewSegment, waits_for

MOST = 500  # documents that are looked through while a page is made


@dataclass(frozen=True, slots=True)
class Place:
    """A document where the sentence waits with the same draft. `alone`: something there is to be read on its own."""

    desk: Desk
    alone: bool


def elsewhere(desk: Desk, made: Decision) -> int:
    """In how many documents the draft of an approval, or an edit, stands too: quickly, and without opening them."""
    return len(_with_draft(desk, made.key, made.replaces)) if made.verdict in (Verdict.APPROVE, Verdict.EDIT) else 0


def places(desk: Desk, made: Decision) -> list[Place]:
    """Where else an approval, or an edit, of this person would hold: same context, source and draft, still waiting.

    A sentence is to be read where it stands if it has open findings, comments or rejections there, is held, or is
    risky there in a way in which it is not here (a key message).
    """
    if made.verdict not in (Verdict.APPROVE, Verdict.EDIT):
        return []
    slugs = _with_draft(desk, made.key, made.replaces)
    if not slugs:
        return []
    here = desk.segment(made.key)
    if here.entry.target != made.target or made.person not in {s.person for s in here.entry.signatures}:
        return []
    found = []
    for slug in slugs:
        try:
            other = _desk(desk, slug)
            there = other.segment(made.key) if other else None
        except PipelineError:  # told where the documents are listed
            continue
        if other and there and there.need and there.entry.target == made.replaces:
            found.append(Place(other, alone=not _may_follow(other, there, here, made.person)))
    return found


def follow(desk: Desk, made: Decision, slugs: Sequence[str]) -> list[Applied]:
    """Make the decision in these documents too, each by a decision of its own; what may not be is left out."""
    done: list[Applied] = []
    for place in places(desk, made):
        if place.desk.document.slug in slugs and not place.alone:
            with suppress(UsageError):  # refused by that desk: it is named among those to be read there
                done += place.desk.decide(replace(made, document=place.desk.document.slug, reason=""))
    return [one for one in done if one.outcome in (Outcome.APPLIED, Outcome.ALREADY)]


def _may_follow(desk: Desk, there: ReviewSegment, here: ReviewSegment, person: str) -> bool:
    """Whether nothing stands there that the person has not read here."""
    open_findings = any(not one.dismissed for one in there.findings)
    spoken_of = bool(there.entry.rejections or desk.talk.is_open(there.entry.key))
    waiting = there.need in ("approval", "second review") and waits_for(there, person)
    return waiting and not open_findings and not spoken_of and there.risks <= here.risks


def _with_draft(desk: Desk, key: Key, draft: str) -> list[str]:
    """The other documents whose catalogs hold this draft; none where there are too many to look through."""
    own = desk.workspace.catalog(desk.pack.language.tag, desk.document.slug)
    others = [name for name in names(desk.workspace, desk.pack.language.tag, MOST + 2) if name != own.name]
    if len(others) > MOST:
        return []
    return [path.stem for name in sorted(others) if _holds(path := own.parent / name, key, draft)]


def _holds(path: Path, key: Key, draft: str) -> bool:
    """Whether the catalog has the draft. One without the words in a row is not read: we write no line breaks."""
    words = max(re.split(r'["\\\t\n]', key.source), key=len)
    try:
        if words.encode() not in path.read_bytes():
            return False
        catalog = store.read(path)
    except (OSError, PipelineError):
        return False
    entry = catalog.active.get(key) if catalog else None
    return entry is not None and entry.target == draft


def _desk(desk: Desk, slug: str) -> Desk | None:
    if not desk.workspace.template(slug).is_file():  # documents go by templates: `app.po` is none
        return None
    documents = read_all(desk.workspace, [slug]).documents
    return next(
        (Desk(desk.workspace, one, desk.pack, desk.queue, desk.signed_in) for one in documents if one.slug == slug),
        None,
    )
