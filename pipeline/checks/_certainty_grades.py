"""Reads how far a text says that the evidence can be trusted: GRADE's four levels, from very low to high.

Rules. A level ("low", "baja") counts beside a noun of certainty, and beside one of quality where that is said of
evidence: directly before the noun ("low to very low certainty"), directly after it ("certeza baja"), or after a linking
word, colon or bracket ("certainty of the evidence was low"). Beside a noun of uncertainty it means the opposite.
"""

from collections.abc import Sequence

from pipeline.cues import Cue

LEVELS = ("grade_very_low", "grade_low", "grade_moderate", "grade_high")
_LEVEL = {level.replace("grade", "level"): level for level in LEVELS}
_OPPOSITE = dict(zip(LEVELS, ("grade_high", "grade_high", "grade_moderate", "grade_very_low"), strict=True))
_NOUNS = frozenset(["certainty_noun", "uncertainty_noun", "quality_noun"])
_LINKS = frozenset(["linking", "evidence_noun"])
_ROW = 2  # words that may stand between two levels of a row ("low, or even very low")
_REACH = 10  # words from a noun to what is said of it
_WINDOW = 12  # cues looked at on each side of a noun: keeps the time linear


def grades(cues: Sequence[Cue], text: str) -> tuple[list[Cue], frozenset[Cue]]:
    """The levels as cues named `grade_...`, in order, and the nouns of certainty that they are said of."""
    if not any(cue.category in _NOUNS for cue in cues):
        return [], frozenset()
    found: list[Cue] = []
    nouns: set[Cue] = set()
    for place, noun in enumerate(cues):
        if noun.category not in _NOUNS or (noun.category == "quality_noun" and not _of_evidence(cues, place)):
            continue
        for level in _before(cues, place, text) or _after(cues, place, text):
            grade = _LEVEL[level.category]
            if noun.category == "uncertainty_noun":
                grade = _OPPOSITE[grade]
            first, last = (level, noun) if level.start < noun.start else (noun, level)
            found.append(Cue(grade, first.start, last.end, first.first, last.last))
            nouns.add(noun)
    return found, frozenset(nouns)


def _of_evidence(cues: Sequence[Cue], place: int) -> bool:
    near = (cue for cue in cues[max(0, place - 4) : place + 5] if cue.category == "evidence_noun")
    return any(-6 <= cue.first - cues[place].last <= 4 for cue in near)  # noqa: PLR2004


def _before(cues: Sequence[Cue], place: int, text: str) -> list[Cue]:
    """The row of levels that ends at the noun."""
    levels: list[Cue] = []
    later = cues[place]
    for cue in reversed(cues[max(0, place - _WINDOW) : place]):
        apart, between = later.first - cue.last - 1, text[cue.end : later.start]
        if apart > (_ROW if levels else 1) or any(mark in between for mark in (".;:()" if levels else ",.;:()")):
            break
        if cue.category == "linking":
            continue
        if cue.category not in _LEVEL:
            break
        levels.append(cue)
        later = cue
    return levels[::-1]


def _after(cues: Sequence[Cue], place: int, text: str) -> list[Cue]:
    """The row of levels that is said of the noun behind it."""
    levels: list[Cue] = []
    earlier = noun = cues[place]
    for cue in cues[place + 1 : place + 1 + _WINDOW]:
        between = text[earlier.end : cue.start]
        if "." in between or ";" in between or cue.category in _NOUNS:
            break
        if cue.category in _LEVEL:
            linked = earlier is noun or earlier.category in _LINKS or bool(levels) or ":" in between or "(" in between
            if cue.first - earlier.last - 1 > _ROW or not linked or (not levels and cue.first - noun.last > _REACH):
                break
            levels.append(cue)
        elif levels:
            break
        earlier = cue
    return levels
