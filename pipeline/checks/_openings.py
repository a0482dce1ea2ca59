"""The rule of typography about marks that open a question or exclamation, and where a missing one belongs."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.checks._remarks import Edit, Remark, Texts, warning
from pipeline.model.said import Said
from pipeline.wording import whole_words

_MARK = re.compile("[¿?¡!]")
_ALONE = re.compile(r"\(\s?[¿?¡!]+\s?\)")
_SENTENCE_START = re.compile(r"[.?!…:][\"”»)’]*\s+|[.…]{3}\s+|\A|\n")
_LEAD = re.compile(r"[\s\"“«„‘(\[—–•*-]*")
_LONGEST = 400  # characters before a closing mark: the beginning of a longer question is not certain


def opening(texts: Texts) -> Iterator[Remark]:
    """An opening mark for every closing one and the other way round; a run of them (?!, ¡¿) counts as one."""
    marks = texts.style.opening_marks
    if not marks:
        yield from _foreign_openings(texts)
        return
    if texts.characters.isdisjoint(_both(tuple(marks.items()))):
        return
    text = texts.target
    closing = {mark: other for other, mark in marks.items()}
    unclosed, unopened = _lone(texts, marks)
    for place in unopened:
        yield _without_opening(texts, place, marks[text[place]])
    for place in unclosed:
        mark = closing[text[place]]
        end = len(text.rstrip())
        certain = len(unclosed) == 1 and texts.source.rstrip().endswith(mark) and text[end - 1].isalnum()
        edits = (Edit(end, end, mark),) if certain else ()
        message = Said.gettext("“{mark}” has no “{other}” after it.", mark=text[place], other=mark)
        yield warning(message, (place, place + 1), *edits)


def _lone(texts: Texts, marks: dict[str, str]) -> tuple[list[int], list[int]]:
    """Where the opening marks stand that are not closed, and the closing ones that were not opened."""
    text = texts.target
    alone = {place for match in _ALONE.finditer(text) for place in range(*match.span())}
    unclosed: list[int] = []
    unopened: list[int] = []
    before = -2  # the last closing mark
    for match in _MARK.finditer(text):
        place = match.start()
        if place in alone or texts.touches_kept(place) or match[0] not in _both(tuple(marks.items())):
            continue
        if match[0] not in marks:
            if unclosed and unclosed[-1] == place - 1:
                unclosed.pop()
            unclosed.append(place)
            continue
        if place != before + 1:
            if unclosed:
                unclosed.pop()
            else:
                unopened.append(place)
        before = place
    return unclosed, unopened


@lru_cache(maxsize=16)
def _both(marks: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return frozenset(mark for pair in marks for mark in pair)


def _foreign_openings(texts: Texts) -> Iterator[Remark]:
    if texts.characters.isdisjoint("¿¡"):
        return
    for place, mark in enumerate(texts.target):
        if mark in "¿¡" and mark not in texts.source:
            message = Said.gettext("This language writes no “{mark}” at the beginning of a sentence.", mark=mark)
            yield warning(message, (place, place + 1), Edit(place, place + 1, ""))


def _without_opening(texts: Texts, place: int, mark: str) -> Remark:
    start = _question_start(texts, place)
    edits = () if start is None else (Edit(start, start, mark),)
    message = Said.gettext("“{mark}” has no “{other}” before it.", mark=texts.target[place], other=mark)
    return warning(message, (place, place + 1), *edits)


def _question_start(texts: Texts, place: int) -> int | None:
    """Where the question that ends at `place` begins, if that is certain.

    At the head of its sentence, if that is a question's word or no other part precedes it; after a comma, if the only
    question's word that follows one stands there.
    """
    head = texts.target[:place][-_LONGEST:]
    if len(head) == _LONGEST or texts.touches_kept(place):
        return None
    first = 0
    for match in _SENTENCE_START.finditer(head):
        first = match.end()
    lead = _LEAD.match(head, first)
    first = lead.end() if lead else first
    question = head[first:]
    if not question[:1].isalnum() or _MARK.search(question):
        return None
    starts = [m.start() for m in whole_words(texts.style.question_starts).finditer(question)]
    after_comma = [start for start in starts if question[:start].rstrip().endswith((",", ";")) and start]
    if 0 in starts or not re.search(r"[,;:—–(]", question):
        return first
    return first + after_comma[0] if len(after_comma) == 1 else None
