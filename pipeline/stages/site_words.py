"""What readers of a site call its output formats."""

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


def format_word(name: str) -> str:
    """What a reader calls an output format, in English; the format's own name where it is one of somebody else's."""
    return _FORMATS.get(name, name)
