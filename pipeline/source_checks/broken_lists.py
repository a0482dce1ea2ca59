"""Finds lists that are not marked or not there, and texts that end in the middle.

Rules. A warning where the text ends with a colon, with an open sentence, with an item that more were to follow, or
with a heading; where a colon announces a list and a heading or short unmarked lines follow; and where the last item
of a list ends in "and" or "or". A note where a sentence counts its parts, "(1) ... (2) ...", or has three or more
parts between semicolons (those in brackets are references): a list is easier to read, and its items are translated
one by one. A sign like "•" within a line is a list that nothing could be made of: a warning.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.languages import Language
from pipeline.model.document import Block, BlockKind, Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import Sentence, sentences
from pipeline.wording import plain, word_texts

_TOPIC = "source_lists"
_SHORT = 12  # words of a line that may be an item
_FEWEST = 2  # semicolons
_SIGNS = re.compile(r"[•‣▪●○◦]")
_COUNTED = re.compile(r"(?<![^\s,;:(])\(?([0-9]|[a-e]|i{1,3})\)(?=\s)")
_RUNS = (("1", "2"), ("a", "b"), ("i", "ii"))
_NESTING = {"(": 1, "[": 1, ")": -1, "]": -1}
_OPEN = (",", "-", "–", "—", "(", "‐")
_HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)


class BrokenLists:
    """Lists that are marked, and texts that have an end."""

    name = "broken_lists"
    explanation = "A list should be marked as one and be complete, and a text should not end in the middle."

    def covers(self, language: Language) -> bool:
        """Whether the words that join the last two items are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """What lists lack, block by block, then the lists within sentences."""
        if not self.covers(language):
            return
        joining = tuple(f" {one}" for rows in language.lexicon.wordings[_TOPIC].values() for one in rows)
        blocks = [block for block in document.blocks if block.segments]
        for place, block in enumerate(blocks):
            if message := _problem(block, blocks[place + 1 : place + 3], joining):
                yield block.keys[-1], Finding(self.name, Severity.WARNING, message, (_last_word(block.segments[-1]),))
        for sentence in sentences(document):
            yield from self._within(sentence)

    def _within(self, sentence: Sentence) -> Iterator[tuple[Key, Finding]]:
        text = sentence.text
        if sign := _SIGNS.search(text):
            message = f"“{sign[0]}” stands within a line: write every item on a line of its own."
            yield sentence.finding(self.name, Severity.WARNING, message, sign.span())
        elif counted := _counted(text):
            message = "This sentence counts its parts: make a list of them, each on a line of its own?"
            yield sentence.finding(self.name, Severity.NOTE, message, *counted)
        elif len(places := _semicolons(text.rstrip(" ;"))) >= _FEWEST and sentence.block.kind is BlockKind.PARAGRAPH:
            message = "This sentence is a list: write every part of it as an item on a line of its own?"
            yield sentence.finding(self.name, Severity.NOTE, message, *((one, one + 1) for one in places))


PLUGIN = BrokenLists()


def _problem(block: Block, following: Sequence[Block], joining: tuple[str, ...]) -> str:
    """What is wrong with the end of a block; empty where nothing is."""
    text = plain(block.segments[-1]).text.rstrip()
    after = following[0] if following else None
    if block.kind is BlockKind.ITEM and (after is None or after.kind is not BlockKind.ITEM):
        if text.rstrip(" ,;").lower().endswith(joining):
            return f"The list ends in the middle: another item should follow “{_tail(text)}”."
        return (
            f"The text ends in the middle of a list, after “{_tail(text)}”." if not after and text[-1:] == ";" else ""
        )
    if block.kind is BlockKind.PARAGRAPH:
        return _unended(text, following)
    if block.kind is BlockKind.HEADING and after is None:
        return f"The text ends with the heading “{_tail(text)}”: what belongs below it is missing."
    return ""


def _unended(text: str, following: Sequence[Block]) -> str:
    """What is wrong with the end of a paragraph."""
    after = following[0] if following else None
    if text.endswith(":"):
        if after is None:
            return f"The text ends in the middle: nothing follows “{_tail(text)}”."
        if after.kind in _HEADINGS:
            return f"“{_tail(text)}” announces something, and a heading follows: is a list missing?"
        if all(one.kind is BlockKind.PARAGRAPH and _is_short(one) for one in following):
            return f"“{_tail(text)}” announces a list: put “- ” before each of its lines."
    last = text.rsplit(maxsplit=1)[-1] if after is None and text.strip() else ""
    if last and (text.endswith(_OPEN) or (last.isalpha() and last.islower())):
        return f"The text ends in the middle of a sentence, after “{_tail(text)}”."
    return ""


def _is_short(block: Block) -> bool:
    text = plain(block.segments[0]).text
    return len(block.segments) == 1 and len(word_texts(text)) <= _SHORT and not text.rstrip().endswith(":")


def _tail(text: str) -> str:
    """The last words of a text."""
    found = text.split()
    return ("… " if len(found) > 5 else "") + " ".join(found[-5:])  # noqa: PLR2004


def _last_word(source: str) -> tuple[int, int]:
    """Where the last word of a source stands, with the mark behind it."""
    end = len(source.rstrip()) or len(source)
    start = max(source.rfind(" ", 0, end), source.rfind("\u00a0", 0, end)) + 1
    return (start, end) if start < end else (0, len(source))


def _counted(text: str) -> list[tuple[int, int]]:
    """Where "(1)" and "(2)", "a)" and "b)" stand one after the other; none where they are no pair."""
    found = [(match[1], match.span()) for match in _COUNTED.finditer(text)]
    for first, second in _RUNS:
        start = next((place for place, (number, _) in enumerate(found) if number == first), None)
        rest = found[start + 1 :] if start is not None else []
        if start is not None and (then := next((span for number, span in rest if number == second), None)):
            return [found[start][1], then]
    return []


def _semicolons(text: str) -> list[int]:
    """The places of semicolons outside brackets."""
    depth = 0
    found = []
    for place, character in enumerate(text):
        depth = max(0, depth + _NESTING.get(character, 0))
        if character == ";" and not depth:
            found.append(place)
    return found
