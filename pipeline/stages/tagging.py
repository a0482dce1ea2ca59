"""Puts the tags of a sentence around the right words of its translation, or says that it could not.

Where the words between two tags went is asked in three ways: they are translated on their own and looked for; the
sentence is translated with quotation marks around them, which engines carry along; and it is translated with a token in
their place, what is then missing being their translation. What most ways say is taken; between one each, the way that
is right more often (`tests/bench/markup.py`). Where none says anything, what stands before and after is translated on
its own, and the tags take what is between. The wording of the draft is never touched.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.stages.engine_text import EngineText, Fragment

Span = tuple[int, int]

_NEARLY = 85.0  # rapidfuzz's ratio, 0 to 100: another ending, not another word
_HOLE = "\U00100001"  # stands in a target for what was left out
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_UNIT = re.compile(rf"{_HOLE}|\w+(?:[-'’]\w+)*|[^\w\s]")
_LAST = re.compile(r"[^\w\s]*$")
_QUOTE = '"'
_PARTS = 3  # before, between and after one pair of quotation marks


@dataclass(frozen=True, slots=True)
class Asked:
    """What the engine makes of a fragment alone, of its sentence with it in quotation marks, and of it without."""

    alone: str
    quoted: str
    without: str


def questions(text: EngineText, fragment: Fragment) -> tuple[EngineText, EngineText, EngineText]:
    """The texts to draft for `Asked`, in its order."""
    hole = (fragment.start, fragment.end, _HOLE)
    others = (one for one in text.fixed if one[1] <= fragment.start or one[0] >= fragment.end)
    return text.part(fragment), _quoted(text, fragment), EngineText(text.text, tuple(sorted((*others, hole))), ())


def surroundings(text: EngineText, fragment: Fragment) -> tuple[EngineText, EngineText]:
    """What stands before and after a fragment, as texts to draft; either may be empty."""
    before = Fragment("", "", text.text[: fragment.start], 0, fragment.start)
    after = Fragment("", "", text.text[fragment.end :], fragment.end, len(text.text))
    return text.part(before), text.part(after)


def place(text: EngineText, fragment: Fragment, target: str, asked: Asked) -> Span | None:
    """Where the target holds the fragment; None where no way finds it."""
    if whole := _everything(text, fragment, target):
        return whole
    ways: Sequence[Callable[[], Span | None]] = (
        lambda: between_quotes(target, asked.quoted),
        lambda: found(text.text, fragment, target, asked.alone),
        lambda: left_out(target, asked.without),
    )
    spans = [span for way in ways if (span := way())]
    votes = Counter(spans)
    return max(spans, key=lambda span: (votes[span], -spans.index(span)), default=None)


def rewrap(text: EngineText, target: str, places: Iterable[Span | None]) -> tuple[str, bool]:
    """The target with each fragment's tags around its place, and whether every fragment has one."""
    taken: list[tuple[int, int, Fragment]] = []
    for fragment, span in zip(text.fragments, places, strict=True):
        if span and not any(_cross(span, other[:2]) for other in taken):
            taken.append((*span, fragment))
    marks: list[tuple[int, int, str]] = []
    for order, (start, end, fragment) in enumerate(taken):
        marks += [(start, order + 1, fragment.opening), (end, -order - 1, fragment.closing)]
    for position, _, mark in sorted(marks, reverse=True):
        target = target[:position] + mark + target[position:]
    return target, len(taken) == len(text.fragments)


def found(source: str, fragment: Fragment, target: str, translation: str) -> Span | None:
    """Where the target holds the translation of the fragment alone.

    Where it stands there as often as the fragment's text in the source, the same one in order is taken; where it does
    not stand there to the letter, the one wording that is nearly the same (another ending).
    """
    translation = translation if fragment.text.endswith(".") else translation.rstrip(".")
    if not translation or not fragment.text:
        return None
    theirs = [m.span() for m in _whole(fragment.text).finditer(source)]
    ours = [m.span() for m in _whole(translation).finditer(target)]
    mine = next((i for i, span in enumerate(theirs) if span == (fragment.start, fragment.end)), None)
    if not ours and len(theirs) == 1:
        return _nearly(translation, target)
    return ours[mine] if mine is not None and len(ours) == len(theirs) else None


