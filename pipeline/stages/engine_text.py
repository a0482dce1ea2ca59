"""Gets a sentence ready for an engine and back: tags out, signs spelt, what must survive behind a token.

Inline tags are kept as private characters while the text is normalised, so that no rule can mistake them for a sign.
A word with a tag inside it (`HbA<sub>1c</sub>`), an address and a word with a character the engine does not know become
tokens. Other tagged words are translated on their own afterwards and found again in the target.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.normalise import Rule, normalise
from pipeline.placeables import TAG

_NEARLY = 85.0  # rapidfuzz's ratio, 0 to 100: another ending, not another word
_FIRST = 0xF0000  # supplementary private use: no source text and no rule knows these characters
_PRIVATE = re.compile("[\U000f0000-\U000fffff]")
_ADDRESS = re.compile(
    r"https?://[^\s<>()]+[^\s<>().,;:!?]|www\.[^\s<>()]+[^\s<>().,;:!?]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|10\.\d{4,9}/[^\s<>]+[^\s<>.,;:)]|\b(?:NCT\d{8}|ISRCTN\d{8}|CD\d{6})\b"
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A tagged part of a sentence: its tags, the text between them as spelt for the engine, and where it stands.

    `start` and `end` are offsets of the sentence without tags.
    """

    opening: str
    closing: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EngineText:
    """A sentence as the engine is to read it; `fixed` are (start, end, value) of what must come back as it is."""

    text: str
    fixed: tuple[tuple[int, int, str], ...]
    fragments: tuple[Fragment, ...]


def prepare(source: str, rules: Iterable[Rule]) -> EngineText:
    """The sentence without tags, spelt by `rules`, with its untouchable spans and its tagged fragments."""
    tags: list[str] = []

    def hide(match: re.Match[str]) -> str:
        tags.append(match[0])
        return chr(_FIRST + len(tags) - 1)

    hidden = normalise(TAG.sub(hide, source), rules)
    fragments = _fragments(hidden, tags)
    whole = [(m.start(), m.end(), _shown(m[0], tags)) for m in re.finditer(r"\S+", hidden) if _tag_inside(m[0])]
    fragments = [f for f in fragments if f.opening not in ("<sub>", "<sup>")]
    inside = "".join(value for _, _, value in whole)
    kept = tuple(f for f in fragments if f"{f.opening}{f.text}{f.closing}" not in inside)
    return _without_private(hidden, whole, kept)


def _tag_inside(word: str) -> bool:
    """Whether a word holds a sub- or superscript or other tag between its letters rather than around them."""
    bare = word.strip(".,;:!?()[]\"'")
    return bool(re.search("[^\\s\U000f0000-\U000fffff][\U000f0000-\U000fffff]+[^\\s\U000f0000-\U000fffff]", bare))


def _shown(word: str, tags: list[str]) -> str:
    return _PRIVATE.sub(lambda m: tags[ord(m[0]) - _FIRST], word)


def _fragments(hidden: str, tags: list[str]) -> list[Fragment]:
    """The properly closed tagged parts, outer before inner."""
    found: list[tuple[int, Fragment]] = []
    stack: list[tuple[str, int]] = []
    for match in _PRIVATE.finditer(hidden):
        tag = tags[ord(match[0]) - _FIRST]
        if not tag.startswith("</"):
            stack.append((tag, match.end()))
        elif stack and stack[-1][0] == tag.replace("/", ""):
            opening, start = stack.pop()
            before, text = (_PRIVATE.sub("", part) for part in (hidden[:start], hidden[start : match.start()]))
            found.append((start, Fragment(opening, tag, text, len(before), len(before) + len(text))))
    return [fragment for _, fragment in sorted(found, key=lambda pair: pair[0])]


