"""What a draft owes its source sign by sign: what travels behind a token, what is missing in a target, how it returns.

A sign may come back as itself or, near the same figure, as one of the wordings that the target language lists in
`i18n/signs/<tag>.toml`. A language without such a file has the signs alone. `i18n/signs/und.toml` says which signs
stand before a figure and what a formula is, `i18n/keep/names.txt` which names are never translated.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property

from pipeline import figures, numerals
from pipeline.figures import Figure
from pipeline.languages import Style
from pipeline.placeables import placeables, unpaired

_BLANK = "\ue000"  # stands for each character of a tag or an address
_BEFORE, _AFTER = 45, 30  # characters around a figure in which a wording belongs to it
_SIGNS = frozenset({"Sm", "Sc", "So", "Sk", "No"})
_MARKS = frozenset("‰‱†‡§¶·′″‴")
_ASCII = frozenset("%*&#@/\\+<=>^|~$")
_QUIET = frozenset("`´¨¯\u02bc\u02b9")  # quotation marks and stray accents, spelt anew for engines
_RANGE = re.compile(r"(?<=\w)[~∼～](?=\d)")  # nsp1~16, 10~20%: spelt as a range, its ends are figures
_EDGE = "()[]{}.,;:!?\"'“”‘’«»„" + _BLANK


class Kind(StrEnum):
    """How a span is held: as a word behind a token, as its bare figure, or as a mark on the word before it."""

    WORD = "word"
    FIGURE = "figure"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Held:
    """A span of a source that an engine does not get to see, and how it stands in the target."""

    start: int
    end: int
    value: str
    kind: Kind = Kind.WORD


@dataclass(frozen=True)
class Signs:
    """The signs of a source language's texts and their wordings in a target language.

    `before` and `after` map a wording, lower case, to the signs it stands for (joined by `|`), before or after a
    figure; `anywhere` maps a sign to the wordings that may stand for it. `formulas` and `marks` are patterns of the
    source, `writes` replacements within a formula, `returns` (sign, pattern, replacement) those in a target. `keep` are
    the names; `cuts` match what stands between two clauses of a source.
    """

    source: Style
    target: Style
    with_figure: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    anywhere: dict[str, tuple[str, ...]] = field(default_factory=dict)
    formulas: tuple[re.Pattern[str], ...] = ()
    marks: tuple[re.Pattern[str], ...] = ()
    writes: tuple[tuple[re.Pattern[str], str], ...] = ()
    returns: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = ()
    keep: frozenset[str] = frozenset()
    cuts: tuple[re.Pattern[str], ...] = ()

    def always(self, source: str) -> list[Held]:
        """The formulas and reference marks of a source, never shown to an engine."""
        if source.isascii() and _ASCII.isdisjoint(source):  # "<" of a tag is among them
            return []
        held = [Held(*m.span(), self._written(m[0])) for p in self.formulas for m in p.finditer(source)]
        held += [Held(*m.span(), m[0], Kind.MARK) for p in self.marks for m in p.finditer(source)]
        return _apart(held)

    def lost(self, source: str, target: str, kind: Kind = Kind.WORD) -> list[Held]:
        """What a target lacks of its source: signs that neither stand there nor are said, and names.

        With `Kind.FIGURE` a sign before a figure that the source holds once is held as that figure.
        """
        text = _blanked(source)
        held = [Held(*span, source[slice(*span)]) for span in self._names(text, target)]
        if any(map(_is_sign, text)):
            there, said = _blanked(target), self._counted(target)
            ours, theirs = self._read(text), self._figures(there)
            limits = list(self._before_figures(text))
            for start, end, sign in limits:
                if not any(self._is_said(sign, place, there, theirs) for place in _places(end, ours, theirs)):
                    held.append(self._held(text, start, end, kind))
            held += [
                self._held(text, *span, Kind.WORD)
                for span in self._missing(text, said, there, {start for start, _, _ in limits})
            ]
        return _apart(held)

    def finish(self, source: str, target: str) -> str:
        """The target with the signs that its language writes as the source does: 5 mcg is 5 µg again."""
        for sign, find, write in self.returns:
            if len(sign.findall(source)) == len(find.findall(target)):
                target = find.sub(write, target)
        return target

    def halves(self, source: str) -> tuple[str, str, str] | None:
        """A sentence cut between two clauses, next to its middle: the first, what stands between, the second.

        None where it has no such place outside of tags and brackets.
        """
        places = [m.span() for cut in self.cuts for m in cut.finditer(source)]
        good = [span for span in places if span[0] and span[1] < len(source) and _closed(source[: span[0]])]
        start, end = min(good, key=lambda span: abs(span[0] + span[1] - len(source)), default=(0, 0))
        return (source[:start], source[start:end], source[end:]) if end else None

    def put_back(self, target: str, figure: str, value: str) -> str | None:
        """The target with `value` for the figure written `figure` in the source; None where it is not there once."""
        wanted = self._read(figure)
        found = [f for f in self._figures(target) if wanted and f.value == wanted[0].value]
        if len(found) != 1:
            return None
        start, end = found[0].span
        return target[:start] + value + target[end:]

    def _figures(self, target: str) -> tuple[Figure, ...]:
        return figures.find(target, self.target.decimal_mark, self.target.group_mark)

    def _written(self, raw: str) -> str:
        value = numerals.localise_all(raw, self.source, self.target)
        for find, write in self.writes:
            value = find.sub(write, value)
        return value

    def _held(self, text: str, start: int, end: int, kind: Kind) -> Held:
        """A span to be held; as its figure alone only where the text has that figure once."""
        value = self._written(text[start:end].replace(_BLANK, ""))
        figure = self._read(text[start:end])[-1] if kind is Kind.FIGURE else None
        if figure and sum(one.value == figure.value for one in self._read(text)) == 1 and figure.span[1] == end - start:
            return Held(start, end, value, kind)
        return Held(start, end, value)

    def _read(self, text: str) -> tuple[Figure, ...]:
        return figures.find(text, self.source.decimal_mark, self.source.group_mark)

    def _before_figures(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Every sign with its figure: start, end, and what the sign says."""
        for figure in self._read(text):
            lead = text[: figure.span[0]].rstrip(f" \u00a0\u2009\u202f{_BLANK}")
            if lead and (sign := self.with_figure.get(lead[-1])) and not _RANGE.match(text, len(lead) - 1):
                yield len(lead) - 1, figure.span[1], sign

    def _is_said(self, sign: str, place: int, target: str, there: Sequence[Figure]) -> bool:
        """Whether a figure of the target has a sign, or a wording of it, nearest to it."""
        start, end = there[place].span
        left = max(there[place - 1].span[1] if place else 0, start - _BEFORE)
        right = min(there[place + 1].span[0] if place + 1 < len(there) else len(target), end + _AFTER)
        lead, trail = target[left:start], target[end:right]
        mark = lead.rstrip(f" \u00a0\u2009\u202f-−{_BLANK}")[-1:]
        said = self.with_figure.get(mark) or self._wording(self._said_before, lead, self.before, last=True)
        return sign in (said or self._wording(self._said_after, trail, self.after)).split("|")

    @staticmethod
    def _wording(pattern: re.Pattern[str] | None, text: str, table: dict[str, str], *, last: bool = False) -> str:
        """What the first or last wording of a text says; empty where there is none."""
        found = [table[m[0].lower()] for m in pattern.finditer(text)] if pattern else []
        return found[-1 if last else 0] if found else ""

    def _missing(
        self, text: str, said: Callable[[str], int], target: str, limits: set[int]
    ) -> Iterator[tuple[int, int]]:
        """The words of the source with a sign, none of the `limits`, that the target does not hold as often."""
        values = Counter(f.value for f in self._figures(target))
        found = self._read(text)
        figured = {i for f in found if values[f.value] for i in range(*f.span)}
        counted: Counter[str] = Counter()
        for word in re.finditer(rf"[^\s{_BLANK}]+", text):
            start, end = word.span()
            for place in range(start, end):
                sign = text[place]
                if not _is_sign(sign) or place in limits or _RANGE.match(text, place):
                    continue
                if place in figured and not sign.isascii():  # part of a figure that is there: ½ as 0,5
                    continue
                counted[_same(sign)] += 1
                if counted[_same(sign)] > said(_same(sign)):
                    yield _trimmed(text, start, end, place)
                    break

    def _counted(self, target: str) -> Callable[[str], int]:
        """How often a target holds a sign, or says it."""
        text = _blanked(target)
        there = Counter(map(_same, text))

        def count(sign: str) -> int:
            said = {**self.before, **self.after} if sign in self.with_figure else {}
            near = [wording for wording, names in said.items() if self.with_figure[sign] in names.split("|")]
            wordings = (*self.anywhere.get(sign, ()), *near)
            return there[sign] + sum(len(_whole(wording).findall(text)) for wording in wordings)

        return count

    def _names(self, text: str, target: str) -> Iterator[tuple[int, int]]:
        """The names that the target does not hold as often as the source, each where it stands."""
        if self._kept is None:
            return
        places = [m.span() for m in self._kept.finditer(text)]
        there = Counter(m[0] for m in self._kept.finditer(target)) if places else Counter()
        wanted = Counter(text[slice(*span)] for span in places)
        yield from (span for span in places if there[text[slice(*span)]] < wanted[text[slice(*span)]])

    @cached_property
    def _kept(self) -> re.Pattern[str] | None:
        return _alternatives(self.keep)

    @cached_property
    def _said_before(self) -> re.Pattern[str] | None:
        return _alternatives(self.before, re.IGNORECASE)

    @cached_property
    def _said_after(self) -> re.Pattern[str] | None:
        return _alternatives(self.after, re.IGNORECASE)


