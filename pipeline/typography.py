"""Small repairs of a machine's target text: marks, spaces, capitals, elisions, and words that the style lists."""

import re
from functools import lru_cache

from pipeline.languages import Style

_GLUED = re.compile(r"(?<=[^\W\d_]{2}[.?!])(?=[^\W\d_]{2})")
_FINAL = re.compile(r"([.:?!]+)([\s\"”’»)\]]*)$")  # a mark, and the closing quotation marks and brackets after it
_GROUP_OR_BLANK = re.compile(r"(?<=\d)([\u00a0\u202f])(?=\d)|\s+")
_ABBREVIATION = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]{1,2}\.\s?)+[^\W\d_]{1,2}\.$")  # EE. UU., U.S., p. ej.
_ENTITY = re.compile(r"&#?\w{1,8}\Z")


def mend(target: str, source: str, style: Style) -> str:
    """The target with the source's final mark and first capital, opening marks, elisions and the right spaces.

    What the style's `mends` find is written as they say.
    """
    target = _elided(_spaces(target, style), style)
    for rule in style.mends:
        target = rule.find.sub(rule.write, target)
    target = _final_mark(target, source)
    target = _question_word(target, style)
    target = _first_capital(target, source)
    return _spaced_marks(_opening_marks(target, style), style)


def _spaces(text: str, style: Style) -> str:
    text = _GROUP_OR_BLANK.sub(lambda match: match[1] or " ", text).strip()
    text = re.sub(r" (?=[,.;:?!)\]]+(?:\s|$))", "", text)
    text = re.sub(r"(?<=[([¿¡]) ", "", text)
    text = re.sub(r"(?<=\d)\s?%", "\u00a0%" if style.percent_space else "%", text)
    return _unglued(text)


def _elided(text: str, style: Style) -> str:
    """Short words joined to the vowel after them ("de le asthme" is no French): a term that was put in may begin so."""
    if not style.elisions or not style.elided_before:
        return text
    pattern = _elision(tuple(style.elisions), style.elided_before, style.not_elided)

    def joined(match: re.Match[str]) -> str:
        short = style.elisions[match[1].lower()]
        return short[0].upper() + short[1:] if match[1][0].isupper() else short

    return pattern.sub(joined, text)


@lru_cache(maxsize=16)
def _elision(words: tuple[str, ...], letters: str, kept: tuple[str, ...]) -> re.Pattern[str]:
    """A word that is elided, and the space after it, before one of the letters; not before a beginning in `kept`."""
    listed = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    unless = f"(?!{'|'.join(map(re.escape, kept))})" if kept else ""
    return re.compile(rf"(?<![\w'’-])({listed})\s+(?=[{re.escape(letters)}]){unless}", re.IGNORECASE)


def _spaced_marks(text: str, style: Style) -> str:
    """The no-break spaces that belong before and after marks; times, ratios, addresses and entities stay."""

    def spaced(match: re.Match[str]) -> str:
        entity = match[0][-1] == ";" and _ENTITY.search(text[max(0, match.start() - 10) : match.start()])
        return match[0] if entity else style.spaces_before[match[0][-1]] + match[0][-1]

    if style.spaces_before:
        marks = re.escape("".join(style.spaces_before))
        text = re.sub(rf"(?<=[\w)\]»\"%>…])\s*[{marks}](?=[\s)\]»\"<.,;:?!]|$)", spaced, text)
    for mark, space in style.spaces_after.items():
        text = re.sub(rf"{re.escape(mark)}\s*(?=\S)", mark + space, text)
    return text


def _unglued(text: str) -> str:
    """A space between a sentence end and a capital; addresses and abbreviations keep what they have."""
    return _GLUED.sub(lambda match: " " if text[match.start()].isupper() else "", text)


def _final_mark(target: str, source: str) -> str:
    """The target with the final mark of the source: engines add a full stop to headings and drop it from sentences."""
    wanted, there = _FINAL.search(source.rstrip()), _FINAL.search(target)
    if wanted is None:
        return target[: _kept(target, there)] if there and there[0] in (".", ":") else target
    if there is None:
        return target + wanted[1]
    if wanted[2] or there[2] or there[1] == wanted[1]:
        return target
    kept = target[: _kept(target, there)]
    return kept if kept.endswith(".") and wanted[1] == "." else kept + wanted[1]


def _kept(target: str, final: re.Match[str]) -> int:
    """Where a text ends without its final mark; the stop of an abbreviation stays."""
    start = final.start()
    return start + 1 if _ABBREVIATION.search(target[: start + 1]) else start


def _question_word(target: str, style: Style) -> str:
    """A question whose first words are spelt as in a question ("Qué", not "Lo que" or "Que")."""
    start = next((i for i, c in enumerate(target) if c.isalnum()), len(target))
    for said, written in style.question_words.items() if "?" in target else ():
        if re.match(rf"{re.escape(said)}(?!\w)", target[start:], re.IGNORECASE):
            return target[:start] + written + target[start + len(said) :]
    return target


def _first_capital(target: str, source: str) -> str:
    first = next((c for c in source if c.isalpha()), "")
    place = next((i for i, c in enumerate(target) if c.isalnum()), None)
    if place is None or not first.isupper() or not target[place].islower():
        return target
    return target[:place] + target[place].upper() + target[place + 1 :]


def _opening_marks(target: str, style: Style) -> str:
    """An opening mark before the sentence for every closing one that has none (¿ ? and ¡ ! in Spanish)."""
    for closing, opening in style.opening_marks.items():
        if closing in target and opening not in target:
            start = next((i for i, c in enumerate(target) if c.isalnum() or c == "<"), 0)
            target = target[:start] + opening + target[start:]
    return target
