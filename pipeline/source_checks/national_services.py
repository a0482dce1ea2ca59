"""Finds services, offices and places of one country, which readers elsewhere do not have.

Rules. Listed by country in `i18n/cues/<language>/source_services.toml`; short names count in capitals only. A note at
the first place: what it is has to be said, or each translation has to name its own.
"""

from collections.abc import Iterable

from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import first_uses

_TOPIC = "source_services"


class NationalServices:
    """Nothing that only one country has."""

    name = "national_services"
    explanation = (
        "Services of one country mean nothing to readers elsewhere: explain them, or let translators adapt them."
    )

    def covers(self, language: Language) -> bool:
        """Whether services are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """One note a service."""
        before = None
        for use in first_uses(document, language, _TOPIC):
            short = before is not None and use.sentence == before.sentence and use.start - before.end == len(" (")
            before = use
            if short:  # National Health Service (NHS)
                continue
            message = (
                f"“{use.written}” is known in {use.category} only: say what it is, or name what every country has."
            )
            yield use.sentence.finding(self.name, Severity.NOTE, message, use.span)


PLUGIN = NationalServices()
