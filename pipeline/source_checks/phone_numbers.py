"""Finds emergency numbers and helplines, which do not answer where a translation is read.

Rules. A short number of the list is one in a sentence that tells to call ("call 911", not "112 people"); a number of
seven figures or more is one where it begins as telephone numbers do (+, 0, 1-800, a bracket) or the sentence tells to
call. Named helplines are listed. Always a warning: a reader in danger must not be given a dead number. Lists:
`i18n/cues/<language>/source_phones.toml`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import Sentence, Use, inside, sentences, uses

_TOPIC = "source_phones"
_LONG = re.compile(r"(?<![\w.,/+(-])[+(]?[0-9](?:[0-9]|[ ()\u00a0‐‑.-](?=[0-9( ])){5,18}[0-9](?![\w%]|[.,][0-9])")
_LIKE_A_NUMBER = re.compile(r"[+(]|0[0-9]|1[ ‐‑-]8[0-9]{2}")
_FEWEST = 7  # figures of a number that needs no list
_NEAR, _NEIGHBOURS = 40, 6  # characters and wordings between a number and the word that tells to call it
_FOLLOWING = re.compile(r"\s+([^\W\d_]+)")
_IN_A_FIGURE = re.compile(r"[.,]?[0-9%]|\s?[%°]")


class PhoneNumbers:
    """No telephone number that answers in one country alone."""

    name = "phone_numbers"
    explanation = "Emergency numbers and helplines of one country must not reach the readers of another."

    def covers(self, language: Language) -> bool:
        """Whether emergency numbers are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """Every number and helpline."""
        for sentence in sentences(document) if self.covers(language) else ():
            for start, end, kind in _numbers(sentence, language):
                message = (
                    f"“{sentence.text[start:end]}” is {kind} that works in some countries only: write what kind of"
                    " help to call, and let each translation give its own number."
                )
                yield sentence.finding(self.name, Severity.WARNING, message, (start, end))


PLUGIN = PhoneNumbers()


def _numbers(sentence: Sentence, language: Language) -> list[tuple[int, int, str]]:
    """Every number with what it is, in order; one within a longer one is none."""
    found = uses(sentence, language, _TOPIC)
    kept = sentence.addresses()
    calls = any(use.category == "calling" for use in found)
    long = [one for one in _long(sentence, language, calls=calls) if not inside(one[0], kept)]
    longer = [(start, end) for start, end, _ in long]
    short = [one for one in _listed(found, language) if not inside(one[0], kept) and not inside(one[0], longer)]
    return sorted([*long, *short])


def _listed(found: Sequence[Use], language: Language) -> Iterator[tuple[int, int, str]]:
    for place, use in enumerate(found):
        if use.category == "helpline":
            yield use.start, use.end, "a helpline"
        elif use.category in ("emergency", "local") and _stands_alone(use, language):
            behind = use.category == "emergency" and _is_called(use, found[place + 1 :][:_NEIGHBOURS])
            if behind or _is_called(use, found[max(0, place - _NEIGHBOURS) : place][::-1]):
                yield use.start, use.end, "an emergency number"


def _is_called(use: Use, neighbours: Sequence[Use]) -> bool:
    """Whether a word that tells to call is near, the nearest neighbours first, and no word that makes it a limit."""
    for other in neighbours:
        if other.category == "between" or max(use.start - other.end, other.start - use.end) > _NEAR:
            return False
        if other.category == "calling":
            return True
    return False


def _stands_alone(use: Use, language: Language) -> bool:
    """Whether the figure counts nothing: no part of a longer one, and no noun behind it."""
    text = use.sentence.text
    before = text[max(0, use.start - 2) : use.start]
    if (before[-1:] in (".", ",") and before[:1].isdigit()) or _IN_A_FIGURE.match(text, use.end):
        return False
    after = _FOLLOWING.match(text, use.end)
    may_follow = {*language.vocabulary.stop_words, *language.lexicon.wordings[_TOPIC].get("following", ())}
    return after is None or after[1].lower() in may_follow


def _long(sentence: Sentence, language: Language, *, calls: bool) -> Iterator[tuple[int, int, str]]:
    text = sentence.text
    for match in _LONG.finditer(text):
        figures = sum(c.isdigit() for c in match[0])
        measures = language.vocabulary.units.pattern.match(text, match.end() + text.startswith(" ", match.end()))
        if figures >= _FEWEST and (_LIKE_A_NUMBER.match(match[0]) or (calls and not measures)):
            yield match.start(), match.end(), "a telephone number"
