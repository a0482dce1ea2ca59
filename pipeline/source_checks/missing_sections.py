"""Compares a document's headings with the sections that a plain-language summary has.

Rules. Cochrane's template for plain-language summaries (Pitcher et al., 2022): a question as title, key messages,
what the condition is, what the authors wanted to find out, did and found, limitations, and how up to date it is. A
section is there where a heading has one of its wordings: `i18n/cues/<language>/source_sections.toml`, by section in
the order of the template. One note for all that are missing, one for a title that is no question.
"""

from collections.abc import Iterable

from pipeline.languages import Language
from pipeline.model.document import BlockKind, Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import EXEMPT, sentences, uses

_TOPIC = "source_sections"
_HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)


class MissingSections:
    """The sections that readers look for."""

    name = "missing_sections"
    explanation = "A plain-language summary has a question as its title and the standard sections."

    def covers(self, language: Language) -> bool:
        """Whether the headings of sections are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """At most two notes on the whole document."""
        wanted = [section for section in language.lexicon.wordings.get(_TOPIC, {}) if section != EXEMPT]
        headed = [one for one in sentences(document) if one.block.kind in _HEADINGS]
        found = {
            use.category for one in headed if one.block.kind is BlockKind.HEADING for use in uses(one, language, _TOPIC)
        }
        titles = [one for one in headed if one.block.kind is BlockKind.TITLE]
        if wanted and titles and not titles[-1].text.rstrip(" \"'”’)").endswith("?"):
            message = "The title is no question: write the question that the text answers?"
            yield titles[-1].finding(self.name, Severity.NOTE, message)
        if missing := [section for section in wanted if section not in found]:
            listed = ", ".join(f"“{section}”" for section in missing)
            message = f"These sections of a plain-language summary are missing: {listed}."
            yield None, Finding(self.name, Severity.NOTE, message)


PLUGIN = MissingSections()
