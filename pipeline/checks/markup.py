"""Compares inline tags, web addresses and e-mail addresses: a translator moves them, but never loses or changes one.

Rules. Tags are those of the inline notation; anything else in angle brackets is text. Each tag of the source stands in
the target as often, opened before it is closed, and inside or outside another, not across it. A pair encloses text
where the source's does. Addresses are compared
character by character, without the full stop or bracket after them. All are errors: markup carries links and doses
(10<sup>6</sup>), and a broken address leads a reader astray.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject
from pipeline.placeables import TAG
from pipeline.wording import NOTHING

_ADDRESS = re.compile(r"(?:https?://|www\.|10\.\d{4,9}/)[^\s<>\"“”«»]+")
_AROUND = ".,;:!?)]}'’…"


class Markup:
    """The tags and addresses of the source, whole, in the target."""

    name = "markup"
    explanation = "Tags such as <b>…</b> and web addresses must be in the translation just as in the original."

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:  # noqa: ARG002  # the contract's
        """The tags that are lost, added or crossed, then the addresses that changed."""
        target = subject.target
        if not target.strip() or target.strip() == NOTHING:
            return
        if NOTHING in target and NOTHING not in subject.source:
            place = target.index(NOTHING)
            message = f"{NOTHING} must stand alone: it says that the neighbouring sentence holds this one too."
            yield _error(message, (), ((place, place + len(NOTHING)),))
        if "<" in target or "<" in subject.source:
            yield from _tags(subject.source, target)
        yield from _addresses(subject.source, target)


PLUGIN = Markup()


def _error(message: str, ours: tuple[tuple[int, int], ...], theirs: tuple[tuple[int, int], ...]) -> Finding:
    return Finding(Markup.name, Severity.ERROR, message, ours, theirs)


def _tags(source: str, target: str) -> Iterator[Finding]:
    ours, theirs = list(TAG.finditer(source)), list(TAG.finditer(target))
    lost = Counter(m[0] for m in ours) - Counter(m[0] for m in theirs)
    added = Counter(m[0] for m in theirs) - Counter(m[0] for m in ours)
    if lost:
        spans = tuple(m.span() for m in ours if m[0] in lost)
        yield _error(f"Missing in the translation: {_listed(lost)}.", spans, ())
    if added:
        spans = tuple(m.span() for m in theirs if m[0] in added)
        yield _error(f"Not in the original: {_listed(added)}.", (), spans)
    if not lost and not added and (crossed := _crossed(theirs)):
        message = f"The tag {crossed[0]} is closed where it is not open, or crosses another tag."
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
            yield _error(f"The pair {tag}{closing} encloses nothing; put it around its text.", (), (span,))


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


def _addresses(source: str, target: str) -> Iterator[Finding]:
    ours, theirs = _found(source), _found(target)
    for address, span in ours.items():
        if address not in theirs:
            yield _error(f"The address {address} of the original is changed or missing.", (span,), ())
    for address, span in theirs.items():
        if address not in ours:
            yield _error(f"The address {address} is not in the original.", (), (span,))


def _found(text: str) -> dict[str, tuple[int, int]]:
    """The web addresses, DOIs and e-mail addresses of a text and where each stands first."""
    spans = [match.span() for match in _ADDRESS.finditer(text)]
    if "@" in text:
        spans += [m.span() for m in re.finditer(r"[^\s<>]+", text) if "@" in m[0].strip("@") and "://" not in m[0]]
    trimmed = [(start + _lead(text[start:end]), start + len(text[start:end].rstrip(_AROUND))) for start, end in spans]
    return {text[start:end]: (start, end) for start, end in reversed(trimmed)}


def _lead(address: str) -> int:
    return len(address) - len(address.lstrip("(['‘“«"))
