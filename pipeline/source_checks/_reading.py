"""What checks of originals share: the sentences of a document, and where listed wordings stand in them.

A wording that is listed with capitals counts only where the text has them too: "ER", "Boots". One with figures or
signs ("911", "A&E") is found as a whole word. The category `exempt` holds longer wordings in which a listed one means
nothing.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.languages import Language
from pipeline.model.document import Block, Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.placeables import placeables
from pipeline.wording import Plain, plain, whole_words

EXEMPT = "exempt"
_SPELLING = str.maketrans("‐‑’", "--'")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A segment of a document, and the text of it that a reader sees."""

    key: Key
    block: Block
    shown: Plain

    @property
    def text(self) -> str:
        """The text without markup, which `span` counts in."""
        return self.shown.text

    def finding(self, check: str, severity: Severity, message: str, *spans: tuple[int, int]) -> tuple[Key, Finding]:
        """A finding on the sentence; `spans` are places in `text`."""
        return self.key, Finding(check, severity, message, tuple(self.shown.origin(*span) for span in spans))

    def addresses(self) -> list[tuple[int, int]]:
        """Where web and mail addresses, DOIs and trial numbers stand in `text`: nobody is to change anything there."""
        return [(one.start, one.end) for one in placeables(self.text) if one.kind != "markup"]


@dataclass(frozen=True, slots=True)
class Use:
    """A listed wording where it stands in the text of a sentence."""

    sentence: Sentence
    category: str
    start: int
    end: int

    @property
    def written(self) -> str:
        """The wording as the text has it."""
        return self.sentence.text[self.start : self.end]

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return self.start, self.end


def inside(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place is in one of the spans, which are in order and do not overlap."""
    nearest = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return nearest >= 0 and place < spans[nearest][1]


def sentences(document: Document) -> Iterator[Sentence]:
    """The segments of a document in reading order, each text once."""
    seen: set[Key] = set()
    for block in document.blocks:
        for key in block.keys:
            if key not in seen:
                seen.add(key)
                yield Sentence(key, block, plain(key.source))


def uses(sentence: Sentence, language: Language, topic: str) -> list[Use]:
    """The wordings of a topic in a sentence, in order, without those that are exempt."""
    listed = language.lexicon.wordings.get(topic, {})
    capitals = _capitals(tuple(wording for wordings in listed.values() for wording in wordings))
    text = sentence.text
    found = [
        (cue.start, cue.end, cue.category)
        for cue in language.lexicon.find(topic, sentence.shown)
        if _fits(text[cue.start : cue.end], capitals)
    ]
    found += _signs(text, listed, capitals)
    result: list[Use] = []
    for start, end, category in sorted(found, key=lambda one: (one[0], -one[1])):  # the longest wins
        if category != EXEMPT and (not result or start >= result[-1].end):
            result.append(Use(sentence, category, start, end))
    return result


def first_uses(document: Document, language: Language, topic: str, *skip: str) -> Iterator[Use]:
    """Each wording of a topic where the document first has it; the categories to `skip` only serve others."""
    seen: set[str] = set()
    for sentence in sentences(document):
        for use in uses(sentence, language, topic):
            if use.category not in skip and use.written.lower() not in seen:
                seen.add(use.written.lower())
                yield use


def _signs(
    text: str, listed: Mapping[str, Sequence[str]], capitals: Mapping[str, str]
) -> Iterable[tuple[int, int, str]]:
    """Wordings with figures or signs, which the lexicon of words cannot see."""
    by_form = {form.lower(): category for category, wordings in listed.items() for form in wordings if _has_signs(form)}
    if not by_form:
        return
    for match in whole_words(tuple(by_form)).finditer(text):
        category = by_form.get(_spelt(match[0]).lower())
        if category and _fits(match[0], capitals):
            yield match.start(), match.end(), category


def _has_signs(wording: str) -> bool:
    return not all(c.isalpha() or c in " -'’*." for c in wording) or (wording[-1:] == "." and "..." not in wording)


@lru_cache(maxsize=64)
def _capitals(wordings: tuple[str, ...]) -> Mapping[str, str]:
    """The wordings with capitals by their small letters."""
    return {one.lower(): one for one in wordings if one != one.lower()}


def _fits(written: str, capitals: Mapping[str, str]) -> bool:
    wanted = capitals.get(_spelt(written).lower())
    return wanted is None or all(a.isupper() for a, b in zip(written, wanted, strict=False) if b.isupper())


def _spelt(written: str) -> str:
    return " ".join(written.translate(_SPELLING).split())
