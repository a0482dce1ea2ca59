"""Finds what a reader would have to see: pictures, places on a page, colours, things to click.

Rules. A picture in Markdown's notation is a warning (the leaflet shows text alone; without words in its brackets its
content is lost altogether). A figure that is pointed at by number or place, a colour that carries a meaning and
something to click are a note (WCAG 2.2, success criteria 1.1.1, 1.3.3 and 1.4.1). Wordings:
`i18n/cues/<language>/source_pictures.toml`.
"""

import re
from collections.abc import Iterable, Iterator

from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import Sentence, Use, sentences, uses

_TOPIC = "source_pictures"
_NUMBERED = "numbered"
_MARKDOWN = re.compile(r"!\[(?P<words>[^\]\[]{0,300})\](?:\([^()\s]{0,300}\))?")
_NUMBER = re.compile(r"\.?\s(?:[0-9]{1,2}(?![\w%]|[.,][0-9])|[A-H](?!\w))")
_SAID = {
    _NUMBERED: "“{}” is not in the text that is translated: say in words what it shows.",
    "place": "“{}” points at something that a leaflet does not show: say it in words.",
    "colour": "“{}” needs colours, which not every reader sees: say it in words.",
    "action": "“{}” works on a screen alone: say where the information can be found.",
}


class Pictures:
    """Nothing that has to be seen to be understood."""

    name = "pictures"
    explanation = "What a picture shows must be said in words: leaflets and screen readers have the text alone."

    def covers(self, language: Language) -> bool:
        """Whether words for pictures are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """Every picture, and each wording that points at one, once."""
        seen: set[str] = set()
        for sentence in sentences(document) if self.covers(language) else ():
            yield from self._pictures(sentence)
            for use in uses(sentence, language, _TOPIC):
                start, end = _with_number(use)
                written = sentence.text[start:end]
                if end and written.lower() not in seen and use.category in _SAID:
                    seen.add(written.lower())
                    message = _SAID[use.category].format(written)
                    yield sentence.finding(self.name, Severity.NOTE, message, (start, end))

    def _pictures(self, sentence: Sentence) -> Iterator[tuple[Key, Finding]]:
        for match in _MARKDOWN.finditer(sentence.text):
            what = (
                f"say in the text what “{match['words'].strip()}” shows"
                if match["words"].strip()
                else ("it has no alternative text, so nobody can tell what it shows")
            )
            message = f"A picture cannot be published here: {what}."
            yield sentence.finding(self.name, Severity.WARNING, message, match.span())


PLUGIN = Pictures()


def _with_number(use: Use) -> tuple[int, int]:
    """The span of a wording, with the number behind it; (0, 0) where it needs one and has none."""
    number = _NUMBER.match(use.sentence.text, use.end)
    if number is None:
        return (0, 0) if use.category == _NUMBERED else use.span
    return use.start, number.end()
