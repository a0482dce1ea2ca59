"""What makes a dismissal sound: words that say something, and one finding that they are about."""

import re
from collections.abc import Sequence

from pipeline.model.decision import Decision
from pipeline.model.finding import LocatedFinding
from pipeline.model.said import Said, in_a_row

_LETTERS = re.compile(r"\w")
_SHORTEST_REASON = 3  # letters: "." says nothing to those who answer for it


def wordless(reason: str) -> str:
    """Why the reason will not do; empty where it will."""
    if len(_LETTERS.findall(reason)) >= _SHORTEST_REASON:
        return ""
    return Said.gettext(
        "say in a few words why the text is right all the same: the reason stays on the record (--reason TEXT)"
    )


def unmeant(decision: Decision, found: Sequence[LocatedFinding]) -> str:
    """Why none of the findings is the one that is meant, or more than one are; empty where it is clear."""
    meant = [one.finding for one in found if decision.check in (one.finding.check, one.finding.code)]
    if len(meant) > 1 and len({finding.code for finding in meant}) > 1:
        listed = "; ".join(f"{finding.code}: {finding.message}" for finding in meant)
        return f"{decision.check!r} has {len(meant)} findings on this text, dismiss them one by one: {listed}"
    names = sorted({one.finding.check for one in found})
    if meant:
        return ""
    there = in_a_row(Said(name, "", 0, {}) for name in names) if names else Said.gettext("none at all")
    return Said.gettext("no finding of {check} on this text; there is {there}", check=repr(decision.check), there=there)
