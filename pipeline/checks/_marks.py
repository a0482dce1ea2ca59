"""The rules of typography about brackets, and about the mark at the end of a text."""

import re
import unicodedata
from collections.abc import Iterator

from pipeline.checks._remarks import Edit, Remark, Texts, note, warning
from pipeline.model.said import Said

_BRACKETS = {")": "(", "]": "[", "}": "{"}
_BRACKET = re.compile(r"[()\[\]{}]")
_LABEL = re.compile(r"(?:^|(?<=[\s;,.:]))(?:[^\W\d_]|[ivxIVX]{1,4}|\d{1,3})\)(?=\s\S)")
_LONGEST_END = 12  # characters: marks, quotation marks and brackets at the end of a text
_END = re.compile(r"[.。．।۔።။…?？؟;!！:：]+(?=[\s\"“”»«’)\]」』\u2069]*\Z)")
_OWN_MARKS = "\u0590"  # from here on are the letters of scripts with a question mark of their own
_PLAIN_ENDS = frozenset(".?!:")
_CLASSES = {**dict.fromkeys(".。．।۔።။", "."), **dict.fromkeys("?？؟", "?"), **dict.fromkeys("!！", "!"), "：": ":"}


def brackets(texts: Texts) -> Iterator[Remark]:
    """Brackets without a partner, if the source has fewer of them; labels such as "a)" are in both."""
    if texts.characters.isdisjoint("()[]{}"):
        return
    lone = _lone_brackets(texts.target)
    if not lone or len(lone) <= len(_lone_brackets(texts.source)):
        return
    labels = {match.end() - 1 for match in _LABEL.finditer(texts.target)}
    for place in [place for place in lone if place not in labels] or lone:
        mark = texts.target[place]
        if mark in _BRACKETS:
            message = Said.gettext("“{mark}” closes nothing.", mark=mark)
        else:
            message = Said.gettext("“{mark}” is never closed.", mark=mark)
        yield warning(message, (place, place + 1))


def _lone_brackets(text: str) -> list[int]:
    opened: dict[str, list[int]] = {"(": [], "[": [], "{": []}
    lone: list[int] = []
    for match in _BRACKET.finditer(text):
        mark, place = match[0], match.start()
        if mark in opened:
            opened[mark].append(place)
        elif opened[_BRACKETS[mark]]:
            opened[_BRACKETS[mark]].pop()
        else:
            lone.append(place)
    return sorted(lone + [place for places in opened.values() for place in places])


def final(texts: Texts) -> Iterator[Remark]:
    """The mark at the end: that of the source, in the form of the language; a title or heading gets none of its own."""
    if (
        texts.source[-1:] == texts.target[-1:] in _PLAIN_ENDS
        and texts.source[-2:-1].isalnum()
        and texts.target[-2:-1].isalnum()
    ):
        return
    ours, theirs = _final_mark(texts.source), _final_mark(texts.target)
    wanted, there = ours[0], theirs[0]
    if wanted == there or "…" in (wanted, there) or {wanted, there} == {"!", "."}:
        return
    if not texts.style.full_stop and "." in (wanted, there):
        return
    end = len(texts.target.rstrip())
    if not wanted:
        edits = (Edit(end - 1, end, ""),) if _certainly_too_much(texts, end) else ()
        message = Said.gettext("The translation ends in “{mark}”, the original does not.", mark=there)
        yield note(message, (theirs[1], theirs[2]), *edits)
    elif not there and texts.style.opening_marks.get(wanted, "\0") in texts.characters:
        return  # the opening mark without its partner is reported
    elif not there:
        message = Said.gettext("The original ends in “{mark}”, the translation does not.", mark=wanted)
        yield note(message, (end - 1, end), *_missing_mark(texts, wanted, end))
    else:
        message = Said.gettext("The original ends in “{mark}”, the translation in “{other}”.", mark=wanted, other=there)
        yield note(message, (theirs[1], theirs[2]))


def _final_mark(text: str) -> tuple[str, int, int]:
    """The kind of the final mark (empty without one) and where it stands."""
    text = text.rstrip()
    tail = max(0, len(text) - _LONGEST_END)
    match = _END.search(text, tail)
    if not match:
        return "", len(text), len(text)
    kinds = [_CLASSES.get(mark, mark) for mark in match[0]]
    kind = "…" if "…" in kinds or "..." in match[0] else "?" if "?" in kinds else kinds[-1]
    return kind, match.start(), match.end()


def _certainly_too_much(texts: Texts, end: int) -> bool:
    """Whether the full stop of a title or heading can go: it has one word before it, and no abbreviation is there."""
    text = texts.target
    last = re.search(r"[^\W\d_]{4,}\.\Z", text[max(0, end - 40) : end])
    return texts.context in ("title", "heading") and last is not None and text.count(".") == 1


def _ends_in_word(text: str) -> bool:
    """Whether a text ends in a letter, a figure or a vowel sign."""
    return text[-1:].isalnum() or unicodedata.category(text[-1:] or " ").startswith("M")


def _missing_mark(texts: Texts, wanted: str, end: int) -> tuple[Edit, ...]:
    if not _ends_in_word(texts.target[:end]) or wanted in texts.style.opening_marks or texts.touches_kept(end - 1):
        return ()
    mark = texts.style.full_stop if wanted == "." else wanted
    if wanted in "?!" and texts.target[end - 1] >= _OWN_MARKS:
        return ()
    return (Edit(end, end, texts.style.spaces_before.get(mark, "") + mark),)
