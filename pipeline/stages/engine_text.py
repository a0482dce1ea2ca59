"""Gets a sentence ready for an engine and back: tags out, signs spelt, what must survive behind a token.

Inline tags and spans that the engine must not see are kept as private characters while the text is normalised, so that
no rule can mistake them for a sign. A word with a tag inside it (`HbA<sub>1c</sub>`), an address and a word with a
character the engine does not know become tokens. Other tagged words are found again in the target afterwards.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.normalise import Rule, normalise
from pipeline.placeables import TAG, placeables, unpaired
from pipeline.spelt_out import Held, Kind

_TAG, _HELD = 0xF0000, 0xF8000  # supplementary private use: no source text and no rule knows these characters
_PRIVATE = re.compile("[\U000f0000-\U000fffff]")
_GLUE = "\U00100000"  # before a reference mark that is put back: what comes before it belongs to the same word
_BULLET = re.compile(r"\s*(?:[•‣▪·*]|[–—-](?=\s+\D))\s+")
_LAST_MARK = re.compile(r"(?:<sup>[^<>]*</sup>|[¹²³⁰⁴-⁹†‡*§]|[,–-](?=[¹²³⁰⁴-⁹]))+\s*$")


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
    """A sentence as the engine is to read it; `fixed` are (start, end, value) of what must come back as it is.

    `figures` are (figure in the text, what is to stand for it in the target). `lead` and `tail` are a bullet and
    reference marks at the edges, which the engine never sees.
    """

    text: str
    fixed: tuple[tuple[int, int, str], ...]
    fragments: tuple[Fragment, ...]
    figures: tuple[tuple[str, str], ...] = ()
    lead: str = ""
    tail: str = ""

    def part(self, fragment: Fragment) -> "EngineText":
        """A fragment as a sentence of its own."""
        start, end = fragment.start, fragment.end
        fixed = ((s - start, e - start, value) for s, e, value in self.fixed if start <= s and e <= end)
        return EngineText(self.text[start:end], tuple(fixed), ())


@dataclass(slots=True)
class _Hidden:
    """What private characters stand for: tags, and held spans with their kind."""

    tags: list[str]
    held: list[tuple[str, Held]]

    def plain(self, text: str) -> str:
        """The text without tags, held words as the source has them."""
        return _PRIVATE.sub(lambda match: self._read(match[0], raw=True), text)

    def shown(self, text: str) -> str:
        """The text as it is to stand in the target."""
        return _PRIVATE.sub(lambda match: self._read(match[0], raw=False), text)

    def _read(self, character: str, *, raw: bool) -> str:
        code = ord(character)
        if code < _HELD:
            return "" if raw else self.tags[code - _TAG]
        source, held = self.held[code - _HELD]
        if raw:
            return "" if held.kind is Kind.MARK else TAG.sub("", source)
        return held.value


def prepare(source: str, rules: Iterable[Rule], held: Iterable[Held] = ()) -> EngineText:
    """The sentence without tags, spelt by `rules`, with its untouchable spans and its tagged fragments."""
    body, lead, tail = _edges(source)
    hidden = _Hidden([], [])
    figures: list[tuple[str, str]] = []
    parts: list[str] = []
    position = 0
    for one in held:
        start, end = one.start - len(lead), one.end - len(lead)
        if start < position or end > len(body):
            continue
        parts.append(body[position:start])
        raw = body[start:end]
        if one.kind is Kind.FIGURE:
            bare = raw.lstrip("".join(c for c in raw if not c.isdigit() and c not in ".-−"))
            figures.append((bare, one.value))
            parts.append(bare)
        else:
            hidden.held.append((raw, one))
            parts.append(chr(_HELD + len(hidden.held) - 1))
        position = end

    def hide(match: re.Match[str]) -> str:
        hidden.tags.append(match[0])
        return chr(_TAG + len(hidden.tags) - 1)

    text = normalise(TAG.sub(hide, "".join([*parts, body[position:]])), rules)
    return _text(text, hidden, tuple(figures), lead, tail)


def _edges(source: str) -> tuple[str, str, str]:
    """A sentence without the bullet before it and the reference marks after its full stop, and these."""
    bullet, marks = _BULLET.match(source), _LAST_MARK.search(source)
    lead = bullet[0] if bullet else ""
    tail = marks[0] if marks and source[: marks.start()].rstrip()[-1:] in tuple(".?!") else ""
    return source[len(lead) : len(source) - len(tail)], lead, tail.rstrip()


def _text(text: str, hidden: _Hidden, figures: tuple[tuple[str, str], ...], lead: str, tail: str) -> EngineText:
    """The text without private characters, its spans moved to match; addresses join the fixed spans."""
    fragments = [f for f in _fragments(text, hidden) if f.opening not in ("<sub>", "<sup>")]
    whole = [_trimmed(text, *m.span(), hidden) for m in re.finditer(r"\S+", text) if _tag_inside(m[0])]
    inside = "".join(hidden.shown(text[slice(*span)]) for span in whole)
    fixed = [_fixed(text, span, hidden) for span in whole]
    for match in re.finditer("[\U000f8000-\U000fffff]", text):
        if any(start <= match.start() < end for start, end in whole):
            continue
        held = hidden.held[ord(match[0]) - _HELD][1]
        place = len(hidden.plain(text[: match.start()]))
        value = _GLUE + held.value if held.kind is Kind.MARK else held.value
        fixed.append((place, place + len(hidden.plain(match[0])), value))
    plain = hidden.plain(text)
    fixed += [(p.start, p.end, p.text) for p in placeables(plain) if p.kind != "markup"]
    kept = tuple(f for f in fragments if f"{f.opening}{f.text}{f.closing}" not in inside)
    return EngineText(plain, tuple(sorted(fixed)), kept, figures, lead, tail)


def _tag_inside(word: str) -> bool:
    """Whether a word holds a sub- or superscript or other tag between its letters rather than around them."""
    bare = word.strip(".,;:!?()[]\"'")
    tag = "[\U000f0000-\U000f7fff]"
    return bool(re.search(f"[^\\s\U000f0000-\U000fffff]{tag}+[^\\s\U000f0000-\U000fffff]", bare))


def _trimmed(text: str, start: int, end: int, hidden: _Hidden) -> tuple[int, int]:
    """A word without the marks after it and the tags that open or close more than the word."""
    lone = unpaired(hidden.shown(text[start:end]))
    while start < end and (text[end - 1] in ".,;:!?" or hidden.shown(text[end - 1]) in lone):
        end -= 1
    while start < end and hidden.shown(text[start]) in lone:
        start += 1
    return start, end


def _fixed(text: str, span: tuple[int, int], hidden: _Hidden) -> tuple[int, int, str]:
    start, end = span
    place = len(hidden.plain(text[:start]))
    return place, place + len(hidden.plain(text[start:end])), hidden.shown(text[start:end])


def _fragments(text: str, hidden: _Hidden) -> list[Fragment]:
    """The properly closed tagged parts, outer before inner."""
    found: list[tuple[int, Fragment]] = []
    stack: list[tuple[str, int]] = []
    for match in re.finditer("[\U000f0000-\U000f7fff]", text):
        tag = hidden.tags[ord(match[0]) - _TAG]
        if not tag.startswith("</"):
            stack.append((tag, match.end()))
        elif stack and stack[-1][0] == tag.replace("/", ""):
            opening, start = stack.pop()
            before, inner = hidden.plain(text[:start]), hidden.plain(text[start : match.start()])
            found.append((start, Fragment(opening, tag, inner, len(before), len(before) + len(inner))))
    return [fragment for _, fragment in sorted(found, key=lambda pair: pair[0])]


def glued(target: str) -> str:
    """The target with reference marks right behind the word or mark they were taken from."""
    target = re.sub(rf"\s*{_GLUE}", _GLUE, target)
    return re.sub(rf"{_GLUE}([^\s{_GLUE}]*)\s+(?=[,.;:?!)])", r"\1", target).replace(_GLUE, "")