def _closed(text: str) -> bool:
    """Whether every tag and bracket that a text opens is closed in it."""
    return not unpaired(text) and text.count("(") == text.count(")") and text.count("[") == text.count("]")


def _blanked(text: str) -> str:
    """The text with every tag, address and trial id blanked, each sign where it was."""
    for one in placeables(text) if "<" in text or "." in text or "://" in text else ():
        text = text[: one.start] + _BLANK * (one.end - one.start) + text[one.end :]
    return text


def _is_sign(character: str) -> bool:
    """Whether a character says something that no letter, digit or punctuation mark says."""
    if character < "\x7f":
        return character in _ASCII
    if character in _MARKS:
        return True
    return unicodedata.category(character) in _SIGNS and character not in _QUIET and character != _BLANK


def _same(character: str) -> str:
    """The sign that a compatibility character is another code for."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and unicodedata.category(plain) in _SIGNS else character


def _places(end: int, ours: Sequence[Figure], theirs: Sequence[Figure]) -> list[int]:
    """Where the target may hold the figure that ends at `end`: the same in order where both hold it as often."""
    value = next(abs(one.value) for one in ours if one.span[1] == end)
    places = [number for number, one in enumerate(theirs) if abs(one.value) == value]
    same = [one.span[1] for one in ours if abs(one.value) == value]
    return [places[same.index(end)]] if len(same) == len(places) else places


def _trimmed(text: str, start: int, end: int, place: int) -> tuple[int, int]:
    """A word without the marks around it, but with the sign at `place`."""
    while start < place and text[start] in _EDGE:
        start += 1
    while end > place + 1 and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _apart(held: Iterable[Held]) -> list[Held]:
    """The spans in order, of two that overlap the one that begins first, the longer of two that begin together."""
    found: list[Held] = []
    for one in sorted(held, key=lambda one: (one.start, -one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def merged(first: Iterable[Held], second: Iterable[Held]) -> list[Held]:
    """Both, those of `second` left out where they overlap one of `first`."""
    kept = list(first)
    more = [one for one in second if not any(one.start < k.end and k.start < one.end for k in kept)]
    return sorted((*kept, *more), key=lambda one: one.start)


@cache
def _whole(wording: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(wording)}(?!\w)", re.IGNORECASE)


def _alternatives(wordings: Iterable[str], flags: int = 0) -> re.Pattern[str] | None:
    """Any of these as whole words, the longest first; None for none."""
    listed = sorted(wordings, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)", flags) if listed else None
