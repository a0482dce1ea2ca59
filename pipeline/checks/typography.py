"""Looks at what readers notice first: marks, spaces, capitals, as the language of the translation sets them.

Rules. Warnings, because they are wrong for certain: a question or exclamation without its opening mark, in languages
that write both (Ortografía de la lengua española, RAE), and such a mark where the language has none; a bracket or
quotation mark without partner that the source does not have; the same word twice on end; a sentence hard after the one
before. All else is a note: no-break spaces before ; : ! ? » and after « in French (Imprimerie nationale; narrow or
full), the space before %, another language's quotation marks (CLDR's delimiters), another final mark than that of the
source, spaces doubled, before a comma or at the edges, capitals, letters that are not composed (NFC). What one mending
alone can put right carries it. The marks of each language are data: `i18n/style/`.
"""

from collections.abc import Iterable

from pipeline.checks import _letters, _marks, _openings, _quotations, _spaces
from pipeline.checks._remarks import Texts, findings
from pipeline.interface import N_
from pipeline.languages import Language
from pipeline.model.finding import Finding, Subject
from pipeline.placeables import placeables
from pipeline.wording import NOTHING, plain

# The order decides which of two edits at one place stays.
_RULES = (
    _quotations.quotations,
    _openings.opening,
    _spaces.percent,
    _spaces.edges,
    _spaces.before_marks,
    _spaces.runs,
    _spaces.glued,
    _marks.brackets,
    _marks.final,
    _letters.doubled,
    _letters.capitals,
)
_KEPT = ("://", "www.", "@", "10.")


class Typography:
    """Marks, spaces and capitals as the language sets them."""

    name = N_("typography")
    explanation = "Every language sets its marks, spaces and capital letters in its own way."

    def covers(self, language: Language) -> bool:  # noqa: ARG002  # the contract's
        """CLDR's marks are there for every language; rules that need more are silent without it."""
        return True

    def find(self, subject: Subject, language: Language) -> Iterable[Finding]:
        """Every remark in the order of the target; a finding whose fix holds others comes before them."""
        target = subject.target
        if not target.strip() or NOTHING in target:
            return []
        shown = plain(target)
        text = shown.text
        if not text.strip():
            return []
        kept: tuple[tuple[int, int], ...] = ()
        if any(sign in text for sign in _KEPT):
            kept = tuple((one.start, one.end) for one in placeables(text) if one.kind != "markup")
        style, context = language.style, subject.context
        sentence_case = style.sentence_case_headings and not language.vocabulary.capital_nouns
        title_case = sentence_case and context in ("title", "heading")
        texts = Texts(plain(subject.source).text, text, style, context, frozenset(text), kept, title_case)
        return findings(self.name, target, shown, [remark for rule in _RULES for remark in rule(texts)])


PLUGIN = Typography()
