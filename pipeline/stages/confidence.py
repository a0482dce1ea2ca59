"""The confidence in a catalog's drafts: gathers what is known of a message, for the judgement to be made."""

import re
from collections.abc import Sequence

from pipeline import dictionaries
from pipeline.catalog.entry import Entry
from pipeline.catalog.remarks import Origin
from pipeline.confidence import Evidence, Judgement, Scale, WayBack, judge, load
from pipeline.model.finding import LocatedFinding, Severity
from pipeline.stages.packs import Pack

REPAIRED, GUESSED = ", repaired: ", ", guessed: "
_HOP = re.compile(r"[\w-]>[\w-]")  # of a route in words: "firefox en>pt 2.0, apertium pt>es 1.1"
_SCORE = re.compile(r"[01]\.\d{2}(?= |$)")


def scale_of(pack: Pack) -> Scale:
    """How drafts of the pack's language are judged: ours with the workspace's own data on top."""
    return load(pack.confidence_files)


def judge_entry(entry: Entry, findings: Sequence[LocatedFinding], pack: Pack) -> Judgement | None:
    """The confidence in a draft; None for a text that a person wrote or signed, and where there is no text."""
    origin = entry.origin
    if origin is None or not entry.machine_made or not entry.target or entry.signatures:
        return None
    dictionary = dictionaries.of(pack.language)
    return judge(_evidence(entry, origin, findings), scale_of(pack), dictionary.knows if dictionary else None)


def _evidence(entry: Entry, origin: Origin, findings: Sequence[LocatedFinding]) -> Evidence:
    measured, score = entry.measured, _SCORE.match(origin.detail)
    back = None
    if measured and measured.back is not None:
        back = WayBack(measured.back, measured.lost or 0)
    open_ones = [one for one in findings if not one.dismissed]
    return Evidence(
        kind=origin.kind,
        source=entry.key.source,
        target=entry.target,
        match=float(score[0]) if score and origin.kind == "memory" else 0.0,
        signed=origin.detail == "signed",
        back=back,
        score=measured.score if measured else None,
        repaired=int(REPAIRED in origin.detail),
        unknown=len(entry.unknown),
        guessed=int(GUESSED in origin.detail),
        blocking=sum(one.blocks for one in open_ones),
        hops=len(_HOP.findall(re.split(f"{REPAIRED}|{GUESSED}", origin.detail)[0])) if origin.kind == "mt" else 1,
        doubts=sum(one.finding.severity is not Severity.NOTE for one in open_ones),
    )