def _without_private(hidden: str, whole: list[tuple[int, int, str]], fragments: tuple[Fragment, ...]) -> EngineText:
    """The text without private characters, its spans moved to match; addresses join the fixed spans."""
    fixed = []
    for start, end, value in whole:
        lead, word = len(_PRIVATE.sub("", hidden[:start])), _PRIVATE.sub("", hidden[start:end])
        body = word.rstrip(".,;:!?")
        fixed.append((lead, lead + len(body), value.rstrip(".,;:!?")))
    text = _PRIVATE.sub("", hidden)
    fixed += [(m.start(), m.end(), m[0]) for m in _ADDRESS.finditer(text)]
    return EngineText(text, tuple(sorted(fixed)), fragments)


def rewrap(text: EngineText, target: str, translations: Iterable[str]) -> tuple[str, bool]:
    """The target with each fragment's tags around its translation, and whether every fragment found its place.

    Where a translation stands in the target as often as the fragment's text in the source, the same one in order is
    taken; where it does not stand there to the letter, the one wording that is nearly the same (another ending).
    """
    places: list[tuple[int, int, Fragment]] = []
    for fragment, translation in zip(text.fragments, translations, strict=True):
        place = _place(text.text, fragment, target, translation)
        if place and not any(_cross(place, other[:2]) for other in places):
            places.append((*place, fragment))
    marks: list[tuple[int, int, str]] = []
    for order, (start, end, fragment) in enumerate(places):
        marks += [(start, order + 1, fragment.opening), (end, -order - 1, fragment.closing)]
    for position, _, mark in sorted(marks, reverse=True):
        target = target[:position] + mark + target[position:]
    return target, len(places) == len(text.fragments)


def _place(source: str, fragment: Fragment, target: str, translation: str) -> tuple[int, int] | None:
    """Where the target holds the fragment, whose text may stand several times in both."""
    if not translation or not fragment.text:
        return None
    theirs = [m.span() for m in re.finditer(_whole(fragment.text), source, re.IGNORECASE)]
    ours = [m.span() for m in re.finditer(_whole(translation), target, re.IGNORECASE)]
    mine = next((i for i, span in enumerate(theirs) if span == (fragment.start, fragment.end)), None)
    if not ours and len(theirs) == 1:
        return _nearly(translation, target)
    return ours[mine] if mine is not None and len(ours) == len(theirs) else None


def _nearly(translation: str, target: str) -> tuple[int, int] | None:
    """The one run of as many words as `translation` that is spelt nearly the same."""
    said, count = list(re.finditer(r"\w+(?:[-'’]\w+)*", target)), len(re.findall(r"\w+(?:[-'’]\w+)*", translation))
    spans = [(said[i].start(), said[i + count - 1].end()) for i in range(len(said) - count + 1)] if count else []
    alike = [span for span in spans if fuzz.ratio(target[slice(*span)].lower(), translation.lower()) >= _NEARLY]
    return alike[0] if len(alike) == 1 else None


def tag_spans(fragments: Iterable[Fragment]) -> list[tuple[int, int, str]]:
    """The fragments' tags as empty spans of the text, to be carried through an engine as tokens."""
    marks = [
        *((f.start, 1, -f.end, f.opening) for f in fragments),  # at one place: what closes, the inner first,
        *((f.end, 0, -f.start, f.closing) for f in fragments),  # then what opens, the outer first
    ]
    return [(position, position, tag) for position, _, _, tag in sorted(marks)]


def join_tags(target: str) -> str:
    """The target with tags up against the words they enclose, as tokens cannot stand."""
    target = re.sub(r"(<(?:b|i|code|a[0-9]+)>)\s+", r"\1", target)
    target = re.sub(r"\s+(</(?:b|i|code|a[0-9]+)>)", r"\1", target)
    return re.sub(r"(</(?:b|i|code|a[0-9]+)>)\s+(?=[,.;:?!)])", r"\1", target)


def _whole(text: str) -> str:
    return rf"(?<!\w){re.escape(text)}(?!\w)"


def _cross(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans overlap without one holding the other."""
    (a, b), (c, d) = sorted((one, other))
    return a < c < b < d
