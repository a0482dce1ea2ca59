"""Small repairs of a machine's target text: marks, spaces, capitals; words only where the house style lists them."""

import re

from pipeline.languages import Style

_GLUED = re.compile(r"(?<=[^\W\d_]{2}[.?!])(?=[^\W\d_]{2})")
_FINAL = re.compile(r"[.:?!]+$")


def mend(target: str, source: str, style: Style) -> str:
    """The target with the source's final mark and first capital, opening marks, and single spaces in their places.

    What the style's `mends` find is written as they say.
    """
    target = _spaces(target, style)
    for rule in style.mends:
        target = rule.find.sub(rule.write, target)
    target = _final_mark(target, source)
    target = _question_word(target, style)
    target = _first_capital(target, source)
    return _opening_marks(target, style)


def _spaces(text: str, style: Style) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r" (?=[,.;:?!)\]](?:\s|$))", "", text)
    text = re.sub(r"(?<=[([¿¡]) ", "", text)
    text = re.sub(r"(?<=\d)\s?%", "\u00a0%" if style.percent_space else "%", text)
    return _unglued(text)


def _unglued(text: str) -> str:
    """A space between a sentence end and a capital; addresses and abbreviations keep what they have."""
    return _GLUED.sub(lambda match: " " if text[match.start()].isupper() else "", text)


def _final_mark(target: str, source: str) -> str:
    """The target with the final mark of the source: engines add a full stop to headings and drop it from sentences."""
    wanted, there = _FINAL.search(source.rstrip()), _FINAL.search(target)
    if wanted is None:
        return target[: there.start()] if there and there[0] in (".", ":") else target
    if there is None:
        return target + wanted[0]
    return target if there[0] == wanted[0] else target[: there.start()] + wanted[0]


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
