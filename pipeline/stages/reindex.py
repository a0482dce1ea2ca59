"""Makes anew what is derived in `var/`, and holds the log against the catalogs, which are the truth.

The queue itself is read from the catalogs whenever it is shown, so nothing of it can be stale. What can be: decisions
that a crash left unapplied, bookmarks at sentences that are gone, the index of the memory, what is noted as settled.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.config import Workspace
from pipeline.errors import PipelineError
from pipeline.model.decision import Verdict
from pipeline.model.finding import Problem
from pipeline.queue import LoggedDecision, Queue
from pipeline.stages import memory, packs, settled
from pipeline.stages.review import Desk, ReviewSegment, desks

_SIGNING = (Verdict.APPROVE, Verdict.EDIT)


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What was found: texts that wait, signatures, those of them that the log knows; what was healed and forgotten.

    `problems` are documents that cannot be read, decisions whose catalog is gone, and signatures of which the log says
    otherwise.
    """

    documents: int
    waiting: int
    signatures: int
    logged: int
    healed: int
    bookmarks: int
    problems: tuple[Problem, ...]


def reindex(workspace: Workspace, tags: Sequence[str], queue: Queue) -> Reindexed:
    """Heal, forget what leads nowhere, make indexes anew, and compare signatures with the log."""
    settled.forget(workspace)
    waited = {number for number, decision in queue.pending() if decision.language in tags}
    found, problems = desks(workspace, [packs.load(workspace, tag) for tag in tags], queue)
    left = [(number, decision) for number, decision in queue.pending() if decision.language in tags]
    for number, decision in left:
        why = f"decision {number} of {decision.person} waits for a catalog that cannot be written: see that it is there"
        problems.append(Problem(f"{decision.document} ({decision.language})", why))
    waiting = signatures = logged = bookmarks = 0
    for desk in found:
        segments = desk.segments()
        log = queue.log(desk.document.slug, desk.pack.language.tag)
        checked = list(_checked(segments, log))
        problems += [Problem(f"{desk.document.slug} ({desk.pack.language.tag})", why) for _, why in checked if why]
        waiting += sum(bool(segment.need) for segment in segments)
        signatures += sum(len(segment.entry.signatures) for segment in segments)
        logged += sum(known for known, _ in checked)
        bookmarks += _forgotten(desk, segments)
    for tag in tags:
        try:
            memory.rebuild(workspace, tag)
        except PipelineError as error:
            problems.append(Problem(f"memory ({tag})", str(error)))
    return Reindexed(len(found), waiting, signatures, logged, len(waited) - len(left), bookmarks, tuple(problems))


def _checked(segments: Sequence[ReviewSegment], log: Sequence[LoggedDecision]) -> Iterator[tuple[bool, str]]:
    """For each signature whether the log holds it, and what it says otherwise.

    That the log holds nothing of a person and a sentence is no contradiction: `var/` may have been deleted.
    """
    for segment in segments:
        entry = segment.entry
        for signature in entry.signatures:
            made = [one for one in log if (one.decision.key, one.decision.person) == (entry.key, signature.person)]
            signed = [one for one in made if one.in_effect and one.decision.verdict in _SIGNING]
            known = any(one.decision.target == entry.target for one in signed)
            why = f"{signature.person} signs a text that they decided otherwise on, says the log: {entry.key.source!r}"
            yield known, why if made and not known else ""


def _forgotten(desk: Desk, segments: Sequence[ReviewSegment]) -> int:
    keys = {segment.entry.key for segment in segments}
    slug, tag = desk.document.slug, desk.pack.language.tag
    lost = [person for person, key in desk.queue.bookmarks(slug, tag).items() if key not in keys]
    for person in lost:
        desk.queue.set_bookmark(person, slug, tag, None)
    return len(lost)
