"""Finds brand names of medicines, which differ from country to country, and gives the generic name.

Rules. The WHO asks for international non-proprietary names (INN) in information for patients; a brand name may be
another medicine elsewhere, or unknown. Silent where the generic name stands in the same sentence. A note at the first
place. The list gives brands by generic name, other generic names behind a slash:
`i18n/cues/<language>/source_brands.toml`.
"""

from collections.abc import Iterable

from pipeline.languages import Language
from pipeline.model.document import Document, Key
from pipeline.model.finding import Finding, Severity
from pipeline.source_checks._reading import Use, sentences, uses
from pipeline.wording import contains

_TOPIC = "source_brands"


class BrandNames:
    """Medicines by the names that all countries share."""

    name = "brand_names"
    explanation = "A medicine should be called by its generic name: brand names differ between countries."

    def covers(self, language: Language) -> bool:
        """Whether brand names are listed."""
        return language.lexicon.has(_TOPIC)

    def find(self, document: Document, language: Language) -> Iterable[tuple[Key | None, Finding]]:
        """One note a brand, where it first stands without its generic name."""
        explained: set[str] = set()
        for sentence in sentences(document):
            for use in uses(sentence, language, _TOPIC):
                brand = use.written.lower()
                if brand in explained:
                    continue
                explained.add(brand)
                if not _has_generic(use):
                    generic = _shown(use.category)
                    message = f"“{use.written}” is a brand name, unknown in other countries: write {generic}."
                    yield sentence.finding(self.name, Severity.NOTE, message, use.span)


PLUGIN = BrandNames()


def _names(category: str) -> list[str]:
    return [name.strip() for name in category.split("/")]


def _shown(category: str) -> str:
    """`salbutamol (albuterol)`: the international name first."""
    first, *others = _names(category)
    return f"{first} ({', '.join(others)})" if others else first


def _has_generic(use: Use) -> bool:
    return any(contains(use.sentence.text, name) for name in _names(use.category))
