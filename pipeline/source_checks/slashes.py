"""Finds "and/or", "he/she", "doctor/nurse" and "tablet(s)": shorthand that each language has to write otherwise.

Rules. A slash between two words of three letters or more, and what is listed in
`i18n/cues/<language>/source_slashes.toml`; units (mmol/mol) and addresses are none. An ending in brackets is one of
those listed there. A note at the first place. (Oxford and APA style: no "and/or"; plainlanguage.gov: "Avoid
slashes".)
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import Sentence, inside, sentences, uses
from pipeline.wording import alternation

_TOPIC = "source_slashes"
_ENDINGS = "endings"
_WORDS = re.compile(r"(?<![\w/.‐‑-])([^\W\d_]{3,30})\s?/\s?([^\W\d_]{3,30})(?![\w/‐‑-])")


class Slashes:
    """Words instead of shorthand."""

    name = "slashes"
    explanation = "A slash or an ending in brackets leaves the meaning to the reader: write “and”, “or” or the plural."

    def covers(self, language: Language) -> bool:
        """Whether shorthand is listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """One note for each shorthand."""
        seen: set[str] = set()
        listed = language.lexicon.wordings.get(_TOPIC, {}).get(_ENDINGS, ())
        ending = re.compile(rf"[^\W\d_]{{2,30}}\((?:{alternation(listed)})\)(?!\w)")
        for sentence in sentences(document) if self.covers(language) else ():
            kept = sentence.addresses()
            for start, end in sorted(
                {*_slashes(sentence, language), *(m.span() for m in ending.finditer(sentence.text))}
            ):
                written = sentence.text[start:end]
                if written.lower() not in seen and not inside(start, kept):
                    seen.add(written.lower())
                    message = f"“{written}”: write it in words, so that a translation knows what is meant."
                    yield sentence.finding(self.name, Severity.NOTE, message, (start, end))


PLUGIN = Slashes()


def _slashes(sentence: Sentence, language: Language) -> Iterator[tuple[int, int]]:
    found = [use.span for use in uses(sentence, language, _TOPIC) if use.category != _ENDINGS]
    yield from found
    units = {name.lower() for name in language.vocabulary.units.names}
    for match in _WORDS.finditer(sentence.text):
        name = match[1].isupper() or match[2][0].isupper()
        taken = inside(match.start(), found) or inside(match.end() - 1, found)
        if not (name or taken or units & {match[1].lower(), match[2].lower()}):
            yield match.span()
