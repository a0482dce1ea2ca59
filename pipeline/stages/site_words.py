"""The words of a site that are no leaflet's: its lists, its search, the links between its pages."""

from pipeline.interface import N_, Interface

WORDS = (
    N_("Leaflets"),
    N_("All leaflets"),
    N_("Languages"),
    N_("Other formats"),
    N_("Search these leaflets"),
    N_("Nothing found. Try fewer or other words."),
    # Translators: how many leaflets a search has found
    N_("Found: {count}"),
    N_("Pages of this list"),
    # Translators: the second, third ... page of a long list
    N_("Page {number}"),
    N_("Skip to the text"),
    N_("This page is not here"),
    N_("Web page"),
    N_("PDF"),
    N_("PDF, US Letter"),
    N_("PDF, large print"),
    N_("Word document"),
    N_("Plain text"),
    N_("With the English original"),
    N_("With the English original (PDF)"),
)

_FORMATS = {
    "html": "Web page",
    "pdf": "PDF",
    "pdf-letter": "PDF, US Letter",
    "pdf-large": "PDF, large print",
    "docx": "Word document",
    "txt": "Plain text",
    "bilingual": "With the English original",
    "bilingual-pdf": "With the English original (PDF)",
}


def site_words(language: str) -> dict[str, str]:
    """The words in `language` by their English."""
    words = Interface(language)
    return {message: words.gettext(message) for message in WORDS}


def format_word(name: str) -> str:
    """What a reader calls an output format, in English; the format's own name where it is one of somebody else's."""
    return _FORMATS.get(name, name)
