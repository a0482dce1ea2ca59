"""Cuts a text into sentences, the segments of a catalog: no character is lost, no markup is left open.

The library proposes the boundaries; a few rules of our own mend what it gets wrong in health texts (the gold sets in
`tests/golden/segmentation/` show each case). The rules stand here and not in `i18n/`, because `identity` vouches for
them: a workspace that changed them would cut its catalogs elsewhere without anyone being told. Raise `RULES` with every
change that moves a boundary.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

from pipeline.placeables import Token, tokens

LIBRARY = "yasbd-lib"
RULES = 1

_WINDOW = 2000  # characters given to the library at once: some of its patterns take quadratic time
_TAIL = 300  # characters at the end of a window whose boundaries wait for the next window
_UNCUT = frozenset({"code", "sub", "sup"})
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

# The library lacks these. Chosen by the gold sets and by kinship: Spanish shares most abbreviations with Catalan;
# Hebrew has no capitals and no dotted abbreviations, like Arabic; Malayalam is a Dravidian language like Tamil; Slovak
# and German know ordinals with a full stop, as Croatian and Hungarian do; Malay is written like Indonesian.
_STAND_INS = {"ca": "es", "he": "ar", "ta": "ml", "hr": "sk", "hu": "de", "ms": "id"}

_UNENDED = frozenset({"th"})  # sentences end without a mark
_ENDS = re.compile(r"""[.!?…։؟۔।॥。።፧！？．｡‼⁇⁈⁉၊။]["'”’»«›“‘)\]}」』）\s⁰¹²³⁴-⁹]*(?:\[[0-9,–\- ]*\]["'”’»)]*)?\Z""")
_QUOTED = re.compile(r"""\([^()]*\)|\[[^\[\]]*\]|"[^"]*"|“[^“”]*”|«[^«»]*»|(?<!\w)[‘'][^‘'’]*['’](?!\w)""")
_MARK_IN_WORD = re.compile(r'(?<=[^\W\d_])["״׳](?=[^\W\d_])')  # Hebrew: "mg" is written with a quotation mark in it

_NEXT = r"""(?=\s+["'“‘«(]?[A-Z0-9])"""  # what follows looks like the beginning of a sentence


@dataclass(frozen=True, slots=True)
class _Rules:
    """Where a sentence ends although the library sees no end, and the other way round: at the end of each match."""

    ends: tuple[re.Pattern[str], ...] = ()
    goes_on: tuple[re.Pattern[str], ...] = ()


_EVERY_LANGUAGE = _Rules(
    ends=(
        re.compile(r"…[\"'”’»)]*(?=\s+[\"'“‘«(]?[A-ZÀ-ÖØ-ÞΑ-ΩА-Я])"),  # "It may take weeks… Be patient."
        # the number of a reference after the full stop: "a year.[1] It then", "why.¹ More"
        re.compile(r"(?<=[^\W\d_])[.!?](?:\[[0-9][0-9,–\- ]*\]|[¹²³⁰⁴-⁹]+)(?=\s+[\"'“‘«(]?[A-Z0-9])"),
    ),
    goes_on=(re.compile(r"\A\s*(?:[IVX]{1,5}|[A-Z]|[0-9]{1,2})\.(?=\s)"),),  # the number of a heading: "II. Methods"
)

_OWN = {
    "en": _Rules(
        ends=(
            # an acronym (no Roman number), which the library may take for "Ms." or "ct.": "people with MS. Symptoms"
            re.compile(
                r"\b(?!(?:DR|MR|MRS|ST|NO|NOS|VS|NB|PS|PROF|FIG|VOL|TAB|INC|LTD|CO|CORP|ETC|[IVX]+)\.)[A-Z]{2,6}\."
                + _NEXT
            ),
            # words, which the library takes for abbreviations: "Use the pen. Store it"
            re.compile(r"\b(?:pens?|reps?|meds|sun|sat|long|apps?|arts?|go|pop)[.!]" + _NEXT),
            # a letter that is a name: "vitamin C. Some"
            re.compile(r"(?i:\b(?:vitamin|hepatitis|influenza|type|group|phase|grade|stage|class)s? )[A-Z]\." + _NEXT),
            # words that never have a first capital: "eGFR", "mRNA", "β-blockers"
            re.compile(
                r"(?<!\betc)(?<!\bincl)(?<!\bexcl)(?<!\bapprox)(?<=[a-z0-9%)]{3})[.!?](?=\s[a-z]{1,2}[A-Z]|\s[α-ω]-)"
            ),
        ),
        goes_on=(
            re.compile(r"\b[A-Z]\.(?=\s[A-Z]\.\s[A-Z][a-z])"),  # "J. A. Smith"
            # the country before a name of several words, or after "The": "the U.S. National Institutes"
            re.compile(
                r"\bU\.(?:S|K)\.(?=\s(?!(?:The|In|At|This|These|Most|Some|All|Many)\s)[A-Z][a-z]+ (?:and )?[A-Z][a-z])"
            ),
            re.compile(r"(?:^|(?<=[.!?]\s))(?:The )?U\.(?:S|K)\.(?=\s[A-Z])"),
        ),
    ),
    "ca": _Rules(goes_on=(re.compile(r"\b(?i:p[àa]gs?|n[úu]ms?|ap|cap|vol|p\. ex)\.(?=\s)"),)),
    "ta": _Rules(goes_on=(re.compile(r"(?<![\u0b80-\u0bff])(?:[\u0b80-\u0bff]{1,2}\.){2}(?=\s)"),)),  # units: "மி.கி."
}


def identity() -> str:
    """What cut the sentences: library, its version, the version of our rules. It stands in every template."""
    return f"{LIBRARY} {version(LIBRARY)} rules {RULES}"


@lru_cache(maxsize=4096)
def split(text: str, tag: str) -> tuple[str, ...]:
    """The sentences of `text`, a paragraph with inline markup in a language (BCP 47), stripped and none of them empty.

    Markup that runs over a boundary is closed before it and opened again after it; nothing is cut within `<code>`,
    `<sub>` and `<sup>`. Joined without whitespace and tags, the sentences are the text. Time is linear in the text.
    """
    pieces = tokens(text)
    uncut = _uncut_spans(pieces)
    cuts = [cut for cut in boundaries(_readable(pieces), tag) if cut not in uncut]
    return tuple(_cut(pieces, cuts))


def boundaries(text: str, tag: str) -> list[int]:
    """Where a sentence of `text`, a paragraph without markup, ends and another follows: right after its last mark."""
    text = _MARK_IN_WORD.sub("x", re.sub(r"\s", " ", text))
    language = tag.split("-", maxsplit=1)[0].lower()
    found = {_before_space(text, cut) for cut in _proposed(text, language)}
    inside = _Spans([match.span() for match in _QUOTED.finditer(text)])
    for rules in (_EVERY_LANGUAGE, _OWN.get(language, _Rules())):
        ends = (match.end() for pattern in rules.ends for match in pattern.finditer(text))
        found.update(end for end in ends if end not in inside)
        found.difference_update(match.end() for pattern in rules.goes_on for match in pattern.finditer(text))
    if language not in _UNENDED:
        found = {cut for cut in found if _ENDS.search(text[max(0, cut - 40) : cut])}
    first, last = len(text) - len(text.lstrip()), _before_space(text, len(text))
    return sorted(cut for cut in found if first < cut < last)


class _Spans:
    """Spans that never overlap, in order; `in` asks whether a position lies inside one (its ends are outside)."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]

    def __contains__(self, position: int) -> bool:
        place = bisect_right(self._starts, position - 1) - 1
        return place >= 0 and position < self._spans[place][1]


def _readable(pieces: Sequence[Token]) -> str:
    """The text without tags, with raised figures as raised characters."""
    parts = []
    raised = False
    for piece in pieces:
        if piece.name:
            raised = piece.name == "sup" and not piece.closing
        else:
            parts.append(piece.text.translate(_RAISED) if raised else piece.text)
    return "".join(parts)


def _uncut_spans(pieces: Sequence[Token]) -> _Spans:
    spans: list[tuple[int, int]] = []
    depth = position = start = 0
    for piece in pieces:
        if not piece.name:
            position += len(piece.text)
        elif piece.name in _UNCUT:
            start = start if depth else position
            depth += -1 if piece.closing else 1
            if not depth:
                spans.append((start, position))
    return _Spans(spans)


def _before_space(text: str, position: int) -> int:
    while position and text[position - 1] == " ":
        position -= 1
    return position


def _proposed(text: str, language: str) -> Iterator[int]:
    """The library's boundaries. A text longer than a window is read on from the last boundary that is beyond doubt."""
    detector = _detector(language)
    start = 0
    while start < len(text):
        window = text[start : start + _WINDOW]
        certain = len(window) if start + len(window) == len(text) else _WINDOW - _TAIL
        cuts = [cut for cut in detector.detect(window) if 0 < cut <= certain]
        yield from (start + cut for cut in cuts)
        start += cuts[-1] if cuts and certain < len(window) else certain


@cache
def _detector(language: str) -> Any:
    """The library's detector for a language, or for the one that stands in for it; English for the unknown."""
    from yasbd import BoundaryDetector, get_supported_langs

    name = _STAND_INS.get(language, language)
    return BoundaryDetector(name if name in get_supported_langs() and name != "auto" else "en")


def _cut(pieces: Sequence[Token], cuts: Sequence[int]) -> Iterator[str]:
    """The sentences, each with its markup closed and opened again; tags around nothing at all are left out."""
    sentence: list[Token] = []
    opened: list[str] = []
    for atom in _atoms(pieces, cuts):
        if atom is None:
            yield from _whole(sentence, opened)
            sentence = [Token(f"<{name}>", name) for name in opened]
            continue
        if atom.name and atom.closing:
            opened.pop()
        elif atom.name:
            opened.append(atom.name)
        sentence.append(atom)
    yield from _whole(sentence, opened)


def _whole(sentence: Sequence[Token], opened: Sequence[str]) -> Iterator[str]:
    if any(not atom.name and atom.text.strip() for atom in sentence):
        text = "".join(atom.text for atom in sentence).strip()
        yield text + "".join(f"</{name}>" for name in reversed(opened))


def _atoms(pieces: Sequence[Token], cuts: Sequence[int]) -> Iterator[Token | None]:
    """The tokens with None where a sentence ends: behind the closing tags that follow its mark, the space left out."""
    waiting = False
    for atom in _sliced(pieces, cuts):
        if atom is None:
            waiting = True
        elif not waiting or atom.closing:
            yield atom
        elif atom.name or atom.text.strip():
            yield None
            yield Token(atom.text.lstrip(), atom.name)
            waiting = False


def _sliced(pieces: Sequence[Token], cuts: Sequence[int]) -> Iterator[Token | None]:
    """The tokens with None right after each mark that ends a sentence."""
    position = 0
    for piece in pieces:
        if piece.name:
            yield piece
            continue
        start, end = 0, len(piece.text)
        for cut in cuts[bisect_right(cuts, position) : bisect_right(cuts, position + end)]:
            yield Token(piece.text[start : cut - position])
            yield None
            start = cut - position
        if start < end:
            yield Token(piece.text[start:])
        position += end