def between_quotes(target: str, quoted: str) -> Span | None:
    """Where the target holds what stands between the one pair of quotation marks in its quoted twin."""
    parts = quoted.split(_QUOTE)
    if len(parts) != _PARTS or not (words := parts[1].strip()):
        return None
    whole = _whole(words)
    there = [m.span() for m in whole.finditer(target)]
    before, every = len(whole.findall(parts[0])), len(whole.findall(parts[0] + words + parts[2]))
    if there and len(there) == every:
        return there[before]
    return there[0] if len(there) == 1 else (None if there else _nearly(words, target))


def left_out(target: str, without: str) -> Span | None:
    """What the target has in the place of the hole in its twin, where all other words are the same."""
    ours = list(_UNIT.finditer(target))
    mine, twin = [m[0].lower() for m in ours], [m[0].lower() for m in _UNIT.finditer(without)]
    if twin.count(_HOLE) != 1:
        return None
    hole = twin.index(_HOLE)
    after = len(twin) - hole - 1
    if hole + after >= len(mine) or mine[:hole] != twin[:hole] or mine[len(mine) - after :] != twin[hole + 1 :]:
        return None
    return ours[hole].start(), ours[len(ours) - after - 1].end()


def between(target: str, before: str, after: str) -> Span | None:
    """What the target has between the translations of what stands before and after the fragment."""
    start, end = 0, len(target)
    if _WORD.search(before):
        lead = _once(before, target)
        if lead is None or lead[0] > 0:
            return None
        start = lead[1]
    if _WORD.search(after):
        tail = _once(after, target)
        if tail is None or _WORD.search(target, tail[1]):
            return None
        end = tail[0]
    said = list(_WORD.finditer(target, start, end)) if (start, end) != (0, len(target)) and start < end else []
    return (said[0].start(), said[-1].end()) if said else None


def _once(words: str, target: str) -> Span | None:
    """Where the target holds these words, or nearly these, once."""
    words = words.strip(" .,;:?!¿¡")
    there = [m.span() for m in _whole(words).finditer(target)]
    return there[0] if len(there) == 1 else None if there else _nearly(words, target)


def _quoted(text: EngineText, fragment: Fragment) -> EngineText:
    start, end = fragment.start, fragment.end
    words = f"{text.text[:start]}{_QUOTE}{text.text[start:end]}{_QUOTE}{text.text[end:]}"

    def moved(place: int, *, closing: bool) -> int:
        return place + (place >= start + closing) + (place >= end + closing)

    fixed = ((moved(s, closing=False), moved(e, closing=True), value) for s, e, value in text.fixed)
    return EngineText(words, tuple(fixed), ())


def _everything(text: EngineText, fragment: Fragment, target: str) -> Span | None:
    """The whole target where the fragment is the whole sentence, but for a mark at its end."""
    if text.text[: fragment.start].strip() or _WORD.search(text.text, fragment.end):
        return None
    after = text.text[fragment.end :].strip()
    return 0, len(target.removesuffix(after).rstrip()) if after else len(target)


def _nearly(translation: str, target: str) -> Span | None:
    """The one run of as many words as `translation`, or one less, that is spelt nearly the same.

    Of runs that overlap, the likest. The mark that ends the translation ends the run.
    """
    said, count = list(_WORD.finditer(target)), len(_WORD.findall(translation))
    mark = _LAST.search(translation)
    last = mark[0].strip() if mark else ""
    runs = [
        (fuzz.ratio(target[said[i].start() : said[i + size - 1].end()].lower(), translation.lower()), i, i + size)
        for size in {max(count - 1, 1), count}
        for i in range(len(said) - size + 1)
        if target.startswith(last, said[i + size - 1].end())
    ]
    alike = [run for run in runs if run[0] >= _NEARLY]
    best = max(alike, default=None)
    if best is None or any(run[2] <= best[1] or run[1] >= best[2] for run in alike):
        return None
    return said[best[1]].start(), said[best[2] - 1].end() + len(last)


def _whole(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)


def _cross(one: Span, other: Span) -> bool:
    """Whether two spans overlap without one holding the other."""
    (a, b), (c, d) = sorted((one, other))
    return a < c < b < d
