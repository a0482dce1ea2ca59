"""Compares inline tags: a translator moves them, but never loses, adds or crosses one.

Rules. Tags are those of the inline notation; anything else in angle brackets is text. Each tag of the source stands in
the target as often, opened before it is closed, and inside or outside another, not across it. A pair encloses text
where the source's does. All are errors: markup carries links and doses (10<sup>6</sup>).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.model.said import Said
from pipeline.placeables import TAG
from pipeline.wording import NOTHING


class Markup:
    """The tags of the source, whole, in the target."""

    name = N_("markup")
    explanation = "Tags such as <b>…</b> must be in the translation just as in the original."

    def covers(self, language: Language) -> bool:  # noqa: ARG002  # the contract's
        """Needs no data: it compares tags."""
        return True

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:  # noqa: ARG002  # the contract's
        """The tags that are lost, added, crossed or left empty."""
        target = subject.target
        if not target.strip() or target.strip() == NOTHING:
            return
        if NOTHING in target and NOTHING not in subject.source:
            place = target.index(NOTHING)
            message = Said.gettext(
                "{mark} must stand alone: it says that the neighbouring sentence holds this one too.", mark=NOTHING
            )
            yield _error(message, (), ((place, place + len(NOTHING)),))
        if "<" in target or "<" in subject.source:
            yield from _tags(subject.source, target)


PLUGIN = Markup()


def _error(message: Said, ours: tuple[tuple[int, int], ...], theirs: tuple[tuple[int, int], ...]) -> Finding:
    return Finding(Markup.name, Severity.ERROR, message, ours, theirs)


def _tags(source: str, target: str) -> Iterator[Finding]:
    ours, theirs = list(TAG.finditer(source)), list(TAG.finditer(target))
    lost = Counter(m[0] for m in ours) - Counter(m[0] for m in theirs)
    added = Counter(m[0] for m in theirs) - Counter(m[0] for m in ours)
    if lost:
        spans = tuple(m.span() for m in ours if m[0] in lost)
        yield _error(Said.gettext("Missing in the translation: {tags}.", tags=_listed(lost)), spans, ())
    if added:
        spans = tuple(m.span() for m in theirs if m[0] in added)
        yield _error(Said.gettext("Not in the original: {tags}.", tags=_listed(added)), (), spans)
    if not lost and not added and (crossed := _crossed(theirs)):
        message = Said.gettext("The tag {tag} is closed where it is not open, or crosses another tag.", tag=crossed[0])
        yield _error(message, (), (crossed.span(),))
    elif not lost and not added:
        yield from _hollow(source, target)


def _hollow(source: str, target: str) -> Iterator[Finding]:
    """The pairs that enclose nothing, beyond those that do so in the source."""
    ours = Counter(tag for tag, _ in _empty_pairs(source))
    for tag, span in _empty_pairs(target):
        if ours[tag]:
            ours[tag] -= 1
        else:
            closing = tag.replace("<", "</", 1)
            message = Said.gettext("The pair {tags} encloses nothing; put it around its text.", tags=tag + closing)
            yield _error(message, (), (span,))


def _empty_pairs(text: str) -> list[tuple[str, tuple[int, int]]]:
    """The opening tag and the span of each pair that holds no visible character."""
    found: list[tuple[str, tuple[int, int]]] = []
    opened: list[tuple[re.Match[str], int]] = []
    position = shown = 0  # visible characters so far
    for tag in TAG.finditer(text):
        shown += sum(char.isprintable() and not char.isspace() for char in text[position : tag.start()])
        position = tag.end()
        if not tag["slash"]:
            opened.append((tag, shown))
        elif opened and opened[-1][0]["name"] == tag["name"]:
            opening, before = opened.pop()
            if before == shown:
                found.append((opening[0], (opening.start(), tag.end())))
    return found


def _listed(tags: Counter[str]) -> str:
    return ", ".join(tags)


def _crossed(tags: Iterable[re.Match[str]]) -> re.Match[str] | None:
    """The first closing tag that does not close the tag opened last, or a tag that is never closed."""
    opened: list[re.Match[str]] = []
    for tag in tags:
        if not tag[0].startswith("</"):
            opened.append(tag)
        elif not opened or opened.pop()[0] != tag[0].replace("/", "", 1):
            return tag
    return opened[-1] if opened else None
