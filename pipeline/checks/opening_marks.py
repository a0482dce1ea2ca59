"""Looks for questions and exclamations that are closed but never opened, in languages that write both marks.

Rule. Reading from the left, each closing mark (or run of them: "??", "?!") needs an opening mark before it, and each
opening mark a closing one after it. A mark alone in brackets and marks in web addresses do not count. A warning.
Source: Ortografía de la lengua española (RAE), on the signs of interrogation and exclamation.
"""

import re
from collections.abc import Iterable

from pipeline.languages import Language
from pipeline.model.finding import Finding, Severity, Subject


class OpeningMarks:
    """¿ before every ?, ¡ before every !."""

    name = "opening_marks"
    explanation = "In this language a question or exclamation has a mark at its beginning too."

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """A finding per mark without its partner, in the order of the target."""
        marks = language.style.opening_marks
        if not marks or not any(closing in subject.target or marks[closing] in subject.target for closing in marks):
            return
        findings = [one for closing, opening in marks.items() for one in _lone(subject.target, opening, closing)]
        for position, message in sorted(findings):
            yield Finding(self.name, Severity.WARNING, message, (), ((position, position + 1),))


PLUGIN = OpeningMarks()


def _lone(text: str, opening: str, closing: str) -> Iterable[tuple[int, str]]:
    """Where a mark has no partner, and what to say of it."""
    o, c = re.escape(opening), re.escape(closing)
    opened: list[int] = []
    closed_at = -2
    for match in re.finditer(rf"\(\s?[{o}{c}]\s?\)|(?:https?://|www\.)\S+|(?P<open>{o})|(?P<close>{c})", text):
        place = match.start()
        if match["open"]:
            opened.append(place)
        elif match["close"]:
            if opened:
                opened.pop()
            elif place != closed_at + 1 and text[place - 1 : place] not in ("?", "!"):
                yield place, f"“{closing}” has no “{opening}” before it."
            closed_at = place
    for place in opened:
        if text[place + 1 : place + 2] not in ("¿", "¡"):
            yield place, f"“{opening}” has no “{closing}” after it."
