"""The words of a site that are no leaflet's: its lists, its search, the links between its pages."""

from pipeline.stages.packs import Pack

WORDS = (
    "Leaflets",
    "All leaflets",
    "Languages",
    "Other formats",
    "Search these leaflets",
    "Nothing found. Try fewer or other words.",
    "Found: {count}",
    "Pages of this list",
    "Page {number}",
    "Skip to the text",
    "This page is not here",
    "Web page",
    "Print (PDF)",
    "Print (PDF, Letter paper)",
    "Large print",
    "Word document",
    "Plain text",
    "Two languages side by side",
    "Two languages, print (PDF)",
)
"""Each is a notice: `i18n/notices/` has it in the languages, where a lead signs it."""

_FORMATS = {
    "html": "Web page",
    "pdf": "Print (PDF)",
    "pdf-letter": "Print (PDF, Letter paper)",
    "pdf-large": "Large print",
    "docx": "Word document",
    "txt": "Plain text",
    "bilingual": "Two languages side by side",
    "bilingual-pdf": "Two languages, print (PDF)",
}


def site_words(pack: Pack) -> dict[str, str]:
    """The words in the pack's language by their English; English where it has none yet."""
    return {word: pack.notices.get(word, word) for word in WORDS}


def format_word(name: str) -> str:
    """What a reader calls an output format, in English; the format's own name where it is one of somebody else's."""
    return _FORMATS.get(name, name)


def format_order(name: str) -> tuple[int, str]:
    """By what a list of formats is ordered: the page first, those of others last."""
    known = list(_FORMATS)
    return (known.index(name) if name in known else len(known), name)
